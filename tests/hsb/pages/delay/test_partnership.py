"""The safeguarding board sees the whole partnership in totals, and nobody in particular."""

import csv
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from hsb.audit.models import AuditEvent
from hsb.pages.delay.panels import Dashboard
from hsb.pages.delay.partnership import of_everybody
from hsb.pages.delay.small_numbers import FEWEST
from tests.hsb.pages.delay.conftest import TODAY

pytestmark = pytest.mark.django_db
COUNTED = {"Completed", "Young people", "Steps", "Clocks", "Came due", "In time", "Late", "Offered", "Accepted", "All"}
COUNTED |= {"0–10", "11–15", "16–20", "21 or more", "0–5", "6–10", "11–20", "Over 20"}


@pytest.fixture
def board_officer(partnership) -> Client:
    client = Client()
    client.force_login(partnership["guy"])
    return client


def test_every_case_is_counted_and_no_count_is_small(partnership):
    board = Dashboard(of_everybody(TODAY), suppressed=True)

    assert board.figures.whole.number > 40
    for table in board.tables():
        for row in table.rows:
            for heading, cell in zip(table.headings, row, strict=True):
                assert not cell.href
                if heading in COUNTED:
                    assert cell.text == "c" or int(cell.text.replace(",", "")) >= FEWEST, (table.title, row)


def test_twelve_whole_months_are_counted_so_that_no_day_is_told_by_the_next(partnership):
    found = of_everybody(TODAY)

    assert (found.since.isoformat(), found.until.isoformat()) == ("2025-11-01", "2026-10-31")


def test_the_page_leads_to_no_record_and_names_none(partnership, board_officer):
    page = board_officer.get("/delay/partnership/").content.decode()

    assert "Families waited a median of" in page
    assert "HSB-2" not in page
    assert not re.findall(r'href="/(?:delay/(?:steps|waiting|clocks)|cases/)[^"]+"', page)
    assert AuditEvent.objects.filter(by_id=partnership["guy"].pk, what="partnership delay").exists()


def test_filters_in_the_address_change_nothing(board_officer):
    def told(address: str) -> str:
        page = board_officer.get(address).content.decode()
        return page[page.index("hsb-lede") : page.index("hsb-footer")]

    assert told("/delay/partnership/") == told("/delay/partnership/?route=cj&period=3&school=1")


def test_its_files_hide_what_the_page_hides(board_officer):
    answer = board_officer.get("/delay/partnership/?export=csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert ["c" in line for line in lines].count(True) > 3
    assert "HSB-2" not in answer.content.decode()
    assert board_officer.get("/delay/partnership/?export=xlsx").status_code == 200


def test_a_manager_is_not_the_board(partnership, browser):
    assert browser.get("/delay/partnership/").status_code == 403


@pytest.mark.postgres
@pytest.mark.parametrize("address", ["/delay/partnership/", "/delay/partnership/?export=csv"])
def test_where_the_login_may_not_read_every_record_the_page_says_so_and_who_can_mend_it(
    board_officer, browser, address
):
    """As on PostgreSQL before 16: totals of what the login happens to see are not those of the partnership."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL SESSION AUTHORIZATION hsb_web")
    try:
        answer, refused = board_officer.get(address), browser.get(address)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")

    page = answer.content.decode()
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    assert "The totals cannot be counted on this system yet" in page and "manage.py database prepare" in page
    assert "Families waited" not in page and "Nobody is waiting" not in page
    assert refused.status_code == 403, "who may not read the totals is not told how the database is"


@pytest.mark.postgres
def test_the_check_of_the_database_refuses_a_login_that_cannot_count():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL SESSION AUTHORIZATION hsb_web")
    try:
        with pytest.raises(CommandError, match="the board’s totals are closed"):
            call_command("database", "check")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")
