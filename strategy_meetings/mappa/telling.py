"""Who is told of MAPPA: those who see to it that ours attend. The family never by the product: what they are told is a person's to say."""

from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import Link, on_case, silent, tells

_ON_IT = (Part.FRONT_DOOR, Part.SCREENING, Part.ALLOCATED, Part.INVOLVED)
YOS = on_case(*_ON_IT, roles=(Role.YOS_MANAGER, Role.YOS_OFFICER), mail=True)
CSWS = on_case(*_ON_IT, roles=(Role.CSWS_MANAGER, Role.SOCIAL_WORKER), mail=True)
POLICE = on_case(*_ON_IT, roles=(Role.POLICE_OFFICER,))


def _mappa(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:mappa", {"reference": event.case.reference}


tells("mappa.eligibility_recorded", YOS, POLICE, says="MAPPA eligibility has been recorded", leads_to=_mappa)
tells("mappa.referred", YOS, POLICE, says="A MAPPA referral has been sent", leads_to=_mappa)
tells("mappa.accepted", YOS, CSWS, POLICE, says="A MAPPA referral has been accepted", leads_to=_mappa)
tells("mappa.declined", YOS, POLICE, says="A MAPPA referral was not accepted", leads_to=_mappa)
tells("mappa.meeting_set", YOS, CSWS, POLICE, says="A MAPPA meeting has a date: see that ours attend", leads_to=_mappa)
tells("mappa.ended", YOS, CSWS, POLICE, says="MAPPA management has ended", leads_to=_mappa)
silent(
    *("mappa.level_set", "mappa.attendance_seen_to", "mappa.held", "mappa.not_held"),
    "mappa.action_set",  # the task tells
)
