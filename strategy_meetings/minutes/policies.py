"""May this person, and does the state allow it: every refusal about minutes and their copies, as a sentence."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from hsb.accounts.models import User
from hsb.cases.masking import Hidden, mask_text
from hsb.cases.models import Case, CaseDenied
from hsb.clock import local_date
from hsb.errors import ActionNotAllowed
from hsb.ui.words import long_date
from strategy_meetings.meetings.states import DECIDED, MeetingState
from strategy_meetings.minutes.audiences import Audience
from strategy_meetings.minutes.states import READABLE, Answer, Breach, Reached, State
from strategy_meetings.models import Meeting, MinutesCopy, MinutesObjection

OUT = frozenset({MeetingState.ISSUED, MeetingState.AMENDED})
"""The minutes have been sent."""


def check_is_chair(meeting: Meeting, by: User, stands_for: Collection[int]) -> None:
    """The chair decides who has which copy; whoever acts for them while they are away does so too."""
    if meeting.chair_id != by.pk and meeting.chair_id not in stands_for:
        raise ActionNotAllowed("The chair of the meeting does this. The chair can be handed over with a reason.")


def check_is_approved(meeting: Meeting) -> None:
    """Copies are made of what the chair has approved."""
    if meeting.state not in DECIDED:
        raise ActionNotAllowed("The chair approves the record first. Its copies are prepared then.")


def check_can_prepare(copy: MinutesCopy) -> None:
    """A copy is changed until it is sent."""
    if copy.state not in (State.PREPARED, State.KEPT_BACK):
        raise ActionNotAllowed("This copy has been sent. Withdraw it if it went to the wrong person.")


def check_reasons(*, left_out: Sequence[str], left_out_why: str, kept_back: bool, kept_back_why: str) -> None:
    """What is withheld, and whoever gets none, has a reason; it stands on our record only."""
    if left_out and not left_out_why.strip():
        raise ActionNotAllowed("Say why something is left out of this copy. The reason stays on our record.")
    if kept_back and not kept_back_why.strip():
        raise ActionNotAllowed("Say why this copy is not sent. The reason stays on our record.")


def check_can_have_copy(case: Case, user: User | None, name: str) -> None:
    """A copy is for somebody, and never for a person who may not see this record."""
    if user is None and not name.strip():
        raise ActionNotAllowed("Say who gets the copy.")
    if user is not None and CaseDenied.objects.filter(case=case, user=user).exists():
        raise ActionNotAllowed("They may not see this record, so they get no copy.")


def check_can_say_how_it_reached(copy: MinutesCopy, *, how: str, detail: str, on: date, today: date) -> None:
    """How one of the family got their copy is said once, when it has been sent: on which day, and who saw to it."""
    if copy.recipient_id is not None or copy.audience != Audience.FAMILY:
        raise ActionNotAllowed("This copy is read behind sign-in: its recipient acknowledges it themselves.")
    if copy.state not in READABLE or copy.sent_at is None:
        raise ActionNotAllowed("This copy has not been sent, or has been withdrawn.")
    if copy.reached_at is not None:
        raise ActionNotAllowed("How they got this copy is recorded already. Reload the page to see it.")
    if how not in Reached.values:
        raise ActionNotAllowed("Choose how they got the copy.")
    if not detail.strip():
        raise ActionNotAllowed(WHO_SAW_TO_IT[Reached(how)])
    sent_on = local_date(copy.sent_at)
    if not sent_on <= on <= today:
        raise ActionNotAllowed(f"Enter the day they got it: from {long_date(sent_on)}, when it was sent, to today.")


WHO_SAW_TO_IT = {
    Reached.HANDED: "Say who handed it over.",
    Reached.POSTED: "Say who checked that post to this address is safe, and how. Leave the address out.",
    Reached.READ: "Say who read it to them.",
    Reached.INTERPRETED: "Say who read it to them, and who interpreted into which language.",
}


def check_is_recipient(copy: MinutesCopy, by: User) -> None:
    """Only whoever a copy was sent to acknowledges it or says what is not accurate."""
    if copy.recipient_id != by.pk:
        raise ActionNotAllowed("Only whoever this copy was sent to does this.")


def check_can_issue(meeting: Meeting, copies: Collection[MinutesCopy], children: Collection[object]) -> None:
    """The minutes go out once they are approved and somebody gets them, for each child."""
    check_is_approved(meeting)
    if meeting.state in OUT:
        raise ActionNotAllowed("These minutes have been sent. Add a copy, or amend them.")
    with_copies = {copy.case_id for copy in copies if copy.state == State.PREPARED}
    if len(with_copies) < len(children):
        raise ActionNotAllowed("For one of the children nobody gets a copy. Add somebody, or prepare a copy again.")


def check_names_nobody_else(called: str, texts: Iterable[str], others: Sequence[Hidden]) -> None:
    """No copy of one child's part names a child of another family: its readers are not the same (P3.7)."""
    for text in texts:
        for other in others:
            if mask_text(text, [other])[1]:
                raise ActionNotAllowed(
                    f"The part about {called} names another child of this meeting. Amend it to say “{other.called}”:"
                    " its readers may not know who that is."
                )


def check_can_withdraw(copy: MinutesCopy, *, why: str, breach: str) -> None:
    """A copy is withdrawn with a reason, and the question whether it is a data breach is answered."""
    if copy.state not in READABLE:
        raise ActionNotAllowed("This copy has not been sent, or has been withdrawn already.")
    if not why.strip():
        raise ActionNotAllowed("Say why the copy is withdrawn.")
    if breach not in Breach.values:
        raise ActionNotAllowed("Say whether it is a data breach, or that it is being found out.")


def check_can_object(copy: MinutesCopy, text: str, *, until: date, today: date) -> None:
    """Whoever has a copy says within the days set what is not accurate."""
    if copy.state != State.SENT:
        raise ActionNotAllowed("This copy has been replaced or withdrawn. Say it about the copy you have now.")
    if not text.strip():
        raise ActionNotAllowed("Write what is not accurate, and how it was.")
    if today > until:
        raise ActionNotAllowed(f"The time to say so ended on {long_date(until)}. Ring the chair.")


def check_can_answer(objection: MinutesObjection, answer: str, words: str) -> None:
    """An objection is answered once, with reasons."""
    if objection.answered_at is not None:
        raise ActionNotAllowed("This objection has been answered. Reload the page to see how.")
    if answer not in Answer.values:
        raise ActionNotAllowed("Choose whether the minutes are amended or stand.")
    if not words.strip():
        raise ActionNotAllowed("Give the reasons for your answer.")


def check_can_amend(meeting: Meeting, *, key: str, keys: Collection[str], text: str, reasons: str) -> None:
    """Minutes that have been sent are amended row by row, with reasons."""
    if meeting.state not in OUT:
        raise ActionNotAllowed("These minutes have not been sent yet.")
    if key not in keys:
        raise ActionNotAllowed("Choose what is amended.")
    if not text.strip():
        raise ActionNotAllowed("Write how it reads from now on.")
    if not reasons.strip():
        raise ActionNotAllowed("Give the reasons for the amendment. They stand on the minutes.")
