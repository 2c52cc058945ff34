"""Reading minutes: the copies of a meeting, one's own, and until when something can be said about their accuracy."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from hsb.accounts.models import User
from hsb.cases import masking, people
from hsb.cases.access import CaseNotThere
from hsb.cases.models import Case, CaseDenied
from strategy_meetings.minutes.states import READABLE, State
from strategy_meetings.models import Meeting, MeetingChild, MinutesCopy, MinutesObjection


def children_of(meeting: Meeting) -> list[MeetingChild]:
    """Answer the children of a meeting in their order, for an action that acts on all of them."""
    found = MeetingChild.objects.filter(meeting=meeting)
    return list(
        found.select_related("meeting__chair", "meeting__approved_by", "case", "minute_taker").order_by("number")
    )


def copies_of(meeting: Meeting, cases: Iterable[UUID]) -> list[MinutesCopy]:
    """Answer the copies of a meeting's minutes for these children, the newest edition first, without their bytes."""
    found = MinutesCopy.objects.filter(meeting=meeting, case__in=list(cases)).defer("pdf", "contents")
    return list(found.select_related("recipient", "agency", "sent_by").order_by("-edition", "number"))


def next_to_send(copy: MinutesCopy) -> MinutesCopy | None:
    """Answer the copy of the same child's part that the chair looks at after this one; None after the last that is to be sent."""
    waiting = MinutesCopy.objects.filter(meeting=copy.meeting_id, case=copy.case_id, state=State.PREPARED)
    return waiting.filter(number__gt=copy.number).order_by("number").first()


def objections_of(meeting: Meeting, cases: Iterable[UUID]) -> list[MinutesObjection]:
    """Answer what was said about the accuracy of a meeting's minutes, the newest first."""
    found = MinutesObjection.objects.filter(meeting=meeting, case__in=list(cases))
    return list(found.select_related("copy", "raised_by", "answered_by").order_by("-raised_at"))


def copy_of(copy_id: UUID) -> MinutesCopy | None:
    """Answer a copy by its id, for whoever then asks the door of its meeting."""
    return (
        MinutesCopy.objects.select_related("meeting__chair", "case", "agency", "recipient").filter(pk=copy_id).first()
    )


def objection_of(objection_id: UUID) -> MinutesObjection | None:
    """Answer an objection by its id, for whoever then asks the door of its meeting."""
    return MinutesObjection.objects.select_related("meeting__chair", "case", "copy").filter(pk=objection_id).first()


# -- one's own copies --------------------------------------------------------------------------------------------------------


def _mine(user: User) -> QuerySet[MinutesCopy]:
    """Copies that were sent to this person, of children they have not been barred from.

    Nothing else is read with them: a copy stays readable when its meeting and its record are not theirs to see any more, and
    behind the second wall a joined row that is hidden would hide the copy.
    """
    barred = CaseDenied.objects.filter(case=OuterRef("case"), user=user)
    return MinutesCopy.objects.filter(~Exists(barred), recipient=user, state__in=READABLE)


def own_copy(user: User, copy_id: UUID) -> MinutesCopy:
    """Answer a copy sent to this person. Raises CaseNotThere (404) for everybody else's, withdrawn ones, and none."""
    found = _mine(user).filter(pk=copy_id).first()
    if found is None:
        raise CaseNotThere
    return found


def own_copies(user: User) -> list[MinutesCopy]:
    """Answer the copies sent to this person, those to acknowledge first, then the newest."""
    found = _mine(user).defer("pdf").order_by("-sent_at")[:100]
    return sorted(found, key=lambda one: one.acknowledged_at is not None or one.state != State.SENT)


def to_acknowledge(user: User) -> QuerySet[MinutesCopy]:
    """Answer the copies this person has and has not acknowledged yet: for lists of what is theirs to do."""
    return _mine(user).filter(state=State.SENT, acknowledged_at=None).defer("pdf", "contents")


def for_the_list(user: User) -> dict[str, list[MinutesCopy]]:
    """Answer what the page of one's meetings says of copies: those still to acknowledge."""
    return {"to_acknowledge": list(to_acknowledge(user).order_by("sent_at")[:50])}


def has_objected(copy: MinutesCopy) -> list[MinutesObjection]:
    """Answer what the recipient of a copy said about it."""
    return list(MinutesObjection.objects.filter(copy=copy).order_by("raised_at"))


# -- the other children -----------------------------------------------------------------------------------------------------


def others_of(case: Case, children: Sequence[MeetingChild]) -> list[masking.Hidden]:
    """Answer who must not be named in one child's part: where one of the two was harmed, the other. Brothers and sisters who were
    both considered are named to each other's readers as their family is."""
    own = people.subject(case)
    found = []
    for child in children:
        if child.case_id == case.pk or not (child.case.is_harmed or case.is_harmed):
            continue
        who = people.subject(child.case)
        if who is None:
            continue
        details = who[1]
        shared = (own[1].given_name, own[1].family_name, own[1].known_as) if own else ()
        found.append(
            masking.hidden(
                given_name=details.given_name,
                family_name=details.family_name,
                known_as=details.known_as,
                called="the child harmed" if child.case.is_harmed else "the young person",
                shared=shared,
            )
        )
    return found
