"""Who is told of steps of which only the day is recorded: those who work the case, of what changes their next step."""

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.notifications.recipients import ALLOCATED, MANAGER, on_case, silent, tells

SECURE = on_case(Part.ALLOCATED, Part.INVOLVED, roles=(Role.SECURE_WORKER,))

tells("placement.started", ALLOCATED, says="A placement has begun")
tells("placement.ended", ALLOCATED, says="A placement has ended")
tells("lac_review.held", ALLOCATED, says="A looked-after review has been held")
tells("custody_planning.held", ALLOCATED, SECURE, MANAGER, says="The first planning meeting in custody has been held")
tells("custody_review.held", ALLOCATED, SECURE, says="A review in custody has been held")
# Days that are looked up when somebody needs them.
silent(
    *("care_plan.written", "lac_review.decisions_sent", "lac_review.recorded", "lac_review.record_sent"),
    *("psr.signed_off", "psr.updated", "psr.used"),
)
