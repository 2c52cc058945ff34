"""The door: which cases exist for whom, how far they go, and what is written down."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import Http404

from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, Membership
from hsb.agencies.permissions import PERMISSIONS, Level, RecordClass, Role
from hsb.audit.models import AuditEvent
from hsb.cases import access, barring, grants
from hsb.cases import actions as cases
from hsb.cases.case_rows import CaseFilter, case_rows
from hsb.cases.finding import search
from hsb.cases.involvement import expire, withdraw
from hsb.cases.models import Case, CaseAccess, Involvement, Part
from hsb.cases.visible import may_see
from hsb.errors import AccessDenied, ActionNotAllowed
from tests.factories import deadlines
from tests.factories.cases import harmed_child, put_on, put_role_on, young_person

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def look(user, case, **kwargs):
    return access.get_case(user, case.reference, look="a test", **kwargs)


def test_somebody_on_a_case_opens_it_and_a_stranger_finds_nothing(at, social_worker, stranger):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)

    assert look(social_worker, case).case == case
    with pytest.raises(Http404) as refused:
        look(stranger, case)
    with pytest.raises(Http404) as nothing:
        access.get_case(stranger, "HSB-99-9999", look="a test")
    assert str(refused.value) == str(nothing.value)


def test_everybody_who_holds_the_role_sees_the_case_and_other_roles_of_the_agency_do_not(
    at, mash_worker, social_worker
):
    case = young_person(at)
    put_role_on(case, Agency.objects.get(kind="csws"), Role.MASH_WORKER, at)

    assert look(mash_worker, case).case == case
    with pytest.raises(Http404):
        look(social_worker, case)


def test_being_an_administrator_or_a_superuser_opens_no_case(at, administrator):
    case = young_person(at)
    administrator.is_superuser = True
    administrator.save()

    with pytest.raises(Http404):
        look(administrator, case)
    assert case_rows(administrator).rows == []


def test_a_role_goes_as_far_as_the_table_says_and_no_further(at, dsl):
    case = young_person(at)
    put_on(case, dsl, Role.DSL, at)

    opened = look(dsl, case)

    for record_class in RecordClass:
        assert opened.level(record_class) == PERMISSIONS[Role.DSL][record_class]
    with pytest.raises(AccessDenied) as refusal:
        look(dsl, case, needs=(RecordClass.ASSESSMENT, Level.READ))
    assert "does not let you read" in refusal.value.sentence


def test_a_look_is_in_the_audit_without_a_name(at, social_worker):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)

    look(social_worker, case)

    entry = AuditEvent.objects.get(kind="case.looked_at")
    assert (entry.by_id, entry.case_ref, entry.what) == (social_worker.pk, case.pk, "a test")
    assert "Mallory" not in str(vars(entry))


def test_withdrawing_ends_access_at_once(at, social_worker):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    look(social_worker, case)

    withdraw(
        involvement=Involvement.objects.get(user=social_worker), by=None, at=at + timedelta(hours=1), reason="Moved on."
    )

    with pytest.raises(Http404):
        look(social_worker, case)


def test_leaving_the_agency_ends_access_through_its_role(at, mash_worker):
    case = young_person(at)
    put_role_on(case, Agency.objects.get(kind="csws"), Role.MASH_WORKER, at)
    look(mash_worker, case)

    membership = Membership.objects.get(user=mash_worker)
    agencies.end_role(membership=membership, by=mash_worker, at=at, until_on=membership.from_on)
    mash_worker.__dict__.pop("_memberships")

    with pytest.raises(Http404):
        look(mash_worker, case)


def test_somebody_denied_sees_nothing_although_their_agency_is_on_the_case(at, mash_worker, csws_manager):
    case = young_person(at)
    put_role_on(case, Agency.objects.get(kind="csws"), Role.MASH_WORKER, at)
    look(mash_worker, case)

    barring.deny(case=case, user=mash_worker, by=csws_manager, at=at, reason="A relative.")

    with pytest.raises(Http404):
        look(mash_worker, case)
    assert case_rows(mash_worker).rows == []
    assert search(mash_worker, "Mallory").ids == ()


def test_two_children_are_two_records_and_one_does_not_open_the_other(at, yos_officer, victim_worker):
    young, harmed = young_person(at), harmed_child(at)
    cases.link(displayed=young, harmed=harmed, called="Heron", relationship="pupil", by=None, at=at)
    put_on(young, yos_officer, Role.YOS_OFFICER, at)
    put_on(harmed, victim_worker, Role.VICTIM_WORKER, at)

    assert look(yos_officer, young) and look(victim_worker, harmed)
    for person, other in ((yos_officer, harmed), (victim_worker, young)):
        with pytest.raises(Http404):
            look(person, other)


def test_whoever_is_asked_about_one_matter_of_the_other_child_is_not_led_there(at, yos_officer, client_for):
    young, harmed = young_person(at), harmed_child(at)
    cases.link(displayed=young, harmed=harmed, called="Heron", relationship="pupil", by=None, at=at)
    put_on(young, yos_officer, Role.YOS_OFFICER, at)
    put_on(harmed, yos_officer, Role.YOS_OFFICER, at, Part.DISAGREEMENT)

    page = client_for(yos_officer).get(f"/cases/{young.reference}/").text

    assert "Heron" in page
    assert harmed.reference not in page


def test_emergency_access_needs_a_reason_and_runs_out(at, social_worker):
    case = young_person(at)
    with pytest.raises(ActionNotAllowed, match="Say in a sentence"):
        barring.break_glass(case=case, user=social_worker, role=Role.SOCIAL_WORKER, at=at, reason="urgent")

    barring.break_glass(
        case=case,
        user=social_worker,
        role=Role.SOCIAL_WORKER,
        at=at,
        reason="Child at the police station, duty worker.",
    )
    assert may_see(social_worker, case.pk, at=at + timedelta(hours=7))
    assert not may_see(social_worker, case.pk, at=at + timedelta(hours=9))

    assert expire(at=at + timedelta(hours=9)) == 1
    assert not CaseAccess.objects.filter(content_object=case).exists()


def test_emergency_access_asked_for_again_counts_from_then_also_when_the_night_job_slept(at, social_worker):
    case = young_person(at)
    again = {"case": case, "user": social_worker, "role": Role.SOCIAL_WORKER, "reason": "Child at the police station."}
    barring.break_glass(**again, at=at)
    barring.break_glass(**again, at=at + timedelta(hours=7))
    assert may_see(social_worker, case.pk, at=at + timedelta(hours=14))

    barring.break_glass(**again, at=at + timedelta(hours=20))  # the one before ran out and nobody closed it

    assert may_see(social_worker, case.pk, at=at + timedelta(hours=21))
    assert Involvement.objects.open().filter(case=case, part=Part.BREAK_GLASS).count() == 1
    assert grants.differences() == 0


@pytest.mark.parametrize("after", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2020-01-01T00:00+23:59"])
def test_a_page_address_made_up_by_hand_begins_at_the_top_or_shows_nothing(at, social_worker, client_for, after):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    client = client_for(social_worker)
    key = f"{after}~{case.pk}"
    for address in ("/cases/", "/notices/"):
        assert client.get(address, {"after": key}).status_code == 200
    for before in ("²", "9" * 5000, "-1", "x"):
        assert client.get(f"/cases/{case.reference}/", {"before": before}).status_code == 200
    assert client.get("/cases/HSB\x00/").status_code == 404


@pytest.mark.parametrize("role", [Role.DSL, Role.POLICE_OFFICER, Role.YOS_MANAGER, Role.HEALTH_PRACTITIONER])
def test_who_is_only_asked_for_a_check_sees_the_header_and_the_question_and_nothing_more(at, social_worker, role):
    case = harmed_child(at)
    put_on(case, social_worker, role, at, part=Part.CHECK)

    levels = look(social_worker, case).levels

    assert levels[RecordClass.HEADER] == Level.SUMMARY
    assert levels[RecordClass.CHECKS] == Level.WRITE
    assert levels[RecordClass.IDENTITY] == PERMISSIONS[role][RecordClass.IDENTITY]
    assert levels[RecordClass.TASKS] <= Level.SUMMARY  # what they themselves are asked, and no other task
    seen = {RecordClass.HEADER, RecordClass.CHECKS, RecordClass.IDENTITY, RecordClass.TASKS}
    assert {level for c, level in levels.items() if c not in seen} == {Level.NONE}


def test_only_who_may_open_a_record_in_an_emergency_is_offered_it(social_worker, dsl, client_for):
    words = "I need a record I am not on, now"

    assert words in client_for(social_worker).get("/cases/").text
    assert words not in client_for(dsl).get("/cases/").text


def test_grants_are_exactly_what_open_involvements_imply(at, social_worker, yos_officer, mash_worker):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    put_on(case, yos_officer, Role.YOS_OFFICER, at)
    put_role_on(case, Agency.objects.get(kind="csws"), Role.MASH_WORKER, at)
    assert grants.differences() == 0

    CaseAccess.objects.filter(group=social_worker.personal_group).delete()
    assert grants.differences() == 1


def test_a_list_pages_through_everything_once_newest_first(at, social_worker):
    made = []
    for number in range(7):
        case = young_person(at + timedelta(minutes=number))
        put_on(case, social_worker, Role.SOCIAL_WORKER, at + timedelta(minutes=number))
        made.append(case.pk)

    first = case_rows(social_worker, size=3)
    second = case_rows(social_worker, after=first.next_key, size=3)
    third = case_rows(social_worker, after=second.next_key, size=3)

    assert [row["id"] for row in first.rows + second.rows + third.rows] == made[::-1]
    assert (first.count, third.next_key) == (7, "")


def test_a_list_takes_the_same_statements_for_one_case_as_for_many(
    at, social_worker, mash_worker, django_assert_num_queries
):
    for number in range(12):
        case = young_person(at + timedelta(minutes=number))
        put_on(case, social_worker, Role.SOCIAL_WORKER, at)
        put_role_on(case, Agency.objects.get(kind="csws"), Role.SOCIAL_WORKER, at)
    access.agencies.memberships(social_worker)

    with django_assert_num_queries(1):
        page = case_rows(social_worker)

    assert len(page.rows) == page.count == 12


def test_a_list_can_be_narrowed_by_kind_and_state(at, social_worker):
    young, harmed = young_person(at), harmed_child(at)
    for case in (young, harmed):
        put_on(case, social_worker, Role.SOCIAL_WORKER, at)

    assert [r["id"] for r in case_rows(social_worker, CaseFilter(kind="harmed")).rows] == [harmed.pk]
    assert case_rows(social_worker, CaseFilter(safeguarding="closed")).rows == []


def test_a_list_can_be_narrowed_to_ones_own_and_to_what_nobody_has(at, social_worker, csws_manager):
    mine, hers, nobodys = young_person(at), young_person(at), young_person(at)
    for case in (mine, hers, nobodys):
        put_role_on(case, Agency.objects.get(kind="csws"), Role.CSWS_MANAGER, at)
    put_on(mine, social_worker, Role.SOCIAL_WORKER, at)
    put_on(hers, csws_manager, Role.CSWS_MANAGER, at)

    def listed(user, work):
        return {row["id"] for row in case_rows(user, CaseFilter(work=work)).rows}

    assert listed(csws_manager, "") == {mine.pk, hers.pk, nobodys.pk}
    assert listed(csws_manager, "mine") == {hers.pk}
    assert listed(social_worker, "mine") == {mine.pk}
    assert listed(csws_manager, "unallocated") == {nobodys.pk}
    assert listed(csws_manager, "unknown") == listed(csws_manager, "")


@pytest.mark.parametrize(
    ("judged_on", "facts", "found_by"),
    [
        (timedelta(days=-1), {}, "late"),
        (timedelta(0), {}, "soon"),
        (timedelta(days=7), {}, "soon"),
        (timedelta(days=8), {}, ""),
        (timedelta(days=-1), {"adopted": False}, ""),
        (timedelta(days=-1), {"private": True}, ""),
        (timedelta(days=-1), {"state": "paused", "late_at": None}, ""),
    ],
)
def test_a_list_can_be_narrowed_to_what_is_late_and_what_falls_due(at, social_worker, judged_on, facts, found_by):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    with time_machine.travel(at, tick=False):
        deadlines.running(case, due=at.date() + judged_on, at=at, **facts)

        for work in ("late", "soon"):
            listed = [row["id"] for row in case_rows(social_worker, CaseFilter(work=work)).rows]
            assert listed == ([case.pk] if work == found_by else []), work


@pytest.mark.parametrize("words", ["mallory", "Jordan Mallory", "MALL", "1/3/2012", "1 March 2012"])
def test_a_young_person_is_found_by_name_part_of_it_and_birth_date(at, social_worker, words):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)

    assert search(social_worker, words).ids == (case.pk,)
    assert search(social_worker, case.reference.lower()).ids == (case.pk,)


def test_a_harmed_child_is_found_only_by_the_whole_name_or_the_chosen_one(at, victim_worker):
    case = harmed_child(at)
    put_on(case, victim_worker, Role.VICTIM_WORKER, at)

    assert search(victim_worker, "Tamsin Quell").ids == (case.pk,)
    assert search(victim_worker, "heron").ids == (case.pk,)
    assert search(victim_worker, "Tams").ids == ()


def test_a_search_finds_nothing_on_anybody_elses_case(at, stranger):
    case = young_person(at)

    for words in ("Mallory", "1/3/2012", case.reference):
        assert search(stranger, words).ids == ()


def test_what_a_harmed_person_is_called_is_all_that_is_readable_in_the_database(at):
    case = harmed_child(at)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_identity")
        stored = str([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
    assert "Quell" not in stored and "quell" not in stored
    assert Case.objects.get(pk=case.pk).label == "“Heron”"


@pytest.mark.parametrize("part", Part)
def test_every_part_says_what_it_is(part):
    assert part.label
