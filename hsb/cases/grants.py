"""Grants follow from open involvements, and only here (design.md §5).

`sync` makes the rows of `CaseAccess` for one case exactly what its open involvements imply. On PostgreSQL it runs as a narrow
SECURITY DEFINER function, because the web role may not write grants or see other people's.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import connection

from hsb.cases.models import NARROW_PARTS, Involvement
from hsb.database import WEB_ROLE, WORKER_ROLE
from hsb.definer import Definer

VIEW = "view_case"
_NARROW = ", ".join(f"'{part}'" for part in sorted(NARROW_PARTS))

_IMPLIED = """
    SELECT i.group_id, CASE WHEN bool_or(i.expires_at IS NULL) THEN NULL ELSE max(i.expires_at) END AS expires_at,
      bool_and(i.part IN ({narrow})) AS narrow
    FROM cases_involvement i WHERE i.case_id = {case} AND i.closed_at IS NULL GROUP BY i.group_id
"""
_IMPLIED = _IMPLIED.replace("{narrow}", _NARROW)
_SQLITE_IMPLIED = _IMPLIED.replace("bool_or(i.expires_at IS NULL)", "max(i.expires_at IS NULL)")
_SQLITE_IMPLIED = _SQLITE_IMPLIED.replace("bool_and(", "min(")

DEFINER = Definer(
    name="hsb_sync_grants",
    arguments="the_case uuid",
    returns="void",
    # Whoever calls it has just written an involvement of the case: where neither is to be seen, a policy of the function's own role
    # is missing, and it would take everybody off the case without a word.
    body=f"""
    DECLARE view_permission integer; written bigint;
    BEGIN
      SELECT p.id INTO STRICT view_permission FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
        WHERE c.app_label = 'cases' AND c.model = 'case' AND p.codename = '{VIEW}';
      IF NOT EXISTS (SELECT 1 FROM cases_case c JOIN cases_involvement i ON i.case_id = c.id WHERE c.id = the_case) THEN
        RAISE EXCEPTION 'hsb_sync_grants sees nobody on this case: run “manage.py migrate” as the owner of the tables';
      END IF;
      DELETE FROM cases_caseaccess a WHERE a.content_object_id = the_case;
      INSERT INTO cases_caseaccess (content_object_id, group_id, permission_id, opened_at, expires_at, narrow)
        SELECT c.id, w.group_id, view_permission, c.opened_at, w.expires_at, w.narrow
        FROM cases_case c CROSS JOIN ({_IMPLIED.format(case="the_case")}) w WHERE c.id = the_case;
      GET DIAGNOSTICS written = ROW_COUNT;
      IF written <> (SELECT count(*) FROM cases_caseaccess a WHERE a.content_object_id = the_case) THEN
        RAISE EXCEPTION 'hsb_sync_grants could not take old grants away: run “manage.py migrate” as the owner of the tables';
      END IF;
    END
    """,
    callers=(WEB_ROLE, WORKER_ROLE),
    reads={
        "auth_permission": ("id", "content_type_id", "codename"),
        "django_content_type": ("id", "app_label", "model"),
        "cases_case": ("id", "opened_at"),
        "cases_involvement": ("case_id", "group_id", "expires_at", "part", "closed_at"),
        "cases_caseaccess": ("content_object_id",),
    },
    writes={
        "cases_caseaccess": ("content_object_id", "group_id", "permission_id", "opened_at", "expires_at", "narrow")
    },
    language="plpgsql",
    stable=False,
)


def sync(case_id: UUID) -> None:
    """The grants of this case are exactly what its open involvements imply."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT hsb_sync_grants(%s)", [case_id])
            return
        permission = Permission.objects.get(content_type__app_label="cases", codename=VIEW)
        cursor.execute("DELETE FROM cases_caseaccess WHERE content_object_id = %s", [case_id.hex])
        cursor.execute(
            "INSERT INTO cases_caseaccess (content_object_id, group_id, permission_id, opened_at, expires_at, narrow)"
            " SELECT c.id, w.group_id, %s, c.opened_at, w.expires_at, w.narrow FROM cases_case c"
            f" CROSS JOIN ({_SQLITE_IMPLIED.format(case='%s')}) w WHERE c.id = %s",
            [permission.pk, case_id.hex, case_id.hex],
        )


def differences() -> int:
    """Answer how many grants are missing, surplus or wrongly dated against the open involvements. Zero, always."""
    implied = (_IMPLIED if connection.vendor == "postgresql" else _SQLITE_IMPLIED).replace(
        "SELECT i.group_id", "SELECT i.case_id, i.group_id", 1
    )
    implied = implied.replace("i.case_id = {case} AND ", "").replace(
        "GROUP BY i.group_id", "GROUP BY i.case_id, i.group_id"
    )
    held = "SELECT content_object_id AS case_id, group_id, expires_at, narrow FROM cases_caseaccess"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT * FROM ({implied}) a EXCEPT {held}) x")
        missing = cursor.fetchone()[0]
        cursor.execute(f"SELECT count(*) FROM ({held} EXCEPT SELECT * FROM ({implied}) a) x")
        return int(missing + cursor.fetchone()[0])


def expired(at: datetime) -> list[UUID]:
    """Answer the cases that have an open involvement which ran out by this instant."""
    return list(Involvement.objects.open().filter(expires_at__lte=at).values_list("case_id", flat=True).distinct())
