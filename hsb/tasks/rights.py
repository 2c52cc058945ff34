"""How far each role goes with tasks and questions (docs/permissions.md). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.TASKS,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.WRITE,
        Role.IRO: Level.WRITE,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.WRITE,
        Role.AIM_SUPERVISOR: Level.WRITE,
        Role.POLICE_OFFICER: Level.WRITE,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.WRITE,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)
