"""Sending a referral: one press makes every child's record, both receipts and every clock, or nothing at all.

The original is kept whole and sealed, for those who may see every child in it. For each child there is a copy of the sections
that concern them, with the other children's names replaced (`masking`), so that nobody reads one child by being on the other's
record (P3.7).
"""

import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases import events as case_events
from hsb.cases import matching, people, sealing
from hsb.cases.models import Case, CaseKind, IdentityDetails, Part, Person, PersonPart
from hsb.cases.states import CriminalJustice, Safeguarding, Strand, YouthOffending
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.documents import actions as documents
from hsb.errors import ActionNotAllowed
from referrals import masking, rules, sections
from referrals.events import submission as events
from referrals.models import (
    Addendum,
    Allegation,
    Destination,
    Draft,
    FirstAccount,
    Rating,
    Receipt,
    Referral,
    ReferralCase,
    ReferralOriginal,
    ReferralPart,
)

Answers = dict[str, Any]

# What a harmed person is called where nobody chose a name: birds, trees and flowers. Each referral begins elsewhere in the
# list, so that one team does not read of twenty Herons, and no two in one referral share a name.
CHOSEN_NAMES = (
    "Heron", "Alder", "Wren", "Rowan", "Linnet", "Hazel", "Plover", "Aspen", "Siskin", "Maple", "Curlew", "Willow", "Dunlin",
    "Bramble", "Avocet", "Juniper", "Martin", "Clover", "Teal", "Laurel", "Kestrel", "Myrtle", "Osprey", "Sorrel", "Lapwing",
    "Cedar", "Fulmar", "Saffron", "Merlin", "Bryony",
)  # fmt: skip

# What of a harmed person's entry the young person's readers may see: what bears on risk, never who it is.
SHOWN_OF_HARMED = (
    "n", "kind", "pseudonym", "age_estimate", "sex", "relationship", "is_sibling", "same_school", "lives_with", "safe_now",
)  # fmt: skip
# What is written freely about who a child is. Their names are their own and never replaced.
SAID_OF_A_CHILD = ("address", "phone", "email", "ethnicity", "religion", "school")
# The sections a harmed person's readers have a copy of; `harmed` and `behaviour` hold only what concerns this person.
SHOWN_TO_HARMED = ("account", "behaviour", "harmed", "request")

CRIMINAL_STATE: dict[str, CriminalJustice] = {
    "court_order": CriminalJustice.COURT_ORDER,
    "charged": CriminalJustice.CHARGED,
    "bail": CriminalJustice.ON_BAIL,
    "rui": CriminalJustice.RELEASED,
    "investigation": CriminalJustice.INVESTIGATION,
    "nfa": CriminalJustice.ENDED,
}


@dataclass(frozen=True)
class Child:
    """One record the referral opens: the young person (number 0) or a harmed person, with who they are."""

    number: int
    case: Case
    details: IdentityDetails
    called: str


