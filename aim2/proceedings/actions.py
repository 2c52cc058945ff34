"""Changes in proceedings. Each checks, locks, changes and records in one transaction.

Over 300 lines: every entry of proceedings goes through `record_occasion`, and what follows from one is kept beside it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from aim2.models import NumberedAllegation
from aim2.proceedings import consequences, events, following, plan, queries, rows, telling_others
from aim2.proceedings.kinds import KINDS, ORDER
from aim2.proceedings.plan import Occasion, Plan
from aim2.proceedings.standing import Proceedings, licence_of
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.cases import actions as cases
from hsb.cases.involvement import involve
from hsb.cases.models import Case, CaseLink, Part
from hsb.cases.states import Strand
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.chronology.models import CaseEvent
from hsb.database import opening
from hsb.errors import ActionNotAllowed, check_said
from referrals.allocation.actions import mash_leaves
from referrals.eligibility.ages import ADULT_AGE
from referrals.models import Allegation


def planned(case: Case, occasion: Occasion) -> Plan:
    """Answer what recording the occasion would do now. Writes nothing; raises ActionNotAllowed like the action itself."""
    history = chronology.folded_events([case.pk])[case.pk]
    return plan.make(queries.as_referred(case), history, occasion, rule=profile().hold_rule)


@transaction.atomic
def record_occasion(
    *,
    case: Case,
    entries: Sequence[Any],
    occurred: datetime,
    by: User,
    at: datetime,
    press: UUID | None = None,
    corrects: CaseEvent | None = None,
) -> None:
    """The entries of one day stand in the chronology, and everything that follows with them, on each child's record its own part.

    One press records once. Raises ActionNotAllowed with the sentence of the first need that is not met; nothing is then stored.
    """
    harmed = _open_linked(case)
    lock(case, *harmed)
    ordered = sorted(entries, key=lambda one: ORDER.index(one.code) if one.code in ORDER else len(ORDER))
    if ordered and chronology.has_happened(case.pk, ordered[0].code, press):
        return
    case.refresh_from_db()
    rows.number(case)
    made = planned(case, Occasion(tuple(ordered), occurred, corrects.pk if corrects else None))
    occasion = press or uuid4()
    for number, entry in enumerate([*ordered, *made.followers]):
        _record(case, entry, by=by, at=at, occurred=occurred, occasion=occasion, corrects=None if number else corrects)
    for one in (one for one in ordered if getattr(one, "aim_required", False)):
        _record(case, _requires_aim(one), by=by, at=at, occurred=occurred, occasion=occasion)
    if corrects is not None:
        _withdraw_outcome(case, corrects, occasion=occasion, by=by, at=at)
    _after(case, made, by=by, at=at)
    telling_others.tell(case, harmed, made, occurred=occurred, occasion=occasion, by=by, at=at)
    rows.rewrite(case)
    following.follow(case, made, occasion=occasion, by=by, at=at)


def _requires_aim(entry: Any) -> events.CourtOrderedAim:
    """A sentence, an order or a licence requires the work."""
    if entry.code == "custody.released":
        return events.CourtOrderedAim(order_id=licence_of(entry.custody), allegations=entry.allegations)
    return events.CourtOrderedAim(order_id=entry.order_id, court=entry.court, allegations=entry.allegations)


def _open_linked(case: Case) -> list[Case]:
    """Answer the harmed children's records: whoever records is often on none of them, so each is opened to this transaction."""
    ids = list(CaseLink.objects.filter(case=case).values_list("linked_case_id", flat=True))
    for one in ids:
        opening(one)
    return [one for one in Case.objects.filter(pk__in=ids) if one.is_harmed]


def _record(
    case: Case,
    entry: Any,
    *,
    by: User,
    at: datetime,
    occurred: datetime,
    occasion: UUID,
    corrects: CaseEvent | None = None,
) -> CaseEvent:
    return record(entry, case=case, by=by, at=at, occurred=occurred, occasion=occasion, corrects=corrects)


