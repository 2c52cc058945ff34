"""What is measured, by the ids of targets.md. Each answers a Figure, or several.

Over 300 lines: one function for each line of targets.md.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from time import process_time
from typing import Any
from unittest import mock
from uuid import uuid4

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import chasing
from benchmarks.harness import Figure, compare
from benchmarks.world import BenchmarkFailed, Server, World
from hsb import clock
from hsb.accounts.models import GuessAllowance, User
from hsb.agencies import queries as agencies
from hsb.audit import actions as audit
from hsb.cases.case_rows import COLUMNS, PAGE_SIZE, case_rows
from hsb.cases.models import Case
from hsb.cases.visible import may_see, visible_cases
from hsb.notes.actions import add_note

LIST = "/cases/"
# Who asks for lists: two teams' members and somebody of a school, as in the evidence of targets.md.
ASKING = ("u1", "u2", "u3")


@dataclass(frozen=True)
class Task:
    """One run of the harness: the server, how many cases, how many rounds."""

    server: Server
    cases: int
    rounds: int
    clocks: int = 100_000

    @property
    def small(self) -> int:
        """Answer how many cases the smaller database of a comparison has."""
        return self.cases // 10


def bare_list(world: World, key: str) -> Callable[[], list[Any]]:
    """Answer the floor of the list: the same 25 rows and the same capped count by hand-written SQL, as nobody in particular."""
    user = world.person(key)
    rows, counts, values, count_values = [], [], [], []
    for n, principal in enumerate(agencies.principals(user)):
        where = (
            "FROM cases_caseaccess a WHERE a.group_id = %s AND (a.expires_at IS NULL OR a.expires_at > now()) AND NOT EXISTS"
            " (SELECT 1 FROM cases_casedenied d WHERE d.case_id = a.content_object_id AND d.user_id = %s)"
        )
        rows.append(
            f"SELECT * FROM (SELECT a.content_object_id AS id, a.opened_at {where}"
            f" ORDER BY a.opened_at DESC, a.content_object_id DESC LIMIT 26) b{n}"
        )
        counts.append(f"SELECT * FROM (SELECT a.content_object_id {where} LIMIT 1001) b{n}")
        values += [principal, user.pk]
        count_values += [principal, user.pk]
    columns = ", ".join(f"c.{name}" for name in COLUMNS)
    return world.raw(
        f"SELECT {columns}, (SELECT count(*) FROM (SELECT 1 FROM ({' UNION '.join(counts)}) u LIMIT 1001) n)"
        f" FROM (SELECT * FROM ({' UNION '.join(rows)}) u ORDER BY opened_at DESC, id DESC LIMIT 25) p"
        " JOIN cases_case c ON c.id = p.id ORDER BY p.opened_at DESC, p.id DESC",
        [*count_values, *values],
    )


def whole(page: Callable[[], bytes], rows: int) -> Callable[[], bytes]:
    """Answer the same page, once it has been seen to show so many cases: a fast empty page is no figure."""
    shown = page().count(b'hsb-ref"')
    if shown != rows:
        raise BenchmarkFailed(f"The list shows {shown} cases where {rows} were expected.")
    return page


def p1(task: Task) -> Figure:
    """The case list through the whole stack ÷ its floor."""
    world = task.server.world(task.cases)
    things: dict[str, Callable[[], object]] = {}
    for key in ASKING:
        floor = bare_list(world, key)
        things[f"floor {key}"] = floor
        things[f"page {key}"] = whole(world.fetch(key, LIST), len(floor()))
    pairs = {key: (f"page {key}", f"floor {key}") for key in ASKING}
    return compare(
        "P1", "case list, full stack ÷ bare SQL", things, pairs, rounds=task.rounds, target=4, moonshot=3, at="p95"
    )


def p2(task: Task) -> Figure:
    """The same page, of a person with 200 cases, in a database ten times as large."""
    large, small = task.server.world(task.cases), task.server.world(task.small)
    things = {"large": large.fetch("u3", LIST), "small": small.fetch("u3", LIST)}
    what = f"list at {task.cases:,} ÷ at {task.small:,} cases"
    return compare("P2", what, things, {"u3": ("large", "small")}, rounds=task.rounds, target=1.3, moonshot=1.2)


def p3(task: Task) -> Figure:
    """Somebody who sees a hundredth ÷ somebody whose team is on every case."""
    world = task.server.world(task.cases)
    things = {key: world.fetch(key, LIST) for key in (*ASKING, "everything")}
    pairs = {key: (key, "everything") for key in ASKING}
    what = "list, restricted ÷ unrestricted user"
    return compare("P3", what, things, pairs, rounds=task.rounds, target=1.3, moonshot=1.1)


def p4(task: Task) -> Figure:
    """Guardian's page ÷ ours, in the same run."""
    world = task.server.world(task.cases)
    things: dict[str, Callable[[], object]] = {}
    for key in ASKING:
        things[f"page {key}"] = page = world.fetch(key, LIST)
        things[f"guardian {key}"] = whole(world.fetch(key, "/naive/cases/"), page().count(b'hsb-ref"'))
    pairs = {key: (f"guardian {key}", f"page {key}") for key in ASKING}
    return compare(
        "P4",
        "guardian's list ÷ ours",
        things,
        pairs,
        rounds=task.rounds,
        target=20,
        moonshot=50,
        more_is_better=True,
    )


