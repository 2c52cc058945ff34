"""The story of one more young person, told for one journey: all that came before what the journey clicks through.

Told by the demonstration's own steps, which are the actions people press, in a process of its own with the product's environment
(`python -m tests.journeys.told custody 101`). A story is told anew for each journey, so that none meets what another left.
"""

import json
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from tests.journeys.product import Product


@dataclass(frozen=True)
class Told:
    """The young person's record, and a name that none of its readers may come across: the harmed child's."""

    case: str
    harmed: str


def told(product: "Product", story: str, number: int) -> Told:
    """It has happened. `number` chooses the invented names: another for every young person."""
    return Told(**json.loads(_run(product, story, str(number))))


def write_the_rest(product: "Product", case: str) -> None:
    """Every text of the assessment that nobody wrote yet is written by both, and every total entered."""
    _run(product, "write_the_rest", case)


def _run(product: "Product", *words: str) -> str:
    from tests.journeys.product import run

    return run("-m", "tests.journeys.told", *words, env=product.environment())


def _stories() -> dict[str, tuple[int, dict[str, Any], tuple[Any, ...]]]:
    """Answer of each story: how many days ago it began, what is said of the family, and its steps."""
    from hsb.demonstration import aim2_stories, edges, meetings, stories
    from hsb.demonstration.proceedings import arrest, charge, plead, police_join, sentence, told, voluntary
    from hsb.demonstration.story_steps import authorise, give_to, yos_allocate

    met = (*stories.STRATEGY, meetings.approved)
    to_police = (*stories.DECIDED, give_to("daniel"), police_join)
    in_court = (*stories.DECIDED, give_to("daniel"), *stories.ACCEPTED, yos_allocate("ruth"), police_join)
    led = (aim2_stories.ready("jamie"), aim2_stories.begin("jamie"))
    accepted = (*stories.ASSESSED, *stories.ACCEPTED)
    return {
        "learning_need": (
            50,
            {"learning": "known"},
            (*accepted, yos_allocate("ruth"), aim2_stories.ready("ruth"), _intervention_dates_are_adopted),
        ),
        "investigated": (20, {"age": 14, "criminal": "investigation"}, (*to_police, voluntary())),
        "on_bail_with_admission": (
            30,
            {"age": 14, "criminal": "investigation"},
            (*in_court, arrest(30, "full")),
        ),
        "to_be_tried": (
            26,
            {"age": 16, "criminal": "investigation"},
            (*to_police, arrest(30, "partial"), charge(0)),
        ),
        "charged": (
            30,
            {"age": 16, "criminal": "investigation"},
            (*in_court, arrest(20, "full"), charge(-4), aim2_stories.ready("ruth")),
        ),
        "sentenced": (
            60,
            {"age": 16, "criminal": "investigation"},
            (
                *(*in_court, arrest(-10, "full"), charge(-45), plead("guilty", next_in=-20), told),
                *(aim2_stories.ready("ruth"), aim2_stories.begin("ruth")),
                *(sentence("custody", until_in=200), told),
            ),
        ),
        "said_to_be_looked_after": (
            70,
            {"looked_after": True},
            (*accepted, yos_allocate("jamie"), *led, aim2_stories.write_all, aim2_stories.sign_and_share),
        ),
        "to_be_met_about": (3, {"sender": "nadia"}, stories.STRATEGY),
        "met_about": (12, {"sender": "nadia"}, met),
        "of_ten_agencies": (3, {"sender": "nadia"}, (*stories.STRATEGY, _ten_agencies)),
        "to_a_risk_panel": (30, {"sender": "nadia"}, (*accepted, yos_allocate("ruth"), police_join)),
        "under_12": (
            45,
            {"age": 10, "sender": "sean"},
            (*stories.WITH_WORKER, authorise(), edges.under_12, aim2_stories.agrees("daniel")),
        ),
    }


def _ten_agencies(telling: Any) -> None:
    """Somebody of ten agencies works with the young person, or speaks for an agency that is always asked."""
    from hsb.agencies import actions as agencies
    from hsb.agencies.models import Agency, AgencyKind
    from hsb.agencies.permissions import Role
    from hsb.cases import involvement
    from hsb.demonstration.stories import since

    for kind, name in (
        (AgencyKind.MAPPA, "Mina Frear"),
        (AgencyKind.EDUCATION, "Odile Marsh"),
        (AgencyKind.OTHER, "Lee Hobday"),
    ):
        place = Agency.objects.create(name=f"{name.split()[1]} Service", short_name=name.split()[1], kind=kind)
        user = telling.people[kind] = type(telling.people["ola"]).objects.create_user(f"{kind}@aldermere.invalid", name)
        agencies.give_role(
            user=user, agency=place, role=Role.PARTNER_PRACTITIONER, by=None, at=telling.now, from_on=since(telling.now)
        )
    for who, role in (
        ("ola", Role.PARTNER_PRACTITIONER),
        (AgencyKind.MAPPA, Role.PARTNER_PRACTITIONER),
        (AgencyKind.EDUCATION, Role.PARTNER_PRACTITIONER),
        (AgencyKind.OTHER, Role.PARTNER_PRACTITIONER),
        ("vi", Role.SECURE_WORKER),
    ):
        user = telling.people[who]
        involvement.bring_in(
            case=telling.young, role=role, user=user, agency=user.memberships.get().agency_role.agency,
            by=telling.people["grace"], at=telling.later(hours=1), reason="Works with him.",
        )  # fmt: skip


def _intervention_dates_are_adopted(telling: Any) -> None:
    """The partnership holds itself to the day by which an intervention begins: what is only suggested gets no later date."""
    from hsb import clock
    from hsb.timeliness import actions
    from hsb.timeliness.models import StandardVersion

    if not StandardVersion.objects.filter(code="T27", adopted=True).exists():
        today = clock.local_date(telling.now)
        actions.adopt(code="T27", amount=10, effective_from=today, by=telling.people["tom"], at=telling.now)


def _tell(story: str, number: int) -> Told:
    from hsb import clock
    from hsb.accounts.models import User
    from hsb.demonstration.families import Family
    from hsb.demonstration.people import ACCOUNTS
    from hsb.demonstration.story_telling import Telling

    days, said, steps = _stories()[story]
    people = {account.key: User.objects.get(email=account.email) for account in ACCOUNTS}
    family = Family(number, **said)
    telling = Telling(people, clock.now(), days, family)
    for step in steps:
        step(telling)
    (harmed,) = family.typed(clock.today())["harmed"]["people"]
    return Told(telling.young.reference, harmed["family_name"])


def _write_the_rest(case: str) -> None:
    from aim2.models import Assessment
    from hsb import clock
    from tests.aim2.assessments import builders

    found = Assessment.objects.select_related("case", "lead", "co_worker").filter(case__reference=case)
    builders.written(found.latest("number"), clock.now())


def main(what: str, which: str) -> None:
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        if what == "write_the_rest":
            _write_the_rest(which)
        else:
            print(json.dumps(asdict(_tell(what, int(which)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
