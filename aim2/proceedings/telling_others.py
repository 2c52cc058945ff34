"""What each record is told of a step, in the same transaction: social care of outcomes, plans' owners, harmed children's families."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from aim2.models import NumberedAllegation
from aim2.proceedings import consequences
from aim2.proceedings.effects import concerned
from aim2.proceedings.folding import held_true
from aim2.proceedings.plan import Plan
from aim2.proceedings.preview import harmed_of
from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases.involvement import involve
from hsb.cases.models import Case, Involvement, Part
from hsb.chronology.actions import record
from strategy_meetings.safety_plans.keeping import look_again

_WORK = (Part.ALLOCATED, Part.INVOLVED)


def tell(
    case: Case, harmed: Sequence[Case], made: Plan, *, occurred: datetime, occasion: UUID, by: User, at: datetime
) -> None:
    """Each record has its own event of the step. The caller holds the locks of all of them."""
    on_case = _on(case, at)
    worker = _one(on_case, Role.SOCIAL_WORKER)
    role = "social_worker" if worker else "mash_worker"
    person = worker.user_id if worker else None
    said = {"by": by, "at": at, "occurred": occurred, "occasion": occasion}
    if worker is None and made.outcome:
        _mash_takes_it(case, by=by, at=at)
    if made.outcome:
        reached = consequences.OutcomeReached(
            outcome=str(occasion),
            kind=made.outcome,
            role=role,
            person=person,
            allegations=_allegations(made),
            what=made.said,
        )
        record(reached, case=case, **said)
    if made.welfare:
        asked = consequences.WelfareDecisionAsked(step=str(occasion), because=made.welfare, role=role, person=person)
        record(asked, case=case, **said)
    if not made.step:
        return
    record(look_again(case, made.step, occasion, at=at), case=case, **said)
    for child in _harmed_children(case, harmed, made):
        on_child = _on(child, at)
        record(look_again(child, made.step, occasion, at=at), case=child, **said)
        record(_family(on_child, on_case, made.step, occasion), case=child, **said)


def _mash_takes_it(case: Case, *, by: User, at: datetime) -> None:
    """MASH, who left when a worker was allocated, is on the record again: whoever must say that they know of an outcome is told of
    it, has it on their list and can open it. They leave when a worker holds the case and nothing waits for them."""
    for agency in Agency.objects.filter(kind=AgencyKind.CSWS):
        involve(
            case=case,
            part=Part.FRONT_DOOR,
            agency=agency,
            role=Role.MASH_WORKER,
            by=by,
            at=at,
            reason="There is an outcome, and no social worker has the case.",
            tell=False,
        )


def _allegations(made: Plan) -> list[str]:
    found = (one for entry in made.occasion.entries for one in entry.allegations)
    return list(dict.fromkeys(found))


def _harmed_children(case: Case, harmed: Sequence[Case], made: Plan) -> Iterable[Case]:
    """Answer the records of those the step concerns: who a further allegation harmed learns nothing of another one's."""
    named = _allegations(made) or _corrected(made)
    rows = NumberedAllegation.objects.filter(case=case, allegation__in=named)
    ids = harmed_of(
        [str(row.allegation_id) for row in rows], {str(r.allegation_id): [UUID(h) for h in r.harmed] for r in rows}
    )
    return [one for one in harmed if one.pk in ids]


def _corrected(made: Plan) -> list[str]:
    root = made.occasion.corrects
    entry = next((one for one in held_true(made.history) if one.root == root), None)
    return list(concerned(entry)) if entry else []


def _on(case: Case, at: datetime) -> list[Involvement]:
    found = Involvement.objects.in_force(at).filter(case=case, part__in=_WORK)
    return list(found.select_related("agency").order_by("-opened_at", "pk"))


def _one(found: Iterable[Involvement], role: Role) -> Involvement | None:
    """Answer who is on the record in a role: the person before the team."""
    held = [one for one in found if one.role == role]
    return next((one for one in held if one.user_id), held[0] if held else None)


def _family(
    on_child: list[Involvement], on_case: list[Involvement], step: str, occasion: UUID
) -> consequences.FamilyToBeTold:
    """Whose move: the victim worker's where one is on the child's record, else police."""
    worker = _one(on_child, Role.VICTIM_WORKER)
    if worker is not None:
        kind = worker.agency.kind if worker.agency else AgencyKind.YOS
        return consequences.FamilyToBeTold(
            step=str(occasion), kind=step, agency=str(kind), role="victim_worker", person=worker.user_id
        )
    officer = _one(on_child, Role.POLICE_OFFICER)
    return consequences.FamilyToBeTold(step=str(occasion), kind=step, person=officer.user_id if officer else None)
