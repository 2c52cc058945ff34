"""Who is told of the intervention plan."""

from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, silent, tells

tells("intervention.agreed", ALLOCATED_BY_MAIL, says="An intervention plan has been agreed")
tells("intervention.started", ALLOCATED, MANAGER, says="The intervention has begun")
tells("intervention.reviewed", ALLOCATED, MANAGER, says="The intervention has been reviewed")
tells("intervention.ended", ALLOCATED_BY_MAIL, MANAGER, says="The intervention has ended")
silent("restorative.answered")  # it is read on the plan, by those who work to it
