"""What happens in court does to what stands. Pure."""

from dataclasses import replace
from typing import Any

from aim2.proceedings.effects.base import (
    Entry,
    concerned,
    day_of,
    each,
    effect_of,
    end_remands,
    stands,
    text_of,
)
from aim2.proceedings.standing import CustodyNow, HearingNow, OrderNow, Proceedings, ReportNow
from aim2.proceedings.states import Plea, Standing
from aim2.proceedings.words import RUNNING_SENTENCES


@effect_of("charge.discontinued")
def _discontinued(now: Proceedings, entry: Entry) -> Proceedings:
    return stands(now, concerned(entry), Standing.DISCONTINUED, entry.day)


@effect_of("plea.entered")
def _plea(now: Proceedings, entry: Entry) -> Proceedings:
    plea = text_of(entry, "plea")
    now = each(now, concerned(entry), lambda one: replace(one, plea=plea, plea_on=entry.day, confirmed=True))
    if plea != Plea.GUILTY:
        return now
    return stands(now, concerned(entry), Standing.CONVICTED, entry.day, guilty=True, found_on=entry.day)


@effect_of("finding.made")
def _finding(now: Proceedings, entry: Entry) -> Proceedings:
    guilty = bool(entry.facts.get("guilty"))
    standing = Standing.CONVICTED if guilty else Standing.ACQUITTED
    return stands(now, concerned(entry), standing, entry.day, guilty=guilty, found_on=entry.day)


@effect_of("sentence.passed")
def _sentenced(now: Proceedings, entry: Entry) -> Proceedings:
    kind, order_id = text_of(entry, "order"), text_of(entry, "order_id")
    now = end_remands(stands(now, concerned(entry), Standing.SENTENCED, entry.day, sentence=kind), entry)
    if kind not in RUNNING_SENTENCES:
        return now
    now = _order(now, entry, is_sentence=True)
    if kind != "custody":
        return now
    held = CustodyNow(id=order_id, kind="sentence", since=entry.day, allegations=concerned(entry), event=entry.root)
    return replace(now, custodies=(*now.custodies, held))


@effect_of("order.made")
def _order_made(now: Proceedings, entry: Entry) -> Proceedings:
    return _order(now, entry, is_sentence=False)


def _order(now: Proceedings, entry: Entry, *, is_sentence: bool) -> Proceedings:
    made = OrderNow(
        id=text_of(entry, "order_id"),
        kind=text_of(entry, "order"),
        allegations=concerned(entry),
        made_on=entry.day,
        from_on=day_of(entry, "from_on"),
        until=day_of(entry, "until"),
        is_sentence=is_sentence,
        aim_required=bool(entry.facts.get("aim_required")),
        event=entry.event,
    )
    return replace(now, orders=(*now.orders, made))


@effect_of("order.ended")
def _order_ended(now: Proceedings, entry: Entry) -> Proceedings:
    gone = text_of(entry, "order_id")
    ended = (
        replace(one, ended_on=entry.day) if gone in (one.id, one.under) and one.ended_on is None else one
        for one in now.orders
    )
    return replace(now, orders=tuple(ended))


@effect_of("hearing.set")
def _hearing_set(now: Proceedings, entry: Entry) -> Proceedings:
    on = day_of(entry, "hearing_on")
    assert on is not None
    hearing = HearingNow(
        id=text_of(entry, "hearing"),
        allegations=concerned(entry),
        on=on,
        time=text_of(entry, "time"),
        purpose=text_of(entry, "purpose") or "other",
        event=entry.event,
    )
    return replace(now, hearings=(*now.hearings, hearing))


def _change_hearing(now: Proceedings, entry: Entry, **changed: Any) -> Proceedings:
    which = text_of(entry, "hearing")
    return replace(now, hearings=tuple(replace(one, **changed) if one.id == which else one for one in now.hearings))


@effect_of("hearing.moved")
def _hearing_moved(now: Proceedings, entry: Entry) -> Proceedings:
    on = day_of(entry, "hearing_on")
    now = _change_hearing(now, entry, on=on, time=text_of(entry, "time"))
    which = text_of(entry, "hearing")
    return replace(now, reports=tuple(replace(r, hearing_on=on) if r.hearing == which else r for r in now.reports))


@effect_of("hearing.held")
def _hearing_held(now: Proceedings, entry: Entry) -> Proceedings:
    return _change_hearing(now, entry, held_on=entry.day, result_event=entry.event)


@effect_of("hearing.vacated")
def _hearing_vacated(now: Proceedings, entry: Entry) -> Proceedings:
    return _change_hearing(now, entry, vacated=True)


@effect_of("psr.requested")
def _report_asked(now: Proceedings, entry: Entry) -> Proceedings:
    on = day_of(entry, "hearing_on")
    assert on is not None
    report = ReportNow(text_of(entry, "report"), text_of(entry, "hearing"), on, entry.day)
    return replace(now, reports=(*now.reports, report))


def _change_report(now: Proceedings, entry: Entry, **changed: Any) -> Proceedings:
    which = text_of(entry, "report")
    return replace(now, reports=tuple(replace(one, **changed) if one.id == which else one for one in now.reports))


@effect_of("psr.lodged")
def _report_lodged(now: Proceedings, entry: Entry) -> Proceedings:
    return _change_report(now, entry, lodged_on=entry.day)


@effect_of("psr.withdrawn")
def _report_withdrawn(now: Proceedings, entry: Entry) -> Proceedings:
    return _change_report(now, entry, withdrawn=True)


@effect_of("psr.answer_chosen")
def _report_choice(now: Proceedings, entry: Entry) -> Proceedings:
    return _change_report(now, entry, choice=text_of(entry, "choice"))
