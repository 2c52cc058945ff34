"""What a conference refuses, in sentences that say what to do."""

from datetime import date, timedelta

import pytest
import time_machine

from hsb import clock
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import people as persons
from hsb.cases.models import IdentityDetails, PersonPart
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.timeliness.models import Deadline
from strategy_meetings.conference import family, letters, writing
from strategy_meetings.meetings import attending, changing, ending
from strategy_meetings.meetings import writing as meetings
from strategy_meetings.meetings.parts import PARTS
from strategy_meetings.models import Attendance, ConferenceChild, Invitation
from tests.factories import conferences
from tests.factories.cases import young_person
from tests.factories.meetings import invited
from tests.strategy_meetings.conference.conftest import CALLED, CONFERENCE, london

pytestmark = pytest.mark.django_db
DURING = CONFERENCE + timedelta(minutes=40)


def refused(act) -> str:
    with pytest.raises(ActionNotAllowed) as refusal:
        act()
    return refusal.value.sentence


def test_without_the_discussion_that_began_the_enquiry_none_is_called(world):
    other = young_person(CALLED)

    said = refused(lambda: world.call(children=[other], about_the_first=[]))

    assert "No strategy discussion has begun a section 47 enquiry" in said and other.label in said
    assert world.call().state == "called"


def test_children_of_two_families_never_share_a_conference(world):
    assert "different families" in refused(lambda: world.call(children=[world.his, world.harmed]))


def test_whoever_approved_something_on_the_case_does_not_chair(world, csws_manager):
    agency = Agency.objects.get(kind="csws")
    agencies.give_role(
        user=csws_manager, agency=agency, role=Role.CONFERENCE_CHAIR, by=None, at=CALLED, from_on=date(2020, 1, 1)
    )

    said = refused(lambda: world.call(chair=csws_manager))

    assert "has decided something on this case" in said and csws_manager.full_name in said


def test_a_sunday_or_bank_holiday_is_asked_about(world):
    christmas = london(2026, 12, 25)

    assert "Friday 25 December 2026 is no working day" in refused(lambda: world.call(starts_at=christmas))

    meeting = world.call(starts_at=christmas, day_reason="The family travels on the 26th.")
    assert ConferenceChild.objects.filter(meeting=meeting, day_reason__startswith="The family").count() == 2


def test_a_review_before_the_conference_is_refused(world):
    said = refused(lambda: world.call(kind="review_conference"))

    assert "no protection plan" in said


def test_no_conference_on_a_child_moved_away(world):
    """The transfer is recorded in another room: here it is only read."""
    moved = CaseEvent.objects.filter(case=world.his).order_by("-number")[0]
    moved.pk, moved.code, moved.number = None, "transfer_out.accepted", moved.number + 1
    moved.occurred_at = CALLED - timedelta(days=1)
    moved.save(force_insert=True)

    said = refused(world.call)

    assert f"{world.his.label} moved away on Monday 14 December 2026" in said


def test_it_does_not_end_before_each_child_has_a_decision_by_name(world):
    meeting = world.call()
    with time_machine.travel(DURING, tick=False):
        conferences.begun(meeting, at=CONFERENCE)
        said = refused(lambda: ending.end(meeting=meeting, by=world.chair, at=DURING))
        assert world.his.label in said and "choose the decision" in said
        world.decide(meeting, at=DURING)
        assert ending.end(meeting=meeting, by=world.chair, at=DURING).state == "draft"


def test_two_agencies_in_direct_contact_make_it_quorate(world):
    meeting = world.hold()
    with time_machine.travel(DURING, tick=False):
        for row in Attendance.objects.filter(meeting=meeting).exclude(agency_kind__in=["csws", "police"]):
            attending.set_attendance(
                attendance=row, took_part=False, absent_because="Ill", joined_at=None, by=world.chair, at=DURING
            )
        ended = ending.end(meeting=meeting, by=world.chair, at=DURING)

    assert ended.state == "not_quorate"
    assert Deadline.objects.get(case=world.his, standard_code="T6").state == "open"


def test_an_agency_that_is_there_but_knows_neither_child_does_not_count(world):
    meeting = world.hold()
    with time_machine.travel(DURING, tick=False):
        for row in Attendance.objects.filter(meeting=meeting, agency_kind="health"):
            assert row.direct_contact, "on his record, so taken to be until the room says otherwise"
            attending.set_attendance(
                attendance=row, took_part=True, absent_because="", joined_at=None, by=world.chair, at=DURING,
                direct_contact=False,
            )  # fmt: skip
        assert "two agencies in direct contact" in ending.not_quorate(meeting, [world.his, world.sister])

        for case in (world.his, world.sister):
            attending.add_attendance(
                meeting=meeting, case=case, agency_kind="health", name="School nurse", role_words="",
                by=world.chair, at=DURING, direct_contact=True,
            )  # fmt: skip
        ended = ending.end(meeting=meeting, by=world.chair, at=DURING)

    assert ended.state == "draft"


