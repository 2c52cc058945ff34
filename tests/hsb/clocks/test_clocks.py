"""What people do about a clock: say why it was late, agree a later date, let it stand still and go on."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases.models import Case, Part
from hsb.cases.visible import visible_cases
from hsb.chronology import queries as chronology
from hsb.chronology.actions import record
from hsb.chronology.models import CaseEvent
from hsb.clocks import actions as clocks
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.notifications.recipients import TELLINGS
from hsb.timeliness import breaches
from hsb.timeliness import queries as timeliness
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.facts import State
from hsb.timeliness.models import Deadline, DelayReason
from hsb.timeliness.moves import owners_of
from hsb.ui.date_fields import date_parts
from referrals.events.submission import ReferralReceived, YosReferred
from referrals.events.yos import YosAccepted, YosInformationRequested
from tests.factories.cases import put_on, put_role_on, young_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def case(
    at: datetime,
    csws_manager: User,
    mash_worker: User,
    social_worker: User,
    police_officer: User,
    yos_manager: User,
    yos_officer: User,
) -> Case:
    """A referral received a week ago: MASH has decided nothing in its one working day (T1), the assessment has 45 (T5), and
    YOS, asked yesterday, has five days to decide (T23): local, adopted, the YOS manager's move."""
    made = young_person(at - timedelta(days=8))
    csws = Agency.objects.get(kind="csws")
    put_role_on(made, csws, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    put_role_on(made, csws, Role.MASH_WORKER, at, Part.FRONT_DOOR)
    put_on(made, social_worker, Role.SOCIAL_WORKER, at)
    put_on(made, police_officer, Role.POLICE_OFFICER, at)
    yos = yos_manager.memberships.get().agency_role.agency
    put_role_on(made, yos, Role.YOS_MANAGER, at, Part.SCREENING)
    put_on(made, yos_officer, Role.YOS_OFFICER, at)
    record(ReferralReceived(destination="mash", reference="R-26-0001"), case=made, by=None, at=at - timedelta(days=7))
    record(YosReferred(reference="R-26-0001", route="criminal_justice"), case=made, by=None, at=at - timedelta(days=1))
    breaches.record_broken(at=at)
    return made


def clock_of(case: Case, code: str) -> Deadline:
    return Deadline.objects.get(case=case, standard_code=code)


def explain(case: Case, user: User, at: datetime, code: str = "T1", **changes: Any) -> None:
    opened = access.get_case(user, case.reference, look="test")
    given = {"reason": Reason.INFORMATION, "text": "Health replied late."} | changes
    clocks.explain_delay(opened=opened, deadline=clock_of(case, code), at=at, **given)


def to_explain(user: User) -> list[str]:
    found = timeliness.breaches_to_explain(
        owners_of(user), cases=visible_cases(user), persons=[user.pk], since=date(2026, 1, 1)
    )
    return [one.standard_code for one in found]


# -- saying why ---------------------------------------------------------------------------------------------------------


def test_the_owner_says_why_it_was_late_and_is_not_asked_again(at, case, mash_worker, csws_manager):
    assert to_explain(mash_worker) == ["T1"]
    assert to_explain(csws_manager) == []

    explain(case, mash_worker, at)

    assert to_explain(mash_worker) == []
    given = DelayReason.objects.get()
    assert (given.reason, given.text, given.fell_due_on) == ("information", "Health replied late.", date(2026, 2, 27))
    event = CaseEvent.objects.get(case=case, code="delay.explained")
    assert (event.facts["standard"], event.facts["reason"], event.by) == ("T1", "information", mash_worker)
    assert "text" not in event.facts
    assert event.spoken.words == {"text": "Health replied late."}


def test_the_manager_says_it_otherwise_the_newest_counts_and_the_older_stays(at, case, mash_worker, csws_manager):
    explain(case, mash_worker, at)
    explain(case, csws_manager, at + timedelta(hours=1), reason=Reason.NO_WORKER, text="")

    said = timeliness.reasons_given(clock_of(case, "T1"))

    assert [(one.reason, one.given_by) for one in said] == [
        ("no_worker", csws_manager),
        ("information", mash_worker),
    ]


def test_whoever_does_not_answer_for_it_cannot_say_why(at, case, police_officer, social_worker):
    for somebody in (police_officer, social_worker):
        with pytest.raises(AccessDenied, match="whose move this is"):
            explain(case, somebody, at)
    assert not DelayReason.objects.exists()


def test_a_date_missed_since_the_last_sweep_can_be_explained_at_once(at, case, yos_manager):
    explain(case, yos_manager, at + timedelta(days=12), code="T23")

    assert DelayReason.objects.get().fell_due_on == clock_of(case, "T23").broken_on == date(2026, 3, 11)


def test_nothing_is_explained_that_was_not_late_and_another_reason_needs_words(at, case, mash_worker, social_worker):
    with pytest.raises(ActionNotAllowed, match="was not late"):
        explain(case, social_worker, at, code="T5")
    with pytest.raises(ActionNotAllowed, match="what the other reason was"):
        explain(case, mash_worker, at, reason=Reason.OTHER, text="  ")
    assert not DelayReason.objects.exists()
    assert not CaseEvent.objects.filter(code="delay.explained").exists()


def test_a_breach_a_correction_cured_is_not_asked_about(at, case, mash_worker):
    received = CaseEvent.objects.get(case=case, code="referral.received")
    again = ReferralReceived(destination="mash", reference="R-26-0001")
    record(again, case=case, by=mash_worker, at=at, corrects=received)

    assert to_explain(mash_worker) == []


def test_asking_whom_to_ask_takes_one_statement(case, mash_worker, django_assert_num_queries):
    held, visible = owners_of(mash_worker), visible_cases(mash_worker)
    with django_assert_num_queries(1):
        assert len(timeliness.breaches_to_explain(held, cases=visible, persons=[], since=date(2026, 1, 1))) == 1


def test_managers_are_told_and_the_notice_says_no_reason(at):
    assert [recipient.roles for recipient in TELLINGS["delay.explained"].recipients] == [
        {Role.CSWS_MANAGER, Role.YOS_MANAGER},
    ]


# -- a later date -------------------------------------------------------------------------------------------------------


def extend(case: Case, user: User, at: datetime, code: str = "T23", **changes: Any) -> None:
    opened = access.get_case(user, case.reference, look="test")
    given = {
        "until": date(2026, 3, 20),
        "reason": ExtensionReason.LEARNING_NEEDS,
        "text": "Agreed with the family: two sessions more.",
    } | changes
    clocks.extend(opened=opened, deadline=clock_of(case, code), at=at, **given)


@pytest.mark.policy("P2.2")
def test_a_manager_agrees_a_later_date_beside_the_due_date(at, case, yos_manager):
    extend(case, yos_manager, at)

    held = clock_of(case, "T23")
    assert (held.due_on, held.extended_to, held.judged_on) == (date(2026, 3, 11), date(2026, 3, 20), date(2026, 3, 20))
    event = CaseEvent.objects.get(case=case, code="clock.extended")
    assert (event.facts["reason"], event.facts["binding"]) == ("learning_needs", False)
    assert event.by == yos_manager
    why = timeliness.explanation_for(held, date(2026, 3, 5))
    assert why.extensions == ("to Friday 20 March 2026, agreed on 5 March",)


@pytest.mark.policy("P2.2")
@pytest.mark.parametrize("who", ["yos_officer", "social_worker", "csws_manager", "police_officer"])
def test_nobody_but_the_manager_of_those_whose_move_it_is_agrees_a_later_date(at, case, person, who):
    with pytest.raises(AccessDenied, match="Only a YOS manager on this record"):
        extend(case, person(who), at)
    assert clock_of(case, "T23").extended_to is None


def test_what_law_or_guidance_sets_stays_and_its_breach_stands(at, case, csws_manager):
    extend(case, csws_manager, at, code="T1")

    held = clock_of(case, "T1")
    assert (held.judged_on, held.broken_on, held.extended_to) == (
        date(2026, 2, 27),
        date(2026, 2, 27),
        date(2026, 3, 20),
    )
    event = CaseEvent.objects.get(case=case, code="clock.extended")
    assert (
        "The date set by law or guidance stays."
        in chronology.lines([case.pk], readable=frozenset({"header"}), ids=[event.pk])[0].sentence
    )


def test_a_later_date_agreed_when_a_local_one_had_passed_does_not_unmake_the_breach(at, case, yos_manager):
    later = at + timedelta(days=12)
    breaches.record_broken(at=later)

    extend(case, yos_manager, later, until=date(2026, 3, 27))

    held = clock_of(case, "T23")
    assert (held.broken_on, held.extended_to) == (date(2026, 3, 11), date(2026, 3, 27))
    why = timeliness.explanation_for(held, date(2026, 3, 18))
    assert why.extensions == (
        "to Friday 27 March 2026, agreed on 17 March, when the date before had passed: it was late all the same",
    )


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (date(2026, 3, 10), "Choose a day after Wednesday 11 March 2026"),
        (date(2026, 3, 11), "Choose a day after Wednesday 11 March 2026"),
        (date(2020, 1, 1), "Choose a day after"),
        (date(2027, 3, 6), "Choose a day up to Friday 5 March 2027"),
        (date(9999, 12, 31), "more than 12 months ahead"),
    ],
)
def test_a_date_that_is_no_extension_is_refused(at, case, yos_manager, until, sentence):
    with pytest.raises(ActionNotAllowed, match=sentence):
        extend(case, yos_manager, at, until=until)
    assert not CaseEvent.objects.filter(code="clock.extended").exists()


