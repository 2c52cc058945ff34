"""How far each role goes with the end of a strand (docs/permissions.md). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.CLOSURE,
    {
        Role.MASH_WORKER: Level.READ,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.READ,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)
