"""What each entry needs before it: the sentence that refuses it, or "". Pure (domain.md §5.3; issue: *Bad input*).

Over 300 lines: one table of refusals, read from top to bottom beside `kinds.py`.
"""

from collections.abc import Callable
from datetime import date

from aim2.proceedings.effects import Entry, concerned, day_of, text_of
from aim2.proceedings.standing import AllegationNow, BailNow, Proceedings
from aim2.proceedings.states import ADMITTED, TRANSITIONS, Standing
from aim2.proceedings.words import PERIODS
from hsb.timeliness.english import long_date

Need = Callable[[Proceedings, Entry], str]


def refusal(now: Proceedings, entry: Entry) -> str:
    """Answer why this cannot be recorded where it falls, in a sentence that says what to do; "" when it can."""
    for need in (_names_what_there_is, _after_the_behaviour, *NEEDS.get(entry.code, ())):
        if sentence := need(now, entry):
            return sentence
    return ""


def _those(now: Proceedings, entry: Entry) -> list[AllegationNow]:
    ids = concerned(entry)
    return [one for one in now.allegations if one.id in ids]


WITHOUT_ALLEGATION = frozenset(
    {"entry.struck_out", "aim.hold_began", "aim.hold_ended", "order.ended", "notification.made", "panel.held"}
    | {"breach.recorded", "custody.entered", "custody.first_review_set", "custody.released"}
)


def _names_what_there_is(now: Proceedings, entry: Entry) -> str:
    if entry.code in WITHOUT_ALLEGATION:
        return ""
    if not concerned(entry):
        return "Choose the allegations that this concerns."
    if len(_those(now, entry)) != len(set(concerned(entry))):
        return "Choose from the allegations on this record."
    return ""


def _after_the_behaviour(now: Proceedings, entry: Entry) -> str:
    for one in _those(now, entry):
        if one.alleged_on and entry.day < one.alleged_on and entry.code not in ("allegation.added",):
            return (
                f"Enter a later date: allegation {one.number} is about {long_date(one.alleged_on)}, and nothing "
                "can have been done about it before. If that day is wrong, put it right first."
            )
    return ""


# Words for one that does not fit: (number, where it stands) to a sentence.
def _stands(*wanted: Standing, words: str) -> Need:
    """The allegations stand at one of these. What is only referred may also be taken from where police were before."""

    def need(now: Proceedings, entry: Entry) -> str:
        for one in _those(now, entry):
            if one.standing in wanted or (not one.confirmed and Standing.REPORTED in wanted):
                continue
            return f"Allegation {one.number}: {one.standing.label.lower()}. {words}"
        return ""

    return need


def _goes_to(to: Standing, words: str) -> Need:
    wanted = tuple(before for before, after in TRANSITIONS.items() if to in after)
    return _stands(*wanted, words=words)


def _has_arrest(now: Proceedings, entry: Entry) -> str:
    arrested = [one.arrested_on for one in _those(now, entry) if one.arrested_on]
    if not arrested or min(arrested) > entry.day:
        return "Record the arrest first: bail before charge follows an arrest, and its limit is counted from it."
    return ""


def _returns_later(now: Proceedings, entry: Entry) -> str:
    returns = day_of(entry, "return_on")
    if returns and returns < entry.day:
        return "Enter a return date that is not before the day itself."
    return ""


def _within_the_law(now: Proceedings, entry: Entry) -> str:
    """The first period only: the papers may let the limit stand still, so a later one is held to its clock instead."""
    from aim2.proceedings.folding import bail_limit

    returns, arrested = day_of(entry, "return_on"), day_of(entry, "arrested_on")
    period = int(entry.facts.get("period") or 1)
    bail = _bail(now, entry)
    stood_still = bail is not None and bail.with_cps_since is not None
    if returns is None or arrested is None or text_of(entry, "rank") == "court" or stood_still:
        return ""
    limit = bail_limit(arrested, period)
    if returns > limit:
        return f"Enter a return date not after {long_date(limit)}: so long the law allows at this stage."
    return ""


def _bail(now: Proceedings, entry: Entry) -> BailNow | None:
    return next((one for one in now.bails if one.id == text_of(entry, "bail")), None)


def _bail_in_force(now: Proceedings, entry: Entry) -> str:
    bail = _bail(now, entry)
    if bail is None:
        return "Choose the bail that this is about."
    if not bail.is_in_force:
        return f"That bail ended on {long_date(bail.ended_on or entry.day)}. Nothing about it changes any more."
    if entry.day < bail.started_on:
        return f"Enter a day not before {long_date(bail.started_on)}, when that bail began."
    return ""


