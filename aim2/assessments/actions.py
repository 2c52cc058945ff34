"""Changes to an AIM assessment besides its texts. Each checks, locks, changes and records in one transaction.

Over 300 lines: the actions of one record, which share its lock and its checks.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Max

from aim2.assessments import events, evidence, gates, passing_on, policies, queries
from aim2.models import Assessment, Evidence, Session, Source, SubTotal, TimelineEntry, Tool
from hsb import clock
from hsb.accounts.models import User
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, StaleVersion
from strategy_meetings.opinions import actions as opinions


@transaction.atomic
def open_assessment(
    *,
    case: Case,
    lead: User | None,
    co_worker: User | None,
    alone_because: str = "",
    tool: str = Tool.AIM2,
    tool_name: str = "",
    narrative_only: bool = False,
    by: User,
    at: datetime,
) -> Assessment:
    """An assessment can be written. Nothing has started: the first session does that. Twice is the same one."""
    lock(case)
    found = queries.versions(case)
    same = next((one for one in found if one.opened_at == at and one.opened_by_id == by.pk), None)
    if same:
        return same
    policies.check_can_open(found, tool=tool, tool_name=tool_name, age=case.age_on(clock.local_date(at)))
    policies.check_pair(lead, co_worker)
    assessment = Assessment(
        case=case,
        number=(found[0].number if found else 0) + 1,
        tool=tool,
        tool_name=tool_name.strip() if tool == Tool.ALTERNATIVE else "",
        narrative_only=narrative_only or tool != Tool.AIM2,
        unrated=narrative_only or tool == Tool.ALTERNATIVE,
        lead=lead,
        co_worker=co_worker,
        alone_because=alone_because.strip(),
        opened_at=at,
        opened_by=by,
    )
    assessment.save(force_insert=True)
    return assessment


def _writing(assessment: Assessment, by: User) -> Assessment:
    """The assessment as it is now, locked, and this person one of the two who write it."""
    lock(assessment.case)
    found = Assessment.objects.select_related("case").get(pk=assessment.pk)
    policies.check_is_assessor(found, by)
    policies.check_can_write(found)
    return found


@transaction.atomic
def name_people(
    *, assessment: Assessment, lead: User | None, co_worker: User | None, alone_because: str, by: User, at: datetime
) -> None:
    """Lead and co-worker are these two from now on. What either wrote stays theirs; whoever comes in their place goes on with it."""
    lock(assessment.case)
    found = Assessment.objects.select_related("case", "lead", "co_worker").get(pk=assessment.pk)
    policies.check_can_write(found)
    policies.check_pair(lead, co_worker)
    assert lead is not None
    before = queries.whole(found, locks=[])
    Assessment.objects.filter(pk=found.pk).update(
        lead=lead, co_worker=co_worker, alone_because=alone_because.strip(), version=F("version") + 1
    )
    passing_on.pass_on(before, Assessment.objects.get(pk=found.pk), by=by, at=at)


@transaction.atomic
def record_session(
    *,
    assessment: Assessment,
    held_on: date,
    whom: str,
    attended: bool,
    how: str = "",
    notes: str = "",
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> Session:
    """The session stands; the first one that took place is the day the assessment started. One press records one."""
    found = _writing(assessment, by)
    today = clock.local_date(at)
    policies.check_day_held(held_on, today=today, born_on=found.case.born_on)
    gates.check_may_work(found.case, tool=found.tool, at=at)
    check_names_no_other(found.case, [how, notes])
    again = Session.objects.filter(assessment=found, by=by, at=at).first()
    if again:
        return again
    number = (Session.objects.filter(assessment=found).aggregate(last=Max("number"))["last"] or 0) + 1
    session = Session(
        case=found.case,
        assessment=found,
        number=number,
        held_on=held_on,
        whom=whom,
        attended=attended,
        how=how.strip(),
        notes=notes.strip(),
        at=at,
        by=by,
    )
    session.save(force_insert=True)
    if attended and found.started_on is None:
        Assessment.objects.filter(pk=found.pk).update(started_on=held_on)
        started = events.AimStarted(assessment=str(found.pk), number=found.number, called=found.called)
        record(started, case=found.case, by=by, at=at, occurred=clock.instant_on(held_on, at=at), occasion=press)
    return session


@transaction.atomic
def hold_planning_meeting(*, case: Case, on: date, who: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """The first planning meeting was held; its clock is met. One press records one."""
    lock(case)
    policies.check_day_held(on, today=clock.local_date(at), born_on=case.born_on)
    check_names_no_other(case, [who])
    if press and chronology.has_happened(case.pk, "aim_planning.held", press):
        return
    event = events.AimPlanningHeld(on=on.isoformat(), who=who.strip())
    record(event, case=case, by=by, at=at, occurred=clock.instant_on(on, at=at), occasion=press)


@transaction.atomic
def add_source(
    *, assessment: Assessment, kind: str, what: str, on: date | None, note: str, by: User, at: datetime
) -> Source:
    """The source is named. A specialist opinion is asked for by a day, its clock runs on whoever asked, and it is chased until it came
    or did not."""
    found = _writing(assessment, by)
    check_names_no_other(found.case, [what, note])
    opinion = None
    if kind == Source.Kind.OPINION_ASKED:
        day = policies.check_has_a_day(on)
        opinion = opinions.ask(case=found.case, asked_of=what, question=note, due_on=day, by=by, at=at)
    source = Source(
        case=found.case,
        assessment=found,
        kind=kind,
        what=what.strip(),
        on=on,
        note=note.strip(),
        opinion=opinion,
        at=at,
        by=by,
    )
    source.save(force_insert=True)
    if kind == Source.Kind.OPINION_ASKED:
        record(events.AimOpinionAsked(assessment=str(found.pk), what=source.what), case=found.case, by=by, at=at)
    return source


def _waited_for(found: Assessment, source: Source) -> Source:
    held = queries.source_of(found, source.pk)
    if held is None or held.kind != Source.Kind.OPINION_ASKED:
        raise ActionNotAllowed("This opinion has been answered for already. Reload the page.")
    return held


@transaction.atomic
def chase_opinion(*, source: Source, note: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """That it was chased, how and with which answer is in the chronology; it is waited for still."""
    found = _writing(source.assessment, by)
    held = _waited_for(found, source)
    check_names_no_other(found.case, [note])
    if held.opinion is None:
        raise ActionNotAllowed(
            "This opinion has no day by which it is needed. Say that it is waited for no longer, and ask anew."
        )
    opinions.chase(opinion=held.opinion, note=note, by=by, at=at, press=press)


@transaction.atomic
def answer_opinion(
    *, source: Source, came: bool, note: str, file: File[bytes] | None = None, by: User, at: datetime
) -> None:
    """The specialist opinion has come and is attached to this child's record, or is waited for no longer; both with a word on it."""
    found = _writing(source.assessment, by)
    held = _waited_for(found, source)
    check_names_no_other(found.case, [note])
    if held.opinion is not None and came:
        given = policies.check_has_a_file(file)
        opinions.receive(
            opinion=held.opinion, file=given, in_short=note, received_on=clock.local_date(at), by=by, at=at
        )
    elif held.opinion is not None:
        opinions.give_up(opinion=held.opinion, reason=note, by=by, at=at)
    kind = Source.Kind.OPINION_CAME if came else Source.Kind.OPINION_NOT_COME
    text = "\n".join(filter(None, (held.note, note.strip())))
    Source.objects.filter(pk=held.pk).update(kind=kind, note=text, version=F("version") + 1)


