"""What a role may do, as two tables a practitioner can check.

`PERMISSIONS`: with which class of record, how far, once the person is on the case (design.md §5 question 2; domain.md §1.3).
Each app adds the block of its own classes (`rights.py`); nobody has a right that no block gives.
`POWERS`: what a role may start that is not about a case it is already on.
`docs/permissions.md` is generated from both. A role or class that is missing from a table fails a test.
"""

from enum import IntEnum, StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    """A person's job at one agency. The sentence for each is in `ROLE_SENTENCES`."""

    MASH_WORKER = "mash_worker", "MASH social worker"
    CSWS_MANAGER = "csws_manager", "CSWS team manager"
    SOCIAL_WORKER = "social_worker", "Social worker"
    CONFERENCE_CHAIR = "conference_chair", "Conference chair"
    IRO = "iro", "Independent reviewing officer"
    YOS_MANAGER = "yos_manager", "YOS manager"
    YOS_OFFICER = "yos_officer", "YOS officer"
    COURT_OFFICER = "court_officer", "YOS court officer"
    AIM_SUPERVISOR = "aim_supervisor", "AIM supervisor"
    POLICE_OFFICER = "police_officer", "Police officer"
    DSL = "dsl", "Safeguarding lead"
    HEALTH_PRACTITIONER = "health_practitioner", "Health practitioner"
    SECURE_WORKER = "secure_worker", "Secure establishment worker"
    VICTIM_WORKER = "victim_worker", "Victim worker"
    PARTNER_PRACTITIONER = "partner_practitioner", "Partner practitioner"
    MINUTE_TAKER = "minute_taker", "Minute-taker"
    LSCB_OFFICER = "lscb_officer", "Safeguarding board officer"
    ADMINISTRATOR = "administrator", "Administrator"
    INFORMATION_GOVERNANCE = "information_governance", "Information governance officer"


ROLE_SENTENCES: dict[Role, str] = {
    Role.MASH_WORKER: "Receives referrals at the front door, asks agencies for checks and proposes the decision.",
    Role.CSWS_MANAGER: "Approves MASH decisions, allocates social workers and authorises assessments.",
    Role.SOCIAL_WORKER: "Holds a case for children's social work and assesses.",
    Role.CONFERENCE_CHAIR: "Chairs conferences on cases they are named on.",
    Role.IRO: "Reviews plans of looked-after children on cases they are named on.",
    Role.YOS_MANAGER: "Screens referrals to the Youth Offending Service and allocates officers.",
    Role.YOS_OFFICER: "Works a case for the Youth Offending Service.",
    Role.COURT_OFFICER: "Records what happens in court: pleas, hearings, findings, reports and sentences.",
    Role.AIM_SUPERVISOR: "Supervises AIM assessments on cases they are named on.",
    Role.POLICE_OFFICER: "Refers, answers checks and keeps the criminal side of a case up to date.",
    Role.DSL: "Refers from a school or college, answers checks and keeps the school's safety plan.",
    Role.HEALTH_PRACTITIONER: "Refers, answers checks and contributes health's part.",
    Role.SECURE_WORKER: "Works with a young person in custody, for as long as they are there.",
    Role.VICTIM_WORKER: "Supports the child harmed, on that child's own record only.",
    Role.PARTNER_PRACTITIONER: "Works for another agency (probation, MAPPA, housing, education service): answers checks and meets.",
    Role.MINUTE_TAKER: "Takes the minutes of meetings they are named on, or comes to one, and opens nothing else.",
    Role.LSCB_OFFICER: "Sees totals for the partnership; named cases only where a complaint reaches the board.",
    Role.ADMINISTRATOR: "Keeps accounts, agencies and settings. Opens no case by being an administrator.",
    Role.INFORMATION_GOVERNANCE: "Reads who looked at what.",
}


# Who manages what an agency of this kind owes. Partners without a manager here answer to children's social work, which leads.
MANAGERS: dict[str, Role] = {"csws": Role.CSWS_MANAGER, "yos": Role.YOS_MANAGER}


def manager_of(agency_kind: str) -> Role:
    """Answer the role that manages the clocks of an agency of this kind."""
    return MANAGERS.get(agency_kind, Role.CSWS_MANAGER)


class Level(IntEnum):
    """How far a role goes with one class of record. Each level includes the ones below it."""

    NONE = 0
    SUMMARY = 1
    READ = 2
    WRITE = 3
    APPROVE = 4


