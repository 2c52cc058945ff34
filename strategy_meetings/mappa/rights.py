"""How far each role goes with MAPPA (domain.md §1.3, MAPPA referral and minutes). A role not named goes nowhere.

Children's social care, chairs and the MAPPA coordinator read where it stands: category, level, dates, and who of theirs attends; what
is asked of them is a task like any other. Of partner practitioners only those of MAPPA coordination and probation (`policies`).
"""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

rights(
    RecordClass.MAPPA,
    {
        Role.CSWS_MANAGER: Level.SUMMARY,
        Role.SOCIAL_WORKER: Level.SUMMARY,
        Role.CONFERENCE_CHAIR: Level.SUMMARY,
        Role.IRO: Level.SUMMARY,
        Role.YOS_MANAGER: Level.APPROVE,
        Role.YOS_OFFICER: Level.WRITE,
        Role.COURT_OFFICER: Level.WRITE,
        Role.POLICE_OFFICER: Level.WRITE,
        Role.SECURE_WORKER: Level.SUMMARY,
        Role.PARTNER_PRACTITIONER: Level.SUMMARY,
    },
)
