"""AIM2 in custody: only a running or final assessment of this matter spares a new one, and somebody has to say so."""

from datetime import date, datetime, time
from uuid import uuid4

import pytest

from aim2.custody import actions, queries, rules
from aim2.models import Assessment
from aim2.proceedings import actions as court_actions
from aim2.proceedings import events, rows
from hsb import clock
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from referrals.models import Allegation
from tests.aim2.assessments import builders
from tests.aim2.ready import accredit, agrees, ready
from tests.factories.cases import put_on

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
LATER = datetime(2027, 2, 8, 10, 0, tzinfo=clock.LONDON)


def says(case, by, day, *entries):
    at = datetime.combine(day, time(15), tzinfo=clock.LONDON)
    court_actions.record_occasion(case=case, entries=entries, occurred=at, by=by, at=at, press=uuid4())


@pytest.fixture
def case(dsl, yos_officer, social_worker, yos_manager, police_officer, court_officer, time_machine):
    time_machine.move_to(AT, tick=False)
    found = ready(dsl, yos_officer, social_worker, yos_manager, AT)
    put_on(found, police_officer, Role.POLICE_OFFICER, AT)
    return found


def sentenced(case, police_officer, court_officer, time_machine) -> None:
    """Charged, convicted and sentenced to custody in the new year."""
    row = Allegation.objects.filter(case=case).first() or Allegation.objects.create(case=case, offence="Sexual assault")
    rows.number(case)
    one = [str(row.pk)]
    says(case, police_officer, date(2027, 1, 6), events.ChargeMade(allegations=one, charge=str(uuid4())))
    says(case, court_officer, date(2027, 1, 22), events.FindingMade(allegations=one, guilty=True))
    says(
        case,
        court_officer,
        date(2027, 2, 5),
        events.SentencePassed(allegations=one, order="custody", order_id=str(uuid4())),
    )
    time_machine.move_to(LATER, tick=False)
    case.refresh_from_db()


def there(case, manager, worker=None) -> Agency:
    agency = Agency.objects.get(kind=AgencyKind.SECURE)
    opened = builders.opened(manager, case)
    actions.open_stay(case=case, agency=agency, worker=worker, since=date(2027, 2, 5), opened=opened, at=LATER)
    return agency


def clock_of(case) -> Deadline:
    return Deadline.objects.filter(case=case, standard_code="T39").latest("pk")


@pytest.mark.policy("P6.6")
def test_a_running_assessment_is_handed_over_and_then_spares_a_new_one(
    case, yos_officer, social_worker, yos_manager, police_officer, court_officer, secure_worker, time_machine
):
    assessment = builders.begun(case, yos_officer, social_worker, AT)
    sentenced(case, police_officer, court_officer, time_machine)
    there(case, yos_manager, secure_worker)
    assert clock_of(case).met_at is None, "begun elsewhere is not handed over"
    manager = builders.opened(yos_manager, case)
    given = {"case": case, "opened": manager, "at": LATER}
    with pytest.raises(ActionNotAllowed, match="home YOS officer leads"):
        actions.hand_over(lead=secure_worker, co_worker=yos_officer, **given)
    with pytest.raises(ActionNotAllowed, match="somebody at the establishment"):
        actions.hand_over(lead=yos_officer, co_worker=social_worker, **given)

    actions.hand_over(lead=yos_officer, co_worker=secure_worker, **given)

    assert clock_of(case).met_at is not None
    assessment.refresh_from_db()
    assert (assessment.lead, assessment.co_worker) == (yos_officer, secure_worker)


def test_led_from_the_establishment_that_is_left_it_needs_another_lead(
    case, yos_officer, social_worker, yos_manager, police_officer, court_officer, secure_worker, time_machine
):
    assessment = builders.begun(case, yos_officer, social_worker, AT)
    sentenced(case, police_officer, court_officer, time_machine)
    there(case, yos_manager, secure_worker)
    accredit(secure_worker, yos_manager, LATER)
    manager = builders.opened(yos_manager, case)
    actions.hand_over(case=case, lead=secure_worker, co_worker=yos_officer, opened=manager, at=LATER)
    new = Agency.objects.create(kind=AgencyKind.SECURE, name="Wexcombe", short_name="Wexcombe")
    given = {"case": case, "agency": new, "worker": None, "since": LATER.date(), "opened": manager, "at": LATER}
    with pytest.raises(ActionNotAllowed, match="Choose who leads it now"):
        actions.move(lead=None, co_worker=None, **given)
    actions.move(lead=yos_officer, co_worker=social_worker, **given)
    assessment.refresh_from_db()
    assert assessment.lead == yos_officer
    assert not case.involvements.open().filter(user=secure_worker).exists()


