"""How far each role goes with section 47 enquiries (domain.md §1.3, strategy and section 47 records). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.SECTION_47,
    {
        Role.MASH_WORKER: Level.READ,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.POLICE_OFFICER: Level.READ,
    },
)
