"""How far each role goes with documents (docs/permissions.md). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.DOCUMENTS,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.WRITE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.READ,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.READ,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)
