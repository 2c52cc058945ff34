"""Towards 18: at seventeen and a half a plan, a pack that leaves, an acceptance that completes it; charged after 18."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from aim2.assessments import actions as assessing
from aim2.assessments import signing
from aim2.models import HandOver, TransitionPlan
from aim2.proceedings import events
from aim2.transitions import actions
from hsb import clock
from hsb.agencies.permissions import Role
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.cases.events import BirthDateRecorded
from hsb.cases.models import Case
from hsb.chronology.actions import record
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.timeliness.models import Deadline
from tests.aim2.assessments import builders
from tests.aim2.proceedings.court import Court
from tests.factories.cases import put_on
from tests.hsb.documents import reading

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 12, 1, 10, tzinfo=clock.LONDON)
AT = datetime(2026, 12, 10, 10, tzinfo=clock.LONDON)
PLAN = {
    "to": "probation",
    "needs": "A place to live.",
    "goes_on": "",
    "own_view": "",
    "version": 0,
}


@pytest.fixture
def court(person, time_machine) -> Court:
    time_machine.move_to(AT, tick=False)
    found = Court(person, OPENED)
    put_on(found.case, person("yos_officer"), Role.YOS_OFFICER, OPENED)
    Case.objects.filter(pk=found.case.pk).update(born_on=date(2009, 7, 1))
    found.case.refresh_from_db()
    record(BirthDateRecorded(born_on="2009-07-01"), case=found.case, by=None, at=OPENED)
    return found


def deadline(court: Court, code: str) -> Deadline:
    return Deadline.objects.get(case=court.case, standard_code=code)


def planned(court: Court, person) -> TransitionPlan:
    return actions.write_plan(case=court.case, opened=builders.opened(person("yos_officer"), court.case), at=AT, **PLAN)


def named_all_the_same(plan: TransitionPlan) -> None:
    """As when the name becomes known only afterwards: where it is typed it is refused."""
    TransitionPlan.objects.filter(pk=plan.pk).update(needs="A place to live. Tamsin Quell must not be named.")


def sent(court: Court) -> HandOver:
    return actions.send(
        case=court.case, service="Aldermere Probation", person="Ola Benn", gateway="safeguarding",
        why="To go on from here.", enclosed=[], opened=builders.opened(court.yos_manager, court.case), at=AT,
    )  # fmt: skip


def test_the_clocks_run_from_acceptance_to_seventeen_and_a_half_and_to_eighteen(court, person):
    assert deadline(court, "T47a").due_on == date(2027, 1, 1)
    assert deadline(court, "T47b").due_on == date(2027, 7, 1)
    planned(court, person)
    assert deadline(court, "T47a").state == "met"


def test_a_plan_that_names_the_child_harmed_is_refused_with_what_to_write(court, person):
    opened = builders.opened(person("yos_officer"), court.case)
    with pytest.raises(ActionNotAllowed, match="Write “the child harmed” instead"):
        actions.write_plan(case=court.case, opened=opened, at=AT, **{**PLAN, "needs": "Not near Tamsin."})


def test_the_pack_on_paper_does_not_name_the_child_harmed(court, person, client_for):
    named_all_the_same(planned(court, person))
    pack = sent(court)

    answer = client_for(court.yos_manager).get(f"/cases/{court.case.reference}/towards-18/packs/{pack.number}/")

    said = reading.squeezed(reading.text_of(answer.content))
    assert "thechildharmed" in said
    assert not any(name in said for name in ("Tamsin", "Quell", "Heron"))


def test_a_pack_that_is_sent_closes_nothing_until_it_is_accepted(court, person):
    named_all_the_same(planned(court, person))
    pack = sent(court)
    assert deadline(court, "T47b").state == "open"
    assert "Tamsin" not in str(pack.content) and "the child harmed" in str(pack.content)
    assert AuditEvent.objects.filter(kind=AuditKind.DISCLOSED).exists()
    manager = builders.opened(court.yos_manager, court.case)
    actions.refuse(case=court.case, reason="No place yet.", opened=manager, at=AT)
    with pytest.raises(ActionNotAllowed, match="cannot be done now"):
        actions.accept(case=court.case, on=AT.date(), name="Ola Benn", opened=manager, at=AT)
    sent(court)
    actions.accept(case=court.case, on=AT.date(), name="Ola Benn", opened=manager, at=AT)
    assert deadline(court, "T47b").state == "met"
    assert TransitionPlan.objects.get().accepted_name == "Ola Benn"


def test_what_is_refused(court, person):
    manager = builders.opened(court.yos_manager, court.case)
    with pytest.raises(ActionNotAllowed, match="Begin a transition plan"):
        sent(court)
    planned(court, person)
    with pytest.raises(AccessDenied, match="YOS manager sends"):
        actions.finish(case=court.case, reason="x", opened=builders.opened(person("yos_officer"), court.case), at=AT)
    with pytest.raises(StaleVersion):
        actions.write_plan(case=court.case, opened=manager, at=AT, **{**PLAN, "needs": "Another."})
    with pytest.raises(ActionNotAllowed, match="Say why"):
        actions.finish(case=court.case, reason=" ", opened=manager, at=AT)
    sent(court)
    with pytest.raises(ActionNotAllowed, match="A day to come"):
        actions.accept(case=court.case, on=date(2026, 12, 11), name="Ola Benn", opened=manager, at=AT)


def test_its_pages_do_what_they_say_and_the_pack_is_a_pdf(court, person, client_for, stranger):
    officer, manager = client_for(person("yos_officer")), client_for(court.yos_manager)
    address = f"/cases/{court.case.reference}/towards-18/"
    assert "There is no transition plan" in officer.get(address).text
    assert client_for(stranger).get(address).status_code == 404
    assert officer.post(f"{address}plan/", {**PLAN, "needs": ""}).status_code == 422
    assert officer.post(f"{address}plan/", PLAN).status_code == 302
    assert officer.get(f"{address}send/").status_code == 403
    typed = {"service": "Probation", "person": "Ola Benn", "gateway": "safeguarding", "why": "To go on."}
    assert manager.post(f"{address}send/", typed).status_code == 302
    assert "not yet accepted" in officer.get(address).text
    assert manager.get(f"{address}packs/1/").content.startswith(b"%PDF")
    day = {"on_day": "10", "on_month": "12", "on_year": "2026", "name": "Ola Benn"}
    assert manager.post(f"{address}accepted/", day).status_code == 302
    assert "Accepted by the other service" in officer.get(address).text


def test_charged_after_eighteen_it_is_the_adult_court_and_yos_is_not_assumed(court):
    Case.objects.filter(pk=court.case.pk).update(born_on=date(2008, 12, 1))
    court.case.refresh_from_db()
    court.says(date(2026, 12, 9), events.ChargeMade(allegations=[court.one], charge=str(uuid4())))
    assert not court.case.involvements.open().filter(role=Role.COURT_OFFICER).exists()


def test_a_birth_date_corrected_across_an_age_is_kept_with_the_reason_and_counted_anew(court, client_for):
    browser, address = client_for(court.social_worker), f"/cases/{court.case.reference}/date-of-birth/"
    typed = {"born_on_day": "1", "born_on_month": "7", "born_on_year": "2008", "reason": "Birth certificate."}
    assert "where it is known from" in browser.post(address, {**typed, "reason": ""}).text
    assert "Check the year" in browser.post(address, {**typed, "born_on_year": "1990"}).text
    answer = browser.post(address, typed, follow=True)
    assert "crosses the age of 18" in answer.text
    court.case.refresh_from_db()
    assert court.case.born_on == date(2008, 7, 1)
    assert Deadline.objects.filter(case=court.case, standard_code="T47b", state="open").latest("pk").due_on == date(
        2026, 7, 1
    )
    assert client_for(court.police).get(address).status_code == 403


def test_a_birth_date_corrected_across_twelve_keeps_what_was_begun_and_opens_aim2_anew_no_more(
    court, person, client_for
):
    lead = person("yos_officer")
    begun = assessing.open_assessment(
        case=court.case, lead=lead, co_worker=None, alone_because="August.", by=lead, at=AT
    )
    typed = {"born_on_day": "1", "born_on_month": "7", "born_on_year": "2015", "reason": "Birth certificate."}

    answer = client_for(court.social_worker).post(f"/cases/{court.case.reference}/date-of-birth/", typed, follow=True)

    assert "crosses the age of 12" in answer.text
    court.case.refresh_from_db()
    begun.refresh_from_db()
    assert (court.case.born_on, begun.state) == (date(2015, 7, 1), "writing")
    signing.end(assessment=begun, because="Too young for it.", by=lead, at=AT)
    with pytest.raises(ActionNotAllowed, match="Under 12, choose the narrative"):
        assessing.open_assessment(case=court.case, lead=lead, co_worker=None, by=lead, at=AT + timedelta(hours=1))
