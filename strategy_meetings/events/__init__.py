"""What can happen at meetings and to plans; each room declares its own. Importing this package declares them all."""

from strategy_meetings.child_plans import events as child_plans
from strategy_meetings.conference import events as conference
from strategy_meetings.incidents import events as incidents
from strategy_meetings.mappa import events as mappa
from strategy_meetings.meetings import events as meetings
from strategy_meetings.minutes import events as minutes
from strategy_meetings.opinions import events as opinions
from strategy_meetings.safety_plans import events as safety_plans
from strategy_meetings.section47 import events as section47
from strategy_meetings.support import events as support
from strategy_meetings.transfers import events as transfers

__all__ = [
    "child_plans",
    "conference",
    "incidents",
    "mappa",
    "meetings",
    "minutes",
    "opinions",
    "safety_plans",
    "section47",
    "support",
    "transfers",
]
