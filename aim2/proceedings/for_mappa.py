"""What of the proceedings may make somebody eligible for MAPPA: each caution, conviction and sentence as it stands (P5.9)."""

from datetime import date, timedelta

from aim2.proceedings import queries
from aim2.proceedings.standing import AllegationNow, Proceedings, in_force
from aim2.proceedings.states import Standing as State
from aim2.proceedings.words import CALLED, NOTIFICATION, SENTENCES
from hsb.cases.models import Case
from strategy_meetings.mappa.grounds import Standing
from strategy_meetings.mappa.rules import Ground
from strategy_meetings.mappa.states import Basis, Source

CUSTODY = "custody"


def grounds(case: Case, on: date) -> list[Standing]:
    """Answer them on a day, one for each allegation that came to one. What was acquitted, dropped or only alleged is none. Three
    statements. The caller has opened the case."""
    if case.is_harmed:
        return []
    stands, offences = queries.with_offences(case)
    found = (of_allegation(one, stands.now, offences.get(one.id, ""), on) for one in stands.now.allegations)
    return [one for one in found if one is not None]


def of_allegation(one: AllegationNow, now: Proceedings, offence: str, on: date) -> Standing | None:
    """Answer what one allegation came to. A sentence holds more than the conviction it follows, and stands in its place. Pure."""
    must_notify = any(order.kind == NOTIFICATION and one.id in order.allegations for order in in_force(now.orders, on))
    sentence = next((o for o in reversed(now.orders) if o.is_sentence and one.id in o.allegations), None)
    if one.standing == State.CAUTIONED and one.since:
        made = Basis.CAUTION, one.since, f"Caution: {offence}.", Source.POLICE, 0
    elif one.standing == State.SENTENCED and one.since:
        kind = CALLED.get(sentence.kind, "") if sentence else SENTENCES.get(one.sentence, "")
        held = sentence is not None and one.sentence == CUSTODY
        months = _months(sentence.from_on or sentence.made_on, sentence.until) if sentence and held else 0
        made = Basis.SENTENCE, one.since, f"{offence}: {kind}.".replace(": .", "."), Source.YOS, months
    elif one.standing == State.CONVICTED and one.found_on:
        made = Basis.CONVICTION, one.found_on, f"Found guilty: {offence}.", Source.YOS, 0
    else:
        return None
    basis, on, what, source, months = made
    return Standing(one.id, Ground(basis.value, must_notify=must_notify, custody_months=months), what, on, source)


def _months(since: date, until: date | None) -> int:
    """Answer the whole months of a custodial sentence, its last day counted; 0 where its end is not on record."""
    if until is None:
        return 0
    after = until + timedelta(days=1)
    months = (after.year - since.year) * 12 + after.month - since.month
    return max(months - (after.day < since.day), 0)
