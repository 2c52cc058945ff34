"""Things with one home: what only one module may do, read from the code itself."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for app in settings.OUR_PACKAGES:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


TREES = dict(_trees())
# The generator of many cases writes rows straight, because a million actions would take days (design.md §6).
VOLUME = {path for path in TREES if path.startswith("hsb/demonstration/volume")}


# Asked again for every event, role and name, of every module: read once.
@cache
def names(tree: ast.AST) -> set[str]:
    """Every name a module uses, imported or not."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return found


@cache
def imported(tree: ast.AST) -> set[str]:
    """Every module that is imported, and every name from it, dotted."""
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@cache
def calls(tree: ast.AST) -> set[str]:
    """The last name of everything that is called."""
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }


def test_only_the_door_reads_the_table_of_grants() -> None:
    users = {path for path, tree in TREES.items() if "CaseAccess" in names(tree)}

    assert users - VOLUME <= {"hsb/cases/visible.py", "hsb/cases/grants.py", "hsb/cases/models.py"}


@pytest.mark.parametrize(
    ("module", "home"),
    [
        ("weasyprint", {"hsb/documents/render.py"}),
        # the one sends; the other is what it sends by, where a deployment chooses it
        ("django.core.mail", {"hsb/notifications/mail.py", "hsb/notifications/notify_backend.py"}),
        ("django.db.models.signals", set()),
        ("django.dispatch", set()),
        ("guardian.shortcuts", set()),
        ("django.contrib.contenttypes.fields", set()),
        ("subprocess", {"hsb/documents/cell.py"}),
        ("requests", set()),
        ("urllib.request", set()),
    ],
)
def test_what_is_imported_in_one_place_only(module: str, home: set[str]) -> None:
    users = {
        path
        for path, tree in TREES.items()
        if any(one == module or one.startswith(f"{module}.") for one in imported(tree))
    }
    # Commands for developers start programs too: building what browsers load, measuring, making a demonstration.
    users = {path for path in users if "/management/commands/" not in path}

    assert users <= home


def _makes(tree: ast.AST, model: str) -> bool:
    """Whether a module makes rows of a model: `Model(...)`, `Model.objects.create(...)`, `bulk_create` and their like."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == model:
            return True
        text = ast.unparse(node.func)
        if text.startswith(f"{model}.objects.") and text.rpartition(".")[2] in (
            "create", "bulk_create", "get_or_create", "update_or_create",
        ):  # fmt: skip
            return True
    return False


@pytest.mark.parametrize(
    ("model", "home"),
    [
        ("CaseEvent", {"hsb/chronology/actions.py"}),
        ("CaseEventWords", {"hsb/chronology/actions.py"}),
        ("AuditEvent", {"hsb/audit/actions.py"}),
        ("AuditSeal", {"hsb/audit/sealing.py"}),
        ("Involvement", {"hsb/cases/involvement.py"}),
        ("CaseDenied", {"hsb/cases/barring.py"}),
        ("Notice", {"hsb/notifications/actions.py"}),
        ("MailRecord", {"hsb/notifications/mail.py"}),
        ("Message", {"hsb/outbox/actions.py"}),
        ("Referral", {"referrals/submission/actions.py"}),
        ("ReferralPart", {"referrals/submission/copies.py"}),
        ("FirstAccount", {"referrals/submission/copies.py"}),
    ],
)
def test_rows_that_one_module_makes(model: str, home: set[str]) -> None:
    assert {path for path, tree in TREES.items() if _makes(tree, model)} - VOLUME <= home


def test_the_day_of_an_instant_is_the_day_in_london() -> None:
    """An instant is kept in UTC: in summer, shortly after midnight, its own `.date()` is the day before."""
    said = [
        f"{path}: {ast.unparse(node)}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not node.args
        and (ast.unparse(node.func.value).endswith("_at") or "now()" in ast.unparse(node.func.value))
    ]

    assert not said, said


STRANDS = {"safeguarding", "youth_offending", "criminal_justice"}


def test_only_move_writes_a_strand() -> None:
    writers = set()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                targets = [t.attr for t in node.targets if isinstance(t, ast.Attribute)]
                writers |= {path} if STRANDS & set(targets) else set()
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = {keyword.arg for keyword in node.keywords}
                if name in ("update", "create", "Case", "bulk_create") and STRANDS & given:
                    writers.add(path)
                if name == "update" and "strand.value" in ast.unparse(node):
                    writers.add(path)

    assert writers - VOLUME == {"hsb/cases/actions.py"}


# Queries still asked in a view, with how many: debts, to be moved into the app's queries.py. A number only goes down.
OBJECTS_IN_VIEWS = {
    "aim2/proceedings/list_views.py": 1,  # a hearing of an open case
    "aim2/proceedings/record_views.py": 1,  # within an open case
    "aim2/proceedings/views.py": 4,  # each within an open case
    "hsb/cases/views/access_changes.py": 2,  # a person by the address that was typed
    "hsb/cases/views/access_log.py": 2,  # within an open case, and the names of those who looked
    "hsb/pages/audit/views.py": 3,  # people, as the report role
    "hsb/pages/overview/views.py": 1,  # within an open case
    "hsb/people/account_views.py": 2,  # one's own
    "hsb/people/views.py": 2,  # each within the agencies one administers
    "strategy_meetings/meetings/call_views.py": 7,  # colleagues to choose from, and linked records the reader may open
    "strategy_meetings/meetings/change_views.py": 1,  # who chairs from now on
    "strategy_meetings/meetings/line_views.py": 3,  # lines of a meeting that is open to the reader
    "strategy_meetings/meetings/live_views.py": 3,  # the same
    "strategy_meetings/meetings/views.py": 2,  # the same
}


def test_views_ask_queries_not_the_database() -> None:
    """A view that asks a model itself is one forgotten filter away from showing somebody else's record."""
    found: Counter[str] = Counter()
    for path, tree in TREES.items():
        if path.endswith("views.py") or "/views/" in path:
            asks = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"]
            found[path] += len(asks)

    assert {path: times for path, times in found.items() if times > OBJECTS_IN_VIEWS.get(path, 0)} == {}


def test_nothing_outside_the_kernel_reads_cases_without_the_door() -> None:
    """`Case.objects` is for the kernel: everybody else is handed an open case, or filters by `visible_cases`."""
    users = {
        path
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects" and getattr(node.value, "id", "") == "Case"
    }
    kernel = {path for path in users if path.startswith(("hsb/cases/", "hsb/chronology/"))}
    # Each writes to a case that an action has been handed, by its key, under its lock; commands run as the worker.
    allowed = {"referrals/mash/actions.py", "referrals/matching/actions.py", "aim2/proceedings/actions.py"}
    allowed |= {"aim2/proceedings/rows.py", "aim2/looked_after/actions.py", "strategy_meetings/meetings/strands.py"}
    # The rows of the criminal side across cases: each filtered by the parts of the person who asks, or by the row policies.
    allowed |= {"aim2/proceedings/lists.py", "aim2/proceedings/queries.py", "strategy_meetings/meetings/call_views.py"}
    allowed |= {path for path in users if "/management/commands/" in path or "/demonstration/" in path}

    assert users - kernel - VOLUME - allowed == set()
