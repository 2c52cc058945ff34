"""The people in and around a case: writing them, and reading who they are through an open case."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hsb.cases.models import Case, Identity, IdentityDetails, Person, PersonPart
from hsb.together import together


@transaction.atomic
def add(*, case: Case, part: PersonPart, details: IdentityDetails, at: datetime, **facts: Any) -> Person:
    """The person stands on the case with their identity sealed; `facts` are the fields of `Person`.

    For the subject the case's own label follows: initials and birth date of a young person, neither for a person harmed.
    """
    person = Person.objects.create(case=case, part=part, added_at=at, **facts)
    identity = Identity(person=person, case=case)
    identity.hold(details, harmed=case.is_harmed)
    identity.save(force_insert=True)
    if part == PersonPart.SUBJECT and not case.is_harmed:
        case.initials = details.initials
        case.born_on = date.fromisoformat(details.born_on) if details.born_on else None
        case.save(update_fields=["initials", "born_on"])
    return person


def put_birth_date_right(case: Case, born_on: date) -> None:
    """The child of this record was born on that day. The caller holds the lock, and has asked whether it may be."""
    identity = Identity.objects.get(case=case, person__part=PersonPart.SUBJECT)
    identity.hold(replace(identity.details(), born_on=born_on.isoformat()), harmed=case.is_harmed)
    identity.version += 1
    identity.save()
    case.born_on = born_on
    case.save(update_fields=["born_on"])


def subject(case: Case) -> tuple[Person, IdentityDetails] | None:
    """Answer the child a record is about and who they are; None while nobody has said."""
    identity = Identity.objects.select_related("person").filter(case=case, person__part=PersonPart.SUBJECT).first()
    return (identity.person, identity.details()) if identity else None


def everybody(case: Case) -> list[tuple[Person, IdentityDetails]]:
    """Answer everybody on the case with who they are: its subject, then parents, then the rest. One query."""
    return paired(**together(**who_is_on(case)))


def who_is_on(case: Case) -> dict[str, QuerySet[Any]]:
    """Answer what `paired` needs of a case, for `together`."""
    return {"people": Person.objects.filter(case=case), "identities": Identity.objects.filter(case=case)}


def paired(people: Iterable[Person], identities: Iterable[Identity]) -> list[tuple[Person, IdentityDetails]]:
    """Answer each of these people with who they are: the subject, then parents, then the rest."""
    of = {person.pk: person for person in people}
    return sorted(
        ((of[identity.person_id], identity.details()) for identity in identities),
        key=lambda pair: (_ORDER.index(PersonPart(pair[0].part)), pair[0].added_at, str(pair[0].pk)),
    )


_ORDER = [
    PersonPart.SUBJECT,
    PersonPart.PARENT_CARER,
    PersonPart.HOUSEHOLD,
    PersonPart.OTHER_CHILD,
    PersonPart.CONTACT,
]


def around(case: Case) -> list[tuple[Person, IdentityDetails]]:
    """Answer everybody on the case but its subject, parents first, with who they are. One query."""
    return [pair for pair in everybody(case) if pair[0].part != PersonPart.SUBJECT]
