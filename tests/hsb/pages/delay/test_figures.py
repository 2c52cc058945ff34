"""The dashboard counts what happened: against the calendar, the chronology and its own lists, for everybody who may open it."""

import os
import re
from collections import Counter
from datetime import datetime, timedelta
from html import unescape
from itertools import pairwise, product
from urllib.parse import parse_qsl, urlsplit

import pytest

from aim2.consent.events import ConsentComplete, DoesNotStart, Stopped
from aim2.proceedings.consequences import HoldBegan, HoldEnded
from hsb import clock
from hsb.agencies.permissions import Role
from hsb.audit.models import AuditEvent
from hsb.cases import barring
from hsb.cases.models import Case, Part
from hsb.chronology.actions import record
from hsb.chronology.models import CaseEvent
from hsb.demonstration.families import FAMILY
from hsb.pages.delay import lists, rows
from hsb.pages.delay.asked import Asked, read
from hsb.pages.delay.cells import Cell
from hsb.pages.delay.chain import CHAIN, PLACES, WHOLE
from hsb.pages.delay.figures import figures
from hsb.pages.delay.panels import Dashboard
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar import local_date, working_days_between
from hsb.timeliness.models import Breach, Deadline
from referrals.events.submission import FirstAccountGiven, YosReferred
from tests.factories.cases import put_on, young_person
from tests.hsb.pages.delay.conftest import NOW, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
ASK = {"delay_steps": lists.steps, "delay_waiting": lists.waits, "delay_clocks": lists.clocks}
# A sample of the filters and of their combinations: each alone, and some together.
SAMPLES = (
    Asked(),
    Asked(period="3"),
    Asked(period="24", route="cp"),
    Asked(route="cj"),
    Asked(route="both", family="yes"),
    Asked(whose="csws"),
    Asked(whose="yos", period="6"),
    Asked(whose="police", route="cj"),
    Asked(family="no"),
    Asked(family="not_asked", period="24"),
    Asked(school="area:East"),
    Asked(school="area:Nowhere"),
)


def everything(listed, user, asked):
    """Answer the count and every row of a list."""
    page = listed(user, asked, today=TODAY, size=2000)
    assert not page.next_key
    return page.count, page.rows


def tiles(board):
    """Answer every number of the dashboard that leads somewhere, with its address."""
    cells = [cell for table in board.tables() for row in table.rows for cell in row if cell.href]
    cells += [cell for _, _, cell, _ in board.reasons() if cell.href] + [cell for cell in (board.late,) if cell.href]
    longer, href = board.longer
    if href:
        cells.append(Cell(longer.split()[0], href))
    return cells


# Every sample opens some hundreds of lists: the gate takes two of them, `just prove P5.10` all.
TAKEN = SAMPLES if os.environ.get("PROVE") == "P5.10" else SAMPLES[:1] + SAMPLES[6:7]


@pytest.mark.policy("P5.10")
@pytest.mark.parametrize("who", ["helen", "tom"])
def test_every_figure_opens_exactly_its_rows(partnership, who):
    known: dict[str, int] = {}
    for sample in TAKEN if who == "helen" else TAKEN[:1]:
        _check_tiles(partnership[who], sample, known)


def _check_tiles(user, asked, known):
    """Ask each list once: filters in another order come to the same address."""
    board = Dashboard(figures(user, asked, today=TODAY))
    seen: Counter[str] = Counter()

    for cell in tiles(board):
        address = urlsplit(cell.href)
        name = f"delay_{address.path.strip('/').rpartition('/')[2]}"
        seen[name] += 1
        if cell.href not in known:
            count, found = everything(ASK[name], user, read(dict(parse_qsl(address.query))))
            assert count == len(found) == len({(row.reference, row.days, row.values) for row in found})
            known[cell.href] = count
        assert known[cell.href] == int(cell.text.replace(",", "")), cell

    assert asked.query or min(seen[name] for name in ASK) > 3
    assert asked.school == "area:Nowhere" or seen["delay_steps"] > 10


