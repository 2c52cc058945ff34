"""What follows when an occasion is recorded, in sentences: dates, hold, who is told, what stops being alleged."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aim2.proceedings import consequences, plan
from aim2.proceedings.plan import Plan
from aim2.proceedings.standing import AllegationNow
from aim2.proceedings.words import lower_first
from hsb.agencies.profile import profile
from hsb.timeliness import queries as timeliness
from hsb.timeliness.english import long_date
from hsb.timeliness.facts import RUNNING, State
from hsb.timeliness.fold import Clock, fold
from referrals.eligibility.ages import ADULT_AGE


@dataclass(frozen=True)
class Follows:
    """One line of what follows: the heavy words first."""

    strong: str
    rest: str = ""


def follows(made: Plan, *, case_kind: str, families: bool, to_mash: bool, age: int | None = None) -> list[Follows]:
    """Answer what recording it does, most pressing first. `to_mash`: no social worker has the case; `age` that day."""
    told = list(_told(made, to_mash=to_mash))
    book = timeliness.book()
    standards, holidays = book.for_kind(case_kind), book.holidays
    stored = [event for event in made.history if event.id <= _newest_stored(made)]
    before = {clock.identity: clock for clock in fold(stored, standards, holidays)}
    after = fold(plan.with_more(made, told), standards, holidays)
    titles = {standard.code: standard for standard in standards}
    found = [
        *_grown_up(made, age),
        *_holding(made),
        *_clocks(before, after, titles),
        *_people(made, families=families, to_mash=to_mash),
    ]
    return [*found, *_alleged(made)]


def _newest_stored(made: Plan) -> int:
    return max((event.id for event in made.history), default=0) - len(made.occasion.entries) - len(made.followers)


def _told(made: Plan, *, to_mash: bool) -> Iterable[Any]:
    if made.outcome:
        role = "mash_worker" if to_mash else "social_worker"
        yield consequences.OutcomeReached(outcome="new", kind=made.outcome, role=role)
    if made.welfare:
        yield consequences.WelfareDecisionAsked(step="new", because=made.welfare)


def _grown_up(made: Plan, age: int | None) -> Iterable[Follows]:
    if age is not None and age >= ADULT_AGE and any(one.code == "charge.made" for one in made.occasion.entries):
        yield Follows(
            "Charged after 18: the adult court.",
            "Nobody assumes that the youth offending service has a part. Bring them in on “Access” if they do.",
        )


def _holding(made: Plan) -> Iterable[Follows]:
    if made.hold_begins:
        yield Follows(
            "AIM2 is held:", "no session, rating or sign-off. Reading, safety planning and work with parents go on."
        )
    if made.hold_ends:
        locked = [one for one in made.after.charged if made.after.convicted]
        rest = f" What concerns allegation {_numbers(locked)} stays locked." if locked else ""
        yield Follows("The hold on AIM2 ends.", rest.strip())
    for follower in made.followers:
        if follower.code in ("bail.ended", "court_bail.ended"):
            yield Follows("Bail ends, and its conditions with it.", "Nobody may rely on them from now on.")
        if follower.code == "hearing.vacated":
            yield Follows("The hearing to come is taken out.")


def _clocks(before: dict[tuple[str, int], Clock], after: list[Clock], standards: dict[str, Any]) -> Iterable[Follows]:
    for clock in after:
        standard, was = standards[clock.code], before.get(clock.identity)
        due = long_date(clock.due_on) if clock.due_on else ""
        if clock.state not in RUNNING:
            if was is not None and was.state in RUNNING:
                yield Follows(
                    f"{standard.title}:", "done." if clock.state in (State.MET, State.MET_LATE) else "no longer counts."
                )
            continue
        if clock.state is State.PAUSED and (was is None or was.state is not State.PAUSED):
            yield Follows(f"{standard.title}:", "stands still.")
        elif was is None and due:
            yield Follows(
                f"{standard.title} by {due}.", f"{profile().name(clock.owner_kind)}: {lower_first(standard.action)}."
            )
        elif was is not None and was.due_on != clock.due_on and due:
            yield Follows(f"{standard.title} now by {due}.", f"It was {long_date(was.due_on)}." if was.due_on else "")


def _people(made: Plan, *, families: bool, to_mash: bool) -> Iterable[Follows]:
    if made.outcome:
        whom = f"{profile().name('mash')}, as no social worker has the case," if to_mash else "The social worker"
        yield Follows(f"{whom} is told of the outcome", "and says that it has arrived.")
    if made.step:
        yield Follows("The safety plan of each child is looked at again today.")
        if families:
            yield Follows(
                "Each child harmed:", "the family is told by police or their victim worker, on that child’s own record."
            )


def _alleged(made: Plan) -> Iterable[Follows]:
    before = {one.id: one for one in made.before.allegations}
    no_longer = [one for one in made.after.allegations if not one.is_alleged and before[one.id].is_alleged]
    again = [one for one in made.after.allegations if one.is_alleged and not before[one.id].is_alleged]
    still = [one for one in made.after.allegations if one.is_alleged and before[one.id].is_alleged]
    if no_longer:
        rest = f"Allegation {_numbers(still)} still is." if still else ""
        yield Follows(f"Allegation {_numbers(no_longer)} is no longer “alleged”.", rest)
    if again:
        yield Follows(f"Allegation {_numbers(again)} is “alleged” again, on pages and in new documents.")


def _numbers(found: Iterable[AllegationNow]) -> str:
    return " and ".join(str(one.number) for one in found)


def harmed_of(concerned: Iterable[str], harmed: dict[str, list[UUID]]) -> list[UUID]:
    """Answer the records of those the allegations are said to have harmed, each once. Pure."""
    return list(dict.fromkeys(case for one in concerned for case in harmed.get(one, ())))