def _after(case: Case, made: Plan, *, by: User, at: datetime) -> None:
    """The strand shows the furthest still open; from a charge under 18 on, the court officers are on the record.

    Charged after 18 it is the adult court, and nobody assumes that YOS has a part.
    """
    rows.rewrite(case)
    _move(case, made.after, by=by, at=at)
    codes = {one.code for one in made.occasion.entries}
    grown = (case.age_on(clock.local_date(made.occasion.occurred)) or 0) >= ADULT_AGE
    if not grown and (codes & {"charge.made", "hearing.set", "remand.made"} or made.after.charged):
        for agency in Agency.objects.filter(kind=AgencyKind.YOS):
            involve(
                case=case,
                part=Part.INVOLVED,
                agency=agency,
                role=Role.COURT_OFFICER,
                by=by,
                at=at,
                reason="There is a charge.",
                tell=False,
            )


def _move(case: Case, now: Proceedings, *, by: User | None, at: datetime) -> None:
    to = rows.strand(now, clock.local_date(at))
    if to is not None:
        cases.move(case=case, strand=Strand.CRIMINAL_JUSTICE, to=to, by=by, at=at)


@transaction.atomic
def move_on(*, case: Case, at: datetime) -> None:
    """The strand shows the furthest that is still open on this day: an order that ran out is not. Nothing was recorded for that."""
    lock(case)
    _move(case, queries.standing(case).now, by=None, at=at)


@transaction.atomic
def add_allegation(
    *,
    case: Case,
    offence: str,
    alleged_on: str,
    sexual: bool,
    occurred: datetime,
    by: User,
    at: datetime,
    press: UUID | None = None,
    harmed: Sequence[str] = (),
) -> None:
    """Police have named a further allegation: it has the next number, and stands like the others."""
    check_said(offence, "Write what is alleged.")
    lock(case)
    if chronology.has_happened(case.pk, "allegation.added", press):
        return
    rows.number(case)
    row = Allegation(case=case, offence=offence.strip(), alleged_on=alleged_on or None, status="investigation")
    row.save(force_insert=True)
    last = (
        NumberedAllegation.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first() or 0
    )
    NumberedAllegation.objects.create(
        case=case,
        allegation=row,
        number=last + 1,
        claimed={"alleged_on": alleged_on, "sexual": sexual},
        harmed=list(harmed),
    )
    added = events.AllegationAdded(
        allegations=[str(row.pk)], alleged_on=alleged_on, sexual=sexual, offence=offence.strip()
    )
    record_occasion(case=case, entries=[added], occurred=occurred, by=by, at=at, press=press)


