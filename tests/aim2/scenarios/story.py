"""A young person of the partnership's scenarios: referred by both routes, accepted by YOS, with everybody who has a part in it.

Told by the actions people press, each at its hour; the pages are clicked through by the journeys.
"""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from aim2.consent import actions as consent
from aim2.consent.policies import Answered
from aim2.gates import queries as gates
from aim2.proceedings import actions
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases import people
from hsb.cases.models import Case, IdentityDetails, Part, Person, PersonPart
from hsb.timeliness.models import Deadline
from referrals.models import Allegation
from tests.aim2.ready import accepted
from tests.factories.cases import put_on

OFFENCES = ("Sexual assault", "Causing a child to look at an indecent image")


def on(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.LONDON)


class Story:
    """One young person and the people around them."""

    def __init__(self, person: Any, referred: datetime, born_on: date) -> None:
        self.police, self.court = person("police_officer"), person("court_officer")
        self.officer, self.manager = person("yos_officer"), person("yos_manager")
        self.social_worker = person("social_worker")
        day, month, year = str(born_on.day), str(born_on.month), str(born_on.year)
        born = {"born_on_day": day, "born_on_month": month, "born_on_year": year, "sex": "male"}
        self.case: Case = accepted(person("dsl"), self.manager, referred, young_person=born)
        for user, role in (
            (self.police, Role.POLICE_OFFICER),
            (self.officer, Role.YOS_OFFICER),
            (self.manager, Role.YOS_MANAGER),
            (self.court, Role.COURT_OFFICER),
            (self.social_worker, Role.SOCIAL_WORKER),
        ):
            put_on(self.case, user, role, referred, Part.ALLOCATED)
        for offence in OFFENCES:
            actions.add_allegation(
                case=self.case, offence=offence, alleged_on="", sexual=True, occurred=referred, by=self.police,
                at=referred, press=uuid4(),
            )  # fmt: skip
        self.one, self.two = (str(Allegation.objects.get(case=self.case, offence=one).pk) for one in OFFENCES)

    def says(self, day: date, *entries: Any, by: User | None = None, hour: int = 15) -> None:
        """These entries were recorded on the day they happened."""
        at = on(day, hour)
        actions.record_occasion(
            case=self.case, entries=entries, occurred=clock.instant_on(day, at=at), by=by or self.police, at=at,
            press=uuid4(),
        )  # fmt: skip
        self.case.refresh_from_db()

    def parent(self, relationship: str, at: datetime) -> Person:
        details = IdentityDetails(given_name=relationship.title())
        return people.add(
            case=self.case, part=PersonPart.PARENT_CARER, details=details, at=at, relationship=relationship,
            has_parental_responsibility=True,
        )  # fmt: skip

    def agrees(self, day: date, parent: Person | None = None, *, hour: int = 10) -> None:
        """The young person, not found able to decide alone, or a parent agrees to taking part."""
        who: dict[str, Any] = (
            {"giver": "parent", "person": parent, "responsibility": "birth_certificate"}
            if parent
            else {"giver": "young_person", "able": False, "reasoning": "He asked for his mother to decide with him."}
        )
        answer = Answered(
            purpose="take_part", reply="agrees", answered_on=day, method="in_person", interpreter="not_needed",
            told=("explicit", "private", "disclosed", "stop"), **who,
        )  # fmt: skip
        consent.record_answer(case=self.case, answer=answer, by=self.officer, at=on(day, hour))

    def clock_of(self, code: str, key: str = "") -> Deadline | None:
        found = Deadline.objects.filter(case=self.case, standard_code=code, **({"key": key} if key else {}))
        return found.order_by("pk").last()

    def due(self, code: str, key: str = "") -> date | None:
        found = self.clock_of(code, key)
        return found.due_on if found else None

    def may_begin(self, day: date) -> bool:
        return gates.may_begin(self.case, on=day).may_start