def test_a_later_date_in_the_past_without_words_or_earlier_than_the_one_agreed_is_refused(at, case, yos_manager):
    with pytest.raises(ActionNotAllowed, match="still to come"):
        extend(case, yos_manager, at + timedelta(days=20), until=date(2026, 3, 12))
    with pytest.raises(ActionNotAllowed, match="Say why more time is needed"):
        extend(case, yos_manager, at, text=" ")
    extend(case, yos_manager, at)
    with pytest.raises(ActionNotAllowed, match="after Friday 20 March 2026"):
        extend(case, yos_manager, at, until=date(2026, 3, 18))
    extend(case, yos_manager, at, until=date(2026, 3, 31))
    assert [one["until"] for one in clock_of(case, "T23").extensions] == ["2026-03-20", "2026-03-31"]


def test_a_clock_that_has_ended_or_that_nobody_adopted_is_not_extended(at, case, yos_manager):
    Deadline.objects.filter(case=case, standard_code="T23").update(adopted=False)
    with pytest.raises(ActionNotAllowed, match="suggestion nobody has adopted"):
        extend(case, yos_manager, at)
    record(YosAccepted(reference="R-26-0001"), case=case, by=None, at=at)
    with pytest.raises(ActionNotAllowed, match="has ended"):
        extend(case, yos_manager, at)