@transaction.atomic
def strike_out(*, case: Case, entry: CaseEvent, reason: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """The entry did not happen, and nothing follows from it. Refused while a later one rests on it."""
    check_said(reason, "Say why it is struck out.")
    lock(case)
    if chronology.has_happened(case.pk, "entry.struck_out", press):
        return
    newest = queries.newest_of(entry)
    struck = events.EntryStruckOut(allegations=list(entry.facts.get("allegations") or []), reason=reason.strip())
    record_occasion(
        case=case, entries=[struck], occurred=newest.occurred_at, by=by, at=at, press=press, corrects=newest
    )


def _withdraw_outcome(case: Case, corrected: CaseEvent, *, occasion: UUID, by: User, at: datetime) -> None:
    """The outcome that was told because of an entry need not be told any more; what stands in its place is told afresh."""
    waiting = case.outcomes_to_tell.filter(withdrawn=False)
    for outcome in waiting.filter(pk=corrected.occasion) if corrected.occasion else ():
        record(consequences.OutcomeWithdrawn(outcome=str(outcome.pk)), case=case, by=by, at=at, occasion=occasion)


@transaction.atomic
def lift_hold(*, case: Case, reason: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """AIM2 is not held any more for the charges that held it, with the reason; a further charge holds it again."""
    check_said(reason, "Say why the hold is lifted.")
    lock(case)
    if chronology.has_happened(case.pk, "aim.hold_ended", press):
        return
    held = queries.standing(case).hold
    if held is None:
        raise ActionNotAllowed("AIM2 is not held. Reload the page to see where the case stands.")
    lifted = consequences.HoldEnded(lifted=True, allegations=list(held.allegations), reason=reason.strip())
    record(lifted, case=case, by=by, at=at, occasion=press)
    rows.rewrite(case)


@transaction.atomic
def choose_for_report(
    *, case: Case, report: str, choice: str, reason: str, by: User, at: datetime, press: UUID | None = None
) -> None:
    """The manager has said what happens to a report that is due before the assessment it draws on."""
    check_said(reason, "Say why.")
    lock(case)
    now = queries.standing(case).now
    known = next((one for one in now.reports if one.id == report), None)
    if known is None:
        raise ActionNotAllowed("Choose the report that this is about.")
    ids = next((list(one.allegations) for one in now.hearings if one.id == known.hearing), [])
    chosen = events.ReportAnswerChosen(report=report, choice=choice, reason=reason.strip(), allegations=ids)
    record_occasion(case=case, entries=[chosen], occurred=at, by=by, at=at, press=press)


@transaction.atomic
def hear(
    *,
    case: Case,
    allegations: Sequence[str],
    what: str,
    told_by: str,
    kind: str,
    occurred: datetime,
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> None:
    """What somebody was told stands among the steps, marked; those who record it are asked to confirm. Nothing follows yet."""
    check_said(what, "Write what you were told.")
    check_said(told_by, "Say who told you.")
    lock(case)
    if chronology.has_happened(case.pk, "proceedings.heard", press):
        return
    heard = consequences.Heard(
        heard=str(uuid4()),
        confirmed_by=KINDS[kind].asked_of,
        role="police_officer" if KINDS[kind].asked_of == "police" else "court_officer",
        allegations=list(allegations),
        what=what.strip(),
        told_by=told_by.strip(),
    )
    record(heard, case=case, by=by, at=at, occurred=occurred, occasion=press)
    rows.rewrite(case)


@transaction.atomic
def answer_heard(
    *, case: Case, heard: str, is_so: bool, answer: str, by: User, at: datetime, press: UUID | None = None
) -> None:
    """Police or YOS have said whether what was heard is so. What follows from it they record as an entry of their own."""
    lock(case)
    if chronology.has_happened(case.pk, "proceedings.heard_answered", press):
        return
    if "proceedings.heard_answered" in queries.said_of(case, "heard", heard):
        raise ActionNotAllowed("This has been answered already. Reload the page to see how.")
    if not is_so:
        check_said(answer, "Say what is so instead, or that nothing of it is known.")
    said = consequences.HeardAnswered(heard=heard, is_so=is_so, answer=answer.strip())
    record(said, case=case, by=by, at=at, occasion=press)
    rows.rewrite(case)


@transaction.atomic
def acknowledge(*, case: Case, outcome: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """Children's social care knows of the outcome: its clock is met. Said once."""
    lock(case)
    if not _waits(case, outcome):
        return
    record(consequences.OutcomeAcknowledged(outcome=outcome), case=case, by=by, at=at, occasion=press)
    rows.rewrite(case)
    mash_leaves(case, by=by, at=at)


@transaction.atomic
def tell_by_telephone(*, case: Case, outcome: str, to: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """Somebody at social care was rung about the outcome. It still waits for their own word."""
    check_said(to, "Say whom you told.")
    lock(case)
    if chronology.has_happened(case.pk, "proceedings.outcome_told", press) or not _waits(case, outcome):
        return
    record(consequences.OutcomeTold(outcome=outcome, to=to.strip()), case=case, by=by, at=at, occasion=press)
    rows.rewrite(case)


def _waits(case: Case, outcome: str) -> bool:
    return bool(case.outcomes_to_tell.filter(pk=outcome, known_at=None, withdrawn=False).exists())


@transaction.atomic
def decide_welfare(
    *, case: Case, step: str, decision: str, reason: str, by: User, at: datetime, press: UUID | None = None
) -> None:
    """Social care has said what this child needs now that bail or a charge no longer carries the plan."""
    check_said(reason, "Say why: what keeps everybody safe now.")
    lock(case)
    if chronology.has_happened(case.pk, "welfare.decided", press):
        return
    if "welfare.decided" in queries.said_of(case, "step", step):
        raise ActionNotAllowed("This has been decided already. Reload the page to see how.")
    decided = consequences.WelfareDecided(step=step, decision=decision, reason=reason.strip())
    record(decided, case=case, by=by, at=at, occasion=press)
    mash_leaves(case, by=by, at=at)


@transaction.atomic
def family_told(*, case: Case, step: str, how: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """The harmed child's family knows of the step, and how they were told. On that child's own record."""
    lock(case)
    if chronology.has_happened(case.pk, "family.told", press):
        return
    if "family.told" in queries.said_of(case, "step", step):
        raise ActionNotAllowed("That the family was told of this is on record already. Add a note for what is new.")
    record(consequences.FamilyTold(step=step, how=how.strip()), case=case, by=by, at=at, occasion=press)
