import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.harness import Site
from tests.services import ServiceMissing

# The gate takes one seed; `HSB_FAULT_SEEDS=20` is the full size of targets.md S10.
SEEDS = range(int(os.environ.get("HSB_FAULT_SEEDS", "1")))
ROWS = int(os.environ.get("HSB_FAULT_ROWS", "100"))


FIGURES: list[tuple[str, str]] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print each figure by its id in targets.md."""
    if FIGURES:
        terminalreporter.section("fault injection")
        for name, words in FIGURES:
            terminalreporter.line(f"{name:<24} {words}")


@pytest.fixture
def figure() -> Callable[[str, str], None]:
    """Call it with a target's id and what was counted; it is printed at the end of the run."""
    return lambda name, words: FIGURES.append((name, words))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(Path(tmp_path_factory.mktemp("faults")))
    try:
        site.start()
        yield site
    except ServiceMissing as missing:
        pytest.fail(str(missing))
    finally:
        site.remove()


@pytest.fixture
def site(servers: Site) -> Iterator[Site]:
    """Both servers up, an empty database and broker, and nothing of ours left running afterwards."""
    servers.fresh_database("hsb_faults")
    yield servers
    servers.end_programs()
    for server in (servers.postgres, servers.redis):
        if server.process is None:
            server.restart()


@pytest.fixture
def chance(seed: int) -> random.Random:
    """The instants at which things are killed, the same for the same seed."""
    return random.Random(seed)


@pytest.fixture
def rows() -> int:
    return ROWS
