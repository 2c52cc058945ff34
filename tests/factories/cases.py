"""Cases as the kernel makes them: opened, with people and involvements, by the same actions the product uses."""

from datetime import datetime
from typing import Any

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases import people
from hsb.cases.involvement import involve
from hsb.cases.models import Case, CaseKind, IdentityDetails, Part, PersonPart

YOUNG_PERSON = IdentityDetails(given_name="Jordan", family_name="Mallory", born_on="2012-03-01", postcode="AL1 2CD")
HARMED_CHILD = IdentityDetails(given_name="Tamsin", family_name="Quell", born_on="2015-06-09", postcode="AL4 9ZZ")


def young_person(at: datetime, details: IdentityDetails = YOUNG_PERSON, **facts: Any) -> Case:
    """A young person's case that nobody is on yet."""
    case = cases.open_case(kind=CaseKind.DISPLAYED, by=None, at=at)
    people.add(case=case, part=PersonPart.SUBJECT, details=details, at=at, **facts)
    return case


def harmed_child(at: datetime, details: IdentityDetails = HARMED_CHILD, called: str = "Heron", **facts: Any) -> Case:
    """A harmed child's case that nobody is on yet."""
    case = cases.open_case(kind=CaseKind.HARMED, pseudonym=called, by=None, at=at)
    people.add(case=case, part=PersonPart.SUBJECT, details=details, at=at, **facts)
    return case


def put_on(case: Case, user: User, role: Role, at: datetime, part: Part = Part.ALLOCATED) -> None:
    """The person is on the case by name."""
    involve(case=case, part=part, user=user, role=role, by=None, at=at)


def put_role_on(case: Case, agency: Agency, role: Role, at: datetime, part: Part = Part.INVOLVED) -> None:
    """Everybody who holds the role at the agency is on the case."""
    involve(case=case, part=part, agency=agency, role=role, by=None, at=at)