@transaction.atomic
def add_to_timeline(
    *,
    assessment: Assessment,
    when: str,
    sorted_on: date | None,
    what: str,
    source: str,
    allegation: Any,
    by: User,
    at: datetime,
) -> TimelineEntry:
    """The behaviour stands on the timeline, tied to the allegation it belongs to, or to none."""
    found = _writing(assessment, by)
    if allegation is not None and allegation.case_id != found.case_id:
        raise ActionNotAllowed("Choose an allegation of this young person.")
    check_names_no_other(found.case, [when, what, source])
    entry = TimelineEntry(
        case=found.case,
        assessment=found,
        allegation=allegation,
        when=when.strip(),
        sorted_on=sorted_on,
        what=what.strip(),
        source=source.strip(),
        at=at,
        by=by,
    )
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def attach(
    *, assessment: Assessment, key: str, source: str, by: User, at: datetime, opened: OpenCase | None = None
) -> Evidence:
    """The entry of this child's own record stands as evidence for a text, as it reads today. Twice is once.

    `opened` is the record as `by` may read it: what they may not read they do not attach.
    """
    found = _writing(assessment, by)
    policies.check_key(key)
    locks = gates.locks(found.case, at=at)
    policies.check_not_locked(key, locks)
    held = Evidence.objects.filter(assessment=found, key=key, source=source, by=by).first()
    if held:
        return held
    offer = evidence.offer_of(found.case, found, source, locked=bool(locks), opened=opened)
    if offer is None:
        raise ActionNotAllowed(
            "This entry is not on this young person’s record any more, or is locked. Choose another."
        )
    row = Evidence(
        case=found.case,
        assessment=found,
        key=key,
        source=offer.source,
        title=offer.title,
        words=offer.words,
        who=offer.who,
        nature=offer.nature,
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def detach(*, assessment: Assessment, key: str, source: str, by: User, at: datetime) -> None:
    """What this person picked for a text is not evidence for it any more."""
    found = _writing(assessment, by)
    Evidence.objects.filter(assessment=found, key=key, source=source, by=by).delete()


@transaction.atomic
def enter_total(
    *,
    assessment: Assessment,
    kind: str,
    total: int | None,
    band: str,
    none_because: str,
    version: int,
    by: User,
    at: datetime,
) -> SubTotal:
    """The sub-total is what the manual gave, with band, edition and who entered it; or there is none, and why. Never worked out."""
    found = _writing(assessment, by)
    gates.check_may_work(found.case, tool=found.tool, at=at)
    policies.check_total(
        kind=kind,
        total=total,
        band=band,
        none_because=none_because,
        edition=found.edition,
        narrative_only=found.narrative_only,
        locked=bool(gates.locks(found.case, at=at)),
        rated=queries.is_rated(found),
    )
    check_names_no_other(found.case, [none_because])
    entered = {
        "total": total,
        "band": band if total is not None else "",
        "none_because": "" if total is not None else none_because.strip(),
        "edition": found.edition if total is not None else "",
    }
    row = SubTotal.objects.filter(assessment=found, kind=kind).first()
    if row is None:
        row = SubTotal(case=found.case, assessment=found, kind=kind, entered_at=at, entered_by=by, **entered)
        row.save(force_insert=True)
        return row
    if all(getattr(row, name) == value for name, value in entered.items()):
        return row
    if row.version != version:
        raise StaleVersion(
            row, "Somebody else entered this sub-total. Check it against the manual together, then enter it again."
        )
    SubTotal.objects.filter(pk=row.pk).update(**entered, entered_at=at, entered_by=by, version=F("version") + 1)
    row.refresh_from_db()
    return row


@transaction.atomic
def judge(
    *, assessment: Assessment, level: str, reason: str, edition: str | None = None, by: User, at: datetime
) -> None:
    """The recommended level of supervision stands with its reason, as the judgement of who writes it; and the manual's edition."""
    found = _writing(assessment, by)
    if level and found.narrative_only:
        raise ActionNotAllowed(
            "This assessment is a narrative only: it recommends supervision in words, without a level."
        )
    check_names_no_other(found.case, [reason])
    values: dict[str, Any] = {"level": level, "level_reason": reason.strip()}
    if edition is not None:
        values["edition"] = edition.strip()
    Assessment.objects.filter(pk=found.pk).update(**values)


@transaction.atomic
def say_edition(*, assessment: Assessment, edition: str, by: User) -> None:
    """The totals come from this edition of the licensed manual."""
    found = _writing(assessment, by)
    Assessment.objects.filter(pk=found.pk).update(edition=edition.strip())