@transaction.atomic
def submit(*, draft: Draft, by: User, at: datetime) -> Referral:
    """The referral is sent: records opened, MASH and YOS have it, clocks run, the sender gets a receipt. Sent once.

    Sending a draft again answers the referral it became. Raises ActionNotAllowed, with what to do, while something compulsory
    is missing or when the behaviour was by an adult (P1.1).
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    sent = Referral.objects.filter(pk=draft.pk).first()
    if sent is not None:
        return sent
    if draft.owner_id != by.pk:
        raise ActionNotAllowed("Only the person who wrote a referral can send it.")
    missing = sections.still_needed(draft)
    if missing:
        raise ActionNotAllowed(f"{len(missing)} answers are still needed. {missing[0].message}")
    answers = sections.collect(draft)
    found = rules.eligibility(sections.facts(answers, on=clock.local_date(at)))
    if found.refused:
        raise ActionNotAllowed(" ".join(c.reason for c in found.criteria if c.state is rules.State.NOT_MET))
    occasion = uuid.uuid4()
    children = _open_records(answers, by=by, at=at)
    referral = _write_referral(draft, answers, children, by=by, at=at)
    for child in children:
        _receive(referral, child, children, answers, occasion=occasion, by=by, at=at)
    for harmed in children[1:]:
        entry = _entry(answers, harmed.number)
        cases.link(
            displayed=children[0].case,
            harmed=harmed.case,
            called=harmed.called,
            # Only the kind of relationship: what the sender wrote about it stands on the harmed person's own record, because a
            # link is read by everybody who sees that there is a case at all.
            relationship=entry["relationship"].replace("_", " "),
            same_school=_yes(entry["same_school"]),
            same_household=_yes(entry["lives_with"]),
            by=by,
            at=at,
            occasion=occasion,
        )
    others = [child.case for child in children[1:]]
    documents.attach_draft(draft=draft.pk, case=children[0].case, by=by, also_about=others)
    draft.submitted_at, draft.reference = at, referral.reference
    draft.save(update_fields=["submitted_at", "reference"])
    return referral


def _open_records(answers: Answers, *, by: User, at: datetime) -> list[Child]:
    child = answers["young-person"]
    details = IdentityDetails(
        **{
            name: child[name]
            for name in ("given_name", "family_name", "known_as", "sex", "address", "postcode", "phone")
        },
        **{name: child[name] for name in ("email", "nhs_number", "upn", "ethnicity", "religion", "school")},
        born_on=child["born_on"] or "",
        age_estimated=str(child["age_estimate"] or ""),
    )
    displayed = cases.open_case(kind=CaseKind.DISPLAYED, by=by, at=at)
    displayed.looked_after = child["looked_after"] == "yes"
    displayed.save(update_fields=["looked_after"])
    found = [Child(0, displayed, details, "the young person")]
    people = answers["harmed"]["people"]
    everybody = [_named(child), *(_named(person) for person in people)]
    # A name to use instead that is somebody's own would tell who it is on every page that must not.
    asked = {
        person["n"]: "" if masking.mask_text(person["pseudonym"], everybody)[1] else person["pseudonym"]
        for person in people
    }
    taken = {name.casefold() for name in asked.values()}
    start = int(displayed.reference.rpartition("-")[2]) % len(CHOSEN_NAMES)
    names = CHOSEN_NAMES[start:] + CHOSEN_NAMES[:start]
    free = (name for name in names if name.casefold() not in taken and not masking.mask_text(name, everybody)[1])
    for person in people:
        if person["kind"] == "self":
            continue  # the young person's own record holds harm to themselves
        called = (asked[person["n"]] or next(free, f"Person {person['n']}"))[:60]
        case = cases.open_case(kind=CaseKind.HARMED, pseudonym=called, by=by, at=at)
        identity = IdentityDetails(
            **{name: person[name] for name in ("given_name", "family_name", "known_as", "sex", "address", "postcode")},
            school=person["school"],
            born_on=person["born_on"] or "",
            age_estimated=str(person["age_estimate"] or ""),
        )
        found.append(Child(person["n"], case, identity, called))
    return found


def _named(person: Answers) -> masking.Hidden:
    names = {name: person[name] for name in ("given_name", "family_name", "known_as")}
    return masking.hidden(**names, called="")


def _write_referral(draft: Draft, answers: Answers, children: list[Child], *, by: User, at: datetime) -> Referral:
    whole = json.dumps(answers, sort_keys=True, ensure_ascii=False)
    routes = answers["request"]["routes"]
    held = agencies.memberships(by)
    referral = Referral(
        pk=draft.pk,
        reference=cases.next_reference("R", at=at),
        submitted_by=by,
        agency=held[0].agency if held else None,
        submitted_at=at,
        danger_now=draft.danger_now,
        child_protection_route="child_protection" in routes,
        criminal_justice_route="criminal_justice" in routes,
        children=len(children),
    )
    referral.save(force_insert=True)
    ReferralOriginal(
        referral=referral,
        submitted_by=by,
        children=len(children),
        sealed=sealing.seal(answers),
        digest=hashlib.sha256(whole.encode()).hexdigest(),
    ).save(force_insert=True)
    ReferralCase.objects.bulk_create(
        ReferralCase(referral=referral, case=child.case, number=child.number, called=child.called, submitted_by=by)
        for child in children
    )
    return referral


def _receive(
    referral: Referral, child: Child, children: list[Child], answers: Answers, *, occasion: UUID, by: User, at: datetime
) -> None:
    case = child.case
    others = hidden_from(child, children)
    _write_people(child, answers, others, at=at)
    _write_parts(referral, child, answers, others)
    _write_first_account(referral, child, answers["account"], others)
    _give_to_agencies(referral, child, answers, by=by, at=at)
    account = answers["account"]
    told = said_at(account, at=at)
    receiver, _ = masking.mask_text(
        ", ".join(filter(None, (account["received_by_name"], account["received_by_job"]))), others
    )
    record(
        events.FirstAccountGiven(how_came=account["how_came"], directness=account["directness"], received_by=receiver),
        case=case,
        by=by,
        at=at,
        occurred=told,
        occasion=occasion,
    )
    record(
        events.IncidentKnown(incidents=len(answers["behaviour"]["incidents"])),
        case=case,
        by=by,
        at=at,
        occasion=occasion,
    )
    sender = referral.agency.short_name if referral.agency and child.number == 0 else ""
    record(
        events.ReferralReceived(destination="mash", reference=referral.reference, from_agency=sender),
        case=case,
        by=by,
        at=at,
        occasion=occasion,
    )
    cases.move(case=case, strand=Strand.SAFEGUARDING, to=Safeguarding.REFERRED, by=by, at=at)
    if child.number == 0:
        _send_to_yos(referral, case, occasion=occasion, by=by, at=at)
        _write_criminal_side(referral, child, answers["police"], others, by=by, at=at)
        _write_ratings(referral, case, answers["ratings"], others, at=at)
    identity = case.identities.filter(person__part=PersonPart.SUBJECT).values_list("pk", flat=True).first()
    if identity and (known := matching.suggest(identity_id=identity, case_id=case.pk, at=at)):
        record(case_events.MatchSuggested(how_many=known), case=case, by=None, at=at, occasion=occasion)


def hidden_from(child: Child, children: list[Child]) -> list[masking.Hidden]:
    """Answer the other children of a referral, as people whose names this child's readers must not see."""
    own = (child.details.given_name, child.details.family_name, child.details.known_as)
    return [
        masking.hidden(
            given_name=other.details.given_name,
            family_name=other.details.family_name,
            known_as=other.details.known_as,
            called=other.called,
            shared=own,
        )
        for other in children
        if other.number != child.number
    ]


