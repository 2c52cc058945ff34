"""Every due date that a page shows says why it is that date: by the component, or by a link to the page of its clock.

Every page is asked as somebody who may go there; wherever the date or the standing of a running clock is said, so is why. The
gate asks as the first who may, and as one of the others by turns (`tests/turns`); `just prove DATES` as all of them.
"""

import html
import os
import re
from datetime import date

import pytest

from hsb import clock
from hsb.timeliness import queries as timeliness
from hsb.timeliness.english import long_date
from hsb.timeliness.models import Deadline
from hsb.ui.words import short_date
from tests.factories.referrals import sent
from tests.referrals.typed import minimal
from tests.security.matrix import ALLOWED, LINES, address, expected
from tests.security.matrix_world import NOW, Actor, World, ask, quick_pdfs, world  # noqa: F401  (fixtures)
from tests.turns import whose_turn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdfs")]

WHOLE = os.environ.get("PROVE") == "DATES"
FIRST = ("csws_manager own_role", "mash_worker own_role", "yos_manager own_role", "social_worker own_role", "sender")
WHY = re.compile(r"/clocks/\d+/|Why this date\?")
ROWS = re.compile(r"<tr\b.*?</tr>|<li class=\"hsb-(?:row|next__item)\b.*?</li>", re.S)
# The list beside an open referral: a row opens the referral it is about, on which why is the first thing said.
RAIL = re.compile(r"<ul class=\"hsb-rail\">.*?</ul>", re.S)
# Where the date of a clock is said without being one's due date.
SAID_OTHERWISE = {
    "referrals:ask_check": "typed there, before there is a clock",
    "referrals:copy": "a file",
    "referrals:case_copy": "a file",
    "aim2:consent_copy": "a file",
    "strategy_meetings:safety_plan_copy": "a file",
    "strategy_meetings:safety_plan_version": "a file",
    "ui:gallery": "examples",
    **dict.fromkeys(
        ("escalation:board_inbox", "escalation:list", "escalation:mine"),
        "each line opens the disagreement, whose ladder says why",
    ),
    "pages:delay": "“paused” heads a column of counts; the list behind each count has the clocks",
    **dict.fromkeys(("pages:team_worker", "pages:team_give_tasks"), "the day of a task, on whose own page why is said"),
    # Debts: the day stands in a sentence there, and why on the case's own page, where the clock is a line.
    **dict.fromkeys(
        ("aim2:assessment", "aim2:consent", "aim2:consent_answer", "aim2:custody", "aim2:may_begin"),
        "said in a sentence; the line of “What happens next” on the case says why",
    ),
    **dict.fromkeys(
        (
            "strategy_meetings:incidents",
            "strategy_meetings:mappa",
            "strategy_meetings:minutes_copy",
            "strategy_meetings:opinions",
        ),
        "said in a sentence; the line of “What happens next” on the case says why",
    ),
    "accounts:reachable": "the days one chose to be quiet or away",
}
# Pages known to show due dates: that the walk finds them shows that it looks.
KNOWN = {
    "pages:home",
    "cases:list",
    "cases:overview",
    "cases:clock",
    "referrals:mash_inbox",
    "referrals:yos_inbox",
    "referrals:check",
    "referrals:checks",
    "referrals:assessment",
    "referrals:yos_receipt",
    "escalation:show",
}


def visitors(world: World, name: str) -> list[Actor]:  # noqa: F811
    people = [world.actor(one) for one in FIRST]
    first, *others = (
        [one for one in people if expected(world, name, "GET", one) == ALLOWED]
        or [one for one in world.actors if expected(world, name, "GET", one) == ALLOWED][:1]
        or [None]
    )
    if first is None:
        return []
    return [first, *(others if WHOLE else whose_turn(others, sorted(LINES).index(name)))]


def said_of_clocks(today: date) -> re.Pattern[str]:
    """Every way in which a page says the due date of a clock, or the standing of one that runs."""
    known = timeliness.book()
    ways: set[str] = set()
    for deadline in Deadline.objects.filter(judged_on__isnull=False, adopted=True):
        day = deadline.judged_on
        assert day is not None
        if day > today:  # what is due today, or was, is a day on which much else happened
            ways |= {long_date(day), f"{day:%A} {day.day} {day:%B}", f"By {short_date(day)}"}
        if deadline.is_running:
            ways.add(timeliness.due_words(deadline, today, known.holidays).words)
    return re.compile("|".join(re.escape(way) for way in sorted(ways, key=len, reverse=True)), re.IGNORECASE)


def test_every_due_date_says_why(world: World) -> None:  # noqa: F811
    sent(world.actor("sender").user, NOW, minimal())  # one that nobody has decided on yet
    said = said_of_clocks(clock.today())
    shown, silent = set(), []
    for name, line in sorted(LINES.items()):
        if "GET" not in line.methods or line.whose in ("public", "own_account") or name in SAID_OTHERWISE:
            continue
        for actor in visitors(world, name):
            page = RAIL.sub("", html.unescape(ask(actor, "GET", address(world, name)).text))
            if not said.search(page):
                continue
            shown.add(name)
            rows = [row for row in ROWS.findall(page) if said.search(row)]
            silent += [
                f"{name}: {found.group()}"
                for part in rows or [page]
                if (found := said.search(part)) and not WHY.search(part)
            ]

    print(f"\n{len(shown)} pages show a due date: {', '.join(sorted(shown))}")
    assert sorted(set(silent)) == []
    assert shown >= KNOWN
