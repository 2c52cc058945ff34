"""Restriction, denials, ended parts and reviewed emergencies: what each does, and when it is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.audit.models import AuditEvent
from hsb.cases import access, barring, emergency
from hsb.cases.involvement import expire
from hsb.cases.models import Case, CaseDenied, Involvement, Part
from hsb.cases.visible import may_see
from hsb.chronology import queries as chronology
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from tests.factories.cases import YOUNG_PERSON, harmed_child, put_on, put_role_on, young_person

pytestmark = [pytest.mark.both, pytest.mark.django_db]
REASON = "A relative works in the team."
WHO = emergency.Child(YOUNG_PERSON.given_name, YOUNG_PERSON.family_name, YOUNG_PERSON.born_on, YOUNG_PERSON.postcode)
EMERGENCY = "Child at the police station, duty worker."


@pytest.fixture(autouse=True)
def _now(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def case(at: datetime, csws_manager: User, social_worker: User, mash_worker: User) -> Case:
    """A record with a manager who decides, an allocated social worker and MASH."""
    made = young_person(at)
    csws = Agency.objects.get(kind="csws")
    put_role_on(made, csws, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    put_role_on(made, csws, Role.MASH_WORKER, at, Part.FRONT_DOOR)
    put_on(made, social_worker, Role.SOCIAL_WORKER, at)
    return made


@pytest.fixture
def manager(csws_manager: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(csws_manager)


def at_of(case: Case, name: str, *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.reference, *more])


def part_of(case: Case, user: User) -> Involvement:
    return Involvement.objects.open().get(case=case, user=user)


def codes(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("number").values_list("code", flat=True))


def test_a_restricted_record_says_so_and_no_emergency_opens_it(at, case, manager, social_worker, stranger, client_for):
    assert manager.post(at_of(case, "restrict"), {"reason": REASON}).status_code == 302

    case.refresh_from_db()
    assert case.restricted and codes(case)[-1] == "case.restricted"
    page = client_for(social_worker).get(at_of(case, "access")).text
    assert "This record is restricted" in page and at_of(case, "deny") not in page
    assert emergency.find(WHO) is None
    with pytest.raises(ActionNotAllowed, match="No record can be opened in an emergency"):
        barring.break_glass(case=case, user=stranger, role=Role.SOCIAL_WORKER, at=at, reason=EMERGENCY)

    again = manager.post(at_of(case, "restrict"), {"reason": REASON})
    assert again.status_code == 422 and "restricted already" in again.text
    assert manager.post(at_of(case, "unrestrict"), {"reason": "It is over."}).status_code == 302
    assert emergency.find(WHO) == case
    assert "is not restricted" in manager.post(at_of(case, "unrestrict"), {"reason": REASON}).text


def test_somebody_denied_finds_nothing_until_it_is_lifted(case, manager, csws_manager, mash_worker, client_for):
    denied = client_for(mash_worker)
    assert denied.get(at_of(case, "overview")).status_code == 200

    manager.post(at_of(case, "deny"), {"email": "MASH_worker@example.invalid", "reason": REASON})

    answer = denied.get(at_of(case, "overview"))
    assert answer.status_code == 404 and REASON not in answer.text
    entry = AuditEvent.objects.get(kind="access.denied")
    assert (entry.by_id, entry.case_ref, entry.facts) == (csws_manager.pk, case.pk, {"user": mash_worker.pk})
    page = manager.get(at_of(case, "access")).text
    assert "Omar Field" in page and REASON in page

    again = manager.post(at_of(case, "deny"), {"email": mash_worker.email, "reason": REASON})
    assert again.status_code == 422 and "denied this record already" in again.text

    denial = CaseDenied.objects.get(case=case)
    manager.post(at_of(case, "lift_denial", denial.pk), {"reason": "It was another Field."})
    assert denied.get(at_of(case, "overview")).status_code == 200
    assert AuditEvent.objects.filter(kind="access.denial_lifted", case_ref=case.pk).count() == 1
    assert manager.get(at_of(case, "lift_denial", denial.pk)).status_code == 404
    with pytest.raises(ActionNotAllowed, match="lifted already"):
        barring.undeny(denial=denial, by=csws_manager, at=entry.at, reason=REASON)


def test_nobody_denies_themselves_or_an_unknown_address(case, manager, csws_manager):
    for email, sentence in (
        (csws_manager.email, "cannot deny yourself"),
        ("nobody@example.invalid", "Nobody signs in with this"),
    ):
        answer = manager.post(at_of(case, "deny"), {"email": email, "reason": REASON})
        assert answer.status_code == 422 and sentence in answer.text
    assert not CaseDenied.objects.exists()


def test_a_denial_stands_in_the_chronology_for_those_only_who_read_the_access_log(at, case, csws_manager, stranger):
    barring.deny(case=case, user=stranger, by=csws_manager, at=at, reason=REASON)

    told = chronology.lines([case.pk], readable=frozenset({"header", "access_log"}))
    untold = chronology.lines([case.pk], readable=frozenset({"header", "notes"}))
    assert told[0].code == "case.denied" and "Sam Outis" in told[0].sentence
    assert "case.denied" not in {line.code for line in untold}


def test_why_somebody_is_denied_is_not_told_in_the_chronology(
    at, case, csws_manager, social_worker, stranger, client_for
):
    """Who works the record reads that somebody is denied; why, only those who decide, on the access page."""
    barring.deny(case=case, user=stranger, by=csws_manager, at=at, reason=REASON)
    page = client_for(social_worker).get(at_of(case, "overview") + "?kind=everything").text
    assert "Sam Outis must not see this record." in page and REASON not in page
    assert REASON in client_for(csws_manager).get(at_of(case, "access")).text

    barring.undeny(denial=CaseDenied.objects.get(), by=csws_manager, at=at, reason="She has left the family.")
    page = client_for(social_worker).get(at_of(case, "overview") + "?kind=everything").text
    assert "Sam Outis may see this record again" in page and "left the family" not in page


def test_a_part_is_ended_at_once(case, manager, yos_officer, client_for, at):
    put_on(case, yos_officer, Role.YOS_OFFICER, at)
    part = part_of(case, yos_officer)

    assert manager.get(at_of(case, "end_involvement", part.pk)).status_code == 200
    manager.post(at_of(case, "end_involvement", part.pk), {"reason": "Moved to another team."})

    assert client_for(yos_officer).get(at_of(case, "overview")).status_code == 404
    again = manager.post(at_of(case, "end_involvement", part.pk), {"reason": "Moved to another team."})
    assert again.status_code == 422 and "ended already" in again.text
    assert codes(case).count("involvement.closed") == 1


def test_the_last_social_worker_and_the_last_who_decides_stay(at, case, manager, social_worker, stranger):
    worker = part_of(case, social_worker)
    decides = Involvement.objects.get(case=case, role=Role.CSWS_MANAGER)
    for part, sentence in ((worker, "would have no social worker"), (decides, "Nobody who decides")):
        answer = manager.post(at_of(case, "end_involvement", part.pk), {"reason": "Moved on."})
        assert answer.status_code == 422 and sentence in answer.text

    put_on(case, stranger, Role.SOCIAL_WORKER, at)
    assert manager.post(at_of(case, "end_involvement", worker.pk), {"reason": "Moved on."}).status_code == 302
    with pytest.raises(Http404):
        access.get_case(social_worker, case.reference, look="a test")


def test_an_emergency_access_is_reviewed_once_and_by_somebody_else(at, case, manager, csws_manager, stranger):
    used = barring.break_glass(case=case, user=stranger, role=Role.SOCIAL_WORKER, at=at, reason=EMERGENCY)
    page = manager.get(at_of(case, "access")).text
    assert EMERGENCY in page and "Open, until" in page
    where = at_of(case, "review_emergency", used.pk)
    assert manager.post(where, {"reason": "Rang the duty team."}).status_code == 422

    assert manager.post(where, {"finding": "no", "reason": "The worker could be reached."}).status_code == 302

    assert "not justified" in manager.get(at_of(case, "access")).text
    again = manager.post(where, {"finding": "yes", "reason": "On reflection."})
    assert again.status_code == 422 and "reviewed already" in again.text
    assert codes(case).count("break_glass.reviewed") == 1
    own = barring.break_glass(case=case, user=csws_manager, role=Role.CSWS_MANAGER, at=at, reason=EMERGENCY)
    with pytest.raises(ActionNotAllowed, match="Another manager"):
        barring.review_emergency(involvement=own, justified=True, by=csws_manager, at=at, reason="Mine.")


def test_a_past_emergency_is_listed_and_no_other_part_can_be_reviewed(at, case, manager, stranger, social_worker):
    barring.break_glass(case=case, user=stranger, role=Role.SOCIAL_WORKER, at=at - timedelta(days=2), reason=EMERGENCY)
    expire(at=at - timedelta(days=1))

    page = manager.get(at_of(case, "access")).text
    assert "Sam Outis" in page and "Open, until" not in page
    assert manager.get(at_of(case, "review_emergency", part_of(case, social_worker).pk)).status_code == 404


@pytest.mark.parametrize("name", ["restrict", "unrestrict", "deny"])
def test_whoever_does_not_decide_is_refused_with_a_sentence(case, social_worker, stranger, client_for, name):
    assert client_for(social_worker).post(at_of(case, name), {"reason": REASON}).status_code == 403
    assert client_for(stranger).get(at_of(case, name)).status_code == 404


def test_the_access_page_asks_the_same_however_much_there_is(
    at, case, manager, person, stranger, csws_manager, django_assert_max_num_queries
):
    def asked() -> int:
        with django_assert_max_num_queries(40) as taken:
            manager.get(at_of(case, "access"))
        return len(taken)

    barring.break_glass(case=case, user=stranger, role=Role.SOCIAL_WORKER, at=at, reason=EMERGENCY)
    asked()  # the first page of a session asks a little more
    few = asked()
    for name in ("police_officer", "dsl", "health"):
        barring.deny(case=case, user=person(name), by=csws_manager, at=at, reason=REASON)
    for name in ("yos_officer", "yos_manager"):
        put_on(case, person(name), Role.YOS_OFFICER, at)
    barring.break_glass(case=case, user=person("iro"), role=Role.IRO, at=at, reason=EMERGENCY)
    assert asked() == few


# -- putting somebody on ------------------------------------------------------------------------------------------------


@pytest.mark.policy("P3.7")
def test_a_harmed_child_gets_a_worker_of_their_own_on_their_own_record_only(
    at: datetime, case: Case, mash_worker: User, victim_worker: User, client_for: Callable[[User], Client]
) -> None:
    harmed = harmed_child(at)
    put_role_on(harmed, Agency.objects.get(kind="csws"), Role.MASH_WORKER, at, Part.FRONT_DOOR)
    typed = {"email": victim_worker.email, "reason": "Their own worker."}
    browser = client_for(mash_worker)

    refused = browser.post(at_of(case, "bring_in"), typed)
    assert refused.status_code == 422
    assert "on that child’s own record" in refused.text
    assert not may_see(victim_worker, case.pk)

    assert browser.post(at_of(harmed, "bring_in"), typed).status_code == 302

    assert may_see(victim_worker, harmed.pk)
    assert part_of(harmed, victim_worker).part == Part.ALLOCATED


def test_a_school_that_did_not_refer_can_be_put_on_the_record_of_its_pupil(
    case: Case, manager: Client, dsl: User, social_worker: User, client_for: Callable[[User], Client]
) -> None:
    school = Agency.objects.get(kind="school")
    typed = {"place": f"{school.pk}:dsl", "reason": "The young person is a pupil there."}
    assert not may_see(dsl, case.pk)
    assert client_for(social_worker).post(at_of(case, "bring_in"), typed).status_code == 403

    assert manager.post(at_of(case, "bring_in"), typed).status_code == 302

    assert may_see(dsl, case.pk)
    assert client_for(dsl).get(f"/cases/{case.reference}/safety-plan/").status_code == 200


def test_nobody_is_put_on_a_record_without_a_reason_or_against_a_denial(
    at: datetime, case: Case, manager: Client, csws_manager: User, yos_officer: User, lscb_officer: User
) -> None:
    barring.deny(case=case, user=yos_officer, by=csws_manager, at=at, reason=REASON)

    for typed, said in (
        ({"email": yos_officer.email, "reason": "Needed."}, "must not see this record"),
        ({"email": lscb_officer.email, "reason": "Needed."}, "are on no child’s record"),
        ({"email": yos_officer.email, "reason": ""}, "Say why"),
        ({"email": "nobody@example.invalid", "reason": "Needed."}, "Nobody with a role"),
        ({"reason": "Needed."}, "one of the two"),
    ):
        answer = manager.post(at_of(case, "bring_in"), typed)
        assert (answer.status_code, said in answer.text) == (422, True), typed
    assert not Involvement.objects.filter(user__in=[yos_officer, lscb_officer]).exists()
