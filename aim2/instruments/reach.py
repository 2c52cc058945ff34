"""Which totals a pack's scale can reach. Pure: sets of whole numbers, held as the bits of one number."""

from collections.abc import Iterable

from aim2.instruments.pack import Item, Pack, Total


def reachable(pack: Pack, total: Total) -> set[int]:
    """Answer every sum that complete ratings of the items of a total can have, as the pack counts *not applicable*."""
    items = pack.counted_in(total)
    rule = pack.not_applicable
    none, some = 1, 0
    for item in items:
        values = _values(pack, item)
        if rule.how == "counts_as" and rule.value is not None:
            values.add(rule.value)
        reached = _shifted(none | some, values)
        if rule.how == "left_out":
            some |= reached
        else:
            none, some = 0, reached
    return {n for n in range(some.bit_length()) if some >> n & 1}


def _values(pack: Pack, item: Item) -> set[int]:
    return {step.value for step in pack.scale_of(item)}


def _shifted(bits: int, values: Iterable[int]) -> int:
    found = 0
    for value in values:
        found |= bits << value
    return found
