"""Whose disagreement it is, where a professional raises it for somebody else."""

from dataclasses import dataclass
from datetime import datetime

from hsb.cases import people
from hsb.cases.models import Case, IdentityDetails, Person, PersonPart
from hsb.errors import ActionNotAllowed
from hsb.escalation import policies


@dataclass(frozen=True)
class OnBehalf:
    """The parent or child a disagreement is raised for. `person` is on the record already, or `details` say who they are."""

    hear_by: str
    person: Person | None = None
    details: IdentityDetails | None = None
    relationship: str = ""
    address_withheld: bool = False
    interpreter: str = ""


def person_of(case: Case, on_behalf: OnBehalf, *, at: datetime) -> Person:
    """Answer the person on the record, put there now where nobody knew them."""
    person = on_behalf.person
    if person is None:
        if on_behalf.details is None or not on_behalf.details.full_name:
            raise ActionNotAllowed("Say who the disagreement is raised for.")
        person = people.add(
            case=case,
            part=PersonPart.CONTACT,
            details=on_behalf.details,
            at=at,
            relationship=on_behalf.relationship.strip(),
            may_be_contacted=True,
            address_confidential=on_behalf.address_withheld,
        )
    elif person.case_id != case.pk:
        raise ActionNotAllowed("Choose somebody of this child’s own record.")
    policies.check_may_hear(person, on_behalf.hear_by, address_withheld=on_behalf.address_withheld)
    return person
