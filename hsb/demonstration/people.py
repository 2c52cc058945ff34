"""Who works in the demonstration partnership, one account at least for each role that uses the system."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Absence, Agency, AgencyKind, EscalationContact
from hsb.agencies.permissions import Role
from hsb.people import absences

PASSWORD = "aldermere-demo-2026"

AGENCIES: dict[str, tuple[AgencyKind, str, str]] = {
    "csws": (AgencyKind.CSWS, "Aldermere Children’s Social Work Services", "CSWS"),
    "yos": (AgencyKind.YOS, "Aldermere Youth Offending Service", "YOS"),
    "police": (AgencyKind.POLICE, "Aldermere Police", "Police"),
    "fernhill": (AgencyKind.SCHOOL, "Fernhill Academy", "Fernhill"),
    "harrow": (AgencyKind.SCHOOL, "Harrow Lane Academy", "Harrow Lane"),
    "mill": (AgencyKind.SCHOOL, "Millbeck Primary School", "Millbeck"),
    "health": (AgencyKind.HEALTH, "Aldermere Community Health", "Health"),
    "secure": (AgencyKind.SECURE, "Thornbeck Secure Children’s Home", "Thornbeck"),
    "wexcombe": (AgencyKind.SECURE, "Wexcombe Young Offender Institution", "Wexcombe"),
    "probation": (AgencyKind.PROBATION, "Aldermere Probation", "Probation"),
    "lscb": (AgencyKind.LSCB, "Aldermere Safeguarding Partnership", "LSCB"),
}


@dataclass(frozen=True)
class Account:
    """One person: key used by the stories, name, agency, role, job."""

    key: str
    name: str
    agency: str
    role: Role
    job: str

    @property
    def email(self) -> str:
        return f"{self.key.replace('_', '.')}@aldermere.invalid"


ACCOUNTS: tuple[Account, ...] = (
    Account("omar", "Omar Field", "csws", Role.MASH_WORKER, "MASH social worker"),
    Account("leila", "Leila Anders", "csws", Role.MASH_WORKER, "MASH social worker"),
    Account("helen", "Helen Brandreth", "csws", Role.CSWS_MANAGER, "MASH duty manager"),
    Account("grace", "Grace Okonjo", "csws", Role.CSWS_MANAGER, "Assessment team manager"),
    Account("daniel", "Daniel Frost", "csws", Role.SOCIAL_WORKER, "Social worker"),
    Account("priya", "Priya Shah", "csws", Role.SOCIAL_WORKER, "Senior social worker"),
    Account("marek", "Marek Nowak", "csws", Role.SOCIAL_WORKER, "Social worker"),
    Account("dora", "Dora Finch", "csws", Role.CONFERENCE_CHAIR, "Conference chair"),
    Account("hal", "Hal Rook", "csws", Role.IRO, "Independent reviewing officer"),
    Account("tom", "Tom Kessell", "yos", Role.YOS_MANAGER, "Operations manager"),
    Account("ruth", "Ruth Adeyemi", "yos", Role.YOS_OFFICER, "YOS officer, AIM trained"),
    Account("jamie", "Jamie Thorne", "yos", Role.YOS_OFFICER, "YOS officer"),
    Account("hannah", "Hannah Lyle", "yos", Role.COURT_OFFICER, "Court officer"),
    Account("mo", "Mo Teller", "yos", Role.AIM_SUPERVISOR, "AIM supervisor"),
    Account("esther", "Esther Lowe", "yos", Role.VICTIM_WORKER, "Victim worker"),
    Account("amy", "Amy Sorrell", "police", Role.POLICE_OFFICER, "Detective constable, child abuse team"),
    Account("nadia", "Nadia Iqbal", "fernhill", Role.DSL, "Designated safeguarding lead"),
    Account("priya_n", "Priya Nairn", "harrow", Role.DSL, "Designated safeguarding lead"),
    Account("sean", "Sean Whitlow", "mill", Role.DSL, "Head teacher"),
    Account("joan", "Joan Pryce", "health", Role.HEALTH_PRACTITIONER, "Named nurse"),
    Account("vi", "Vi Stone", "secure", Role.SECURE_WORKER, "Resettlement worker"),
    Account("lee", "Lee Harte", "wexcombe", Role.SECURE_WORKER, "Caseworker"),
    Account("ola", "Ola Benn", "probation", Role.PARTNER_PRACTITIONER, "Probation practitioner"),
    Account("sam", "Sam Okoye", "csws", Role.MINUTE_TAKER, "Minute-taker"),
    Account("guy", "Guy Marlow", "lscb", Role.LSCB_OFFICER, "Board officer"),
    Account("kit", "Kit Vane", "csws", Role.ADMINISTRATOR, "System administrator"),
    Account("ines", "Ines Cole", "csws", Role.INFORMATION_GOVERNANCE, "Information governance officer"),
)

# Whom late work is brought to (the escalation rung of every ladder), and issues raised with the agency.
CONTACTS: tuple[str, ...] = ("grace", "tom", "amy", "nadia", "joan", "vi", "guy")


def load(*, at: datetime, since: date) -> dict[str, User]:
    """Everybody has an account and their role; answers the people by key. Loading twice changes nothing."""
    places = {
        key: Agency.objects.get_or_create(name=name, defaults={"kind": kind, "short_name": short})[0]
        for key, (kind, name, short) in AGENCIES.items()
    }
    found: dict[str, User] = {}
    hashed = ""
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = User.objects.create_user(account.email, account.name, job_title=account.job)
            # Everybody's password is the same, and hashing it is slow on purpose: once is enough here.
            hashed = hashed or make_password(PASSWORD)
            User.objects.filter(pk=user.pk).update(password=hashed)
            agencies.give_role(
                user=user, agency=places[account.agency], role=account.role, by=None, at=at, from_on=since
            )
        found[account.key] = user
        if account.key in CONTACTS:
            EscalationContact.objects.get_or_create(
                agency=places[account.agency], user=user, until_on=None, defaults={"from_on": since}
            )
    _plan_an_absence(found, at)
    return found


def _plan_an_absence(found: dict[str, User], at: datetime) -> None:
    """Tom Kessell is away for a week from the Monday after next, and Ruth Adeyemi acts for him."""
    if not Absence.objects.exists():
        today = clock.local_date(at)
        monday = today + timedelta(days=14 - today.weekday())
        absences.record_absence(
            person=found["tom"],
            acting=found["ruth"],
            from_on=monday,
            until_on=monday + timedelta(days=7),
            by=found["tom"],
            at=at,
        )


def listed() -> list[dict[str, str]]:
    """Answer the accounts to try, as `var/demo-accounts.json` lists them."""
    return [
        {
            "email": account.email,
            "password": PASSWORD,
            "agency": AGENCIES[account.agency][1],
            "role": str(account.role),
            "name": account.name,
        }
        for account in ACCOUNTS
    ]
