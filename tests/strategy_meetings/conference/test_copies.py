"""The record of a conference as each reader has it: the family's own copy, an agency's part, the whole; and what none of them says."""

import subprocess
from datetime import timedelta

import pytest
import time_machine

from hsb.agencies.models import AgencyKind
from hsb.cases import people as persons
from hsb.outbox.actions import work
from hsb.timeliness.models import Deadline
from strategy_meetings.conference import family, writing
from strategy_meetings.meetings import ending, lines
from strategy_meetings.meetings import writing as meetings
from strategy_meetings.minutes import actions
from strategy_meetings.minutes.audiences import Audience
from strategy_meetings.models import ConferenceChild, Meeting, MinutesCopy
from tests.factories import conferences
from tests.factories.meetings import called as planned
from tests.strategy_meetings.conference.conftest import CALLED, CONFERENCE, london

pytestmark = pytest.mark.django_db
DURING = CONFERENCE + timedelta(minutes=40)
AFTER = CONFERENCE + timedelta(minutes=90)
WITHOUT, POLICE, SHUT, OPEN = "Canary-without", "Canary-police", "Canary-shut", "Canary-open"


@pytest.fixture
def sent(world):
    """A conference about him and his sister, with a part without the family, its record sent to everybody."""
    meeting = world.call()
    for case in (world.his, world.sister):
        conferences.invite(meeting, case, "Mother of both", at=CALLED)
    family.exclude(
        meeting=meeting, case=world.his, person=None, name="Dan Mallory", relationship="Father", part="whole",
        reason="There is a risk of violence.", by_hand="hand", handed_by="Daniel Frost", by=world.chair, at=CALLED,
    )  # fmt: skip
    with time_machine.travel(AFTER, tick=False):
        conferences.begun(meeting, at=CONFERENCE)
        here = {"meeting": meeting, "case": world.his, "by": world.chair, "at": DURING}
        writing.without_family(
            began_at=CONFERENCE, ended_at=DURING, who="Police and health", why="Police asked.", text=WITHOUT, **here
        )
        said = {"agency_kind": AgencyKind.POLICE, "said_by": "DC Amy Sorrell", "is_opinion": False}
        meetings.add_information(text=POLICE, police_restricted=True, **said, **here)
        lines.set_not_discussed(what=SHUT, police_said="DC Sorrell", cps_said="", until_what="the interview", **here)
        world.decide(meeting, at=DURING, word=OPEN)
        ending.end(meeting=meeting, by=world.chair, at=AFTER)
        ending.approve(meeting=meeting, by=world.chair, at=AFTER)
        actions.issue(meeting=meeting, by=world.chair, at=AFTER)
    return meeting


def copies(world, **only) -> dict[str, MinutesCopy]:
    return {one.recipient_name: one for one in MinutesCopy.objects.filter(case=world.his, **only)}


@pytest.mark.policy("P5.8")
def test_the_familys_own_copy_says_the_decision_and_plan_and_nothing_kept_from_them(world, sent, tmp_path):
    mother = copies(world)["Mother of both"]
    MinutesCopy.objects.exclude(pk=mother.pk).update(sent_at=None, sent_by=None, digest="x")  # one is enough to lay out

    work(limit=400)

    mother.refresh_from_db()
    assert mother.audience == Audience.FAMILY
    for said in (str(mother.contents), text_of(bytes(mother.pdf), tmp_path)):
        assert OPEN in said and "Police asked." in said, "they are told that a part was without them, and why"
        for hidden in (WITHOUT, POLICE, SHUT, "DC Sorrell"):
            assert hidden not in said
    assert "Dan Mallory" not in copies(world), "whoever was kept away has no copy"


def test_an_agency_has_its_part_and_the_annex_goes_to_the_core_three_alone(world, sent):
    found = copies(world)
    school, health, police = (found[world.people[who].full_name] for who in ("dsl", "health", "police_officer"))

    # The school is in the core group, which carries the plan out.
    assert (school.audience, health.audience, police.audience) == ("whole", "agency", "police_restricted")
    for hidden in (WITHOUT, POLICE):
        assert hidden in str(police.contents)
        assert hidden not in str(school.contents) + str(health.contents)


@pytest.mark.policy("P3.7")
def test_no_copy_of_a_conference_names_the_child_harmed_or_the_other_of_two_children(world, sent):
    (_, harmed) = persons.subject(world.harmed)
    names = {harmed.given_name, harmed.family_name} - {""}
    assert names
    for copy in MinutesCopy.objects.filter(meeting=sent).select_related("case"):
        for name in names:
            assert name not in str(copy.contents), copy.recipient_name
    assert set(MinutesCopy.objects.filter(meeting=sent).values_list("case", flat=True)) == {
        world.his.pk,
        world.sister.pk,
    }


@pytest.mark.policy("P5.8")
def test_a_planning_meeting_that_is_incorporated_is_met_by_the_conference(world):
    planning = planned(
        [world.his], chair=world.manager, people=world.core, starts_at=london(2026, 12, 22), at=CALLED, kind="planning"
    )
    meeting = world.call(incorporates=planning)
    assert ConferenceChild.objects.get(meeting=meeting, case=world.his).incorporates == planning
    for case in (world.his, world.sister):
        conferences.invite(meeting, case, "Mother of both", at=CALLED)
    with time_machine.travel(AFTER, tick=False):
        conferences.begun(meeting, at=CONFERENCE)
        world.decide(meeting, at=DURING)
        ending.end(meeting=meeting, by=world.chair, at=AFTER)

    assert Meeting.objects.get(pk=planning.pk).state == "called_off"
    assert not Deadline.objects.filter(case=world.his, standard_code="PLANNING", state="open").exists()
    assert world.his.events.filter(code="planning_meeting.held").count() == 1


@pytest.mark.parametrize("does", ["reached", "withdraw", "answer"])
def test_a_chair_who_is_on_the_record_for_this_meeting_alone_writes_on_its_minutes(world, sent, client_for, does):
    found = copies(world)
    mother, health = found["Mother of both"], world.people["health"]
    with time_machine.travel(AFTER, tick=False):
        objection = actions.object_to(copy=found[health.full_name], text="It was May.", by=health, at=AFTER)
        day = {"on_day": AFTER.day, "on_month": AFTER.month, "on_year": AFTER.year}
        where, typed, code = {
            "reached": (
                f"/minutes/copies/{mother.pk}/reached/",
                {"how": "read", "detail": "Daniel Frost", **day},
                "minutes.copy_reached",
            ),
            "withdraw": (
                f"/minutes/copies/{mother.pk}/withdraw/",
                {"why": "Sent to an old address.", "breach": "no"},
                "minutes.copy_withdrawn",
            ),
            "answer": (
                f"/minutes/objections/{objection.pk}/answer/",
                {"answer": "amended", "words": "They are right.", "key": "health", "text": "In May."},
                "minutes.objection_answered",
            ),
        }[does]
        page = client_for(world.chair).get(where)
        if does == "answer":
            typed["key"] = page.context["form"].fields["key"].choices[1][0]
        answer = client_for(world.chair).post(where, typed)

    assert answer.status_code == 302, answer.text[-3000:]
    assert world.his.events.filter(code=code, by=world.chair).count() == 1


def text_of(content: bytes, tmp_path) -> str:
    file = tmp_path / "copy.pdf"
    file.write_bytes(content)
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
