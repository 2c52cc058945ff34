"""How far each role goes with the record of custody (docs/permissions.md). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.CUSTODY,
    {
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.WRITE,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.SECURE_WORKER: Level.WRITE,
    },
)
