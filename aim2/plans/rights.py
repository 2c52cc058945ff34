"""How far each role goes with the intervention plan; summary is that there is one and where it stands."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.INTERVENTION_PLAN,
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
        Role.SECURE_WORKER: Level.WRITE,
    },
)
