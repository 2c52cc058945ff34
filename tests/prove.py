"""Prove a line of the targets at its full size: `just prove S10`. The gate runs the same tests at a size that fits it.

Only what a full run prints may be claimed. The tests read PROVE, or the sizes given here. `--gate` runs them at the gate's size.
"""

import os
import sys
from dataclasses import dataclass, field

import pytest

from tests import services


@dataclass(frozen=True)
class Proof:
    """Which tests prove it, and what makes them full size."""

    tests: tuple[str, ...]
    sizes: dict[str, str] = field(default_factory=dict)
    processes: int = 2


CANARIES = Proof(("tests/security/test_canaries.py",))
FAULTS = Proof(("tests/faults", "-m", "services"), {"HSB_FAULT_SEEDS": "20", "HSB_FAULT_ROWS": "200"}, processes=0)
PROOFS = {
    "D1": Proof(("tests/pairs",), processes=0),
    "DATES": Proof(("tests/security/test_why_this_date.py",), processes=0),
    "JOURNEYS": Proof(("tests/journeys", "-m", "browser")),
    "P5.10": Proof(("tests/hsb/pages/delay/test_figures.py",)),
    "P6": Proof(("tests/security/test_n_plus_one.py",), processes=0),
    "S1": Proof(("tests/security/test_matrix.py",)),
    "S3": CANARIES,
    "S4": CANARIES,
    "S7": Proof(("tests/security/test_mass_assignment.py",)),
    "S8": Proof(("tests/aim2/proceedings/test_histories.py",), {"HSB_S8_HISTORIES": "10000"}, processes=0),
    "S9": Proof(("tests/hsb/timeliness/test_oracle.py",), {"HSB_S9_COMPARISONS": "10000000"}, processes=0),
    "S10": FAULTS,
    "S11": FAULTS,
    "S12": Proof(("tests/faults/test_mid_form.py", "-m", "services"), {"HSB_FAULT_SUBMITS": "500"}, processes=0),
    "S13": Proof(("tests/pairs/test_meetings.py", "-k", "s13"), {"HSB_S13_WRITES": "10000"}, processes=0),
    "S24": Proof(("tests/security/test_headers.py",), processes=0),
}


def main(id: str, *, full: bool = True) -> int:
    """Answer pytest's exit status; what was counted is printed."""
    proof = PROOFS.get(id.upper())
    if proof is None:
        print(f"Not proved here: {id}. There are {', '.join(PROOFS)}.", file=sys.stderr)
        return 2
    with services.postgres() as database_url, services.redis() as redis_url:
        os.environ |= {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        if full:
            os.environ |= {"PROVE": id.upper(), **proof.sizes}
        return int(pytest.main(["-q", "-s", "-n", str(proof.processes), *proof.tests]))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1] if sys.argv[1:] else "", full="--gate" not in sys.argv))
    except services.ServiceMissing as missing:
        sys.exit(str(missing))
