"""What a strategy discussion does to a child's safeguarding strand: it never ends what runs already (issue 9, 1d)."""

from datetime import datetime

from hsb.accounts.models import User
from hsb.cases import actions as cases
from hsb.cases.models import Case
from hsb.cases.states import TRANSITIONS, Safeguarding, Strand
from referrals.models import CfAssessment, Destination, Receipt
from referrals.models.assessment import AssessmentState

S = Safeguarding
AFTER: dict[str, Safeguarding] = {
    "s47": S.ENQUIRY,
    "s47_goes_on": S.ENQUIRY,
    "assessment": S.ASSESSMENT,
    "child_in_need": S.CHILD_IN_NEED,
    "early_help": S.EARLY_HELP,
    "closed": S.TO_CLOSE,
}
RUNS = frozenset({S.ASSESSMENT, S.ENQUIRY})
"""What a discussion that begins no enquiry leaves as it is."""
STAYS = frozenset({S.CONFERENCE, S.PROTECTION_PLAN})
"""What no discussion ends: a conference that is called, a plan that runs."""


def called(case: Case, *, by: User, at: datetime) -> None:
    """The strand says that a discussion is to be held, where nothing runs already and MASH has nothing left to decide."""
    state = _state(case)
    if state == S.NOT_OPEN or state == S.CLOSED:
        _move(case, S.REFERRED, by=by, at=at)
        _move(case, S.STRATEGY, by=by, at=at)
    elif state in (S.EARLY_HELP, S.CHILD_IN_NEED, S.TO_CLOSE) or (state == S.REFERRED and not _mash_decides(case)):
        _move(case, S.STRATEGY, by=by, at=at)


def held(case: Case, outcome: str, *, by: User, at: datetime, occurred: datetime) -> None:
    """The strand stands where the discussion left it. MASH's own decision, where it is still to come, moves it instead."""
    state, to = _state(case), AFTER.get(outcome)
    if _mash_decides(case) or state in (S.DECISION_PROPOSED, S.NOT_OPEN):
        return
    if state in STAYS or (state in RUNS and to != S.ENQUIRY):
        return
    if to is None:
        to = _what_runs(case) if state == S.STRATEGY else None
    if to is None or to == state:
        return
    if to not in TRANSITIONS[Strand.SAFEGUARDING][state]:
        if S.STRATEGY not in TRANSITIONS[Strand.SAFEGUARDING][state]:
            return
        _move(case, S.STRATEGY, by=by, at=at, occurred=occurred)
    _move(case, to, by=by, at=at, occurred=occurred)


def _what_runs(case: Case) -> Safeguarding:
    """Answer where a child stands when “what runs goes on”: an assessment where there is one, else in need."""
    running = CfAssessment.objects.filter(case=case).exclude(state=AssessmentState.AUTHORISED).exists()
    return S.ASSESSMENT if running else S.CHILD_IN_NEED


def _mash_decides(case: Case) -> bool:
    return Receipt.objects.filter(case=case, destination=Destination.MASH, closed_at=None).exists()


def _state(case: Case) -> Safeguarding:
    return Safeguarding(Case.objects.values_list("safeguarding", flat=True).get(pk=case.pk))


def _move(case: Case, to: Safeguarding, *, by: User, at: datetime, occurred: datetime | None = None) -> None:
    cases.move(case=case, strand=Strand.SAFEGUARDING, to=to, by=by, at=at, occurred=occurred)
