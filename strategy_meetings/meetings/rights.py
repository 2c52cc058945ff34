"""How far each role goes with meetings (domain.md §1.3, strategy records). A role not named goes nowhere.

Who is called to a meeting by name sees that one, whatever their role (`permissions.CALLED_LEVELS`).
"""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.MEETING,
    {
        Role.MASH_WORKER: Level.READ,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.AIM_SUPERVISOR: Level.SUMMARY,
        Role.POLICE_OFFICER: Level.WRITE,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
    },
)

rights(
    RecordClass.POLICE_RESTRICTED,
    {
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.READ,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.POLICE_OFFICER: Level.WRITE,
    },
)