NOT_ASKED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SELECT SET_CONFIG", "SELECT CURRENT_USER")


def asked(page: Callable[[], object]) -> list[str]:
    """Answer the statements of one page that read or write rows (not those that open and close its transaction)."""
    page()
    with CaptureQueriesContext(connection) as caught:
        page()
    return [one["sql"] for one in caught.captured_queries if not one["sql"].upper().startswith(NOT_ASKED)]


def p6(task: Task) -> list[Figure]:
    """Statements per page: the list with 25, 100 and 1,000 cases, and a case with as many chronology entries."""
    world = task.server.world(task.cases)
    lists = {n: len(asked(world.fetch(f"list{n}", LIST))) for n in (25, 100, 1000)}
    case = visible_cases(world.person("u3")).latest("opened_at")
    page = world.fetch("u3", f"/cases/{case.reference}/")
    cases: dict[int, int] = {}
    for entries in (25, 100, 1000):
        _lengthen(world, case, entries)
        cases[entries] = len(asked(page))
    return [
        _counted("P6", "list", lists, target=6, moonshot=4, shown=asked(world.fetch("u3", LIST))),
        _counted("P6", "case", cases, target=10, moonshot=8, shown=asked(page)),
    ]


def _counted(id: str, page: str, found: dict[int, int], *, target: int, moonshot: int, shown: list[str]) -> Figure:
    """Answer the most statements, over the fewest: a page that asks more of more rows has reached nothing."""
    most, fewest = max(found.values()), min(found.values())
    return Figure(
        id=id,
        what=f"statements of the {page} page with 25, 100, 1,000 rows: {', '.join(map(str, found.values()))}",
        subject=most,
        floor=fewest,
        ratio=most,
        target=target,
        moonshot=moonshot,
        unit="stmts",
        void="" if most == fewest else "it asks more of more rows",
        detail={"found": found, "statements": shown},
    )


def _lengthen(world: World, case: Case, entries: int) -> None:
    """The case has so many entries in its chronology, most of them notes."""
    user = world.person("u3")
    with mock.patch("hsb.timeliness.deadlines.refold"):
        for n in range(entries - case.events.count()):
            add_note(case=case, text=f"Note {n}", by=user, at=clock.now())


