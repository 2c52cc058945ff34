"""Copies of the minutes: prepared at approval, sent by the chair, read by their recipients only, of one child each."""

import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from django.core import mail

from hsb.cases import barring
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.notifications.models import Notice
from hsb.outbox.actions import work
from hsb.timeliness.models import Deadline
from strategy_meetings.meetings import ending, reach
from strategy_meetings.minutes import actions
from strategy_meetings.minutes.audiences import Audience
from strategy_meetings.minutes.states import OWNER, TRANSITIONS, Answer, PdfState, Reached, State
from strategy_meetings.models import MeetingChild, MinutesAmendment, MinutesCopy, MinutesObjection, Section47
from tests.hsb.documents import reading
from tests.strategy_meetings.minutes import world as worlds
from tests.strategy_meetings.minutes.world import APPROVED, HERS, HIS, POLICE_ONLY, SENT

pytestmark = pytest.mark.django_db
NEXT_DAY = SENT + timedelta(days=1)


@pytest.fixture
def chair(people):
    return people["csws_manager"]


@pytest.fixture
def sent(world, chair):
    actions.issue(meeting=world.meeting, by=chair, at=SENT)
    world.meeting.refresh_from_db()
    return world


def copy_of(case, user, **more) -> MinutesCopy:
    return MinutesCopy.objects.select_related("meeting__chair", "case").get(case=case, recipient=user, **more)


# -- prepared ---------------------------------------------------------------------------------------------------------------


def test_at_approval_everybody_who_took_part_has_a_copy_prepared_as_the_access_matrix_says(world, people):
    his = {one.recipient: one.audience for one in MinutesCopy.objects.filter(case=world.his)}

    assert his == {
        people["csws_manager"]: Audience.RESTRICTED,
        people["social_worker"]: Audience.RESTRICTED,
        people["police_officer"]: Audience.RESTRICTED,
        people["yos_officer"]: Audience.RESTRICTED,
        people["dsl"]: Audience.AGENCY,
        people["health"]: Audience.AGENCY,
    }
    hers = set(MinutesCopy.objects.filter(case=world.hers).values_list("recipient__full_name", flat=True))
    assert people["dsl"].full_name not in hers
    assert people["yos_officer"].full_name not in hers


def test_whoever_has_a_part_with_both_children_gets_two_copies_of_one_child_each(world, people):
    both = MinutesCopy.objects.filter(recipient=people["police_officer"])

    assert {one.case for one in both} == {world.his, world.hers}


def test_the_discussion_that_begins_an_enquiry_about_each_child_makes_its_record(world, people):
    his = Section47.objects.get(case=world.his)

    assert (his.meeting, his.kind, his.joint_officer) == (world.meeting, "joint", "Amy Sorrell")
    assert his.lead == people["social_worker"]
    assert Section47.objects.filter(case=world.hers).count() == 1


def test_what_is_left_out_and_why_stands_on_our_record_and_never_on_the_copy(world, people, chair):
    copy = copy_of(world.his, people["social_worker"])
    asked = {"copy": copy, "audience": Audience.WHOLE, "added": [], "kept_back": False, "kept_back_why": ""}
    with pytest.raises(ActionNotAllowed, match="Say why something is left out"):
        actions.decide_copy(**asked, left_out=["said:1"], left_out_why=" ", by=chair, at=APPROVED)

    actions.decide_copy(**asked, left_out=["said:1"], left_out_why="The school asked.", by=chair, at=APPROVED)
    actions.issue(meeting=world.meeting, by=chair, at=SENT)

    copy.refresh_from_db()
    assert copy.left_out_why == "The school asked."
    assert "Words of school" not in str(copy.contents)
    assert "The school asked." not in str(copy.contents)


def test_only_the_chair_decides_and_sends(world, people):
    other = people["social_worker"]
    with pytest.raises(ActionNotAllowed, match="The chair"):
        actions.issue(meeting=world.meeting, by=other, at=SENT)
    with pytest.raises(ActionNotAllowed, match="The chair"):
        actions.decide_copy(
            copy=copy_of(world.his, other), audience=Audience.WHOLE, left_out=[], left_out_why="", added=[],
            kept_back=False, kept_back_why="", by=other, at=APPROVED,
        )  # fmt: skip

    assert not MinutesCopy.objects.exclude(sent_at=None).exists()


def test_nothing_is_sent_before_the_chair_approves(people):
    world = worlds.held(people)

    with pytest.raises(ActionNotAllowed, match="approves the record first"):
        actions.issue(meeting=world.meeting, by=people["csws_manager"], at=SENT)


