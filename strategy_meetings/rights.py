"""How far each role goes with the safety plan; with meetings, enquiries and MAPPA, see their rooms. A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights
from strategy_meetings.child_plans import rights as child_plans  # noqa: F401
from strategy_meetings.mappa import rights as mappa  # noqa: F401
from strategy_meetings.meetings import rights as meetings  # noqa: F401  (said by being read)
from strategy_meetings.section47 import rights as section47  # noqa: F401
from strategy_meetings.support import rights as support  # noqa: F401

rights(
    RecordClass.SAFETY_PLAN,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.READ,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.READ,
        Role.DSL: Level.WRITE,
        Role.HEALTH_PRACTITIONER: Level.READ,
        Role.PARTNER_PRACTITIONER: Level.READ,
        Role.SECURE_WORKER: Level.READ,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)
