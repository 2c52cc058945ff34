"""Sending a referral: one press makes every child's record, both receipts and every clock, or nothing at all.

The original is kept whole and sealed, for those who may see every child in it. For each child there is a copy of the sections
that concern them, with the other children's names replaced (`masking`), so that nobody reads one child by being on the other's
record (P3.7).
"""

import hashlib
import json
import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases import events as case_events
from hsb.cases import holding, masking, matching, sealing
from hsb.cases.involvement import involve
from hsb.cases.models import Case, Part, PersonPart
from hsb.cases.states import Safeguarding, Strand, YouthOffending
from hsb.chronology.actions import record
from hsb.documents import actions as documents
from hsb.errors import ActionNotAllowed
from referrals import sections
from referrals.eligibility import facts, rules
from referrals.events import submission as events
from referrals.models import (
    Destination,
    Draft,
    Rating,
    Receipt,
    Referral,
    ReferralCase,
    ReferralOriginal,
)
from referrals.submission.addenda import said_at
from referrals.submission.child import Answers, Child, entry_of, read_day, said_yes
from referrals.submission.copies import hidden_from, write_first_account, write_parts
from referrals.submission.criminal import write_criminal_side
from referrals.submission.records import open_records, write_people


@transaction.atomic
def submit(*, draft: Draft, by: User, at: datetime) -> Referral:
    """The referral is sent: records opened, whoever its route names has it, clocks run, the sender gets a receipt. Sent once.

    Sending a draft again answers the referral it became. Raises ActionNotAllowed, with what to do, while something compulsory
    is missing or when the behaviour was by an adult (P1.1).
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    sent = Referral.objects.filter(pk=draft.pk).first()
    if sent is not None:
        return sent
    if draft.owner_id != by.pk:
        raise ActionNotAllowed("Only the person who wrote a referral can send it.")
    if draft.discarded_at is not None:
        raise ActionNotAllowed("This draft was thrown away and nothing of it was sent. Start a new referral.")
    missing = sections.still_needed(draft)
    if missing:
        raise ActionNotAllowed(f"{len(missing)} answers are still needed. {missing[0].message}")
    answers = sections.collect(draft)
    found = rules.eligibility(sections.facts(answers, on=clock.local_date(at)))
    if found.refused:
        raise ActionNotAllowed(" ".join(c.reason for c in found.criteria if c.state is facts.State.NOT_MET))
    occasion = uuid.uuid4()
    children = open_records(answers, by=by, at=at)
    referral = _write_referral(draft, answers, children, by=by, at=at)
    for child in children:
        _receive(referral, child, children, answers, occasion=occasion, by=by, at=at)
    for harmed in children[1:]:
        entry = entry_of(answers, harmed.number)
        cases.link(
            displayed=children[0].case,
            harmed=harmed.case,
            called=harmed.called,
            # Only the kind of relationship: what the sender wrote about it stands on the harmed person's own record, because a
            # link is read by everybody who sees that there is a case at all.
            relationship=entry["relationship"].replace("_", " "),
            same_school=said_yes(entry["same_school"]),
            same_household=said_yes(entry["lives_with"]),
            by=by,
            at=at,
            occasion=occasion,
        )
    others = [child.case for child in children[1:]]
    documents.attach_draft(draft=draft.pk, case=children[0].case, by=by, also_about=others)
    draft.submitted_at, draft.reference = at, referral.reference
    draft.save(update_fields=["submitted_at", "reference"])
    draft.forget_answers()
    return referral


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
    others = hidden_from(child, children, answers)
    write_people(child, answers, others, at=at)
    write_parts(referral, child, answers, others)
    write_first_account(referral, child, answers["account"], others)
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
        events.IncidentKnown(
            incidents=len(answers["behaviour"]["incidents"]), **holding.keeper(case, clock.local_date(at)).facts()
        ),
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
        if referral.criminal_justice_route:
            _send_to_yos(referral, case, occasion=occasion, by=by, at=at)
        write_criminal_side(referral, child, answers["police"], others, by=by, at=at)
        _write_ratings(referral, case, answers["ratings"], others, at=at)
    identity = case.identities.filter(person__part=PersonPart.SUBJECT).values_list("pk", flat=True).first()
    told_apart = {other.case.pk for other in children}
    if identity and (known := matching.suggest(identity_id=identity, case_id=case.pk, at=at, told_apart=told_apart)):
        record(case_events.MatchSuggested(how_many=known), case=case, by=None, at=at, occasion=occasion)


def _give_to_agencies(referral: Referral, child: Child, answers: Answers, *, by: User, at: datetime) -> None:
    """MASH has every record of a referral; YOS the young person's where the route is criminal justice (P6.4), else not before it is
    decided to engage (P5.10); the sender sees of the young person's what became of it."""
    for agency in Agency.objects.filter(kind=AgencyKind.CSWS):
        for role in (Role.MASH_WORKER, Role.CSWS_MANAGER):
            involve(case=child.case, part=Part.FRONT_DOOR, agency=agency, role=role, by=by, at=at, tell=False)
    Receipt(case=child.case, referral=referral, destination=Destination.MASH, received_at=at).save(force_insert=True)
    if child.number == 0:
        if referral.criminal_justice_route:
            for agency in Agency.objects.filter(kind=AgencyKind.YOS):
                involve(
                    case=child.case, part=Part.SCREENING, agency=agency, role=Role.YOS_MANAGER, by=by, at=at, tell=False
                )
        involve(case=child.case, part=Part.REFERRER, user=by, by=by, at=at, tell=False)
    _give_to_school(child, answers, by=by, at=at)


def _give_to_school(child: Child, answers: Answers, *, by: User, at: datetime) -> None:
    """A safeguarding lead who refers keeps their own pupils safe: they are on the young person's record as the school, and on
    a harmed child's only when that child is at the same school."""
    school = next((m for m in agencies.memberships(by) if m.role == Role.DSL), None)
    if school is None:
        return
    if child.number == 0 or entry_of(answers, child.number)["same_school"] == "yes":
        involve(
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
    record(
        events.YosReferred(reference=referral.reference, route="criminal_justice"),
        case=case,
        by=by,
        at=at,
        occasion=occasion,
    )
    cases.move(case=case, strand=Strand.YOUTH_OFFENDING, to=YouthOffending.REFERRED, by=by, at=at)


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
            judged_on=read_day(told["hackett_judged_on"]),
            recorded_at=at,
        ).save(force_insert=True)
    for one in told["brook"]:
        Rating(
            case=case,
            referral=referral,
            tool="brook",
            value=one["colour"],
            judged_by=one["judged_by"][:300],
            judged_on=read_day(one["judged_on"]),
            recorded_at=at,
            **{name: one[name] for name in ("edition", "age_band", "behaviour", "rationale", "trained")},
        ).save(force_insert=True)
