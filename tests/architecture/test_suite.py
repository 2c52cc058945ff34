"""The runs of the suite that read only some folders miss no test of theirs."""

from pathlib import Path

import pytest

from tests.suite import BESIDE, BROWSER, Run

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("run", [BESIDE, BROWSER], ids=lambda run: run.name)
def test_every_test_so_marked_stands_where_its_run_looks(run: Run) -> None:
    mark = f"mark.{run.name}"
    places = [TESTS.parent / place for place in run.where]
    marked = [
        file for file in TESTS.rglob("*.py") if file != Path(__file__) and mark in file.read_text(encoding="utf-8")
    ]

    assert marked
    assert not [file for file in marked if not any(file.is_relative_to(place) for place in places)]
    assert all(place.exists() for place in places)
