"""Whose turn it is: what the gate asks in part it asks another part of at every commit, and `just prove` asks all of it.

By the commit, not by chance: the same commit asks the same again, whoever runs it. HSB_TESTS_TURN asks as another commit would.
"""

import os
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

One = TypeVar("One")


@cache
def turn() -> int:
    """Answer the number of this commit; nought where there is no repository, as in an image."""
    if given := os.environ.get("HSB_TESTS_TURN"):
        return int(given)
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short=8", "HEAD"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(said[:8], 16)


def whose_turn(them: Sequence[One], place: int) -> list[One]:
    """Answer the one of them whose turn it is at this place; the next commit number has the next one's. None of none."""
    return [them[(turn() + place) % len(them)]] if them else []


def is_turn(place: int, one_in: int) -> bool:
    """Answer whether it is this place's turn, which comes once in so many; the next number has the next place's."""
    return (turn() + place) % one_in == 0