def test_whoever_may_not_see_a_record_gets_no_copy_of_it(people, person):
    world = worlds.held(people)
    barring.deny(
        case=world.hers, user=people["health"], reason="A relative.", by=people["csws_manager"], at=worlds.ENDED
    )

    ending.approve(meeting=world.meeting, by=people["csws_manager"], at=APPROVED)

    assert not MinutesCopy.objects.filter(case=world.hers, recipient=people["health"]).exists()
    assert MinutesCopy.objects.filter(case=world.his, recipient=people["health"]).exists()


# -- sent --------------------------------------------------------------------------------------------------------------------


@pytest.mark.policy("P5.3")
def test_sending_meets_the_clock_of_the_record_by_the_next_working_day(sent):
    for case in (sent.his, sent.hers):
        clock_of = Deadline.objects.get(case=case, standard_code="T4b")
        assert (clock_of.state, clock_of.due_on.isoformat()) == ("met", "2026-12-03")
    assert sent.meeting.state == "issued"
    assert set(MinutesCopy.objects.values_list("state", flat=True)) == {State.SENT}


def test_minutes_sent_twice_go_out_once(sent, chair):
    with pytest.raises(ActionNotAllowed, match="have been sent"):
        actions.issue(meeting=sent.meeting, by=chair, at=SENT)

    assert CaseEvent.objects.filter(code="minutes.copy_sent", case=sent.his).count() == 6


def test_a_copy_of_one_child_holds_no_word_of_the_other(sent):
    for copy in MinutesCopy.objects.all():
        own, others = (HIS, HERS) if copy.case == sent.his else (HERS, HIS)
        assert own in str(copy.contents)
        assert others not in str(copy.contents)


def test_the_police_restricted_words_are_in_the_annex_of_those_who_may_and_nowhere_else(sent):
    for copy in MinutesCopy.objects.all():
        said = [section for section in copy.contents["sections"] if POLICE_ONLY in str(section)]
        assert bool(said) == (copy.audience == Audience.RESTRICTED)
        assert all(section["is_annex"] for section in said)


def test_a_part_that_names_the_other_child_is_not_sent_to_anybody(people):
    world = worlds.held(people)
    MeetingChild.objects.filter(meeting=world.meeting, case=world.his).update(
        next_on=None, no_next_because="Tamsin is away."
    )
    ending.approve(meeting=world.meeting, by=people["csws_manager"], at=APPROVED)

    with pytest.raises(ActionNotAllowed, match="names another child"):
        actions.issue(meeting=world.meeting, by=people["csws_manager"], at=SENT)

    assert not MinutesCopy.objects.exclude(sent_at=None).exists()


# -- the PDF -----------------------------------------------------------------------------------------------------------------


def text_of(content: bytes, tmp_path) -> str:
    file = tmp_path / "copy.pdf"
    file.write_bytes(content)
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout


def test_the_pdf_of_each_copy_is_made_off_the_request_and_says_whose_it_is(sent, people, tmp_path):
    copy = copy_of(sent.his, people["police_officer"])
    assert copy.pdf_state == PdfState.WAITING
    # the others need not be laid out to know what theirs say
    MinutesCopy.objects.exclude(pk__in=[copy.pk, copy_of(sent.hers, people["police_officer"]).pk]).update(
        sent_at=None, sent_by=None, digest="x"
    )

    work(limit=400)

    copy.refresh_from_db()
    assert copy.pdf_state == PdfState.READY
    content = bytes(copy.pdf)
    said = text_of(content, tmp_path)
    assert f"Copy {copy.number}, for Amy Sorrell" in said
    assert "minutes, version 1.0" in said
    assert f"{copy.digest[:4]} {copy.digest[4:8]}" in said
    assert "OFFICIAL-SENSITIVE: CHILDREN" in said
    assert "Page 1 of" in said
    assert HIS in said and HERS not in said
    assert POLICE_ONLY in said
    hers = copy_of(sent.hers, people["police_officer"])
    assert HIS not in text_of(bytes(hers.pdf), tmp_path)
    assert reading.accessibility_faults(content) == []
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.Lang == "en-GB"
        assert "/StructTreeRoot" in document.Root
    assert "7. Decisions" in " ".join(reading.bookmarks_of(content))
    again = bytes(copy.pdf)
    work(limit=400)
    copy.refresh_from_db()
    assert bytes(copy.pdf) == again


