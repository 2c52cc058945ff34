"""How far each role goes with a child’s plan (domain.md §1.3, conference record and plan). A role not named goes nowhere.

With a summary: that there is a plan, and what is one’s own to do; whoever is in the core group reads it whole.
"""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.CHILD_PLAN,
    {
        Role.MASH_WORKER: Level.READ,
        Role.CSWS_MANAGER: Level.APPROVE,
        Role.SOCIAL_WORKER: Level.WRITE,
        Role.CONFERENCE_CHAIR: Level.READ,
        Role.IRO: Level.READ,
        Role.YOS_MANAGER: Level.READ,
        Role.YOS_OFFICER: Level.READ,
        Role.POLICE_OFFICER: Level.READ,
        Role.DSL: Level.SUMMARY,
        Role.HEALTH_PRACTITIONER: Level.SUMMARY,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
    },
)
