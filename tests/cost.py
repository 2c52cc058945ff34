"""What the tests cost: processor seconds by folder, printed at the end of a run. On a busy machine only these can be compared."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

SPENT: Counter[str] = Counter()
CELLS: Counter[str] = Counter()
_ROOT = Path(__file__).parent


def seconds() -> float:
    """Answer the processor seconds of this process and of the children it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    before = seconds()
    item.user_properties.append(("began", before))
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "teardown":
        began = dict(item.user_properties)["began"]
        report.user_properties.append(("spent", seconds() - began))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    given = dict(report.user_properties)
    if report.when == "teardown" and "spent" in given:
        file = report.nodeid.partition("::")[0]
        SPENT[file] += given["spent"]
        CELLS[file] += given.get("cells", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not SPENT:
        return
    folders: Counter[str] = Counter()
    for file, spent in SPENT.items():
        folders[str(Path(file).parent)] += spent
    terminalreporter.section(f"processor seconds: {SPENT.total():.0f}")
    terminalreporter.write_line("  ".join(f"{folder} {spent:.0f}" for folder, spent in folders.most_common()))
    terminalreporter.write_line("  ".join(f"{file} {spent:.0f}" for file, spent in SPENT.most_common(20)))
    for file, cells in CELLS.items():
        if cells:
            terminalreporter.write_line(f"{file}: {cells} cells, {cells / SPENT[file]:.0f} a processor second")