def test_the_e_mail_only_says_that_something_waits(sent, people):
    MinutesCopy.objects.update(sent_at=None, sent_by=None)  # no PDF is laid out here
    work(limit=400)

    notices = Notice.objects.filter(kind="minutes.copy_sent", user=people["dsl"])
    assert [one.url_name for one in notices] == ["strategy_meetings:minutes_copy"]
    written = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert "Something is waiting" in written or "waiting" in written
    for secret in (HIS, HERS, "Jordan", "Tamsin", "Heron", sent.his.reference):
        assert secret not in written


# -- read, acknowledged, objected to --------------------------------------------------------------------------------------------


def test_a_copy_is_read_behind_sign_in_by_its_recipient_only(sent, people, stranger, client_for, client, time_machine):
    time_machine.move_to(NEXT_DAY)
    schools = copy_of(sent.his, people["dsl"])
    address = f"/minutes/{schools.pk}/"
    assert client.get(address).status_code == 302  # to sign in
    for other in (stranger, people["police_officer"], people["mash_worker"]):
        assert client_for(other).get(address).status_code == 404

    page = client_for(people["dsl"]).get(address)

    assert page.status_code == 200
    assert HIS in page.text and HERS not in page.text and POLICE_ONLY not in page.text
    schools.refresh_from_db()
    assert schools.opened_at is not None
    assert schools.acknowledged_at is None
    assert client_for(people["dsl"]).post(f"{address}acknowledge/").status_code == 302
    schools.refresh_from_db()
    assert schools.acknowledged_at is not None
    assert address in client_for(people["dsl"]).get("/minutes/").text


def test_whoever_is_barred_afterwards_reads_their_copy_no_more(sent, people, client_for, chair):
    copy = copy_of(sent.his, people["dsl"])
    barring.deny(case=sent.his, user=people["dsl"], reason="A relative.", by=chair, at=SENT)

    assert client_for(people["dsl"]).get(f"/minutes/{copy.pk}/").status_code == 404


def test_recipients_have_ten_working_days_to_say_what_is_not_accurate(sent, people):
    copy = copy_of(sent.his, people["dsl"])
    assert reach.objections_until(SENT.date()).isoformat() == "2026-12-17"

    late = SENT + timedelta(days=15)
    with pytest.raises(ActionNotAllowed, match="ended on"):
        actions.object_to(copy=copy, text="Not so.", by=people["dsl"], at=late)
    with pytest.raises(ActionNotAllowed, match="Only whoever"):
        actions.object_to(copy=copy, text="Not so.", by=people["health"], at=NEXT_DAY)
    actions.object_to(copy=copy, text="Attendance is 91%.", by=people["dsl"], at=NEXT_DAY)

    assert MinutesObjection.objects.get().text == "Attendance is 91%."
    assert CaseEvent.objects.filter(code="minutes.objected").values_list("case", flat=True).get() == sent.his.pk


def test_an_objection_is_kept_beside_the_minutes_or_amends_them(sent, people, chair):
    copy = copy_of(sent.his, people["dsl"])
    first = actions.object_to(copy=copy, text="Not so.", by=people["dsl"], at=NEXT_DAY)
    actions.answer_objection(objection=first, answer=Answer.KEPT, words="Two people heard it.", by=chair, at=NEXT_DAY)
    with pytest.raises(ActionNotAllowed, match="has been answered"):
        actions.answer_objection(objection=first, answer=Answer.KEPT, words="x", by=chair, at=NEXT_DAY)
    assert sent.meeting.state == "issued"

    second = actions.object_to(copy=copy, text="Attendance is 91%.", by=people["dsl"], at=NEXT_DAY)
    actions.answer_objection(
        objection=second, answer=Answer.AMENDED, words="The school has checked.", key="said:1", text="Attendance 91%.",
        by=chair, at=NEXT_DAY,
    )  # fmt: skip

    sent.meeting.refresh_from_db()
    assert (sent.meeting.state, sent.meeting.amendment) == ("amended", 1)
    copy.refresh_from_db()
    assert copy.state == State.REPLACED
    new = copy_of(sent.his, people["dsl"], edition=1)
    assert (new.version, new.state) == ("1.1", State.SENT)
    assert "Attendance 91%." in str(new.contents)
    assert "Words of school" not in str(new.contents)
    assert "The school has checked." in str(new.contents)
    assert "Words of school" in str(copy.contents)  # what was sent stays what it was
    assert not MinutesCopy.objects.filter(case=sent.hers, edition=1).exists()
    told = CaseEvent.objects.filter(case=sent.hers).order_by("-number").first()
    assert "The school has checked" not in str(told.words.words if hasattr(told, "words") else told.facts)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"key": "said:99"}, "Choose what is amended"),
        ({"text": " "}, "Write how it reads"),
        ({"reasons": ""}, "Give the reasons"),
    ],
)
def test_an_amendment_says_what_and_why(sent, chair, given, sentence):
    asked = {"key": "said:1", "text": "Attendance 91%.", "reasons": "Checked."}
    with pytest.raises(ActionNotAllowed, match=sentence):
        actions.amend(child=sent.child(sent.his), by=chair, at=NEXT_DAY, **{**asked, **given})

    assert not MinutesAmendment.objects.exists()


