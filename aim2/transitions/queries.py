"""Reading the way towards 18."""

from aim2.disclosures.kinds import Kind, State
from aim2.models import Disclosure, HandOver, TransitionPlan
from aim2.transitions.states import RUNNING
from hsb.cases.models import Case
from hsb.chronology import queries as chronology


def plans(case: Case) -> list[TransitionPlan]:
    """Answer every transition plan, the newest first."""
    return list(TransitionPlan.objects.filter(case=case).select_related("begun_by", "saved_by").order_by("-begun_at"))


def running(case: Case) -> TransitionPlan | None:
    """Answer the one that is worked to."""
    return TransitionPlan.objects.filter(case=case, state__in=RUNNING).select_related("case").first()


def hand_overs(case: Case) -> list[HandOver]:
    """Answer what was sent, the newest first."""
    return list(HandOver.objects.filter(case=case).select_related("sent_by").order_by("-number"))


def hand_over(case: Case, number: int) -> HandOver | None:
    """Answer one of them."""
    return HandOver.objects.filter(case=case, number=number).select_related("case", "plan", "sent_by").first()


def enclosures(case: Case) -> list[Disclosure]:
    """Answer the documents of AIM2 that have left and may go with a hand-over: full reports, by the YOS manager's name."""
    rows = Disclosure.objects.filter(case=case, state=State.LEFT, kind=Kind.FULL)
    return list(rows.select_related("assessment").order_by("-number"))


def is_counted_to_18(case: Case) -> bool:
    """Whether it is counted already how long it is until 18."""
    return chronology.standing(case.pk, ["birth_date.recorded"]).exists()
