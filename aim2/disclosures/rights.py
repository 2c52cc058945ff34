"""How far each role goes with the signed report and what leaves it. A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

# Summary: what was drawn up for that reader and has left.
rights(
    RecordClass.AIM_REPORT,
    {
        Role.CSWS_MANAGER: Level.READ,
        Role.SOCIAL_WORKER: Level.READ,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.READ,
    },
)
