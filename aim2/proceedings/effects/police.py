"""What the entries of police do to what stands. Pure."""

from dataclasses import replace

from aim2.proceedings.effects.base import (
    Entry,
    change_bail,
    concerned,
    day_of,
    each,
    effect_of,
    stands,
    text_of,
)
from aim2.proceedings.standing import BailNow, Proceedings
from aim2.proceedings.states import Standing
from aim2.proceedings.words import CAUTIONS


@effect_of("allegation.added")
def _added(now: Proceedings, entry: Entry) -> Proceedings:
    """It gets a row, and so a place among the referred, in the action that records it; police say it themselves."""
    return each(
        now,
        concerned(entry),
        lambda one: replace(one, confirmed=True, what_confirmed=True, since=one.since or entry.day),
    )


@effect_of("allegation.confirmed")
def _confirmed(now: Proceedings, entry: Entry) -> Proceedings:
    alleged = day_of(entry, "alleged_on")
    return each(
        now,
        concerned(entry),
        lambda one: replace(
            one,
            what_confirmed=True,
            confirmed=one.confirmed or one.standing == Standing.REPORTED,
            alleged_on=alleged or one.alleged_on,
        ),
    )


@effect_of("interview.held")
def _interviewed(now: Proceedings, entry: Entry) -> Proceedings:
    now = _again(now, entry)
    return each(now, concerned(entry), lambda one: replace(one, interviewed_on=entry.day))


@effect_of("arrest.made")
def _arrested(now: Proceedings, entry: Entry) -> Proceedings:
    now = _again(now, entry)
    return each(now, concerned(entry), lambda one: replace(one, arrested_on=entry.day))


def _again(now: Proceedings, entry: Entry) -> Proceedings:
    """An arrest or interview takes up again what had ended without a charge, and confirms what was only referred."""
    ids = tuple(
        one.id
        for one in now.allegations
        if one.id in concerned(entry)
        and (one.standing == Standing.NO_FURTHER_ACTION or (not one.confirmed and one.standing == Standing.REPORTED))
    )
    return stands(now, ids, Standing.REPORTED, entry.day)


@effect_of("admission.recorded")
def _admission(now: Proceedings, entry: Entry) -> Proceedings:
    said = text_of(entry, "admission")
    return each(
        now,
        concerned(entry),
        lambda one: replace(one, admission=said, admission_on=entry.day, admission_confirmed=True),
    )


@effect_of("bail.started")
def _bailed(now: Proceedings, entry: Entry) -> Proceedings:
    bail = BailNow(
        id=text_of(entry, "bail"),
        allegations=concerned(entry),
        started_on=entry.day,
        arrested_on=day_of(entry, "arrested_on"),
        return_on=day_of(entry, "return_on"),
        event=entry.root,
        words_event=entry.event,
    )
    now = replace(now, bails=(*now.bails, bail))
    return stands(now, concerned(entry), Standing.ON_BAIL, entry.day, bail=bail.id, release="")


@effect_of("bail.changed")
def _bail_changed(now: Proceedings, entry: Entry) -> Proceedings:
    moved = {"return_on": day} if (day := day_of(entry, "return_on")) else {}
    return change_bail(now, text_of(entry, "bail"), words_event=entry.event, **moved)


@effect_of("bail.extended")
def _bail_extended(now: Proceedings, entry: Entry) -> Proceedings:
    return change_bail(
        now, text_of(entry, "bail"), return_on=day_of(entry, "return_on"), period=int(entry.facts.get("period") or 2)
    )


@effect_of("bail.breached")
def _bail_breached(now: Proceedings, entry: Entry) -> Proceedings:
    return change_bail(now, text_of(entry, "bail"), breached_on=entry.day)


@effect_of("bail.ended")
def _bail_ended(now: Proceedings, entry: Entry) -> Proceedings:
    bail = text_of(entry, "bail")
    left = tuple(one.id for one in now.allegations if one.bail == bail and one.standing == Standing.ON_BAIL)
    now = stands(now, left, Standing.REPORTED, entry.day)
    return change_bail(now, bail, ended_on=entry.day)


@effect_of("rui.started")
def _released(now: Proceedings, entry: Entry) -> Proceedings:
    release = text_of(entry, "release")
    now = replace(now, releases=now.releases | {release: concerned(entry)})
    return stands(now, concerned(entry), Standing.RELEASED, entry.day, release=release)


@effect_of("rui.ended")
def _release_ended(now: Proceedings, entry: Entry) -> Proceedings:
    gone = text_of(entry, "release")
    return replace(now, releases={key: ids for key, ids in now.releases.items() if key != gone})


@effect_of("charging.papers_sent")
def _papers(now: Proceedings, entry: Entry) -> Proceedings:
    now = change_bail(now, text_of(entry, "bail"), with_cps_since=entry.day)
    return each(now, concerned(entry), lambda one: replace(one, with_cps_since=entry.day))


@effect_of("charging.decided")
def _decided(now: Proceedings, entry: Entry) -> Proceedings:
    now = change_bail(now, text_of(entry, "bail"), with_cps_since=None)
    return each(now, concerned(entry), lambda one: replace(one, with_cps_since=None))


@effect_of("outcome.out_of_court")
def _out_of_court(now: Proceedings, entry: Entry) -> Proceedings:
    disposal = text_of(entry, "disposal")
    standing = {"community_resolution": Standing.RESOLVED, "outcome_22": Standing.DEFERRED}.get(disposal)
    assert standing or disposal in CAUTIONS
    return stands(
        now, concerned(entry), standing or Standing.CAUTIONED, entry.day, disposal=disposal, with_cps_since=None
    )


@effect_of("outcome.no_further_action")
def _no_further_action(now: Proceedings, entry: Entry) -> Proceedings:
    return stands(now, concerned(entry), Standing.NO_FURTHER_ACTION, entry.day, with_cps_since=None)


@effect_of("charge.made")
def _charged(now: Proceedings, entry: Entry) -> Proceedings:
    return stands(
        now,
        concerned(entry),
        Standing.CHARGED,
        entry.day,
        charged_on=entry.day,
        with_cps_since=None,
        plea="",
        guilty=None,
    )
