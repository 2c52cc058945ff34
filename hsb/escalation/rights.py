"""How far each role goes with disagreements (docs/permissions.md). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.ESCALATION,
    {
        Role.MASH_WORKER: Level.SUMMARY,
        Role.CSWS_MANAGER: Level.READ,
        Role.SOCIAL_WORKER: Level.SUMMARY,
        Role.CONFERENCE_CHAIR: Level.SUMMARY,
        Role.IRO: Level.SUMMARY,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.SUMMARY,
        Role.COURT_OFFICER: Level.SUMMARY,
        Role.AIM_SUPERVISOR: Level.SUMMARY,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.SUMMARY,
        Role.LSCB_OFFICER: Level.SUMMARY,
    },
)