def _next_period(now: Proceedings, entry: Entry) -> str:
    bail = _bail(now, entry)
    period = int(entry.facts.get("period") or 2)
    if bail and period <= bail.period:
        return "That bail has been extended so far already: choose who extended it now."
    if bail and text_of(entry, "rank") == "designated" and bail.period != PERIODS["superintendent"]:
        return "In a designated case bail goes on after a superintendent’s nine months: record that extension first."
    return ""


def _admitted(now: Proceedings, entry: Entry) -> str:
    if text_of(entry, "disposal") == "outcome_22":  # needs none
        return ""
    for one in _those(now, entry):
        if one.admission not in ADMITTED or not one.admission_confirmed:
            return (
                f"Record what was admitted first: without an admission to allegation {one.number} there can be no caution "
                "or community resolution. Outcome 22 needs none."
            )
    return ""


def _papers_away(now: Proceedings, entry: Entry) -> str:
    if any(one.with_cps_since is None for one in _those(now, entry)):
        return "Record first that the papers went to the CPS, and what went with them."
    return ""


def _one_plea(now: Proceedings, entry: Entry) -> str:
    for one in _those(now, entry):
        if one.plea and one.plea_on == entry.day:
            return (
                f"A plea to allegation {one.number} is recorded for that day already. If it is wrong, put that entry right; "
                "only one plea can be entered at once."
            )
    return ""


def _hearing_to_come(now: Proceedings, entry: Entry) -> str:
    hearing = next((one for one in now.hearings if one.id == text_of(entry, "hearing")), None)
    if hearing is None:
        return "Choose the hearing that this is about."
    if not hearing.is_to_come:
        return "That hearing has been held or taken out of the list."
    was_on = day_of(entry, "was_on")
    if entry.code == "hearing.moved" and was_on != hearing.on:
        return f"That hearing has been moved already, to {long_date(hearing.on)}. Reload the page before you move it again."
    if entry.code == "hearing.held" and entry.day < hearing.on:
        return f"That hearing is on {long_date(hearing.on)}. If it was held earlier, record first that it was moved."
    return ""


def _hearing_later(now: Proceedings, entry: Entry) -> str:
    on = day_of(entry, "hearing_on")
    if on is None:
        return "Enter the day of the hearing."
    return "" if on >= entry.day else "Enter a hearing that is not before the day it was set."


def _report_is_due(now: Proceedings, entry: Entry) -> str:
    report = next((one for one in now.reports if one.id == text_of(entry, "report")), None)
    if report is None:
        return "Choose the report that this is about."
    return "" if report.is_due else "That report has been lodged, or is no longer asked for."


def _report_for_a_hearing(now: Proceedings, entry: Entry) -> str:
    hearing = next((one for one in now.hearings if one.id == text_of(entry, "hearing")), None)
    if hearing is None or not hearing.is_to_come:
        return "Record the hearing first for which the report is asked: it is due two working days before."
    return ""


def _order_in_force(now: Proceedings, entry: Entry) -> str:
    order = next((one for one in now.orders if one.id == text_of(entry, "order_id")), None)
    if order is None:
        return "Choose the order that this is about."
    return "" if order.ended_on is None else f"That order ended on {long_date(order.ended_on)} already."


def _binds(now: Proceedings, entry: Entry) -> str:
    """What was broken was in force that day."""
    bail, custody, order = (text_of(entry, name) for name in ("bail", "custody", "order_id"))
    if bail:
        return _bail_in_force(now, entry)
    if custody:
        return _in_custody(now, entry)
    known = next((one for one in now.orders if one.id == order), None)
    if known is None:
        return "Choose what was broken."
    if known.ended_on is not None or (known.until is not None and known.until < entry.day):
        return f"That was in force until {long_date(known.ended_on or known.until or entry.day)}. Nothing of it can be broken after."
    return "" if entry.day >= known.made_on else f"Enter a day not before {long_date(known.made_on)}, when it began."


def _licence_after_sentence(now: Proceedings, entry: Entry) -> str:
    held = next((one for one in now.custodies if one.id == text_of(entry, "custody")), None)
    if entry.facts.get("licence") and held is not None and held.kind != "sentence":
        return "A licence follows a sentence, not a remand. Leave it empty, or record the sentence first."
    return ""


def _in_custody(now: Proceedings, entry: Entry) -> str:
    held = next((one for one in now.custodies if one.id == text_of(entry, "custody")), None)
    if held is None:
        return "Record the remand or the sentence first: nobody is in custody by these entries."
    return "" if held.is_held else "They have been released already."


def _review_to_come(now: Proceedings, entry: Entry) -> str:
    on = day_of(entry, "first_review_on")
    if on is not None and on < entry.day:
        return "Enter a review that is not before the day it was set. One that was held is recorded as held."
    return ""