def copy_for(
    child_number: int, answers: Answers, others: list[masking.Hidden], *, on: date
) -> dict[str, tuple[Answers, bool]]:
    """Answer section → (answers as this child's readers see them, whether a name was replaced). Pure.

    A young person's readers see of a harmed person only what bears on risk; a harmed person's readers see the account, what
    was done to them and their own entry, and nothing of the young person's life.
    """
    chosen: dict[str, Answers] = {}
    if child_number == 0:
        chosen = dict(answers)
        people = [{key: person.get(key) for key in SHOWN_OF_HARMED} for person in answers["harmed"]["people"]]
        for shown, person in zip(people, answers["harmed"]["people"], strict=True):
            born = _date(person["born_on"])
            shown["age_estimate"] = rules.age_on(born, on) if born else person["age_estimate"]
        chosen["harmed"] = {
            **{k: v for k, v in answers["harmed"].items() if k != "unread"},
            "people": people,
            "unread": {},
        }
        own_words = {"nobody_known_detail": answers["harmed"]["nobody_known_detail"]}
        chosen["harmed"].update(own_words)
        chosen.pop("attachments", None)
    else:
        for key in SHOWN_TO_HARMED:
            chosen[key] = dict(answers[key])
        chosen["harmed"]["people"] = [_entry(answers, child_number)]
        chosen["behaviour"]["incidents"] = [
            incident
            for incident in answers["behaviour"]["incidents"]
            if not incident["involved"] or child_number in incident["involved"]
        ]
        chosen["request"] = {"wants": answers["request"]["wants"], "wants_why": answers["request"]["wants_why"]}
    return {key: masking.mask(value, others) for key, value in chosen.items()}


def _write_parts(referral: Referral, child: Child, answers: Answers, others: list[masking.Hidden]) -> None:
    copies = copy_for(child.number, answers, others, on=clock.local_date(referral.submitted_at))
    ReferralPart.objects.bulk_create(
        ReferralPart(case=child.case, referral=referral, section=key, answers=part, masked=masked)
        for key, (part, masked) in copies.items()
    )


def _write_first_account(referral: Referral, child: Child, account: Answers, others: list[masking.Hidden]) -> None:
    said, masked = masking.mask(account, others)
    FirstAccount(
        case=child.case,
        referral=referral,
        masked=masked,
        said_on=_date(account["said_on"]),
        said_time=time.fromisoformat(account["said_time"]) if account["said_time"] else None,
        written_up_on=_date(account["written_up_on"]),
        hands=account["hands"],
        **{
            name: said[name]
            for name in ("words", "words_not_known_reason", "questions_asked", "demeanour", "how_known", "how_came")
        },
        **{name: said[name] for name in ("directness", "said_where", "received_by_name", "received_by_job")},
    ).save(force_insert=True)


def _write_people(child: Child, answers: Answers, others: list[masking.Hidden], *, at: datetime) -> None:
    """The child and the people around them stand on their own record only, and nothing said about them names another child."""
    told, _ = masking.mask(answers, others)
    said = {name: masking.mask_text(getattr(child.details, name), others)[0] for name in SAID_OF_A_CHILD}
    child = replace(child, details=replace(child.details, **said))
    if child.number == 0:
        _write_young_person(child, told, at=at)
    else:
        _write_harmed(child, _entry(told, child.number), at=at)