class RecordClass(StrEnum):
    """A kind of record, as the access matrix of domain.md §1.3 names them."""

    HEADER = "header"  # reference, states, deadlines, chronology headlines
    REFERRAL = "referral"  # what the referrer sent
    INCIDENT = "incident"  # the behaviour in detail, first account
    IDENTITY = "identity"  # names, addresses, contacts of this case's child and family
    DECISION = "decision"  # MASH decision, reasons
    CHECKS = "checks"  # agency checks asked and answered
    ASSESSMENT = "assessment"  # CSWS assessment
    CRIMINAL = "criminal"  # allegations, bail, charges
    SCREENING = "screening"  # YOS screening and allocation
    ENGAGEMENT = "engagement"  # the offer, stance, decision to engage
    CONSENT = "consent"  # who agreed to AIM2, or did not; summary is where AIM2 stands, in words
    SAFETY_PLAN = "safety_plan"
    SECTION_47 = "section_47"  # the enquiry into significant harm: what was done and found, its outcome
    MEETING = "meeting"  # summary: meetings one is called to; read: every one of this child and its record; approve: calls and chairs
    CHILD_PLAN = "child_plan"  # protection or child in need plan; summary: that there is one, what is one’s own, all in the core group
    POLICE_RESTRICTED = "police_restricted"  # what the police shared that the family must not be told
    DOCUMENTS = "documents"
    NOTES = "notes"
    CLOSE_NOTES = "close_notes"  # notes for those who work with the child, and their managers
    CHILD_WORDS = "child_words"  # what the child said, as they said it: read by the fewest
    TASKS = "tasks"  # summary: what oneself or one's agency is asked, or asked; read: every one of the case
    ACCESS_LOG = "access_log"  # who can see this, who has looked
    ESCALATION = "escalation"  # disagreements: summary is one's own and those one is asked about, read is every one
    AIM_WORKING = "aim_working"  # an AIM assessment while it is written; summary: where it stands, in words
    AIM_REPORT = "aim_report"  # the signed report and what leaves it; summary: what was drawn up for that reader
    MAPPA = (
        "mappa"  # summary: eligible or not, category, level, dates; never the form or the minutes, which are not kept
    )
    INTERVENTION_PLAN = "intervention_plan"  # summary: that there is one, its strands and where it stands
    CUSTODY = "custody"  # where a young person is held, dates, what is a risk there; approve: nothing further
    CLOSURE = "closure"  # the end of a strand: why, what remains, who watches; approve: closes it
    SUPPORT = "support"  # what a harmed child needs, and the support offered to them: on that child’s record alone
    LOOKED_AFTER = "looked_after"  # the legal basis of care, the reviewing officer, the days of reviews and visits


PERMISSIONS: dict[Role, dict[RecordClass, Level]] = {role: dict.fromkeys(RecordClass, Level.NONE) for role in Role}
WITH_RIGHTS: set[RecordClass] = set()  # of which somebody has said who may


def rights(record_class: RecordClass, levels: dict[Role, Level]) -> None:
    """How far each role goes with that class of record is known; a role that is not named goes nowhere.

    Each app says it of its own classes in its `rights.py`, read when the product starts, before anybody is answered.

    Raises ValueError when somebody has said it already: two answers to one question.
    """
    if record_class in WITH_RIGHTS:
        raise ValueError(f"The rights of the record class {record_class} are said twice.")
    WITH_RIGHTS.add(record_class)
    for role, level in levels.items():
        PERMISSIONS[role][record_class] = level


# The person who sent a referral sees that it arrived, what was decided and what they themselves wrote, whatever their role.
REFERRER_LEVELS: dict[RecordClass, Level] = {c: Level.NONE for c in RecordClass} | {
    RecordClass.HEADER: Level.SUMMARY,
    RecordClass.DECISION: Level.SUMMARY,
    RecordClass.TASKS: Level.SUMMARY,
    RecordClass.ESCALATION: Level.SUMMARY,
}

# Somebody asked about one disagreement sees that one, and nothing else of the record, whatever their role.
MATTER_LEVELS: dict[RecordClass, Level] = {c: Level.NONE for c in RecordClass} | {RecordClass.ESCALATION: Level.SUMMARY}

# Somebody called to a meeting sees that meeting, and who the child is as the meeting's own page says it; nothing else.
CALLED_LEVELS: dict[RecordClass, Level] = {c: Level.NONE for c in RecordClass} | {RecordClass.MEETING: Level.SUMMARY}


