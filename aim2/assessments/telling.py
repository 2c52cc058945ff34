"""Who is told of an AIM assessment: the manager when it waits, the workers when it is returned or signed."""

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, on_case, silent, tells

WHO_MAY_SIGN = on_case(
    Part.SCREENING, Part.ALLOCATED, Part.INVOLVED, roles=(Role.YOS_MANAGER, Role.AIM_SUPERVISOR), mail=True
)

UNDER_12_MANAGER = on_case(
    Part.FRONT_DOOR,
    Part.ALLOCATED,
    Part.INVOLVED,
    roles=(Role.CSWS_MANAGER,),
    mail=True,
    when=lambda facts, _: bool(facts.get("by_social_care")),
    called="the manager of children’s social care, of a child under 12",
)

tells("aim_planning.held", ALLOCATED, MANAGER, says="The AIM planning meeting has been held")
tells("aim.started", ALLOCATED, MANAGER, says="The AIM assessment has started")
tells("aim.co_worker_agreed", WHO_MAY_SIGN, UNDER_12_MANAGER, says="An AIM assessment waits for quality assurance")
tells("aim.returned", ALLOCATED_BY_MAIL, says="An AIM assessment has been returned with comments")
tells("aim.report_signed_off", ALLOCATED_BY_MAIL, MANAGER, says="An AIM report has been signed off")
tells("aim.lock_opened", ALLOCATED_BY_MAIL, MANAGER, says="Part of an AIM report can be completed: its lock has ended")
tells("aim.family_answered", ALLOCATED, MANAGER, says="It was recorded whether the report was shared with the family")
tells("aim.ended", ALLOCATED_BY_MAIL, MANAGER, says="An AIM assessment has ended without a report")
tells("aim.kept", ALLOCATED, says="The manager has decided that nothing is rated again for now")
silent("aim.superseded", "aim.opinion_asked")  # the signature tells; an opinion is asked of somebody by a task
