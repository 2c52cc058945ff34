"""Scenario 4's young person: fifteen, on bail, admitted in part, with mother and father on the record."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine

from aim2.consent import actions as consent
from aim2.consent.policies import Answered
from aim2.proceedings import events as proceedings
from aim2.proceedings.actions import record_occasion
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases import people
from hsb.cases.models import Case, IdentityDetails, Part, Person, PersonPart
from referrals.models import Allegation, Receipt
from referrals.yos import actions as yos
from referrals.yos import queries as screening
from tests.factories import cases as case_factory
from tests.factories.referrals import sent, young_persons_case
from tests.referrals.typed import FULL

SENT = datetime(2026, 12, 9, 11, 0, tzinfo=clock.LONDON)
AT = datetime(2026, 12, 14, 17, 10, tzinfo=clock.LONDON)
BORN = {"born_on_day": "1", "born_on_month": "5", "born_on_year": "2011"}


@pytest.fixture(autouse=True)
def _the_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def young(dsl, yos_manager, yos_officer, social_worker, csws_manager, police_officer) -> Case:
    """A fifteen-year-old whom YOS has accepted, with a confirmed admission."""
    typed = FULL | {"young-person": FULL["young-person"] | BORN}
    case = young_persons_case(sent(dsl, SENT, typed))
    receipt = Receipt.objects.select_related("case", "referral").get(case=case, destination="yos")
    criteria = screening.screening_criteria(receipt, on=SENT.date())
    yos.screen(receipt=receipt, outcome="accepted", reasons="Abusive.", criteria=criteria, by=yos_manager, at=SENT)
    case.refresh_from_db()
    yos.allocate(case=case, officer=yos_officer, by=yos_manager, at=SENT)
    for user, role in (
        (social_worker, Role.SOCIAL_WORKER),
        (csws_manager, Role.CSWS_MANAGER),
        (police_officer, Role.POLICE_OFFICER),
    ):
        case_factory.put_on(case, user, role, SENT, part=Part.ALLOCATED)
    admit(case, police_officer)
    case.refresh_from_db()
    return case


def admit(case: Case, by: User, how: str = "full") -> None:
    """The police confirm what was admitted."""
    (allegation,) = Allegation.objects.filter(case=case)
    said = proceedings.AdmissionRecorded(allegations=[str(allegation.pk)], admission=how)
    record_occasion(case=case, entries=[said], occurred=SENT, by=by, at=SENT)


def _parent(case: Case, relationship: str, **facts: object) -> Person:
    details = IdentityDetails(given_name=relationship.title())
    return people.add(
        case=case,
        part=PersonPart.PARENT_CARER,
        details=details,
        at=SENT,
        relationship=relationship,
        **facts,
    )


@pytest.fixture
def mother(young: Case) -> Person:
    return _parent(young, "mother", has_parental_responsibility=True)


@pytest.fixture
def father(young: Case) -> Person:
    return _parent(young, "father", has_parental_responsibility=True)


@pytest.fixture
def stepfather(young: Case) -> Person:
    return _parent(young, "stepfather", has_parental_responsibility=False)


Say = Callable[..., object]


@pytest.fixture
def say(young: Case, yos_officer: User) -> Say:
    """Record one answer: `say("agrees")` is the young person's, `say("refuses", mother)` hers; any field can be changed."""

    def record_it(reply: str, person: Person | None = None, *, at: datetime = AT, **more: object):
        who: dict[str, object] = (
            {"giver": "parent", "person": person, "responsibility": "birth_certificate"}
            if person
            else {"giver": "young_person", "able": False, "reasoning": "He named one reason for and one against."}
        )
        no: dict[str, object] = (
            {"reasons": "“It’s over.”", "next_offer_on": at.date() + timedelta(days=28)}
            if reply in ("refuses", "withdraws")
            else {}
        )
        given: dict[str, object] = {
            "purpose": "take_part",
            "reply": reply,
            "answered_on": at.date(),
            "method": "in_person",
            "interpreter": "not_needed",
            "told": ("explicit", "private", "disclosed", "stop"),
        }
        by = more.pop("by", yos_officer)
        press = more.pop("press", None)
        answer = Answered(**given | who | no | more)  # type: ignore[arg-type]
        return consent.record_answer(case=young, answer=answer, by=by, at=at, press=press)  # type: ignore[arg-type]

    return record_it
