"""What a pack must not say although each of its values is well formed: where, and a sentence that says what to put right. Pure."""

from collections.abc import Iterable, Iterator

from aim2.instruments.lines import Path
from aim2.instruments.pack import DEMONSTRATION, Pack, Scale, Total
from aim2.instruments.reach import reachable

Wrong = tuple[Path, str]


def problems(pack: Pack) -> Iterator[Wrong]:
    """Answer each contradiction of a pack, in the order of its file."""
    yield from _name(pack)
    yield from _twice(pack)
    yield from _scales(pack)
    yield from _items(pack)
    for place, total in enumerate(pack.totals):
        yield from _total(pack, place, total)


def _name(pack: Pack) -> Iterator[Wrong]:
    invented = pack.name.startswith(DEMONSTRATION)
    if pack.is_demonstration != invented:
        yield (
            ("name",),
            f"a pack is called “{DEMONSTRATION} …” where its status is demonstration, and only there",
        )
    if pack.status == "structure" and pack.can_be_rated:
        yield ("status",), "a structure has no scale; say published or licensed"
    if pack.ages.low > pack.ages.high:
        yield ("ages",), f"nobody is between {pack.ages.low} and {pack.ages.high}"
    if pack.co_working.accredited > pack.co_working.assessors:
        yield ("co_working",), "more would have to be accredited than assess"
    if (pack.not_applicable.how == "counts_as") != (pack.not_applicable.value is not None):
        yield ("not_applicable",), "a value belongs to counts_as, and to nothing else"


def _twice(pack: Pack) -> Iterator[Wrong]:
    for name, codes in (
        ("domains", [one.code for one in pack.domains]),
        ("items", [one.code for one in pack.items]),
        ("totals", [one.code for one in pack.totals]),
    ):
        for place in _repeated(codes):
            yield (name, place, "code"), f"the code {codes[place]} stands twice"
    if any(one.code == "other" for one in pack.domains):
        yield ("domains",), "the code “other” is kept for items that are placed in no domain"


def _repeated(values: Iterable[object]) -> Iterator[int]:
    seen: set[str] = set()
    for place, value in enumerate(values):
        if str(value).casefold() in seen:
            yield place
        seen.add(str(value).casefold())


def _scales(pack: Pack) -> Iterator[Wrong]:
    named: list[tuple[Path, Scale]] = [(("scales", name), scale) for name, scale in pack.scales.items()]
    if pack.scale is not None:
        named.insert(0, (("scale",), pack.scale))
    for path, scale in named:
        for place in _repeated(step.value for step in scale):
            yield (*path, place, "value"), f"the value {scale[place].value} stands twice"
        for place, step in enumerate(scale):
            if len(step.pressed) != 1:
                yield (*path, place), f"the value {step.value} has two digits: say by which key it is rated"
        for place in _repeated(step.pressed for step in scale):
            yield (*path, place), f"the key {scale[place].pressed} rates two values"


def _items(pack: Pack) -> Iterator[Wrong]:
    domains = {one.code for one in pack.domains}
    for place, item in enumerate(pack.items):
        if item.domain is not None and item.domain not in domains:
            yield ("items", place, "domain"), f"there is no domain {item.domain}"
        if item.scale and item.scale not in pack.scales:
            yield ("items", place, "scale"), f"there is no scale called {item.scale}"
        elif not item.scale and pack.scale is None and pack.scales:
            yield ("items", place), "it has no scale, and the pack has none for all"


def _total(pack: Pack, place: int, total: Total) -> Iterator[Wrong]:
    at: Path = ("totals", place)
    if total.domain is not None and total.domain not in {one.code for one in pack.domains}:
        yield (*at, "domain"), f"there is no domain {total.domain}"
        return
    if pack.can_be_rated and not pack.counted_in(total):
        yield at, "it counts no item"
        return
    if total.bands is None:
        return
    if not pack.can_be_rated:
        yield (*at, "bands"), "there are bands and nothing is rated: leave them out, or give the scale and the items"
        return
    try:
        reached = reachable(pack, total)
    except KeyError:  # an item names no scale of the pack: said of the item
        return
    yield from _bands(at, total, reached)


def _bands(at: Path, total: Total, reached: set[int]) -> Iterator[Wrong]:
    bands = total.bands or []
    for place in _repeated(one.code for one in bands):
        yield (*at, "bands", place, "code"), f"the code {bands[place].code} stands twice"
    held: set[int] = set()
    for place, band in enumerate(bands):
        path: Path = (*at, "bands", place)
        if band.low > band.high:
            yield path, f"it goes from {band.low} down to {band.high}"
            continue
        inside = {n for n in reached if band.low <= n <= band.high}
        if not inside:
            yield path, f"no total between {band.low} and {band.high} can be reached"
        if any(one.low <= band.high and band.low <= one.high for one in bands[:place]):
            yield path, f"it overlaps an earlier band between {band.low} and {band.high}"
        held |= inside
    if missing := sorted(reached - held):
        some = ", ".join(str(n) for n in missing[:5])
        yield (*at, "bands"), f"a total of {some}{' …' if missing[5:] else ''} can be reached, and no band holds it"