def test_one_category_and_its_decision_stands_once_it_has_ended(world):
    meeting = world.hold()
    with time_machine.travel(DURING, tick=False):
        ending.end(meeting=meeting, by=world.chair, at=DURING)
        before = meeting.parts.get(case=world.his, part="category")
        said = refused(
            lambda: meetings.save_parts(
                meeting=meeting,
                case=world.his,
                typed={"category": meetings.Typed("sexual", "", before.version)},
                by=world.chair,
                at=DURING,
            )
        )
    assert "The conference has ended with its decision" in said
    with pytest.raises((ActionNotAllowed, StaleVersion)):
        meetings.save_parts(
            meeting=meeting,
            case=world.his,
            typed={"category": meetings.Typed("physical,sexual", "", before.version)},
            by=world.chair,
            at=DURING,
        )
    assert len(PARTS["category"].choices) == 4


def test_an_owner_who_has_left_gets_no_item(world, dsl):
    meeting = world.hold()
    dsl.is_active = False
    dsl.save()

    with time_machine.travel(DURING, tick=False):
        assert "has left" in refused(lambda: conferences.item(meeting, world.his, at=DURING, owner=dsl))


def _parent(case, **facts):
    details = IdentityDetails(given_name="Sara", family_name="Mallory", address="1 Hidden Way", postcode="AL1 2CD")
    return persons.add(
        case=case, part=PersonPart.PARENT_CARER, details=details, at=CALLED, relationship="Mother", **facts
    )


def _invite(meeting, case, person, **more):
    given = {"by_hand": "post", "handed_by": "", "interpreter": "", "helped_by": "", "name": "", "relationship": ""}
    return family.invite(meeting=meeting, case=case, person=person, by=meeting.chair, at=CALLED, **(given | more))


def test_nothing_is_posted_to_an_address_that_must_not_be_disclosed(world):
    meeting = world.call()
    mother = _parent(world.his, address_confidential=True)

    assert "must not be disclosed" in refused(lambda: _invite(meeting, world.his, mother))

    _invite(meeting, world.his, mother, by_hand="hand", handed_by="Priya Shah")
    letters.send_invitations(meeting=meeting, case=world.his, by=world.manager, at=CALLED)
    sent = meeting.letters.get()
    assert sent.address == "" and "Hidden" not in str(sent.contents)


def test_who_must_not_be_contacted_is_not_invited_but_left_out_with_a_reason(world):
    meeting = world.call()
    father = _parent(world.his, may_be_contacted=False)

    assert "must not be contacted" in refused(lambda: _invite(meeting, world.his, father))

    given = {
        "meeting": meeting,
        "case": world.his,
        "person": father,
        "name": "",
        "relationship": "Father",
        "part": "whole",
    }
    given |= {"by_hand": "post", "handed_by": "", "by": world.chair, "at": CALLED}
    assert "Say why" in refused(lambda: family.exclude(reason=" ", **given))
    family.exclude(reason="Risk of violence.", **given)
    assert letters.send_invitations(meeting=meeting, case=world.his, by=world.manager, at=CALLED) == 0


def test_a_part_without_the_family_names_no_child_of_another_family(world):
    meeting = world.hold()
    name = persons.subject(world.harmed)[1].given_name
    part = {
        "meeting": meeting,
        "case": world.his,
        "began_at": CONFERENCE,
        "ended_at": DURING,
        "who": "All",
        "by": world.chair,
    }

    with time_machine.travel(DURING, tick=False):
        said = refused(lambda: writing.without_family(why="Police ask", text=f"What {name} said", at=DURING, **part))
        assert "another family" in said and name not in said
        assert writing.without_family(why="Police ask", text="Two call-outs", at=DURING, **part).number == 1


def test_each_agency_is_asked_for_a_report_and_its_clock_is_met_when_it_comes(world):
    meeting = world.call()
    asked = CaseEvent.objects.filter(case=world.his, code="conference.report_asked")
    assert asked.count() == 4

    due = Deadline.objects.filter(case=world.his, standard_code="T7a")
    # Two working days before the Monday of the conference.
    assert {(one.state, clock.local_date(one.due_at - timedelta(seconds=1))) for one in due} == {
        ("open", date(2026, 12, 17))
    }
    assert due.count() == 4

    school = Invitation.objects.get(meeting=meeting, case=world.his, agency_kind="school")
    assert "no report" in refused(
        lambda: writing.share_report(invitation=school, shared_on=CALLED.date(), how="", by=world.chair, at=CALLED)
    )
    changing.answer(
        invitation=school, coming=True, words="", report="He settles.", by=school.user, at=CALLED + timedelta(hours=1)
    )
    assert CaseEvent.objects.filter(case=world.his, code="conference.report_sent").count() == 1
    assert sorted(due.values_list("state", flat=True)) == ["met", "open", "open", "open"]
    school.refresh_from_db()
    writing.share_report(invitation=school, shared_on=CALLED.date(), how="At home", by=world.chair, at=CALLED)
    school.refresh_from_db()
    assert school.shared_on == CALLED.date()


def test_an_agency_that_is_called_later_is_asked_for_its_report_too_once(world, yos_officer):
    meeting = world.call()
    later = CALLED + timedelta(hours=2)
    asked = CaseEvent.objects.filter(case=world.his, code="conference.report_asked")
    before = asked.count()
    more = [*invited(world.his, yos_officer), *invited(world.his, world.manager)]  # social care is asked already

    changing.invite_more(meeting=meeting, invited=more, by=world.manager, at=later)

    assert asked.count() == before + 1
    assert asked.latest("number").facts["agency"] == yos_officer.memberships.get().agency_role.agency_id
    changing.invite_more(meeting=meeting, invited=more, by=world.manager, at=later)
    assert asked.count() == before + 1