def p7(task: Task) -> Figure:
    """Page 200 ÷ page 1 by key (the last full page where there are fewer)."""
    world = task.server.world(task.cases)
    user = world.person("everything")
    deepest = min(200, task.cases // PAGE_SIZE)
    after = ""
    for _ in range(deepest - 1):
        after = case_rows(user, after=after).next_key
    things = {
        "deep": lambda: _in(world, lambda: case_rows(user, after=after)),
        "first": lambda: _in(world, lambda: case_rows(user)),
    }
    what = f"page {deepest} ÷ page 1 of the list"
    return compare("P7", what, things, {"everything": ("deep", "first")}, rounds=task.rounds, target=1.5, moonshot=1.2)


def _in(world: World, ask: Callable[[], object]) -> object:
    world.enter()
    return ask()


def p9(task: Task) -> Figure:
    """The door's question about one case ÷ the bare EXISTS; guardian's has_perm beside it."""
    world = task.server.world(task.cases)
    user = world.person("u3")
    case = Case.objects.get(pk=case_rows(user).rows[0]["id"])
    bare = world.raw(
        "SELECT EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.content_object_id = %s AND a.group_id = ANY(%s)"
        " AND (a.expires_at IS NULL OR a.expires_at > now())) AND NOT EXISTS"
        " (SELECT 1 FROM cases_casedenied d WHERE d.case_id = %s AND d.user_id = %s)",
        [str(case.pk), agencies.principals(user), str(case.pk), user.pk],
    )
    things = {
        "door": lambda: _in(world, lambda: may_see(user, case.pk)),
        "bare": bare,
        "guardian": lambda: _in(world, lambda: _afresh(user).has_perm("cases.view_case", case)),
    }
    if things["door"]() is not True or bare() != [(True,)] or things["guardian"]() is not True:
        raise BenchmarkFailed("The door, the bare statement and guardian do not agree.")
    what = "door's check ÷ bare EXISTS"
    return compare("P9", what, things, {"u3": ("door", "bare")}, rounds=task.rounds, target=4, moonshot=2)


def _afresh(user: User) -> User:
    """Answer the same person without what guardian remembers of them."""
    found: User = User.objects.get(pk=user.pk)
    return found


@contextmanager
def unaudited() -> Any:
    """Nothing is written to the audit while this lasts."""
    with mock.patch.object(audit, "record", return_value=None):
        yield


def p16(task: Task) -> Figure:
    """A case page that writes the look ÷ one that does not."""
    world = task.server.world(task.cases)
    reference = case_rows(world.person("u3")).rows[0]["reference"]
    page = world.fetch("u3", f"/cases/{reference}/")

    def without() -> None:
        with unaudited():
            page()

    what = "case page, audited ÷ unaudited"
    return compare(
        "P16",
        what,
        {"audited": page, "unaudited": without},
        {"u3": ("audited", "unaudited")},
        rounds=task.rounds,
        target=1.25,
        moonshot=1.15,
    )


def p10(task: Task) -> list[Figure]:
    """The sweep that chases: reminders a second."""
    return chasing.p10(task.server.world(task.cases), task.clocks)


def p11(task: Task) -> Figure:
    """The same sweep when nothing is due."""
    return chasing.p11(task.server.world(task.cases), task.clocks, task.rounds)


def p12(task: Task) -> Figure:
    """The list of cases beside the sweep ÷ at rest."""
    return chasing.p12(task.server, task.server.world(task.cases), task.clocks, task.rounds)


def s11(task: Task) -> Figure:
    """Sweeps at once: exactly the same notices, every time."""
    return chasing.s11(task.server, task.server.world(task.cases), min(task.clocks, 1000), min(task.rounds, 100))


def s27(task: Task) -> Figure:
    """Signing in with an address somebody has ÷ one nobody has: the least processor time, as what else runs only adds to it."""
    task.server.world(task.cases)
    known = f"known-{uuid4()}@volume.invalid"
    User.objects.create_user(known, "Volume known", password="correct-horse-battery")
    spent: dict[str, list[float]] = {known: [], f"nobody-{uuid4()}@volume.invalid": []}
    for turn in range(max(9, task.rounds // 5)):
        GuessAllowance.objects.all().delete()
        cache.clear()
        for address in sorted(spent, reverse=turn % 2 == 0):
            client = Client(REMOTE_ADDR=f"192.0.2.{turn % 250}", HTTP_HOST="localhost")
            began = process_time()
            answer = client.post(reverse("account_login"), {"login": address, "password": "a wrong password"})
            spent[address].append(process_time() - began)
            if answer.status_code not in (200, 422) or "password" not in answer.text:
                raise BenchmarkFailed(f"Signing in with a wrong password answered {answer.status_code}.")
    somebody, nobody = (min(times) * 1000 for times in spent.values())
    return Figure(
        id="S27",
        what="sign-in with a known ÷ an unknown address, processor time (the larger over the smaller)",
        subject=somebody,
        floor=nobody,
        ratio=max(somebody, nobody) / min(somebody, nobody),
        target=1.1,
        moonshot=1.1,
    )


MEASURES: dict[str, Callable[[Task], Figure | list[Figure]]] = {
    "P1": p1,
    "P2": p2,
    "P3": p3,
    "P4": p4,
    "P6": p6,
    "P7": p7,
    "P9": p9,
    "P10": p10,
    "P11": p11,
    "P12": p12,
    "P16": p16,
    "S11": s11,
    "S27": s27,
}
