"""When AIM2 is held, and what stays locked beside a finding. Pure (policy 6.5; domain.md §5.3)."""

from datetime import date

from aim2.proceedings.standing import AllegationNow, Hold, Lock, Proceedings
from aim2.proceedings.states import HoldRule

ENDS_BY = {
    HoldRule.UNTIL_CONVICTION: "A guilty plea that the court accepts, a finding, or the end of the charge",
    HoldRule.WHILE_NOT_GUILTY: "Another plea, a finding, or the end of the charge",
}
GOES_ON = "Reading, safety planning, work with parents, and a programme agreed with police and the CPS"
COVERS = ("behaviour", "account", "attitude", "evidence")
"""What concerns an open charge: the behaviour, accounts of it, the attitude to it and the evidence about it."""


def hold(now: Proceedings, rule: str) -> Hold | None:
    """Answer the hold in force by the partnership's rule, or None. A finding on one sexual allegation ends it for the case."""
    holding = _holding(now, rule)
    if not holding or now.convicted:
        return None
    numbers = _numbers(holding)
    because = (
        f"{numbers} charged and no conviction is recorded"
        if rule == HoldRule.UNTIL_CONVICTION
        else f"a plea of not guilty stands to {numbers[0].lower()}{numbers[1:].rsplit(' ', 1)[0]}"
    )
    since = min(one.charged_on or one.since or date.min for one in holding)
    return Hold(since, tuple(one.id for one in holding), because, ENDS_BY[HoldRule(rule)])


def locks(now: Proceedings, rule: str) -> tuple[Lock, ...]:
    """Answer the locks that open charges put on the work once it may begin because of another finding."""
    holding = _holding(now, rule)
    if not holding or not now.convicted:
        return ()
    return tuple(
        Lock(
            source="open_charge",
            allegations=(one.id,),
            covers=COVERS,
            since=one.charged_on or one.since or date.min,
            ends_by=f"A finding on allegation {one.number}, or the end of that charge",
        )
        for one in holding
    )


def _holding(now: Proceedings, rule: str) -> tuple[AllegationNow, ...]:
    if rule == HoldRule.NONE:
        return ()
    found = (one for one in now.charged if one.id not in now.lifted)
    return tuple(one for one in found if rule == HoldRule.UNTIL_CONVICTION or one.denies)


def _numbers(found: tuple[AllegationNow, ...]) -> str:
    numbers = [str(one.number) for one in found]
    if len(numbers) == 1:
        return f"Allegation {numbers[0]} is"
    return f"Allegations {', '.join(numbers[:-1])} and {numbers[-1]} are"
