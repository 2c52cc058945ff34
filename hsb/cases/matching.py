"""Is this child known already? Asked once, when a referral arrives, through one narrow function (design.md §4).

Any three of given name, family name, date of birth and postcode; a different NHS number or UPN vetoes. The answer is
written for MASH on the new, provisional case. The referrer never learns it: that would disclose that a child is known.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from hsb.cases.models import CaseKind, MatchSuggestion
from hsb.database import WEB_ROLE, WORKER_ROLE
from hsb.definer import Definer

FIELDS = ("given", "family", "born", "postcode")

_AGREE = " + ".join(
    f"(CASE WHEN mine.{field}_index <> '' AND mine.{field}_index = o.{field}_index THEN 1 ELSE 0 END)"
    for field in FIELDS
)
_AGREEING = " || ".join(
    f"(CASE WHEN mine.{field}_index <> '' AND mine.{field}_index = o.{field}_index THEN '{field} ' ELSE '' END)"
    for field in FIELDS
)
_VETO = " AND ".join(
    f"NOT (mine.{field}_index <> '' AND o.{field}_index <> '' AND mine.{field}_index <> o.{field}_index)"
    for field in ("nhs", "upn")
)
_STRONG = " OR ".join(
    f"(mine.{field}_index <> '' AND mine.{field}_index = o.{field}_index)" for field in ("nhs", "upn")
)

# Each branch uses one index, so that a million identities are never walked.
_CANDIDATES = " UNION ".join(
    f"SELECT x.id FROM cases_identity x, cases_identity m WHERE m.id = {{me}} AND m.{field}_index <> ''"
    f" AND x.{field}_index = m.{field}_index AND x.id <> m.id"
    for field in ("given", "born", "postcode", "nhs", "upn")
)
_MATCHES = f"""
    SELECT o.case_id, ({_AGREEING}) AS agreeing
    FROM cases_identity mine
    JOIN cases_identity o ON o.id IN ({_CANDIDATES})
    JOIN cases_person p ON p.id = o.person_id AND p.part = 'subject'
    JOIN cases_case c ON c.id = o.case_id AND c.merged_into_id IS NULL
    WHERE mine.id = {{me}} AND o.case_id <> mine.case_id AND ({_VETO}) AND (({_AGREE}) >= 3 OR {_STRONG})
    LIMIT 10
"""

DEFINER = Definer(
    name="hsb_match",
    arguments="me uuid",
    returns="TABLE (case_id uuid, agreeing text)",
    body=_MATCHES.format(me="me"),
    callers=(WEB_ROLE, WORKER_ROLE),
    reads={
        "cases_identity": ("id", "case_id", "person_id", *(f"{field}_index" for field in (*FIELDS, "nhs", "upn"))),
        "cases_person": ("id", "part"),
        "cases_case": ("id", "merged_into_id"),
    },
)


def suggest(*, identity_id: UUID, case_id: UUID, at: datetime, told_apart: Collection[UUID] = ()) -> int:
    """A suggestion stands on the case for each known child the new identity may be; answers how many.

    `told_apart` are records of children whom whoever writes already tells from this one: twins named in one referral share a
    family name, a birthday and a home, and are two children.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT case_id, agreeing FROM hsb_match(%s)", [identity_id])
            found = cursor.fetchall()
        else:
            cursor.execute(_MATCHES.format(me="%s"), [identity_id.hex] * 6)
            found = [(UUID(hex=case), agreeing) for case, agreeing in cursor.fetchall()]
    known = {case: agreeing for case, agreeing in found if case not in told_apart}
    MatchSuggestion.objects.bulk_create(
        [
            MatchSuggestion(case_id=case_id, other_case_id=other, agreeing=agreeing.strip(), at=at)
            for other, agreeing in known.items()
        ],
        ignore_conflicts=True,
    )
    return len(known)


def kind_words(kind: str) -> str:
    """Answer how MASH is told what the other record is."""
    words = {CaseKind.DISPLAYED: "a young person's record", CaseKind.HARMED: "a harmed child's record"}
    return words.get(CaseKind(kind), "the record of a child of the household")
