"""Whether acting for a colleague would put somebody on both children's records of one matter, where they were on one (P3.7).

Whoever arranges it sees neither record, so on PostgreSQL it is asked through a narrow SECURITY DEFINER function that answers yes
or no.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Absence
from hsb.database import WEB_ROLE
from hsb.definer import Definer

_REACHED = (
    "EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.content_object_id = {case} AND a.group_id {groups})"
    " AND NOT EXISTS (SELECT 1 FROM cases_casedenied d WHERE d.case_id = {case} AND d.user_id IN ({barred}))"
)


def _joins(own: str, lent: str, acting: str, person: str) -> str:
    here = _REACHED.format(case="l.case_id", groups=own, barred=acting)
    there = _REACHED.format(case="l.linked_case_id", groups=own, barred=acting)
    through = _REACHED.format(case="l.linked_case_id", groups=lent, barred=f"{acting}, {person}")
    return f"SELECT EXISTS (SELECT 1 FROM cases_caselink l WHERE {here} AND NOT ({there}) AND {through})"  # noqa: S608


DEFINER = Definer(
    name="hsb_acting_joins",
    arguments="own int[], acting bigint, lent int[], person bigint",
    returns="boolean",
    body=_joins("= ANY (own)", "= ANY (lent)", "acting", "person"),
    callers=(WEB_ROLE,),
    reads={
        "cases_caseaccess": ("content_object_id", "group_id"),
        "cases_casedenied": ("case_id", "user_id"),
        "cases_caselink": ("case_id", "linked_case_id"),
    },
)


def joins_both_children(person: User, acting: User, from_on: date, until_on: date) -> bool:
    """Answer whether there are two linked records of which `acting` is on one already, by themselves or by acting for somebody
    else in these days, and would come to the other only by acting for `person`. As the records stand now."""
    covered = [one.person for one in Absence.objects.overlapping(from_on, until_on).filter(acting=acting)]
    own = {group for one in (acting, *covered) if one.pk != person.pk for group in _groups(one)}
    lent = set(_groups(person)) - own
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT hsb_acting_joins(%s::int[], %s, %s::int[], %s)",
                [sorted(own), acting.pk, sorted(lent), person.pk],
            )
        else:
            cursor.execute(_joins(_among(own), _among(lent), str(int(acting.pk)), str(int(person.pk))))
        return bool(cursor.fetchone()[0])


def _groups(user: User) -> list[int]:
    return [user.personal_group_id, *(m.agency_role.group_id for m in agencies.own_memberships(user))]


def _among(groups: Iterable[int]) -> str:
    return f"IN ({', '.join(str(int(group)) for group in sorted(groups))})"
