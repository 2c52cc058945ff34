"""The rows behind every figure, as SQL: steps passed, waits, and clocks, of the cases that exist for whoever asks.

Figures group these rows and lists show them, so a count and its list cannot differ. The text is the same on both databases but
for two functions. Working days are differences of the calendar table's numbers; days are London days.

Only the records of young people who displayed the behaviour are counted: the chain is theirs. A record merged into another is
counted with neither its own steps nor its own wait.

Over 300 lines: four kinds of rows that share their conditions, word for word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.cases.visible import open_sql
from hsb.pages.delay import chain
from hsb.pages.delay.apart import EVENTS as APART
from hsb.pages.delay.asked import AGES, BUCKETS, NO_REASON, OFFER_BUCKETS, ROUTES, Asked
from hsb.pages.delay.chain import CHAIN, PLACES, SPANS


@dataclass(frozen=True)
class Sql:
    """A piece of a statement with its values in order."""

    text: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: "Sql | str") -> "Sql":
        if isinstance(other, str):
            return Sql(self.text + other, self.values)
        return Sql(self.text + other.text, self.values + other.values)


def all_of(conditions: list[Sql]) -> Sql:
    """Answer the conditions joined by AND; true when there are none."""
    found = Sql("1 = 1")
    for condition in conditions:
        found = found + " AND " + condition
    return found


def rows(sql: Sql) -> list[tuple[Any, ...]]:
    """Answer what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text, list(sql.values))
        return list(cursor.fetchall())


def day(value: date) -> Any:
    """Answer a day as this database takes it."""
    return connection.ops.adapt_datefield_value(value)


