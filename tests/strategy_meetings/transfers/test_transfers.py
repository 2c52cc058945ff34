"""A child moves between authorities: whoever receives them accepts, and sending ends nothing."""

from datetime import date, datetime

import pytest

from hsb import clock
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.models import Case, Part
from hsb.cases.states import Safeguarding, Strand
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from strategy_meetings.models import Transfer
from strategy_meetings.transfers import actions, queries
from strategy_meetings.transfers.states import OWNER, TRANSITIONS, State, Way
from tests.factories.cases import put_on, young_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 2, 12, 0, tzinfo=clock.LONDON)
TOLD = {
    "authority": "Eastshire",
    "contact": "Pat Moss, 01632 960000",
    "moved_on": date(2026, 11, 27),
    "told_on": date(2026, 12, 1),
    "on_plan": True,
    "what_runs": "Child protection plan since June; no court.",
}
ANSWERED = {"answered_on": date(2026, 12, 2), "there": "Pat Moss", "answer": "From today."}


@pytest.fixture
def case(social_worker, csws_manager):
    case = young_person(AT)
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    put_on(case, csws_manager, Role.CSWS_MANAGER, AT, part=Part.INVOLVED)
    for state in (Safeguarding.REFERRED, Safeguarding.STRATEGY, Safeguarding.CHILD_IN_NEED):
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=state, by=None, at=AT)
    return case


def notify(case, way, by, **more):
    return actions.notify(case=case, way=way, by=by, at=AT, **{**TOLD, **more})


def answer(transfer, to, by, **more):
    actions.answer(transfer=transfer, to=to, by=by, at=AT, **{**ANSWERED, **more})
    transfer.refresh_from_db()


def test_every_state_has_a_way_on_or_an_end_and_an_owner():
    assert set(TRANSITIONS) == set(OWNER) == set(State)


def test_a_child_on_a_plan_who_moved_here_is_counted_from_the_day_we_were_told(case, csws_manager):
    notify(case, Way.IN, csws_manager)

    told = CaseEvent.objects.get(case=case, code="transfer_in.notified")
    assert told.facts["on_plan"] is True
    assert clock.local_date(told.occurred_at) == date(2026, 12, 1)
    assert Deadline.objects.get(case=case, standard_code="T46c").state == "open"  # the child moved


def test_we_accept_and_the_child_is_ours(case, csws_manager):
    transfer = notify(case, Way.IN, csws_manager)
    assert queries.open_transfer(case) == transfer

    answer(transfer, State.ACCEPTED, csws_manager, there="")

    assert (transfer.state, transfer.answered_there) == ("accepted", csws_manager.full_name)
    assert queries.open_transfer(case) is None
    assert queries.accepted_out(case) is None


def test_sending_ends_nothing_and_only_a_named_acceptance_there_does(case, csws_manager):
    transfer = notify(case, Way.OUT, csws_manager)
    assert Case.objects.get(pk=case.pk).safeguarding == Safeguarding.CHILD_IN_NEED
    assert queries.left_on(case) is None
    with pytest.raises(ActionNotAllowed, match="by name"):
        answer(transfer, State.ACCEPTED, csws_manager, there=" ")

    answer(transfer, State.DECLINED, csws_manager, answer="They want a chronology first.")
    assert queries.left_on(case) is None
    answer(transfer, State.ACCEPTED, csws_manager)

    assert queries.left_on(case) == date(2026, 12, 2)
    assert Case.objects.get(pk=case.pk).safeguarding == Safeguarding.CHILD_IN_NEED  # whoever decides ends it
    with pytest.raises(ActionNotAllowed, match="answered already"):
        answer(transfer, State.DECLINED, csws_manager)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"authority": " "}, "Name the other"),
        ({"contact": ""}, "who there"),
        ({"what_runs": ""}, "goes with the child"),
        ({"told_on": date(2026, 12, 3)}, "after today"),
        ({"moved_on": date(2026, 12, 3)}, "once the child has moved"),
    ],
)
def test_what_is_missing_is_asked_for(case, csws_manager, given, sentence):
    with pytest.raises(ActionNotAllowed, match=sentence):
        notify(case, Way.OUT, csws_manager, **given)

    assert not Transfer.objects.exists()


def test_one_transfer_at_a_time_and_an_answer_between_notification_and_today(case, csws_manager):
    transfer = notify(case, Way.OUT, csws_manager)

    with pytest.raises(ActionNotAllowed, match="open already"):
        notify(case, Way.IN, csws_manager)
    for day in (date(2026, 11, 30), date(2026, 12, 3)):
        with pytest.raises(ActionNotAllowed, match="between the notification"):
            answer(transfer, State.ACCEPTED, csws_manager, answered_on=day)
    with pytest.raises(ActionNotAllowed, match="reason"):
        answer(transfer, State.WITHDRAWN, csws_manager, answer="")


def test_the_manager_records_and_answers_the_worker_reads_and_a_stranger_gets_nothing(
    case, csws_manager, social_worker, stranger, client_for, time_machine
):
    time_machine.move_to(AT)
    base, client = f"/cases/{case.reference}/transfers/", client_for(csws_manager)

    def day(name, on):
        return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}

    typed = {
        "authority": "Eastshire", "contact": "Pat Moss", "on_plan": "yes", "what_runs": "A plan.",
        **day("moved_on", TOLD["moved_on"]), **day("told_on", TOLD["told_on"]),
    }  # fmt: skip
    assert client_for(stranger).get(base).status_code == 404
    assert client_for(social_worker).post(f"{base}in/", typed).status_code == 403
    assert client.get(f"{base}out/").status_code == 200
    wrong = client.post(f"{base}in/", {**typed, "authority": ""})
    assert wrong.status_code == 422 and "A plan." in wrong.text
    assert client.post(f"{base}in/", typed).status_code == 302
    transfer = Transfer.objects.get()
    assert "Until we accept, Eastshire stays responsible" in client_for(social_worker).get(base).text
    sent = {"to": "accepted", "there": "", "answer": "", **day("answered_on", AT.date())}
    assert client.get(f"{base}{transfer.pk}/answer/").status_code == 200
    assert client.post(f"{base}{transfer.pk}/answer/", sent).status_code == 302

    assert "Moved here from Eastshire" in client.get(base).text