def test_a_copy_sent_to_the_wrong_person_is_withdrawn_at_once_and_asks_whether_it_is_a_breach(
    sent, people, chair, client_for
):
    copy = copy_of(sent.his, people["dsl"])
    reader = client_for(people["dsl"])
    assert reader.get(f"/minutes/{copy.pk}/").status_code == 200
    with pytest.raises(ActionNotAllowed, match="data breach"):
        actions.withdraw(copy=copy, why="He has changed schools.", breach="", by=chair, at=NEXT_DAY)

    actions.withdraw(copy=copy, why="He has changed schools.", breach="yes", by=chair, at=NEXT_DAY)

    assert reader.get(f"/minutes/{copy.pk}/").status_code == 404
    assert reader.get(f"/minutes/{copy.pk}/pdf/").status_code == 404
    said = CaseEvent.objects.get(code="minutes.copy_withdrawn")
    assert said.facts["breach"] == "yes"


def the_mothers(sent, chair) -> MinutesCopy:
    return actions.add_copy(
        child=sent.child(sent.his), user=None, name="Sara Moss", agency_kind="family", agency_id=None,
        audience=Audience.FAMILY, by=chair, at=NEXT_DAY,
    )  # fmt: skip


REACHED = {"how": Reached.INTERPRETED, "detail": "Daniel Frost; Polish, by Ms Nowak.", "on": NEXT_DAY.date()}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"how": "by_pigeon"}, "Choose how they got the copy"),
        ({"how": Reached.HANDED, "detail": " "}, "Say who handed it over"),
        ({"how": Reached.POSTED, "detail": ""}, "Say who checked that post to this address is safe"),
        ({"detail": ""}, "who interpreted into which language"),
        ({"on": SENT.date() - timedelta(days=1)}, "when it was sent, to today"),
        ({"on": NEXT_DAY.date() + timedelta(days=1)}, "when it was sent, to today"),
    ],
)
def test_how_one_of_the_family_got_their_copy_is_not_taken_for_granted(sent, chair, given, sentence):
    copy = the_mothers(sent, chair)
    with pytest.raises(ActionNotAllowed, match=sentence):
        actions.reached(copy=copy, by=chair, at=NEXT_DAY, **{**REACHED, **given})
    copy.refresh_from_db()
    assert copy.reached_at is None


def test_how_each_of_the_family_got_their_copy_is_recorded_once_for_that_one(sent, people, chair):
    copy = the_mothers(sent, chair)
    with pytest.raises(ActionNotAllowed, match="The chair"):
        actions.reached(copy=copy, by=people["social_worker"], at=NEXT_DAY, **REACHED)
    with pytest.raises(ActionNotAllowed, match="read behind sign-in"):
        actions.reached(copy=copy_of(sent.his, people["dsl"]), by=chair, at=NEXT_DAY, **REACHED)

    actions.reached(copy=copy, by=chair, at=NEXT_DAY, **REACHED)

    copy.refresh_from_db()
    assert copy.get_reached_how_display() == "Read to them with an interpreter"
    said = CaseEvent.objects.get(case=sent.his, code="minutes.copy_reached")
    assert said.facts["how"] == "interpreted" and said.spoken.words["to_name"] == "Sara Moss"
    with pytest.raises(ActionNotAllowed, match="recorded already"):
        actions.reached(copy=copy, by=chair, at=NEXT_DAY, **REACHED)


