"""A release that counts something otherwise: every clock runs by it when `migrate` ends, and each case says what moved and why."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology import recounting
from hsb.chronology.declare import DECLARED
from hsb.chronology.models import CaseEvent
from hsb.outbox.models import Message
from hsb.timeliness import actions, queries, versions
from hsb.timeliness import table as tables
from hsb.timeliness.models import Deadline, Recount
from hsb.timeliness.table import Table
from tests.factories import cases
from tests.hsb.chronology.happenings import happens
from tests.hsb.timeliness.builders import at

pytestmark = pytest.mark.django_db

RELEASED = at("2026-11-20 10:00")
WRONG = "We had counted 45 days where the guidance says 40"


def release(code: str, **changes: Any) -> Table:
    """The shipped table with one row changed, as a later release has it."""
    shipped = tables.read()
    return replace(
        shipped,
        standards=tuple(replace(row, **changes) if row.code == code else row for row in shipped.standards),
    )


def referred(day: str) -> Case:
    case = cases.young_person(at(f"{day} 09:00"))
    happens(case, "referral.received", f"{day} 10:00", destination="mash")
    return case


def bring(table: Table) -> list[Recount]:
    _, _, asked = recounting.bring_up_to_date(at=RELEASED, table=table)
    for recount in asked:
        recounting.finish(recount, at=RELEASED)
    return asked


def due(case: Case, code: str = "T5") -> date | None:
    return Deadline.objects.get(case=case, standard_code=code).due_on


def said(case: Case) -> list[str]:
    lines = CaseEvent.objects.filter(case=case, code="clock.moved").order_by("id").select_related("spoken")
    return [DECLARED[one.code].rebuild(one.facts, one.spoken.words).sentence() for one in lines]


def nothing_differs() -> None:
    call_command("deadlines", "rebuild", "--check", stdout=io.StringIO())


def test_a_correction_of_ours_holds_from_the_first_day_on_running_clocks_and_the_case_says_so() -> None:
    case = referred("2026-11-02")
    assert due(case) == date(2027, 1, 7)

    bring(release("T5", amount=40, correction=WRONG))

    assert due(case) == date(2026, 12, 30)
    assert said(case) == [
        "Child and family assessment: moved from Thursday 7 January 2027 to Wednesday 30 December 2026. " + WRONG + "."
    ]
    nothing_differs()


def test_a_change_of_law_holds_for_what_starts_from_its_day() -> None:
    before, after = referred("2026-11-02"), referred("2026-11-18")
    shipped = next(row for row in tables.read().standards if row.code == "T5")
    law = replace(shipped, amount=40, version=2, effective_from=date(2026, 11, 18))

    bring(replace(tables.read(), standards=(*tables.read().standards, law)))

    assert (due(before), due(after)) == (date(2027, 1, 7), date(2027, 1, 18))
    assert said(before) == []
    assert "A new release of the product counts it so." in said(after)[0]
    nothing_differs()


def test_a_law_of_next_year_moves_nothing_yet() -> None:
    case = referred("2026-11-18")
    shipped = next(row for row in tables.read().standards if row.code == "T5")
    law = replace(shipped, amount=40, version=2, effective_from=date(2027, 4, 1))

    assert bring(replace(tables.read(), standards=(*tables.read().standards, law))) == []
    assert said(case) == []


def test_loading_the_same_release_again_asks_for_nothing() -> None:
    referred("2026-11-02")
    assert len(bring(release("T5", amount=40))) == 1

    assert bring(release("T5", amount=40)) == []


def test_a_standard_that_has_started_nowhere_is_loaded_without_a_recount() -> None:
    loaded, _, asked = recounting.bring_up_to_date(at=RELEASED, table=release("T5", amount=40))

    assert [row.amount for row in loaded] == [40]
    assert asked == []
    assert not Message.objects.filter(key__startswith="recount").exists()


def test_a_number_of_our_own_stays_when_the_rule_beneath_it_changes(yos_manager: User) -> None:
    actions.adopt(code="T24", amount=3, effective_from=date(2026, 11, 16), by=yos_manager, at=at("2026-11-16 09:00"))

    versions.load(at=RELEASED, table=release("T24", title="Officer named"))

    ours = {row.code: row for row in queries.standards(on=RELEASED.date())}["T24"]
    earlier = {row.code: row for row in queries.standards(on=date(2026, 11, 10))}["T24"]
    assert (ours.title, ours.amount, ours.adopted) == ("Officer named", 3, True)
    assert (earlier.title, earlier.amount) == ("Officer named", 2)


def test_a_number_of_our_own_gives_way_to_a_shorter_time_of_the_law(csws_manager: User) -> None:
    actions.adopt(code="T5", amount=42, effective_from=date(2026, 11, 16), by=csws_manager, at=at("2026-11-16 09:00"))

    versions.load(at=RELEASED, table=release("T5", amount=40))

    assert {row.code: row.amount for row in queries.standards(on=RELEASED.date())}["T5"] == 40


def test_migrate_ends_with_every_clock_counted_by_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    case = referred("2026-11-02")
    later = release("T5", amount=40, correction=WRONG)
    monkeypatch.setattr(tables, "read", lambda: later)
    out = io.StringIO()
    connection.check_constraints()  # what this test wrote is settled: PostgreSQL alters no table that waits for a check

    call_command("migrate", verbosity=1, stdout=out)

    assert due(case) == date(2026, 12, 30)
    assert f"1 cases counted again, dates moved on 1: {WRONG}." in out.getvalue()
    nothing_differs()