def test_nobody_of_another_establishment_is_let_back_on_to_the_record_by_a_hand_over(
    case, yos_officer, social_worker, yos_manager, police_officer, court_officer, secure_worker, time_machine,
    django_user_model,
):  # fmt: skip
    builders.begun(case, yos_officer, social_worker, AT)
    sentenced(case, police_officer, court_officer, time_machine)
    there(case, yos_manager, secure_worker)
    manager = builders.opened(yos_manager, case)
    new = Agency.objects.create(kind=AgencyKind.SECURE, name="Wexcombe", short_name="Wexcombe")
    worker = django_user_model.objects.create_user("wex@example.invalid", "Lee Harte", password="correct-horse-battery")
    agencies.give_role(user=worker, agency=new, role=Role.SECURE_WORKER, by=None, at=AT, from_on=date(2020, 1, 1))
    given = {"case": case, "opened": manager, "at": LATER}
    moved = {"agency": new, "worker": None, "since": LATER.date()}
    with pytest.raises(ActionNotAllowed, match="Vi Stone works at another establishment"):
        actions.move(lead=yos_officer, co_worker=secure_worker, **moved, **given)
    actions.move(lead=None, co_worker=None, **moved, **given)

    accredit(secure_worker, yos_manager, LATER)
    with pytest.raises(ActionNotAllowed, match="Vi Stone works at another establishment"):
        actions.hand_over(lead=secure_worker, co_worker=worker, **given)

    assert not case.involvements.open().filter(user=secure_worker).exists()


def test_a_signed_one_of_this_matter_is_sent_and_one_of_another_matter_is_not(
    case, yos_officer, social_worker, yos_manager, police_officer, court_officer, secure_worker, time_machine
):
    builders.signed(case, yos_officer, social_worker, yos_manager, AT)
    court_actions.add_allegation(
        case=case, offence="Sexual assault", alleged_on="", sexual=True, occurred=datetime(2027, 1, 4, 9, tzinfo=clock.LONDON),
        by=police_officer, at=datetime(2027, 1, 4, 9, tzinfo=clock.LONDON), press=uuid4(),
    )  # fmt: skip
    new = Allegation.objects.filter(case=case).latest("pk")
    for row in Allegation.objects.filter(case=case).exclude(offence="Sexual assault"):
        assert row.pk != new.pk
    one = [str(case.events.get(code="allegation.added").facts["allegations"][0])]
    says(case, police_officer, date(2027, 1, 6), events.ChargeMade(allegations=one, charge=str(uuid4())))
    says(case, court_officer, date(2027, 1, 22), events.FindingMade(allegations=one, guilty=True))
    says(
        case,
        court_officer,
        date(2027, 2, 5),
        events.SentencePassed(allegations=one, order="custody", order_id=str(uuid4())),
    )
    time_machine.move_to(LATER, tick=False)
    case.refresh_from_db()
    there(case, yos_manager)
    manager = builders.opened(yos_manager, case)
    assert not queries.aim(case).of_this_matter
    with pytest.raises(ActionNotAllowed, match="before this matter was known"):
        actions.send_signed(case=case, to="Vi Stone", opened=manager, at=LATER)
    assert clock_of(case).met_at is None

    Assessment.objects.filter(case=case).update(signed_at=datetime(2027, 1, 5, 9, tzinfo=clock.LONDON))
    actions.send_signed(case=case, to="Vi Stone", opened=manager, at=LATER)
    assert clock_of(case).met_at is not None


def test_refused_it_ends_as_refused_with_the_next_offer(
    case, yos_officer, yos_manager, police_officer, court_officer, secure_worker, time_machine, client_for
):
    sentenced(case, police_officer, court_officer, time_machine)
    there(case, yos_manager)
    agrees(case, yos_officer, LATER, reply="withdraws")
    assert clock_of(case).state == "cancelled"
    assert "Next offer on" in client_for(secure_worker).get(f"/cases/{case.reference}/custody/").text


@pytest.mark.parametrize(
    ("signed", "known", "spares"),
    [(None, [date(2027, 1, 1)], True), (date(2027, 1, 5), [date(2027, 1, 4)], True), (date(2027, 1, 5), [date(2027, 1, 6)], False),
     (date(2027, 1, 5), [date(2027, 1, 4), date(2027, 1, 6)], False)],
)  # fmt: skip
def test_an_assessment_is_of_this_matter_when_everything_was_known_before_it_was_signed(signed, known, spares):
    assert rules.is_of_this_matter(signed_on=signed, known_since=known) is spares
