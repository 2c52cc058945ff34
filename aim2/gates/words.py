"""Lists and small numbers, as they stand in a sentence."""

from collections.abc import Sequence

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def and_(parts: Sequence[str]) -> str:
    """Answer “a”, “a and b” or “a, b and c”; empty for nothing."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def number_word(number: int) -> str:
    """Answer a number up to ten in words, a larger one in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)
