"""The records that a submission opens, and the people on them."""

from dataclasses import replace
from datetime import datetime

from hsb.accounts.models import User
from hsb.cases import actions as cases
from hsb.cases import masking, people
from hsb.cases.models import Case, CaseKind, IdentityDetails, Person, PersonPart
from referrals.submission.child import Answers, Child, entry_of, said_yes
from referrals.submission.copies import CHOSEN_NAMES, SAID_OF_A_CHILD

THE_YOUNG_PERSON = "the young person"


def young_persons_details(answers: Answers) -> IdentityDetails:
    """Answer who the referral says the young person is."""
    child = answers["young-person"]
    return IdentityDetails(
        **{
            name: child[name]
            for name in ("given_name", "family_name", "known_as", "sex", "address", "postcode", "phone")
        },
        **{name: child[name] for name in ("email", "nhs_number", "upn", "ethnicity", "religion", "school")},
        born_on=child["born_on"] or "",
        age_estimated=str(child["age_estimate"] or ""),
    )


def harmed_details(person: Answers) -> IdentityDetails:
    """Answer who the referral says a person harmed is."""
    return IdentityDetails(
        **{name: person[name] for name in ("given_name", "family_name", "known_as", "sex", "address", "postcode")},
        school=person["school"],
        born_on=person["born_on"] or "",
        age_estimated=str(person["age_estimate"] or ""),
    )


def names_to_use(answers: Answers, *, start: int) -> dict[int, str]:
    """Answer what each person harmed is called: the name asked for, else one of the list from place `start` on; none is anybody's own,
    which would tell who it is on every page that must not."""
    people = answers["harmed"]["people"]
    everybody = [_named(answers["young-person"]), *(_named(person) for person in people)]
    asked = {
        person["n"]: "" if masking.mask_text(person["pseudonym"], everybody)[1] else person["pseudonym"]
        for person in people
    }
    taken = {name.casefold() for name in asked.values()}
    start %= len(CHOSEN_NAMES)
    names = CHOSEN_NAMES[start:] + CHOSEN_NAMES[:start]
    free = (name for name in names if name.casefold() not in taken and not masking.mask_text(name, everybody)[1])
    return {
        person["n"]: (asked[person["n"]] or next(free, f"Person {person['n']}"))[:60]
        for person in people
        if person["kind"] != "self"  # the young person's own record holds harm to themselves
    }


def open_records(answers: Answers, *, by: User, at: datetime) -> list[Child]:
    """Each child of the referral has a record: the young person's first, then one for every person harmed but themselves."""
    displayed = cases.open_case(kind=CaseKind.DISPLAYED, by=by, at=at)
    displayed.looked_after = answers["young-person"]["looked_after"] == "yes"
    displayed.save(update_fields=["looked_after"])
    found = [Child(0, young_persons_details(answers), THE_YOUNG_PERSON, displayed)]
    called = names_to_use(answers, start=int(displayed.reference.rpartition("-")[2]))
    for person in answers["harmed"]["people"]:
        if person["n"] in called:
            case = cases.open_case(kind=CaseKind.HARMED, pseudonym=called[person["n"]], by=by, at=at)
            found.append(Child(person["n"], harmed_details(person), called[person["n"]], case))
    return found


def _named(person: Answers) -> masking.Hidden:
    names = {name: person[name] for name in ("given_name", "family_name", "known_as")}
    return masking.hidden(**names, called="")


def write_people(child: Child, answers: Answers, others: list[masking.Hidden], *, at: datetime) -> None:
    """The child and the people around them stand on their own record only, and nothing said about them names another child."""
    told, _ = masking.mask(answers, others)
    said = {name: masking.mask_text(getattr(child.details, name), others)[0] for name in SAID_OF_A_CHILD}
    child = replace(child, details=replace(child.details, **said))
    if child.number == 0:
        _write_young_person(child, told, at=at)
    else:
        _write_harmed(child, entry_of(told, child.number), at=at)


def _write_young_person(child: Child, answers: Answers, *, at: datetime) -> None:
    contact, young = answers["contact"], answers["young-person"]
    people.add(
        case=child.case,
        part=PersonPart.SUBJECT,
        details=child.details,
        at=at,
        may_be_contacted=said_yes(contact["may_be_contacted"]),
        contact_warning="\n".join(filter(None, (contact["contact_how"], contact["contact_warning"]))),
        address_confidential=contact["address_confidential"],
        language=young["first_language"][:100],
        interpreter_needed=said_yes(young["interpreter_needed"]),
        communication_needs=answers["needs"]["communication"],
        risks_to_workers=contact["risks_to_workers_detail"],
    )
    for parent in answers["home"]["parents"]:
        _add_parent(child.case, parent, at=at)
    for member in answers["home"]["household"]:
        people.add(
            case=child.case,
            part=PersonPart.OTHER_CHILD if member["is_child"] == "yes" else PersonPart.HOUSEHOLD,
            details=IdentityDetails(
                given_name=member["given_name"],
                family_name=member["family_name"],
                born_on=member["born_on"] or "",
                age_estimated=str(member["age_estimate"] or ""),
                sex=member["sex"],
            ),
            at=at,
            relationship=member["relationship"][:200],
        )
    for worker in answers["home"]["workers"]:
        people.add(
            case=child.case,
            part=PersonPart.CONTACT,
            details=IdentityDetails(given_name=worker["name"], phone=worker["phone"], email=worker["email"]),
            at=at,
            relationship=", ".join(filter(None, (worker["job"], worker["agency"])))[:200],
        )


def _write_harmed(child: Child, entry: Answers, *, at: datetime) -> None:
    people.add(
        case=child.case,
        part=PersonPart.SUBJECT,
        details=child.details,
        at=at,
        address_confidential=entry["address_confidential"],
        language=entry["first_language"][:100],
        interpreter_needed=said_yes(entry["interpreter_needed"]),
    )
    if entry["carer_name"] or entry["carer_contact"]:
        people.add(
            case=child.case,
            part=PersonPart.PARENT_CARER,
            details=IdentityDetails(given_name=entry["carer_name"], phone=entry["carer_contact"]),
            at=at,
            relationship="Parent or carer",
            may_be_contacted=said_yes(entry["may_be_contacted"]),
            contact_warning=entry["contact_warning"],
        )


def _add_parent(case: Case, parent: Answers, *, at: datetime) -> Person:
    names = ("given_name", "family_name", "phone", "email", "address", "postcode")
    return people.add(
        case=case,
        part=PersonPart.PARENT_CARER,
        details=IdentityDetails(**{name: parent[name] for name in names}),
        at=at,
        relationship=(parent["relationship_detail"] or parent["relationship"].replace("_", " ").capitalize())[:200],
        has_parental_responsibility=said_yes(parent["has_parental_responsibility"]),
        may_be_contacted=said_yes(parent["may_be_contacted"]),
        contact_warning=parent["contact_warning"],
        address_confidential=parent["address_confidential"],
        language=parent["first_language"][:100],
        interpreter_needed=said_yes(parent["interpreter_needed"]),
        communication_needs=parent["communication"],
        risks_to_workers=parent["risks_to_workers"],
    )
