"""Answering whether two records are one child's, and taking them apart again."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hsb.accounts.models import User
from hsb.cases import events as case_events
from hsb.cases.involvement import involve, withdraw
from hsb.cases.models import Case, Involvement, MatchSuggestion, Part
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed
from referrals.events import mash as events
from referrals.inbox import policies as inbox
from referrals.matching import policies as matching
from referrals.models import (
    Merge,
)


@transaction.atomic
def answer_match(*, suggestion: MatchSuggestion, same: bool, reason: str, by: User, at: datetime) -> Merge | None:
    """The two records were compared by somebody on both. The same child of the same kind: the new record is joined to the
    known one, and can be separated again. Answers the joining, if there is one."""
    inbox.check_may_use_inbox(by)
    matching.check_may_compare(by, suggestion)
    lock(suggestion.case, suggestion.other_case)
    suggestion = MatchSuggestion.objects.select_related("case", "other_case").get(pk=suggestion.pk)
    case, known = suggestion.case, suggestion.other_case
    matching.check_can_answer_match(suggestion, reason)
    joins = same and case.kind == known.kind
    if joins:
        matching.check_can_join(case, known)
    answered = MatchSuggestion.objects.filter(pk=suggestion.pk, answer="").update(
        answer="same" if same else "different", answered_at=at, answered_by=by, reason=reason.strip()
    )
    if not answered:
        raise ActionNotAllowed("These records have been compared already. Reload the page to see the answer.")
    occasion = uuid.uuid4()
    for one in (case, known):
        record(case_events.MatchAnswered(same=same, reason=reason.strip()), case=one, by=by, at=at, occasion=occasion)
    if not case.match_suggestions.filter(answer="").exists():
        Case.objects.filter(pk=case.pk).update(provisional=False, version=F("version") + 1)
    return _join(suggestion, reason.strip(), occasion=occasion, by=by, at=at) if joins else None


def _join(suggestion: MatchSuggestion, reason: str, *, occasion: uuid.UUID, by: User, at: datetime) -> Merge:
    case, known = suggestion.case, suggestion.other_case
    Case.objects.filter(pk=case.pk).update(merged_into=known, version=F("version") + 1)
    case.merged_into = known
    carried = []
    # The referrer and an agency asked for a check stay on the new record only: neither may learn that the child is known.
    for involvement in (
        Involvement.objects.open().filter(case=case).exclude(part__in=(Part.REFERRER, Part.CHECK, Part.BREAK_GLASS))
    ):
        carried += _carry(involvement, to=known, by=by, at=at)
    for involvement in Involvement.objects.open().filter(case=known, part=Part.ALLOCATED):
        carried += _carry(involvement, to=case, by=by, at=at)
    for one, other in ((case, known), (known, case)):
        record(
            events.MatchMerged(other_reference=other.reference, is_the_known_one=one == known),
            case=one,
            by=by,
            at=at,
            occasion=occasion,
        )
    merge = Merge(case=case, known_case=known, suggestion=suggestion, carried=carried, reason=reason, at=at, by=by)
    merge.save(force_insert=True)
    return merge


def _carry(involvement: Involvement, *, to: Case, by: User, at: datetime) -> list[str]:
    """The same people are on the other record in the same part; answers the id of what that opened, if it opened anything."""
    there = Involvement.objects.open().filter(case=to, group_id=involvement.group_id, part=involvement.part)
    if there.exists():
        return []
    opened = involve(
        case=to,
        part=Part(involvement.part),
        agency=involvement.agency,
        role=involvement.role or None,  # type: ignore[arg-type]
        user=involvement.user,
        by=by,
        at=at,
        reason="The records were joined.",
        expires_at=involvement.expires_at,
    )
    return [str(opened.pk)]


@transaction.atomic
def separate(*, merge: Merge, reason: str, by: User, at: datetime) -> None:
    """The two records stand apart again, with the people on each that joining had not brought; the question is open again."""
    inbox.check_may_use_inbox(by)
    matching.check_may_compare(by, merge.suggestion)
    if not reason.strip():
        raise ActionNotAllowed("Say why these are two children after all.")
    case, known = merge.case, merge.known_case
    lock(case, known)
    undone = Merge.objects.filter(pk=merge.pk, undone_at=None).update(
        undone_at=at, undone_by=by, undone_reason=reason.strip()
    )
    if not undone:
        raise ActionNotAllowed("These records have been separated already.")
    Case.objects.filter(pk=case.pk).update(merged_into=None, provisional=True, version=F("version") + 1)
    MatchSuggestion.objects.filter(pk=merge.suggestion_id).update(
        answer="", answered_at=None, answered_by=None, reason=""
    )
    for one, other in ((case, known), (known, case)):
        record(events.MatchUnmerged(other_reference=other.reference, reason=reason.strip()), case=one, by=by, at=at)
    for involvement in Involvement.objects.open().filter(pk__in=merge.carried):
        withdraw(involvement=involvement, by=by, at=at, reason="The records were separated.")
