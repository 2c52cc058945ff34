"""How far each role goes with consent and with whether AIM2 may begin (docs/permissions.md; domain.md §1.3).

Read: every answer, what was told and why. Summary: where AIM2 stands, in words. A role not named goes nowhere.
"""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.CONSENT,
    {
        Role.MASH_WORKER: Level.SUMMARY,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.SUMMARY,
        Role.IRO: Level.SUMMARY,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.SUMMARY,
        Role.AIM_SUPERVISOR: Level.READ,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
    },
)
