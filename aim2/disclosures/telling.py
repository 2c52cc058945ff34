"""Who is told of what leaves an assessment: the manager who must name it, and those who put it into a plan."""

from aim2.assessments.telling import UNDER_12_MANAGER
from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.notifications.recipients import ALLOCATED_BY_MAIL, MANAGER, on_case, tells

YOS_MANAGER = on_case(Part.SCREENING, Part.ALLOCATED, Part.INVOLVED, roles=(Role.YOS_MANAGER,), mail=True)
REVIEWERS = on_case(Part.ALLOCATED, Part.INVOLVED, roles=(Role.IRO, Role.CONFERENCE_CHAIR), mail=True)

tells("aim.extract_sent", YOS_MANAGER, UNDER_12_MANAGER, says="A document waits for your name before it may leave")
tells("aim.extract_returned", ALLOCATED_BY_MAIL, says="A document has been returned before it may leave")
tells("aim.disclosed", ALLOCATED_BY_MAIL, MANAGER, says="A document drawn from an assessment has left")
tells("aim.recommendations_added", REVIEWERS, says="Recommendations were added to a plan: confirm it")
tells("aim.recommendations_confirmed", ALLOCATED_BY_MAIL, says="Recommendations in a plan have been confirmed")
