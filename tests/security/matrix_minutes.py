"""What hangs on the young person's part of the meeting: an enquiry, an opinion asked for, and a copy of minutes sent to the referrer."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from hsb.accounts.models import User
from hsb.agencies.permissions import RecordClass
from hsb.cases.models import Case
from strategy_meetings.minutes import actions, copies, pdf
from strategy_meetings.minutes.audiences import Audience
from strategy_meetings.minutes.sections import Composed, Section
from strategy_meetings.models import Meeting, MeetingChild, MinutesCopy, MinutesObjection, SpecialistOpinion
from strategy_meetings.opinions import actions as opinions
from strategy_meetings.section47 import actions as section47

Word = Callable[..., str]


def enquiry_and_opinion(word: Word, *, young: Case, social: User, manager: User, at: datetime) -> SpecialistOpinion:
    """An enquiry is under way and an opinion is waited for."""
    C = RecordClass
    enquiry = section47.begin(
        case=young,
        basis="mash",
        kind="single",
        began_on=at.date(),
        lead=social,
        joint_officer="",
        by=manager,
        at=at,
    )
    found = {"enquiries": word("what the enquiry found", C.SECTION_47)}
    section47.save(enquiry=enquiry, written=found, version=1, by=social, at=at)
    return opinions.ask(
        case=young,
        asked_of="Dr Outside",
        question=word("what an opinion is asked on", C.ASSESSMENT),
        due_on=(at + timedelta(days=7)).date(),
        by=social,
        at=at,
    )


def copy_for(word: Word, *, meeting: Meeting, young: Case, sender: User, chair: User, at: datetime) -> MinutesObjection:
    """The referrer has a copy, with its PDF, and has said that something in it is not accurate; another copy is to be sent."""
    child = MeetingChild.objects.select_related("meeting", "case").get(meeting=meeting, case=young)
    copy = copies.add(
        child, copies.Recipient(sender, sender.full_name, None, "school"), audience=Audience.AGENCY, by=chair, at=at
    )
    text = word("in a copy of minutes", sender=True)
    says = Composed(
        "agency", "Minutes", "Y.P.", young.reference, "", (), "", (Section("said", "1. What you said", text=text),)
    )
    copies.send_one(copy, young, says, by=chair, at=at)
    content = b"%PDF-1.7 not laid out here"
    pdf.keep(copy.pk, content, hashlib.sha256(content).hexdigest())
    outside = copies.Recipient(None, "Somebody outside", None, "other")
    copies.add(child, outside, audience=Audience.AGENCY, by=chair, at=at)
    sent = MinutesCopy.objects.select_related("meeting", "case").get(pk=copy.pk)
    said = word("what is not accurate in minutes", RecordClass.MEETING, sender=True)
    objection = actions.object_to(copy=sent, text=said, by=sender, at=at)
    assert objection is not None
    return objection
