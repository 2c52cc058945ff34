"""How far each role goes with an AIM assessment while it is written (docs/permissions.md). A role not named goes nowhere.

*Summary* is where the assessment stands and why it waits, in words. Its texts, ratings and totals are read by the lead, the
co-worker and whoever may sign, whatever stands here (`aim2.assessments.policies`).
"""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.AIM_WORKING,
    {
        Role.CSWS_MANAGER: Level.SUMMARY,
        Role.SOCIAL_WORKER: Level.SUMMARY,
        Role.CONFERENCE_CHAIR: Level.SUMMARY,
        Role.IRO: Level.SUMMARY,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.AIM_SUPERVISOR: Level.APPROVE,
        Role.POLICE_OFFICER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.WRITE,
        # Any agency’s practitioner may co-work: the case’s standing is theirs to see, the texts by being named.
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
    },
)
