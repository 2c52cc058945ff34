"""What a migration may not do, because it is run for ever after as it was on its day."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

MIGRATIONS = sorted(
    file
    for package in settings.OUR_PACKAGES
    for file in (settings.BASE_DIR / package).rglob("migrations/*.py")
    if file.name != "__init__.py"
)
# What Django itself writes into a migration for a field, a manager or a base of ours: it cannot be inlined.
WRITTEN_BY_DJANGO: dict[str, set[str]] = {
    "accounts/migrations/0001_initial.py": {"hsb.accounts.models"},
}


def imported(file: Path) -> set[str]:
    """Answer the modules of ours that a file imports, at its top or inside."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or ".")
    return {name for name in found if name.split(".")[0] in (*settings.OUR_PACKAGES, "tests", "")}


@pytest.mark.parametrize("file", MIGRATIONS, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_a_migration_imports_nothing_of_ours(file: Path) -> None:
    allowed = next((names for end, names in WRITTEN_BY_DJANGO.items() if file.as_posix().endswith(end)), set())

    assert imported(file) <= allowed, "write down in the migration what the code says today"
