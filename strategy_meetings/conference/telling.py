"""Who is told of conferences. The e-mail with the calendar entry tells everybody called; notices tell the rest."""

from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, silent, tells
from strategy_meetings.meetings.telling import CONVENES, the_meeting, the_tab

tells("conference.asked_for", CONVENES, says="Somebody asks for a child protection conference", leads_to=the_tab)
tells(
    "conference.held", ALLOCATED_BY_MAIL, MANAGER, says="A child protection conference has been held", leads_to=the_tab
)
tells("review_conference.held", ALLOCATED_BY_MAIL, MANAGER, says="A review conference has been held", leads_to=the_tab)
tells("core_group.held", ALLOCATED, MANAGER, says="A core group has been held", leads_to=the_tab)
tells(
    "conference.excluded", ALLOCATED, says="Somebody of the family is not invited to a conference", leads_to=the_meeting
)
tells("conference.letter_sent", ALLOCATED, MANAGER, says="A decision letter has been sent", leads_to=the_tab)
silent(
    # meeting.called, meeting.moved and meeting.called_off tell
    "conference.called",
    "review_conference.called",
    "conference.moved",
    "review_conference.moved",
    "conference.called_off",
    "review_conference.called_off",
    # the invitation asks for the report, and the clock chases it
    "conference.report_asked",
    "review_conference.report_asked",
    "conference.report_sent",
    "review_conference.report_sent",
    "conference.report_shared",
    "conference.letter_made",
    "conference.record_sent",  # each recipient has a copy of their own
)