# -- standing still -----------------------------------------------------------------------------------------------------


def pause(case: Case, user: User, at: datetime, reason: str = "information_requested", code: str = "T23") -> None:
    opened = access.get_case(user, case.reference, look="test")
    clocks.pause(opened=opened, deadline=clock_of(case, code), reason=reason, text="Asked by telephone.", at=at)


def resume(case: Case, user: User, at: datetime) -> None:
    opened = access.get_case(user, case.reference, look="test")
    clocks.resume(opened=opened, deadline=clock_of(case, "T23"), text="It has come.", at=at)


def test_a_clock_stands_still_and_goes_on_with_what_was_left(at, case, yos_manager):
    pause(case, yos_manager, at)
    assert clock_of(case, "T23").state == State.PAUSED

    resume(case, yos_manager, at + timedelta(days=11))

    held = clock_of(case, "T23")
    assert (held.state, held.due_on) == (State.OPEN, date(2026, 3, 20))
    codes = list(CaseEvent.objects.filter(case=case).order_by("number").values_list("code", flat=True))
    assert codes[-2:] == ["clock.paused", "clock.resumed"]
    call_command("deadlines", "rebuild", "--check", stdout=io.StringIO())


@pytest.mark.policy("P6.2")
def test_no_clock_waits_for_a_criminal_investigation(at, case, yos_manager, social_worker):
    with pytest.raises(ActionNotAllowed, match=r"does not wait for a criminal investigation. The policy \(6.2\)"):
        pause(case, yos_manager, at, "criminal_investigation")
    with pytest.raises(ActionNotAllowed, match=r"The policy \(6.2\)"):
        pause(case, social_worker, at, "criminal_investigation", code="T5")
    assert not CaseEvent.objects.filter(code="clock.paused").exists()


@pytest.mark.parametrize("reason", ["consent_pending", "verdict_pending", "a holiday", "", "\x00"])
def test_a_reason_the_standard_does_not_know_is_refused(at, case, yos_manager, reason):
    with pytest.raises(ActionNotAllowed):
        pause(case, yos_manager, at, reason)
    assert clock_of(case, "T23").state == State.OPEN