def test_page_after_page_is_the_whole_list(partnership):
    for listed, asked in ((lists.steps, Asked()), (lists.waits, Asked()), (lists.clocks, Asked(how="in_time"))):
        count, whole = everything(listed, partnership["helen"], asked)
        found, after, pages = [], "", 0
        while pages == 0 or after:
            page = listed(partnership["helen"], asked, today=TODAY, after=after, size=max(1, count // 5))
            found, after, pages = found + page.rows, page.next_key, pages + 1
        assert found == whole
        assert pages >= 5 or count < 5


def test_pages_show_the_number_their_tile_shows(partnership, browser):
    page = unescape(browser.get("/delay/").content.decode())
    links = re.findall(r'href="(/delay/(?:steps|waiting|clocks)/\?[^"]*)"[^>]*>(?:<b>)?(?:n = )?([\d,]+)', page)

    assert len(links) > 40
    for href, number in links[:: max(1, len(links) // 12)]:
        shown = browser.get(href).content.decode()
        assert f'<span class="hsb-headcount">{number} ' in shown, href  # and what is counted


@pytest.mark.policy("P5.10")
def test_every_gap_is_the_calendars(partnership):
    holidays = timeliness.book().holidays
    _, found = everything(lists.steps, partnership["helen"], Asked(period="24"))
    _, whole = everything(lists.steps, partnership["helen"], Asked(period="24", step=WHOLE))

    assert len(found) > 400 and len(whole) > 50
    for row in found + whole:
        _, _, since, reached, _ = row.values
        assert row.days == working_days_between(since, reached, holidays), row


def test_steps_are_the_chronologys_in_the_order_they_happened(partnership):
    """An oracle in plain Python: the first day of each step of each case, in order."""
    codes = {event: step for step in CHAIN for event in step.events}
    firsts: dict[str, dict[str, object]] = {}
    for reference, code, occurred in CaseEvent.objects.order_by("-occurred_at").values_list(
        "case__reference", "code", "occurred_at"
    ):
        if code in codes:
            firsts.setdefault(reference, {})[codes[code].code] = local_date(occurred)
    wanted = set()
    for reference, days in firsts.items():
        line = sorted(days.items(), key=lambda pair: (pair[1], PLACES[pair[0]]))
        wanted |= {(reference, PLACES[b], PLACES[a], since, on) for (a, since), (b, on) in pairwise(line)}

    _, found = everything(lists.steps, partnership["helen"], Asked(period="24"))

    assert {(row.reference, *row.values[:4]) for row in found} == wanted


def test_late_clocks_are_the_standing_breaches(partnership):
    _, found = everything(lists.clocks, partnership["helen"], Asked(period="24", how="late"))

    assert len(found) == Breach.objects.count() == Deadline.objects.exclude(broken_on=None).count() > 50


def test_reasons_are_the_newest_given_and_silence_is_counted(partnership):
    board = Dashboard(figures(partnership["helen"], Asked(), today=TODAY))
    reasons = {title: int(cell.text) for _, title, cell, _ in board.reasons()}

    assert reasons["No AIM-trained worker free"] > 0 and reasons["No reason recorded"] > 0
    assert sum(reasons.values()) == int(board.late.text)
    assert list(reasons)[-1] == "No reason recorded"


def test_a_pause_is_shown_and_shortens_nothing(partnership):
    board = Dashboard(figures(partnership["helen"], Asked(), today=TODAY))
    (row,) = board.still_table().rows

    assert row[1].text == "Stood still" and int(row[2].text) > 5
    paused = Deadline.objects.exclude(paused_spans=[]).values_list("case__reference", flat=True)
    _, found = everything(lists.steps, partnership["helen"], Asked(period="24", step="allocated"))
    assert any(row.reference in set(paused) for row in found)


@pytest.mark.policy("P5.10")
def test_what_is_no_waiting_for_a_service_is_told_apart_and_shortens_nothing(partnership, browser):
    """Held from Monday 2 to Friday 13 November, nine of its days after a refusal on the 6th; refused again on the 18th, going on."""
    tom, helen = partnership["tom"], partnership["helen"]
    waiting = everything(lists.waits, helen, Asked())[1][0]
    case = Case.objects.get(reference=waiting.reference)
    before = figures(helen, Asked(), today=TODAY)

    def says(event, day):
        record(event, case=case, by=tom, at=datetime(2026, 11, day, 12, tzinfo=clock.LONDON))

    says(HoldBegan(rule="until_conviction_recorded"), 2)
    says(DoesNotStart(), 6)
    says(HoldEnded(), 13)
    says(ConsentComplete(own=True), 17)
    says(Stopped(), 18)

    after = figures(helen, Asked(), today=TODAY)
    held, refused = (after.apart[why] for why in ("held", "refused"))
    assert held.days - before.apart["held"].days == 9
    assert refused.days - before.apart["refused"].days == 2 + 4
    assert (held.now - before.apart["held"].now, refused.now - before.apart["refused"].now) == (0, 1)
    assert after.waited == before.waited
    (row,) = [one for one in everything(lists.waits, helen, Asked())[1] if one.reference == case.reference]
    assert (row.days, row.values[-2:]) == (waiting.days, (9, 6))
    page = browser.get("/delay/").content.decode()
    assert "Apart from the wait" in page and "After a refusal or withdrawal" in page
    assert "9 held, 6 after a refusal" in browser.get("/delay/waiting/").content.decode()


def test_those_stuck_stand_beside_those_who_came_through(partnership):
    board = Dashboard(figures(partnership["helen"], Asked(), today=TODAY))
    headings = board.chain_table().headings

    assert headings[-1] == "Waiting now"
    waiting = sum(int(row[-1].text) for row in board.chain_table().rows)
    assert waiting == lists.waits(partnership["helen"], Asked(), today=TODAY).count


def test_no_nine_in_ten_of_fewer_than_five(partnership):
    board = Dashboard(figures(partnership["helen"], Asked(period="3", school="area:West"), today=TODAY))
    for table in board.tables():
        for name in ("9 in 10 within",):
            if name not in table.headings:
                continue
            at, counted = table.headings.index(name), 2 if table.key == "steps" else 1
            for row in table.rows:
                assert bool(row[at].text) == (int(row[counted].text) >= 5), (table.title, row)


def test_a_step_whose_events_are_to_come_is_in_the_table_and_not_on_the_page(partnership):
    board = Dashboard(figures(partnership["helen"], Asked(), today=TODAY))
    coming = [step for step in CHAIN if step.is_coming]

    assert coming == []  # every step can be reached now
    assert not {row[0].text for row in board.chain_table().rows} & {step.name for step in coming}


# -- who sees what ------------------------------------------------------------------------------------------------------


def test_a_manager_counts_the_cases_that_exist_for_them_and_no_other(partnership):
    """YOS has no part in a case until it is referred to them, and then all of it."""
    theirs = figures(partnership["tom"], Asked(period="24"), today=TODAY)
    everybody = figures(partnership["helen"], Asked(period="24"), today=TODAY)
    allocated = PLACES["allocated"]

    assert theirs.steps[allocated] == everybody.steps[allocated]
    assert theirs.steps[PLACES["referral"]].number <= everybody.steps[PLACES["referral"]].number


def test_a_case_somebody_is_denied_is_in_none_of_their_figures(partnership):
    before = figures(partnership["helen"], Asked(period="24"), today=TODAY)
    reference = everything(lists.steps, partnership["helen"], Asked(step=WHOLE))[1][0].reference
    barring.deny(
        case=Case.objects.get(reference=reference),
        user=partnership["helen"],
        reason="A relative.",
        by=partnership["grace"],
        at=NOW,
    )
    after = figures(partnership["helen"], Asked(period="24"), today=TODAY)

    assert after.whole.number == before.whole.number - 1
    assert reference not in {
        row.reference for row in everything(lists.steps, partnership["helen"], Asked(step=WHOLE))[1]
    }


def test_statements_are_few_and_do_not_grow(partnership, django_assert_max_num_queries):
    timeliness.book()  # read by every request, and kept
    with django_assert_max_num_queries(7):
        figures(partnership["helen"], Asked(), today=TODAY)
    assert rows.areas()


# -- files --------------------------------------------------------------------------------------------------------------


def test_a_file_holds_what_the_page_shows_and_is_a_disclosure(partnership, browser):
    for path, kind in product(
        ("/delay/?", "/delay/steps/?", "/delay/waiting/?", "/delay/clocks/?how=late&"), ("csv", "xlsx")
    ):
        answer = browser.get(f"{path}export={kind}")

        assert answer.status_code == 200
        assert f".{kind}" in answer["Content-Disposition"] and "HSB" not in answer["Content-Disposition"]
        disclosed = AuditEvent.objects.filter(kind="record.disclosed", by_id=partnership["helen"].pk).latest("pk")
        assert disclosed.what.endswith(f"as {kind}") and disclosed.facts["rows"] > 0
        if kind == "csv":
            told = answer.content.decode("utf-8-sig")
            assert not [name for name in FAMILY if name in told]


def test_whoever_is_asked_about_one_matter_of_a_case_finds_it_in_no_list(partnership):
    """They know its reference; the rest of the record is not theirs."""
    helen = partnership["helen"]
    lists_before = {name: everything(ask, helen, Asked(how="late")) for name, ask in ASK.items()}
    case = young_person(NOW)
    received = {"how_came": "disclosure", "directness": "first_hand"}
    record(FirstAccountGiven(**received), case=case, by=None, at=NOW, occurred=NOW - timedelta(days=90))
    offered = YosReferred(reference="R-26-0001", route="criminal_justice")
    record(offered, case=case, by=None, at=NOW, occurred=NOW - timedelta(days=60))
    assert Deadline.objects.filter(case=case, broken_on__isnull=False).exists()
    put_on(case, helen, Role.CSWS_MANAGER, NOW, Part.DISAGREEMENT)

    assert {name: everything(ask, helen, Asked(how="late")) for name, ask in ASK.items()} == lists_before

    put_on(case, helen, Role.CSWS_MANAGER, NOW)
    assert all(everything(ask, helen, Asked(how="late")) != lists_before[name] for name, ask in ASK.items())


@pytest.mark.parametrize("made_up", ["5~HSB-26-0001~²", "--5~HSB-26-0001~1", "5~~", "x"])
def test_a_key_made_up_by_hand_begins_at_the_top(browser, made_up):
    assert browser.get("/delay/waiting/", {"after": made_up}).status_code == 200