def _write_young_person(child: Child, answers: Answers, *, at: datetime) -> None:
    contact, young = answers["contact"], answers["young-person"]
    people.add(
        case=child.case,
        part=PersonPart.SUBJECT,
        details=child.details,
        at=at,
        may_be_contacted=_yes(contact["may_be_contacted"]),
        contact_warning="\n".join(filter(None, (contact["contact_how"], contact["contact_warning"]))),
        address_confidential=contact["address_confidential"],
        language=young["first_language"][:100],
        interpreter_needed=_yes(young["interpreter_needed"]),
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
        interpreter_needed=_yes(entry["interpreter_needed"]),
    )
    if entry["carer_name"] or entry["carer_contact"]:
        people.add(
            case=child.case,
            part=PersonPart.PARENT_CARER,
            details=IdentityDetails(given_name=entry["carer_name"], phone=entry["carer_contact"]),
            at=at,
            relationship="Parent or carer",
            may_be_contacted=_yes(entry["may_be_contacted"]),
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
        has_parental_responsibility=_yes(parent["has_parental_responsibility"]),
        may_be_contacted=_yes(parent["may_be_contacted"]),
        contact_warning=parent["contact_warning"],
        address_confidential=parent["address_confidential"],
        language=parent["first_language"][:100],
        interpreter_needed=_yes(parent["interpreter_needed"]),
        communication_needs=parent["communication"],
        risks_to_workers=parent["risks_to_workers"],
    )


def _give_to_agencies(referral: Referral, child: Child, answers: Answers, *, by: User, at: datetime) -> None:
    """MASH has every record of a referral; YOS the young person's; the sender sees of the young person's what became of it."""
    for agency in Agency.objects.filter(kind=AgencyKind.CSWS):
        for role in (Role.MASH_WORKER, Role.CSWS_MANAGER):
            cases.involve(case=child.case, part=Part.FRONT_DOOR, agency=agency, role=role, by=by, at=at, tell=False)
    Receipt(case=child.case, referral=referral, destination=Destination.MASH, received_at=at).save(force_insert=True)
    if child.number == 0:
        for agency in Agency.objects.filter(kind=AgencyKind.YOS):
            cases.involve(
                case=child.case, part=Part.SCREENING, agency=agency, role=Role.YOS_MANAGER, by=by, at=at, tell=False
            )
        cases.involve(case=child.case, part=Part.REFERRER, user=by, by=by, at=at, tell=False)
    _give_to_school(child, answers, by=by, at=at)


def _give_to_school(child: Child, answers: Answers, *, by: User, at: datetime) -> None:
    """A safeguarding lead who refers keeps their own pupils safe: they are on the young person's record as the school, and on
    a harmed child's only when that child is at the same school."""
    school = next((m for m in agencies.memberships(by) if m.role == Role.DSL), None)
    if school is None:
        return
    if child.number == 0 or _entry(answers, child.number)["same_school"] == "yes":
        cases.involve(
            case=child.case,
            part=Part.INVOLVED,
            user=school.acting_for or by,  # whose school it is: who acts for them now has it for as long
            role=Role.DSL,
            agency=school.agency,
            by=by,
            at=at,
            tell=False,
        )


def _send_to_yos(referral: Referral, case: Case, *, occasion: UUID, by: User, at: datetime) -> None:
    Receipt(case=case, referral=referral, destination=Destination.YOS, received_at=at).save(force_insert=True)
    route = "criminal_justice" if referral.criminal_justice_route else "child_protection"
    record(
        events.ReferralReceived(
            destination="yos",
            reference=referral.reference,
            from_agency=referral.agency.short_name if referral.agency else "",
        ),
        case=case,
        by=by,
        at=at,
        occasion=occasion,
    )
    record(events.YosReferred(reference=referral.reference, route=route), case=case, by=by, at=at, occasion=occasion)
    cases.move(case=case, strand=Strand.YOUTH_OFFENDING, to=YouthOffending.REFERRED, by=by, at=at)


