"""Records that may be one child's, side by side."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404

from hsb.accounts.models import User
from hsb.cases import people
from hsb.cases.models import Case, CaseKind, MatchSuggestion
from hsb.cases.visible import visible_cases
from hsb.ui.words import long_date
from referrals.models import (
    Merge,
)
from referrals.sections import codes


@dataclass(frozen=True)
class Suggested:
    """A record this child may be, as far as this person may see it."""

    suggestion: MatchSuggestion
    may_compare: bool
    reference: str
    kind_words: str


def suggested(user: User, case: Case) -> list[Suggested]:
    """Answer the records this child may be. Of one the person is not on, only that there is one."""
    rows = list(MatchSuggestion.objects.filter(case=case).order_by("at", "pk"))
    seen = {
        pk: (reference, kind)
        for pk, reference, kind in visible_cases(user)
        .filter(pk__in=[row.other_case_id for row in rows])
        .values_list("pk", "reference", "kind")
    }
    return [
        Suggested(
            suggestion=row,
            may_compare=row.other_case_id in seen,
            reference=seen.get(row.other_case_id, ("", ""))[0],
            kind_words=_kind_words(seen.get(row.other_case_id, ("", ""))[1]),
        )
        for row in rows
    ]


_KIND_WORDS: dict[str, str] = {
    CaseKind.DISPLAYED: "a young person’s record",
    CaseKind.HARMED: "the record of a child harmed",
    CaseKind.CONSIDERED: "the record of a child of the household",
}


def _kind_words(kind: str) -> str:
    return _KIND_WORDS.get(kind, "")


def suggestion_of(case: Case, suggestion_id: UUID) -> MatchSuggestion:
    """Answer one suggestion on a case. Raises Http404 when there is none."""
    found = MatchSuggestion.objects.filter(case=case, pk=suggestion_id).select_related("case", "answered_by").first()
    if found is None:
        raise Http404("There is no such suggestion.")
    return found


_SEX = dict(codes.SEX)
_COMPARED = (
    ("given_name", "Given name"),
    ("family_name", "Family name"),
    ("known_as", "Known as"),
    ("born_on", "Date of birth"),
    ("sex", "Sex"),
    ("address", "Address"),
    ("postcode", "Postcode"),
    ("school", "School"),
    ("nhs_number", "NHS number"),
    ("upn", "Unique pupil number"),
)


@dataclass(frozen=True)
class Compared:
    """One detail of the two records side by side."""

    label: str
    new: str
    known: str

    @property
    def words(self) -> str:
        """Answer whether they agree, in a word."""
        if not self.new or not self.known:
            return "Not known on both"
        return "Agree" if self.new.casefold() == self.known.casefold() else "Differ"

    @property
    def mark(self) -> str:
        return {"Agree": "met", "Differ": "not_met"}.get(self.words, "not_known")


def compared(new: Case, known: Case) -> list[Compared]:
    """Answer the details of two records side by side. Both are open to the reader."""
    ours, theirs = people.subject(new), people.subject(known)
    rows = []
    for name, label in _COMPARED:
        mine = getattr(ours[1], name) if ours else ""
        other = getattr(theirs[1], name) if theirs else ""
        if not mine and not other:
            continue
        if name == "born_on":
            mine, other = _day_words(mine), _day_words(other)
        if name == "sex":
            mine, other = _SEX.get(mine, mine), _SEX.get(other, other)
        rows.append(Compared(label, mine, other))
    return rows


def _day_words(value: str) -> str:
    return long_date(date.fromisoformat(value)) if value else ""


def merge_of(case: Case) -> Merge | None:
    """Answer how this record came to be joined to a known one, while it is."""
    return (
        Merge.objects.filter(case=case, undone_at=None).select_related("known_case", "case", "suggestion", "by").first()
    )
