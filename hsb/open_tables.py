"""Tables without a row policy: what the web role may do to any of their rows, whoever asks, and why it must.

They are read before it is known who asks (signing in), belong to no case, or are the same for everybody. Every such table of the
database is here; `hsb/guards.py` grants these verbs and no others, and docs/architecture.md says what that leaves open. A model's own
`web_verbs`, and append-only, are narrower still.
"""

READ = "SELECT"
ADD = "SELECT, INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"

# Each with what the web role may do to it, and why.
OPEN_TABLES: dict[str, tuple[str, str]] = {
    # Signing in, before anybody is anybody.
    "accounts_user": (CHANGE, "who signs in, by address and password; everybody’s name beside what they did"),
    "accounts_user_groups": (ADD, "a new account and the group that stands for it"),
    "accounts_guessallowance": (ALL, "how often somebody may guess"),
    "account_emailaddress": (ALL, "allauth’s own; empty where addresses are kept with the account"),
    "django_session": (ALL, "who is signed in on which browser"),
    "usersessions_usersession": (ALL, "the list of one’s own sessions"),
    "mfa_authenticator": (ALL, "second steps, sealed with FIELD_KEY"),
    "people_calendarfeed": (CHANGE, "a calendar is asked for by its secret, of which only a digest is kept"),
    "people_invitation": (CHANGE, "whoever comes with the link has no account yet"),
    "people_roleproposal": (CHANGE, "a role proposed by one person, agreed by another"),
    # Who works where: the first wall is made of these.
    "agencies_agency": (CHANGE, "the agencies of the partnership"),
    "agencies_agencyrole": (ADD, "a role somebody holds for the first time"),
    "agencies_membership": (CHANGE, "who holds which role, from when until when"),
    "agencies_absence": (CHANGE, "who is away and who acts for them"),
    "agencies_escalationcontact": (CHANGE, "to whom late work of an agency is brought"),
    "agencies_helpentry": (ALL, "the partnership’s own links"),
    "auth_group": (ADD, "the groups that grants name"),
    "notifications_quietspell": (ALL, "days on which somebody wants no mail"),
    "notifications_quietweekday": (ALL, "the same, by the week"),
    # The same for everybody, and about nobody.
    "aim2_accreditation": (ADD, "who is accredited for which instrument"),
    "aim2_instrumentpack": (ADD, "instruments, sealed"),
    "aim2_packwithdrawal": (ADD, "instruments that are used no more"),
    "cases_emergencyattempt": (ADD, "who asked for a record in an emergency, and when; never for whom"),
    "cases_reference": (CHANGE, "the last number given"),
    "timeliness_calendarchange": (ADD, "working days, as an administrator changed them"),
    "timeliness_calendarday": (CHANGE, "the calendar"),
    "timeliness_nonworkingday": (ALL, "days off"),
    "timeliness_recount": (ADD, "a changed calendar, to be counted by the worker"),
    "timeliness_standardversion": (ADD, "timescales"),
    "outbox_message": ("INSERT", "work to be done, which holds ids only and is never read here"),
    # Others’ tables that nothing here writes.
    "account_emailconfirmation": (READ, "allauth’s own, not used"),
    "accounts_user_user_permissions": (READ, "Django’s own, not used"),
    "auth_group_permissions": (READ, "Django’s own, not used"),
    "auth_permission": (READ, "the one permission a grant names"),
    "django_content_type": (READ, "the kinds of thing there are"),
    "django_migrations": (READ, "how far the database is, for the health page"),
    "guardian_groupobjectpermission": (READ, "guardian’s own, not used: grants are cases_caseaccess"),
    "guardian_userobjectpermission": (READ, "guardian’s own, not used"),
}
