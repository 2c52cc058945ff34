"""How far each role goes with what was referred, decided, checked, assessed and offered (docs/permissions.md).

A role not named goes nowhere.
"""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.REFERRAL,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.COURT_OFFICER: Level.READ,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.READ,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.READ,
    },
)

rights(
    RecordClass.INCIDENT,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.COURT_OFFICER: Level.READ,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.READ,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.READ,
    },
)

rights(
    RecordClass.DECISION,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.READ,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.COURT_OFFICER: Level.SUMMARY,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.READ,
    },
)

rights(
    RecordClass.CHECKS,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.WRITE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.WRITE,
        Role.POLICE_OFFICER: Level.WRITE,
        Role.DSL: Level.WRITE,
        Role.HEALTH_PRACTITIONER: Level.WRITE,
        Role.PARTNER_PRACTITIONER: Level.WRITE,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)

rights(
    RecordClass.ASSESSMENT,
    {
        Role.MASH_WORKER: Level.READ,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.SUMMARY,
        # Whoever is allocated reads what their own work is built on (P5.10).
        Role.YOS_OFFICER: Level.READ,
        Role.COURT_OFFICER: Level.SUMMARY,
        Role.AIM_SUPERVISOR: Level.SUMMARY,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.READ,
    },
)

rights(
    RecordClass.CRIMINAL,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.WRITE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.WRITE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.WRITE,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.WRITE,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.SUMMARY,
    },
)

rights(
    RecordClass.SCREENING,
    {
        Role.MASH_WORKER: Level.SUMMARY,
        Role.CSWS_MANAGER: Level.SUMMARY,
        Role.SOCIAL_WORKER: Level.SUMMARY,
        Role.CONFERENCE_CHAIR: Level.SUMMARY,
        Role.IRO: Level.SUMMARY,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.SUMMARY,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
    },
)

rights(
    RecordClass.ENGAGEMENT,
    {
        Role.MASH_WORKER: Level.WRITE,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.SUMMARY,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.VICTIM_WORKER: Level.WRITE,
    },
)