def _write_criminal_side(
    referral: Referral, child: Child, police: Answers, others: list[masking.Hidden], *, by: User, at: datetime
) -> None:
    allegations, _ = masking.mask(police["allegations"], others)
    for told in allegations:
        Allegation(
            case=child.case,
            referral=referral,
            alleged_on=_date((told["on"] or {}).get("earliest")),
            alleged_when=((told["on"] or {}).get("text") or "")[:100],
            officer_name=told["officer_name"][:200],
            officer_contact=told["officer_contact"][:200],
            crime_number=told["crime_number"][:60],
            court=told["court"][:200],
            **{name: _date(told[name]) for name in ("interviewed_on", "status_on", "bail_until", "hearing_on")},
            **{name: told[name] for name in ("offence", "admission", "status", "bail_conditions", "order_detail")},
        ).save(force_insert=True)
    furthest = next((status for status in CRIMINAL_STATE if any(a["status"] == status for a in allegations)), "")
    if not furthest:
        return
    until = next((a["bail_until"] for a in allegations if a["status"] == furthest and a["bail_until"]), "") or ""
    record(events.CriminalRecorded(status=furthest, until=until), case=child.case, by=by, at=at)
    cases.move(case=child.case, strand=Strand.CRIMINAL_JUSTICE, to=CRIMINAL_STATE[furthest], by=by, at=at)


def _write_ratings(
    referral: Referral, case: Case, ratings: Answers, others: list[masking.Hidden], *, at: datetime
) -> None:
    told, _ = masking.mask(ratings, others)
    if told["hackett"] and told["hackett"] != "not_judged":
        Rating(
            case=case,
            referral=referral,
            tool="hackett",
            edition="2010",
            value=told["hackett"],
            rationale=told["hackett_rationale"],
            judged_by=told["hackett_judged_by"][:300],
            judged_on=_date(told["hackett_judged_on"]),
            recorded_at=at,
        ).save(force_insert=True)
    for one in told["brook"]:
        Rating(
            case=case,
            referral=referral,
            tool="brook",
            value=one["colour"],
            judged_by=one["judged_by"][:300],
            judged_on=_date(one["judged_on"]),
            recorded_at=at,
            **{name: one[name] for name in ("edition", "age_band", "behaviour", "rationale", "trained")},
        ).save(force_insert=True)


@transaction.atomic
def add_addendum(*, referral: Referral, text: str, key: str, by: User, at: datetime) -> None:
    """The sender's words stand beside the referral, dated, on every child's record and masked for each. Never changed after.

    `key` comes with the form, so that pressing twice adds once. Raises ActionNotAllowed for an empty text or another sender.
    """
    if referral.submitted_by_id != by.pk:
        raise ActionNotAllowed("Only the person who sent a referral can add to it. Write a note on the case instead.")
    if not text.strip():
        raise ActionNotAllowed("Write what you want to add.")
    children = _children_of(referral, sealing.unseal(ReferralOriginal.objects.get(referral=referral).sealed))
    lock(*(child.case for child in children))
    for child in children:
        if Addendum.objects.filter(case=child.case, referral=referral, key=key).exists():
            continue
        shown, masked = masking.mask_text(text, hidden_from(child, children))
        Addendum(case=child.case, referral=referral, key=key, text=shown, masked=masked, at=at, by=by).save(
            force_insert=True
        )
        record(events.AddendumAdded(reference=referral.reference), case=child.case, by=by, at=at)


def _children_of(referral: Referral, answers: Answers) -> list[Child]:
    """Answer the children of a sent referral, from its original, with what each is called.

    The sender is on none of their records, so each is opened to this one transaction first.
    """
    for case_id in ReferralCase.objects.filter(referral=referral).values_list("case_id", flat=True):
        opening(case_id)
    called = {row.number: row for row in ReferralCase.objects.filter(referral=referral).select_related("case")}
    young = answers["young-person"]
    names = [(0, young["given_name"], young["family_name"], young["known_as"])]
    # An original sealed before a harmed person's nickname was asked has none.
    names += [
        (p["n"], p["given_name"], p["family_name"], p.get("known_as", ""))
        for p in answers["harmed"]["people"]
        if p["kind"] != "self"
    ]
    return [
        Child(
            number,
            called[number].case,
            IdentityDetails(given_name=given, family_name=family, known_as=known_as),
            called[number].called,
        )
        for number, given, family, known_as in names
        if number in called
    ]


def said_at(account: Answers, *, at: datetime) -> datetime:
    """Answer the instant the first account was given, as far as known: its time, else the day's noon, else the sending.

    Never after `at`: an account said to be given later today was given by now.
    """
    day = _date(account["said_on"])
    if day is None:
        return at
    if not account["said_time"]:
        return clock.instant_on(day, at=at)
    return min(datetime.combine(day, time.fromisoformat(account["said_time"]), tzinfo=clock.LONDON), at)


def _entry(answers: Answers, number: int) -> Answers:
    return next(person for person in answers["harmed"]["people"] if person["n"] == number)


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _yes(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)