def test_pausing_twice_and_going_on_twice_are_refused(at, case, yos_manager):
    with pytest.raises(ActionNotAllowed, match="not standing still"):
        resume(case, yos_manager, at)
    pause(case, yos_manager, at)
    with pytest.raises(ActionNotAllowed, match="stands still already"):
        pause(case, yos_manager, at)
    resume(case, yos_manager, at)
    with pytest.raises(ActionNotAllowed, match="not standing still"):
        resume(case, yos_manager, at)


def test_a_pause_after_the_date_would_change_nothing_and_is_refused(at, case, yos_manager):
    with pytest.raises(ActionNotAllowed, match="late already"):
        pause(case, yos_manager, at + timedelta(days=12))


def test_what_stands_still_by_an_event_goes_on_by_an_event(at, case, yos_manager):
    record(YosInformationRequested(reference="R-26-0001"), case=case, by=yos_manager, at=at)

    with pytest.raises(ActionNotAllowed, match="goes on by itself"):
        resume(case, yos_manager, at)


@pytest.mark.parametrize("who", ["yos_officer", "csws_manager", "police_officer"])
def test_whoever_does_not_answer_for_it_cannot_pause_it(at, case, person, who):
    with pytest.raises(AccessDenied):
        pause(case, person(who), at)


# -- its page -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mash(mash_worker: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(mash_worker)


def address(case: Case, name: str, code: str = "T1") -> str:
    return reverse(f"cases:{name}", args=[case.reference, clock_of(case, code).pk])


def test_the_page_asks_and_keeps_what_was_typed_when_something_is_missing(case, mash):
    asked = mash.get(address(case, "explain_delay")).text
    assert "fell due on Friday 27 February 2026" in asked
    assert "Waiting for consent" in asked

    refused = mash.post(address(case, "explain_delay"), {"reason": "other", "text": ""})
    assert refused.status_code == 422
    assert "Say in a few words what the other reason was" in refused.text
    long = mash.post(address(case, "explain_delay"), {"reason": "consent", "text": "x" * 100_000})
    assert long.status_code == 422
    assert "1,000 characters or fewer" in long.text
    assert mash.post(address(case, "explain_delay"), {"reason": "a holiday"}).status_code == 422
    assert not DelayReason.objects.exists()


