"""How far each role goes with a harmed child's needs and support (docs/permissions.md). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.SUPPORT,
    {
        Role.MASH_WORKER: Level.READ,
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.POLICE_OFFICER: Level.WRITE,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)
