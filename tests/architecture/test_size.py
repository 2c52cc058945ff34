"""A module is one page of reading; a longer one says in its docstring why it is not two."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300  # lines
PLACES = ("hsb", "referrals", "strategy_meetings", "aim2", "benchmarks")


def test_a_long_module_says_why() -> None:
    modules = [path for place in PLACES for path in (ROOT / place).rglob("*.py") if "migrations" not in path.parts]
    modules.append(ROOT / "start.py")
    silent = {}
    for path in modules:
        text = path.read_text()
        lines = text.count("\n")
        if lines > LONGEST and "Over 300 lines: " not in (ast.get_docstring(ast.parse(text)) or ""):
            silent[str(path.relative_to(ROOT))] = lines

    assert silent == {}