def asked_levels(role: Role) -> dict[RecordClass, Level]:
    """Answer how far somebody goes who was only asked for a check: the header, who the child is as far as their role may know,
    and the question, or a task that is theirs. They are told no more than that, so they see no more than that."""
    kept = {RecordClass.CHECKS, RecordClass.IDENTITY}
    own = {c: level if c in kept else Level.NONE for c, level in PERMISSIONS[role].items()}
    return own | {
        RecordClass.HEADER: Level.SUMMARY,
        RecordClass.TASKS: min(PERMISSIONS[role][RecordClass.TASKS], Level.SUMMARY),
    }


class Power(StrEnum):
    """Something a role may do that is not about a case it is already on."""

    MAKE_REFERRAL = "make_referral"
    MASH_INBOX = "mash_inbox"
    APPROVE_MASH_DECISION = "approve_mash_decision"
    YOS_INBOX = "yos_inbox"
    ALLOCATE_SOCIAL_WORKER = "allocate_social_worker"
    ALLOCATE_YOS_OFFICER = "allocate_yos_officer"
    MANAGE_TEAM = "manage_team"
    BREAK_GLASS = "break_glass"
    ADMINISTER = "administer"
    READ_AUDIT = "read_audit"
    SET_TIMESCALES = "set_timescales"
    BOARD_INBOX = "board_inbox"
    READ_DELAY = "read_delay"
    READ_PARTNERSHIP_DELAY = "read_partnership_delay"
    ATTEND_MEETINGS = "attend_meetings"
    READ_PROCEEDINGS = "read_proceedings"
    SET_INSTRUMENTS = "set_instruments"


# Acting for somebody does not carry these: what they do is in a person's own name and outlasts the absence.
NOT_LENT = frozenset({Power.BREAK_GLASS, Power.ADMINISTER, Power.SET_TIMESCALES, Power.SET_INSTRUMENTS})

_PRACTITIONER = frozenset({Power.MAKE_REFERRAL, Power.ATTEND_MEETINGS})
POWERS: dict[Role, frozenset[Power]] = {
    Role.MASH_WORKER: _PRACTITIONER | {Power.MASH_INBOX, Power.BREAK_GLASS},
    Role.CSWS_MANAGER: _PRACTITIONER
    | {
        Power.MASH_INBOX,
        Power.APPROVE_MASH_DECISION,
        Power.ALLOCATE_SOCIAL_WORKER,
        Power.MANAGE_TEAM,
        Power.BREAK_GLASS,
        Power.SET_TIMESCALES,
        Power.READ_DELAY,
    },
    Role.SOCIAL_WORKER: _PRACTITIONER | {Power.BREAK_GLASS},
    Role.CONFERENCE_CHAIR: _PRACTITIONER,
    Role.IRO: _PRACTITIONER,
    Role.YOS_MANAGER: _PRACTITIONER
    | {
        Power.YOS_INBOX,
        Power.ALLOCATE_YOS_OFFICER,
        Power.MANAGE_TEAM,
        Power.BREAK_GLASS,
        Power.SET_TIMESCALES,
        Power.SET_INSTRUMENTS,
        Power.READ_DELAY,
    },
    Role.YOS_OFFICER: _PRACTITIONER | {Power.YOS_INBOX},
    Role.COURT_OFFICER: _PRACTITIONER | {Power.READ_PROCEEDINGS},
    Role.AIM_SUPERVISOR: _PRACTITIONER | {Power.SET_INSTRUMENTS},
    Role.POLICE_OFFICER: _PRACTITIONER | {Power.BREAK_GLASS, Power.READ_PROCEEDINGS},
    Role.DSL: _PRACTITIONER,
    Role.HEALTH_PRACTITIONER: _PRACTITIONER,
    Role.SECURE_WORKER: _PRACTITIONER,
    Role.VICTIM_WORKER: _PRACTITIONER,
    Role.PARTNER_PRACTITIONER: _PRACTITIONER,
    Role.MINUTE_TAKER: frozenset({Power.ATTEND_MEETINGS}),
    Role.LSCB_OFFICER: frozenset({Power.BOARD_INBOX, Power.READ_PARTNERSHIP_DELAY}),
    Role.ADMINISTRATOR: frozenset({Power.ADMINISTER}),
    Role.INFORMATION_GOVERNANCE: frozenset({Power.READ_AUDIT}),
}
