"""One sweep that chases, in small transactions; says how many notices it wrote. `python -m tests.faults.sweep`."""

import sys

import django

django.setup()

from hsb import clock  # noqa: E402
from hsb.notifications import chasing  # noqa: E402

if __name__ == "__main__":
    sys.stdout.write(f"{chasing.sweep(at=clock.now()).notices}\n")