def _until_after(now: Proceedings, entry: Entry) -> str:
    begins: date | None = day_of(entry, "from_on") or entry.day
    until = day_of(entry, "until")
    return "Enter an end that is not before the beginning." if until and begins and until < begins else ""


def _licence_ends_later(now: Proceedings, entry: Entry) -> str:
    until = day_of(entry, "licence_until")
    return "Enter an end of the licence that is not before the release." if until and until < entry.day else ""


def _must_have(standing: Standing, words: str) -> Need:
    def need(now: Proceedings, entry: Entry) -> str:
        for one in _those(now, entry):
            if one.standing != standing:
                return f"{words} Allegation {one.number}: {one.standing.label.lower()}."
        return ""

    return need


def _must_notify_first(now: Proceedings, entry: Entry) -> str:
    known = text_of(entry, "notification") in now.notifications
    return "" if known else "Record first that they must notify, from when to when."


def _under_investigation(now: Proceedings, entry: Entry) -> str:
    return (
        "" if text_of(entry, "release") in now.releases else "Record first that they were released under investigation."
    )


_CHARGED = _must_have(Standing.CHARGED, "There must be a charge first.")
_BEFORE = (Standing.REPORTED, Standing.ON_BAIL, Standing.RELEASED)
_STILL = "Choose one that is still with the police."

NEEDS: dict[str, tuple[Need, ...]] = {
    "interview.held": (
        _stands(*_BEFORE, Standing.NO_FURTHER_ACTION, words="An interview comes before a charge or an outcome."),
    ),
    "arrest.made": (
        _stands(*_BEFORE, Standing.NO_FURTHER_ACTION, words="An arrest for it comes before a charge or an outcome."),
    ),
    "bail.started": (
        _has_arrest,
        _goes_to(Standing.ON_BAIL, "Change or extend that bail instead, or choose another allegation."),
        _returns_later,
        _within_the_law,
    ),
    "bail.changed": (_bail_in_force, _returns_later),
    "bail.extended": (_bail_in_force, _next_period, _returns_later, _within_the_law),
    "bail.ended": (_bail_in_force,),
    "bail.breached": (_bail_in_force,),
    "rui.started": (_goes_to(Standing.RELEASED, _STILL),),
    "rui.reviewed": (_under_investigation,),
    "rui.ended": (_under_investigation,),
    "charging.papers_sent": (_stands(*_BEFORE, words="Papers for a decision go to the CPS before a charge."),),
    "charging.decided": (_papers_away,),
    "outcome.out_of_court": (_admitted, _goes_to(Standing.CAUTIONED, _STILL)),
    "outcome.no_further_action": (
        _goes_to(Standing.NO_FURTHER_ACTION, "Once charged, the charge can be dropped instead."),
    ),
    "charge.made": (_goes_to(Standing.CHARGED, "It cannot be charged from there."),),
    "charge.discontinued": (_CHARGED,),
    "plea.entered": (_one_plea, _must_have(Standing.CHARGED, "A plea is to a charge: record the charge first.")),
    "finding.made": (_must_have(Standing.CHARGED, "A verdict is on a charge: record the charge first."),),
    "sentence.passed": (
        _must_have(Standing.CONVICTED, "A sentence follows a finding: record the guilty plea or the verdict first."),
        _until_after,
    ),
    "hearing.set": (
        _stands(
            Standing.CHARGED,
            Standing.CONVICTED,
            Standing.SENTENCED,
            words="A hearing is about a charge: record it first.",
        ),
        _hearing_later,
    ),
    "hearing.moved": (_hearing_to_come, _hearing_later),
    "hearing.held": (_hearing_to_come,),
    "hearing.vacated": (_hearing_to_come,),
    "psr.requested": (_report_for_a_hearing,),
    "psr.lodged": (_report_is_due,),
    "psr.withdrawn": (_report_is_due,),
    "psr.answer_chosen": (_report_is_due,),
    "court_bail.given": (
        _stands(Standing.CHARGED, Standing.CONVICTED, words="Bail by a court follows a charge: record it first."),
    ),
    "court_bail.ended": (_bail_in_force,),
    "remand.made": (
        _stands(Standing.CHARGED, Standing.CONVICTED, words="A remand follows a charge: record it first."),
    ),
    "order.made": (_until_after,),
    "order.ended": (_order_in_force,),
    "breach.recorded": (_binds,),
    "custody.entered": (_in_custody,),
    "custody.first_review_set": (_in_custody, _review_to_come),
    "custody.released": (_in_custody, _licence_after_sentence, _licence_ends_later),
    "notification.required": (
        _stands(
            Standing.CAUTIONED,
            Standing.CONVICTED,
            Standing.SENTENCED,
            words="The duty to notify follows a caution or a finding: record that first.",
        ),
    ),
    "notification.made": (_must_notify_first,),
}
