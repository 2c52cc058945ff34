"""How far each role goes with a case: header, child, notes, who looked (docs/permissions.md). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.HEADER,
    {
        Role.MASH_WORKER: Level.READ,
        Role.CSWS_MANAGER: Level.READ,
        Role.SOCIAL_WORKER: Level.READ,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.COURT_OFFICER: Level.READ,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.READ,
    },
)

rights(
    RecordClass.IDENTITY,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.SUMMARY,
        Role.IRO: Level.SUMMARY,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.COURT_OFFICER: Level.READ,
        Role.AIM_SUPERVISOR: Level.SUMMARY,
        Role.POLICE_OFFICER: Level.READ,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)

rights(
    RecordClass.NOTES,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.WRITE,
        Role.IRO: Level.WRITE,
        Role.YOS_MANAGER: Level.WRITE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.WRITE,
        Role.AIM_SUPERVISOR: Level.WRITE,
        Role.POLICE_OFFICER: Level.WRITE,
        Role.SECURE_WORKER: Level.WRITE,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)

rights(
    RecordClass.ACCESS_LOG,
    {
        Role.MASH_WORKER: Level.READ,
        Role.CSWS_MANAGER: Level.READ,
        Role.SOCIAL_WORKER: Level.READ,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.VICTIM_WORKER: Level.READ,
    },
)
