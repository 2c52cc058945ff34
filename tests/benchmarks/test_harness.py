"""The harness compares fairly and says when a run proves nothing. How fast anything is, is never tested here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import harness

ROOT = Path(__file__).resolve().parents[2]


def figure(ratio: float, **facts: object) -> harness.Figure:
    return harness.Figure("P1", "what", 2.0, 1.0, ratio, target=4, moonshot=3, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(("ratio", "reached"), [(2.9, "moonshot"), (3, "moonshot"), (4, "target"), (4.1, "no")])
def test_a_ratio_reaches_what_it_does_not_exceed(ratio, reached):
    assert figure(ratio).reached == reached


def test_what_must_be_reached_fails_the_run_unless_the_run_is_void():
    assert figure(4.1, must=True).breaks_a_promise
    assert not figure(4, must=True).breaks_a_promise
    assert not figure(4.1).breaks_a_promise
    assert not figure(4.1, must=True, void="a busy machine").breaks_a_promise


def test_more_can_be_better():
    assert figure(50, more_is_better=True).reached == "moonshot"
    assert figure(1, more_is_better=True).reached == "no"


def test_every_round_does_everything_once_in_an_order_of_its_own():
    done: list[str] = []
    harness.interleave({name: lambda name=name: done.append(name) for name in "abc"}, rounds=40)

    rounds = [tuple(done[n : n + 3]) for n in range(0, len(done), 3)]
    assert all(sorted(one) == ["a", "b", "c"] for one in rounds)
    assert len(set(rounds)) > 3


def test_the_worst_pair_is_the_figure_and_a_busy_machine_makes_it_void(monkeypatch):
    monkeypatch.setattr(harness, "loaded", lambda: "load average 9.0 on 2 cores")
    monkeypatch.setattr(
        harness,
        "interleave",
        lambda things, **_: {
            "fast": harness.Timing(1, 1),
            "slow": harness.Timing(4, 4),
            "floor": harness.Timing(1, 1),
        },
    )
    pairs = {"x": ("fast", "floor"), "y": ("slow", "floor")}
    found = harness.compare("P1", "what", {}, pairs, rounds=1, target=4, moonshot=3)

    assert (found.ratio, found.reached) == (4, "target")
    assert "load average" in found.void
    assert "VOID" in found.line()


def test_a_floor_that_wanders_makes_a_run_void(monkeypatch):
    monkeypatch.setattr(harness, "loaded", str)
    monkeypatch.setattr(
        harness, "interleave", lambda things, **_: {"page": harness.Timing(2, 9), "floor": harness.Timing(1, 4)}
    )

    assert "wandered" in harness.compare("P1", "", {}, {"x": ("page", "floor")}, rounds=1, target=4, moonshot=3).void


@pytest.mark.services
@pytest.mark.postgres
@pytest.mark.slow
def test_the_benchmarks_run_on_a_small_database_and_leave_none_behind(tmp_path):
    report = tmp_path / "figures.json"
    asked = ["P1", "P4", "P6", "P9", "--cases", "200", "--rounds", "2", "--json", str(report)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    run = subprocess.run(
        [sys.executable, "benchmarks/run.py", *asked], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert run.returncode == 0, run.stderr
    figures = json.loads(report.read_text())["figures"]
    assert [one["id"] for one in figures] == ["P1", "P4", "P6", "P6", "P9"]
    for one in figures:
        assert {"subject", "floor", "ratio", "target", "moonshot", "reached"} <= one.keys()
    counted = {one["what"].split(" page")[0]: one for one in figures if one["id"] == "P6"}
    assert all(len(set(one["detail"]["found"].values())) == 1 for one in counted.values())
