"""Records, access, matches and clocks: what happens below this app, so that it tells of it."""

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.notifications.recipients import ALLOCATED, MANAGER, MANAGER_BY_MAIL, on_case, silent, tells

# The referrer is never told that a child is known: design.md §4.
tells("match.suggested", on_case(Part.FRONT_DOOR, roles=(Role.MASH_WORKER,)), says="This child may be known already")
tells("break_glass.used", MANAGER_BY_MAIL, says="Emergency access was used on a case you manage")
tells("clock.extended", ALLOCATED, MANAGER, says="A later date has been agreed for something due")
tells("clock.paused", ALLOCATED, MANAGER, says="Something due stands still for the time being")
tells("clock.resumed", ALLOCATED, MANAGER, says="Something due that stood still goes on")
tells("delay.explained", MANAGER, says="Somebody has said why something was late")
tells("birth_date.corrected", ALLOCATED, MANAGER, says="A date of birth has been put right: read what follows")
tells("case.restricted", ALLOCATED, MANAGER, says="A record you are on has been restricted")
tells("case.unrestricted", ALLOCATED, MANAGER, says="A record you are on is no longer restricted")

silent(
    "case.opened",
    "birth_date.recorded",
    "case.linked",
    "case.denied",  # the person is not told why, and nobody else needs to be
    "case.denial_lifted",
    "break_glass.reviewed",
    "episode.opened",  # the referral that opened it tells
    "strand.moved",  # the event that moved it tells
    "involvement.opened",
    "involvement.closed",
    "match.answered",
    "clock.moved",  # the new date stands wherever the clock does
)