def test_the_chair_says_on_the_page_how_the_family_got_it(sent, people, chair, client_for, time_machine):
    copy = the_mothers(sent, chair)
    time_machine.move_to(NEXT_DAY, tick=False)
    client, overview = client_for(chair), f"/meetings/{sent.meeting.pk}/minutes/"
    form = f"/minutes/copies/{copy.pk}/reached/"
    assert form in client.get(overview).content.decode()
    assert client.post(form, {"how": "handed"}).status_code == 422
    day = NEXT_DAY.date()
    given = {"how": "handed", "detail": "Daniel Frost", "on_day": day.day, "on_month": day.month, "on_year": day.year}

    assert client.post(form, given).status_code == 302

    shown = client.get(overview).content.decode()
    assert "handed over" in shown and form not in shown
    assert client_for(people["social_worker"]).get(form).status_code == 403


def test_somebody_who_gets_a_copy_later_gets_it_at_once(sent, person, chair):
    late = person("iro")

    copy = actions.add_copy(
        child=sent.child(sent.his), user=late, name="", agency_kind="csws", agency_id=None, audience=Audience.WHOLE,
        by=chair, at=NEXT_DAY,
    )  # fmt: skip

    copy.refresh_from_db()
    assert (copy.state, copy.sent_at) == (State.SENT, NEXT_DAY)
    assert POLICE_ONLY not in str(copy.contents)


def test_every_state_has_a_way_and_an_owner():
    assert set(TRANSITIONS) == set(OWNER) == set(State)


# -- the chair's pages ----------------------------------------------------------------------------------------------------------


def test_the_chair_previews_changes_and_sends_each_copy(world, people, chair, client_for, time_machine):
    time_machine.move_to(SENT)
    client = client_for(chair)
    home = f"/meetings/{world.meeting.pk}/minutes/"
    copy = copy_of(world.his, people["dsl"])
    assert "9 copies to send" in client.get(home).text
    preview = client.get(f"/minutes/copies/{copy.pk}/preview/").text
    assert HIS in preview and HERS not in preview and POLICE_ONLY not in preview
    form = f"/minutes/copies/{copy.pk}/prepare/"
    refused = client.post(form, {"audience": "agency", "left_out": ["decision:1"]})
    assert refused.status_code == 422
    assert "Say why something is left out" in refused.text
    changed = client.post(form, {"audience": "agency", "left_out": ["decision:1"], "left_out_why": "Not theirs."})
    assert changed.status_code == 302
    assert "A section 47 enquiry begins. " not in client.get(f"/minutes/copies/{copy.pk}/preview/").text
    number = MeetingChild.objects.get(meeting=world.meeting, case=world.hers).number
    draft = client.get(f"{home}{number}/draft/").text
    assert HERS in draft and HIS not in draft

    assert client.post(f"{home}issue/").status_code == 302

    assert "Not opened yet" in client.get(home).text
    assert client_for(people["police_officer"]).get(home).status_code in (403, 404)
    assert client_for(people["police_officer"]).get(f"/minutes/copies/{copy.pk}/preview/").status_code in (403, 404)


def test_objection_and_answer_through_the_pages(sent, people, chair, client_for, time_machine):
    time_machine.move_to(NEXT_DAY)
    copy = copy_of(sent.his, people["dsl"])
    said = client_for(people["dsl"]).post(f"/minutes/{copy.pk}/not-accurate/", {"text": "Attendance is 91%."})
    assert said.status_code == 302
    objection = MinutesObjection.objects.get()
    page = f"/minutes/objections/{objection.pk}/answer/"
    client = client_for(chair)
    assert "Attendance is 91%." in client.get(page).text
    assert client.post(page, {"answer": "amended", "words": "Checked."}).status_code == 422
    given = {"answer": "amended", "words": "Checked.", "key": "said:1", "text": "Attendance 91%."}
    assert client.post(page, given).status_code == 302
    assert "version 1.1" in client.get(f"/meetings/{sent.meeting.pk}/minutes/").text
    withdraw = f"/minutes/copies/{copy_of(sent.his, people['dsl'], edition=1).pk}/withdraw/"
    assert client.post(withdraw, {"why": "Wrong school."}).status_code == 422
    assert client.post(withdraw, {"why": "Wrong school.", "breach": "not_known"}).status_code == 302
    amend = f"/meetings/{sent.meeting.pk}/minutes/1/amend/"
    assert client.post(amend, {"key": "safety", "text": "Safer.", "words": "New plan."}).status_code == 302
    add = f"/meetings/{sent.meeting.pk}/minutes/1/add/"
    assert client.post(add, {"name": "", "audience": "whole"}).status_code == 422
    assert client.post(add, {"name": "Lee Marsh, housing", "audience": "agency"}).status_code == 302