def test_pressing_twice_gives_one_reason(case, mash):
    answers = {"reason": "consent", "once": "6f0c1f9e-7d5e-4f27-9d0c-0b5f5a1f6a11"}

    first, second = (mash.post(address(case, "explain_delay"), answers) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert DelayReason.objects.count() == 1


def test_the_page_of_a_clock_says_why_what_happened_and_what_may_be_done(at, case, mash, csws_manager, client_for):
    explain(case, csws_manager, at)

    page = mash.get(address(case, "clock")).text

    assert "One working day after MASH received the referral on Thursday 26 February 2026." in page
    for said in (
        "Date missed",
        "Friday 27 February 2026",
        "Said why it was late",
        "Health replied late.",
    ):
        assert said in page
    assert address(case, "explain_delay") in page
    assert address(case, "extend_clock") not in page
    assert address(case, "extend_clock") in client_for(csws_manager).get(address(case, "clock")).text


def test_a_partner_sees_the_clock_without_the_words_and_without_buttons(
    at, case, mash_worker, police_officer, client_for
):
    explain(case, mash_worker, at)

    page = client_for(police_officer).get(address(case, "clock")).text

    assert "Date missed" in page
    assert "Health replied late." not in page
    assert address(case, "explain_delay") not in page


@pytest.mark.policy("P6.2")
def test_the_page_offers_the_reason_the_policy_forbids_and_says_why_not(case, yos_manager, client_for):
    browser = client_for(yos_manager)
    assert "A criminal investigation is going on" in browser.get(address(case, "pause_clock", "T23")).text

    refused = browser.post(
        address(case, "pause_clock", "T23"), {"reason": "criminal_investigation", "text": "CPS has it."}
    )

    assert refused.status_code == 422
    assert "help need not be held up" in refused.text
    assert "CPS has it." in refused.text
    assert clock_of(case, "T23").state == State.OPEN


def test_a_standard_without_pauses_says_so(case, social_worker, client_for):
    page = client_for(social_worker).get(address(case, "pause_clock", "T5")).text

    assert "never pauses" in page
    assert "<textarea" not in page


def test_the_page_extends_and_says_what_stays(case, yos_manager, csws_manager, client_for):
    assert "a breach stands" in client_for(csws_manager).get(address(case, "extend_clock", "T5")).text
    browser = client_for(yos_manager)
    answers = date_parts("until", date(2026, 3, 20)) | {
        "reason": "learning_needs",
        "text": "Agreed.",
        "once": str(uuid4()),
    }

    assert [browser.post(address(case, "extend_clock", "T23"), answers).status_code for _ in range(2)] == [302, 302]
    assert len(clock_of(case, "T23").extensions) == 1
    assert "Friday 20 March 2026" in browser.get(reverse("cases:overview", args=[case.reference])).text
    assert "Later date agreed" in browser.get(address(case, "clock", "T23")).text
    wrong = browser.post(address(case, "extend_clock", "T23"), answers | {"once": str(uuid4())})
    assert wrong.status_code == 422 and "Choose a day after Friday 20 March 2026" in wrong.text


def test_two_tabs_press_one_after_the_other(case, yos_manager, client_for):
    browser = client_for(yos_manager)
    asked = {"reason": "information_requested", "text": ""}

    first, second = (
        browser.post(address(case, "pause_clock", "T23"), asked | {"once": str(uuid4())}) for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (302, 422)
    assert "stands still already" in second.text
    assert browser.post(address(case, "resume_clock", "T23"), {"text": ""}).status_code == 302
    assert browser.post(address(case, "resume_clock", "T23"), {"text": ""}).status_code == 422


def test_the_case_page_asks_those_who_answer_for_what_was_late(at, case, mash, police_officer, client_for):
    overview = reverse("cases:overview", args=[case.reference])
    assert address(case, "explain_delay") in mash.get(overview).text
    assert address(case, "explain_delay") not in client_for(police_officer).get(overview).text

    mash.post(address(case, "explain_delay"), {"reason": "consent"})

    assert address(case, "explain_delay") not in mash.get(overview).text
    assert address(case, "clock") in mash.get(overview).text


def test_every_row_of_my_work_opens_the_page_of_its_clock(case, mash, yos_manager, client_for):
    assert address(case, "clock") in mash.get(reverse("pages:home")).text
    assert address(case, "clock", "T23") in client_for(yos_manager).get(reverse("pages:home")).text


def test_another_records_clock_is_not_found(at, case, mash, csws_manager):
    other = young_person(at)
    put_role_on(other, Agency.objects.get(kind="csws"), Role.MASH_WORKER, at, Part.FRONT_DOOR)

    strange = reverse("cases:explain_delay", args=[other.reference, clock_of(case, "T1").pk])

    assert mash.get(strange).status_code == 404
    assert mash.get(reverse("cases:explain_delay", args=[case.reference, 10**30])).status_code == 404


# -- a clock that only those whose move it is may know of ------------------------------------------------------------------


@pytest.fixture
def private(case: Case) -> Deadline:
    """YOS's clock, as a disagreement's is: nobody but YOS's managers learns that it runs."""
    Deadline.objects.filter(case=case, standard_code="T23").update(private=True)
    return clock_of(case, "T23")


def test_of_a_private_clock_nobody_else_on_the_case_finds_a_page(
    case: Case, private: Deadline, yos_manager: User, police_officer: User, social_worker: User, client_for: Any
) -> None:
    address = reverse("cases:clock", args=[case.reference, private.pk])
    for other in (police_officer, social_worker):
        assert client_for(other).get(address).status_code == 404
        asked = client_for(other).get(reverse("tasks:ask", args=[case.reference]), {"about": private.pk})
        assert private.action not in asked.text
    shown = client_for(yos_manager).get(address)
    assert shown.status_code == 200
    assert not [name for name in ("extend", "pause", "why") if f"{address}{name}" in shown.text]


def test_nobody_agrees_a_later_date_for_a_private_clock(
    case: Case, private: Deadline, yos_manager: User, at: datetime
) -> None:
    """It would stand in the chronology, which everybody on the case reads."""
    with pytest.raises(AccessDenied, match="between those it concerns"):
        extend(case, yos_manager, at)
    assert not CaseEvent.objects.filter(case=case, code="clock.extended").exists()