def as_date(value: Any) -> Any:
    """Answer a day as either database answers it, as a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def london_day(instant: str) -> str:
    """Answer the SQL of the London day of an instant."""
    if connection.vendor == "postgresql":
        return f"CAST({instant} AT TIME ZONE 'Europe/London' AS date)"
    return f"django_datetime_cast_date({instant}, 'Europe/London', 'UTC')"


def each_in(array: str) -> str:
    """Answer the SQL of the elements of a JSON array, each as `value`."""
    return f"{'jsonb_array_elements' if connection.vendor == 'postgresql' else 'json_each'}({array})"


# -- the cases ----------------------------------------------------------------------------------------------------------

# Each fact of a case is looked up by the case's own index. Joined instead, they cost seconds at ten thousand cases: under row
# security the planner takes the visible cases to be one, and compares each of them with every referral.
_KNOWN = """
found AS (
  SELECT c.id, c.reference, c.initials, c.born_on,
         (SELECT r.agency_id FROM referrals_referralcase rc JOIN referrals_referral r ON r.id = rc.referral_id
           WHERE rc.case_id = c.id ORDER BY r.submitted_at, r.id LIMIT 1) AS agency_id,
         coalesce((SELECT max(CASE WHEN r.child_protection_route THEN 1 ELSE 0 END)
                          + max(CASE WHEN r.criminal_justice_route THEN 2 ELSE 0 END)
                     FROM referrals_referralcase rc JOIN referrals_referral r ON r.id = rc.referral_id
                    WHERE rc.case_id = c.id), 0) AS route,
         CASE WHEN c.criminal_justice = 'not_open' THEN 'csws' ELSE 'police' END AS investigator,
         CASE WHEN c.safeguarding IN ('strategy', 'enquiry') OR c.criminal_justice IN ('investigation', 'on_bail', 'released')
              THEN 1 ELSE 0 END AS investigated,
         CASE WHEN c.safeguarding = 'strategy' THEN 1 ELSE 0 END AS strategy,
         CASE WHEN c.closed_at IS NULL AND c.youth_offending NOT IN ('declined', 'closed') THEN 1 ELSE 0 END AS is_open,
         CASE WHEN EXISTS (SELECT 1 FROM referrals_offer o WHERE o.case_id = c.id AND o.response = 'accepted') THEN 'yes'
              WHEN EXISTS (SELECT 1 FROM referrals_offer o WHERE o.case_id = c.id) THEN 'no' ELSE 'not_asked' END AS family
    FROM cases_case c
   WHERE c.kind = 'displayed' AND c.merged_into_id IS NULL AND """


def cases(user: User | None, asked: Asked, *facts: str) -> Sql:
    """Answer `seen`: the cases the door lists for this person (every case for the partnership, `user` None), as filtered, with
    these facts of each. A fact nobody names is not looked up."""
    visible = Sql("1 = 1")
    if user is not None:
        text, values = open_sql(user, "c.id")
        visible = Sql(text, tuple(values))
    conditions: list[Sql] = []
    if asked.route:
        conditions.append(Sql("route = %s", (ROUTES[asked.route][0],)))
    if asked.family:
        conditions.append(Sql("family = %s", (asked.family,)))
    if asked.school.startswith("area:"):
        names = areas().get(asked.school.removeprefix("area:"), ())
        places = ", ".join(["%s"] * len(names)) or "NULL"
        conditions.append(Sql(f"agency_id IN (SELECT id FROM agencies_agency WHERE name IN ({places}))", tuple(names)))
    elif asked.school:
        conditions.append(Sql("agency_id = %s", (int(asked.school),)))
    shown = ", ".join(("id", "reference", "initials", "born_on", *facts))
    seen = Sql(
        "), known AS (SELECT f.*, coalesce((SELECT a.kind FROM agencies_agency a WHERE a.id = f.agency_id), 'referrer')"
        f" AS referrer FROM found f), seen AS MATERIALIZED (SELECT {shown} FROM known WHERE "
    )
    seen = seen + all_of(conditions) + ")"
    return Sql(f"WITH {_KNOWN}") + visible + seen


def areas() -> Mapping[str, tuple[str, ...]]:
    """Answer the partnership's areas, each with the names of the agencies in it (profile, `settings.areas`)."""
    found: dict[str, tuple[str, ...]] = profile().settings.get("areas", {})
    return found


# -- steps --------------------------------------------------------------------------------------------------------------


def _place_of_code() -> str:
    whens = " ".join(f"WHEN '{event}' THEN {PLACES[step.code]}" for step in CHAIN for event in step.events)
    return f"CASE e.code {whens} END"


def _whose(place: str, case: str) -> str:
    """Answer the SQL of whose move it is until a place is reached."""
    varying = {chain.REFERRER: f"{case}.referrer", chain.INVESTIGATOR: f"{case}.investigator"}
    whens = " ".join(f"WHEN {PLACES[step.code]} THEN {varying.get(step.whose, repr(step.whose))}" for step in CHAIN)
    return f"CASE {place} {whens} END"


# What is said of a record goes along with each of its steps. Joined to them again afterwards, under the same mistaken estimate,
# the steps of everybody would be gone through once for each record.
_SAID = ("reference", "initials", "born_on")


def _reached(*facts: str) -> Sql:
    events = ", ".join(f"'{event}'" for step in CHAIN for event in step.events)
    said = "".join(f", max(seen.{fact}) AS {fact}" for fact in (*_SAID, *facts))
    return Sql(f""", reached AS MATERIALIZED (
  SELECT f.*, n.working_day_number AS number
    FROM (SELECT g.*, {london_day("g.at")} AS day
            FROM (SELECT e.case_id, {_place_of_code()} AS place, min(e.occurred_at) AS at{said}
                    FROM chronology_caseevent e JOIN seen ON seen.id = e.case_id
                   WHERE e.code IN ({events})
                     AND NOT EXISTS (SELECT 1 FROM chronology_caseevent x WHERE x.corrects_id = e.id)
                   GROUP BY 1, 2) g) f
    JOIN timeliness_calendarday n ON n.day = f.day)""")


def steps(user: User | None, asked: Asked) -> Sql:
    """Answer `passed`: each step each case passed, with the one before it and the working days between; and
    the spans, at nought and below. Steps stand in the order they happened, so that the parts add up. Not bounded by a period yet."""
    goal = PLACES[chain.goal().code]
    facts = ("route", "agency_id", "family", "referrer", "investigator")
    said = ", ".join((*_SAID, *facts))
    return (
        cases(user, asked, *facts)
        + _reached(*facts)
        + Sql(f""", line AS MATERIALIZED (
  SELECT case_id, place, day, number, lag(place) OVER w AS from_place, lag(day) OVER w AS from_day,
         number - lag(number) OVER w AS days, max(CASE WHEN place = 1 THEN day END) OVER c AS first_day,
         max(CASE WHEN place = 1 THEN number END) OVER c AS first_number, {said}
    FROM reached WINDOW c AS (PARTITION BY case_id), w AS (PARTITION BY case_id ORDER BY day, place)),
passed AS MATERIALIZED (
  SELECT p.*, {_whose("p.place", "p")} AS whose
    FROM (SELECT place, day, from_place, from_day, days, {said} FROM line WHERE from_place IS NOT NULL
          UNION ALL
          SELECT 0, day, 1, first_day, number - first_number, {said} FROM line WHERE place = {goal} AND first_day <= day
          UNION ALL
          SELECT {SPANS[chain.OFFERED]}, n.day, 1, o.first_day, n.working_day_number - o.first_number, {said}
            FROM (SELECT line.*, (SELECT min(made_on) FROM referrals_offer r WHERE r.case_id = line.case_id) AS made_on
                    FROM line WHERE place = 1) o
            JOIN timeliness_calendarday n ON n.day = o.made_on AND o.first_day <= o.made_on) p)""")
    )


def of_steps(asked: Asked, today: date) -> Sql:
    """Answer which of `passed` are asked for. Whose move does not narrow a span: that is everybody's."""
    first, last = asked.between(today)
    conditions = [Sql("day BETWEEN %s AND %s", (day(first), day(last)))]
    if asked.step in SPANS:
        conditions.append(Sql("place = %s", (SPANS[asked.step],)))
    elif asked.step:
        conditions.append(Sql("place = %s", (PLACES[asked.step],)))
    else:
        conditions.append(Sql("place > 0"))
    if asked.before:
        conditions.append(Sql("from_place = %s", (PLACES[asked.before],)))
    if asked.whose and asked.step not in SPANS:
        conditions.append(Sql("whose = %s", (asked.whose,)))
    if asked.days:
        conditions.append(_within("days", (BUCKETS | OFFER_BUCKETS)[asked.days]))
    return all_of(conditions)


def _within(column: str, bucket: tuple[int, int | None]) -> Sql:
    first, last = bucket
    return Sql(f"{column} >= %s", (first,)) if last is None else Sql(f"{column} BETWEEN %s AND %s", (first, last))


# -- waits --------------------------------------------------------------------------------------------------------------


def waits(user: User | None, asked: Asked, today: date) -> Sql:
    """Answer `waiting`: each open case that has not come to the goal, the step it waits for, since when and how long in all."""
    live = chain.live()
    has = "".join(f", max(CASE WHEN place = {PLACES[step.code]} THEN 1 ELSE 0 END) AS has_{step.code}" for step in live)
    needed = {"always": "", "investigated": " AND p.investigated = 1", "strategy": " AND p.strategy = 1"}
    whens = " ".join(
        f"WHEN p.has_{step.code} = 0{needed[step.awaited]} THEN {PLACES[step.code]}"
        for step in live
        if PLACES[chain.FIRST_ACCOUNT.code] < PLACES[step.code] <= PLACES[chain.goal().code]
    )
    facts = ("referrer", "investigator", "investigated", "strategy", "is_open")
    said = "".join(f", max({fact}) AS {fact}" for fact in (*_SAID, *facts))
    return (
        cases(user, asked, *facts)
        + _reached(*facts)
        + Sql(
            f""", furthest AS (
  SELECT case_id, max(day) AS since, max(number) AS number, min(day) AS began,
         coalesce(max(CASE WHEN place = 1 THEN number END), min(number)) AS first_number{has}{said}
    FROM reached GROUP BY case_id),
held AS (
  SELECT p.reference, p.initials, p.born_on, p.referrer, p.investigator, p.since, p.began, t.working_day_number - p.number AS days,
         t.working_day_number - p.first_number AS total,
         CASE WHEN p.has_{chain.goal().code} = 1 THEN NULL {whens} END AS place
    FROM furthest p JOIN timeliness_calendarday t ON t.day = %s
   WHERE p.is_open = 1),
waiting AS MATERIALIZED (
  SELECT h.*, {_whose("h.place", "h")} AS whose FROM held h WHERE h.place IS NOT NULL)""",
            (day(today),),
        )
    )


def of_waits(asked: Asked) -> Sql:
    """Answer which of `waiting` are asked for."""
    conditions: list[Sql] = []
    if asked.step in PLACES:
        conditions.append(Sql("place = %s", (PLACES[asked.step],)))
    if asked.whose:
        conditions.append(Sql("whose = %s", (asked.whose,)))
    if asked.age:
        conditions.append(_within("days", AGES[asked.age]))
    if asked.over:
        conditions.append(Sql("total > %s", (int(asked.over),)))
    return all_of(conditions)


# -- clocks -------------------------------------------------------------------------------------------------------------


_REASON = """coalesce((SELECT r.reason FROM timeliness_delayreason r
      WHERE r.case_id = t.case_id AND r.standard_code = t.standard_code AND r.root_event = t.root_event
        AND r.fell_due_on = t.broken_on ORDER BY r.given_at DESC, r.id DESC LIMIT 1), '')"""
"""The newest reason recorded for a breach; the empty text where none is."""


def clocks(user: User | None, asked: Asked, *, today: date, until: date) -> Sql:
    """Answer `clocks`: the clocks of the period up to `until`, each marked with what it is counted as; one may be several."""
    first, last = (day(one) for one in asked.between(until))
    began, ended = london_instant("s.value ->> 'from'"), london_instant("s.value ->> 'until'")
    return cases(user, asked) + Sql(
        f""", timed AS (
  SELECT d.*, k.reference, k.initials, k.born_on FROM timeliness_deadline d JOIN seen k ON k.id = d.case_id),
clocks AS MATERIALIZED (
  SELECT 'in_time' AS how, t.id, t.met_on AS day, 0 AS days, '' AS reason FROM timed t
   WHERE t.state = 'met' AND t.adopted AND t.due_on IS NOT NULL AND t.met_on BETWEEN %s AND %s
  UNION ALL
  SELECT 'late', t.id, t.broken_on, e.working_day_number - j.working_day_number, {_REASON} FROM timed t
    JOIN timeliness_calendarday j ON j.day = t.judged_on
    JOIN timeliness_calendarday e ON e.day = coalesce(t.met_on, {london_day("t.cancelled_at")}, %s)
   WHERE t.broken_on BETWEEN %s AND %s
  UNION ALL
  SELECT 'paused', q.id, min(q.day), sum(e.working_day_number - b.working_day_number), ''
    FROM (SELECT t.id, {began} AS day, coalesce({ended}, %s) AS until
            FROM timed t, {each_in("t.paused_spans")} s WHERE CAST(t.paused_spans AS text) <> '[]') q
    JOIN timeliness_calendarday b ON b.day = q.day JOIN timeliness_calendarday e ON e.day = q.until
   WHERE q.day BETWEEN %s AND %s GROUP BY q.id
  UNION ALL
  SELECT 'extended', t.id, t.due_on, e.working_day_number - b.working_day_number, '' FROM timed t
    JOIN timeliness_calendarday b ON b.day = t.due_on JOIN timeliness_calendarday e ON e.day = t.extended_to
   WHERE t.due_on BETWEEN %s AND %s)""",
        (
            *(first, last),
            *(day(today), first, last),
            *(day(today), first, last),
            *(first, last),
        ),
    )


def conferences(user: User | None, asked: Asked, *, since: date, until: date) -> Sql:
    """Answer (working days, number) of the initial conferences held in the period, from the discussion that began the enquiry.

    Looked up case by case, as every fact here: joined, the clocks of everybody are walked for each case.
    """
    number = "(SELECT c.working_day_number FROM timeliness_calendarday c WHERE c.day = d.{day})"
    return cases(user, asked) + Sql(
        f" SELECT took, count(*) FROM (SELECT (SELECT {number.format(day='met_on')} - {number.format(day='started_on')}"
        " FROM timeliness_deadline d WHERE d.case_id = seen.id AND d.standard_code = 'T6' AND d.met_on BETWEEN %s AND %s"
        " ORDER BY d.met_on DESC LIMIT 1) AS took FROM seen) held WHERE took IS NOT NULL GROUP BY took",
        (day(since), day(until)),
    )


def apart(user: User | None, asked: Asked) -> Sql:
    """Answer (record, still open, code, London day) of what begins and ends a hold or the time after a refusal, in order."""
    return (
        cases(user, asked, "is_open")
        + Sql(" SELECT seen.id, seen.is_open, e.code, ")
        + Sql(f"{london_day('e.occurred_at')} FROM seen JOIN chronology_caseevent e ON e.case_id = seen.id WHERE ")
        + _stands_apart()
        + " ORDER BY seen.id, e.number"
    )


def apart_of(references: Sequence[str]) -> Sql:
    """Answer the same of these records, which whoever asks may see: (reference, code, London day)."""
    places = ", ".join(["%s"] * len(references)) or "NULL"
    return (
        Sql(f"SELECT c.reference, e.code, {london_day('e.occurred_at')} FROM cases_case c")
        + Sql(
            f" JOIN chronology_caseevent e ON e.case_id = c.id WHERE c.reference IN ({places}) AND ", tuple(references)
        )
        + _stands_apart()
        + " ORDER BY c.reference, e.number"
    )


def _stands_apart() -> Sql:
    codes = ", ".join(f"'{code}'" for code in APART)
    corrected = "EXISTS (SELECT 1 FROM chronology_caseevent x WHERE x.corrects_id = e.id)"
    return Sql(f"e.code IN ({codes}) AND NOT {corrected}")


def london_instant(text: str) -> str:
    """Answer the SQL of the London day of an instant kept as text in JSON."""
    if connection.vendor == "postgresql":
        return london_day(f"CAST(({text}) AS timestamptz)")
    return london_day(f"replace({text}, 'T', ' ')")


def of_clocks(asked: Asked) -> Sql:
    """Answer which of `clocks` joined to `timed` are asked for."""
    conditions = [Sql("c.how = %s", (asked.how or "late",))]
    if asked.standard:
        conditions.append(Sql("t.standard_code = %s", (asked.standard,)))
    if asked.whose:
        conditions.append(Sql("t.owner_kind = %s", (asked.whose,)))
    if asked.reason:
        conditions.append(Sql("c.reason = %s", ("" if asked.reason == NO_REASON else asked.reason,)))
    return all_of(conditions)
