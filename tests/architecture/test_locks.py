"""An action takes the lock of what it ends before it looks whether that still stands: read in the code of every action.

What a policy is asked about a record before its lock was true when the page was drawn. Two people who press together would both
be told yes. (`tests/pairs` presses them together; this reads the actions nobody has listed there.)
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("hsb", "referrals", "strategy_meetings", "aim2")
LOCKS = {"lock", "lock_all", "select_for_update"}
# Who somebody is does not change while they wait; nor does what they typed, or of which kind a record is.
OF_THE_PERSON = (
    "check_may_",
    "check_answers_for",
    "check_manages",
    "check_names_nobody_else",
    "check_said",
    "check_due",
    "check_day",
    "check_dates",
    "check_is_recipient",
    "check_is_a_",
)
LOOKED_TWICE = {
    # looked at first for who may not even see the record once it is touched, and again under the lock
    "strategy_meetings/minutes/actions.py:object_to:check_can_object",
    # no state of the record: whether it is a young person's, or a child who may be a subject at all
    "referrals/engagement/actions.py:decide_to_engage:check_can_offer",
    "referrals/engagement/actions.py:record_offer:check_can_offer",
}


def modules() -> Iterator[Path]:
    for place in PLACES:
        for path in (ROOT / place).rglob("*.py"):
            if "migrations" not in path.parts and ("lock(" in (text := path.read_text()) or "for_update" in text):
                yield path


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def lockers(tree: ast.Module) -> set[str]:
    """Answer the names by which this module takes a lock: the door's, and its own small functions that do."""
    names = set(LOCKS)
    for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
        if any(isinstance(one, ast.Call) and called(one) in LOCKS for one in ast.walk(function)):
            names.add(function.name)
    return names


def record_names(function: ast.FunctionDef, models: set[str]) -> set[str]:
    """Answer the parameters that are a record, or several."""
    given = (*function.args.args, *function.args.kwonlyargs)
    return {one.arg for one in given if one.annotation and set(ast.unparse(one.annotation).split("[")) & models}


def looks_too_early(path: Path, models: set[str]) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    taking = lockers(tree)
    for function in (one for one in tree.body if isinstance(one, ast.FunctionDef)):
        calls = sorted(
            (one for one in ast.walk(function) if isinstance(one, ast.Call)),
            key=lambda one: (one.lineno, one.col_offset),
        )
        locks = [one.lineno for one in calls if called(one) in taking]
        records = record_names(function, models)
        for call in calls:
            name = called(call)
            if not locks or call.lineno >= locks[0] or not name.startswith("check_") or name.startswith(OF_THE_PERSON):
                continue
            if any(isinstance(one, ast.Name) and one.id in records for one in ast.walk(call)):
                yield f"{path.relative_to(ROOT)}:{function.name}:{name}"


def test_no_action_looks_at_a_record_before_it_has_its_lock() -> None:
    models = {model.__name__ for model in apps.get_models()} - {"User", "Agency"}
    found = {line for path in modules() for line in looks_too_early(path, models)}

    assert found - LOOKED_TWICE == set()
