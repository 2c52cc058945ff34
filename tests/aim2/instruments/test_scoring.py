"""Totals and bands against an independent count, over packs and ratings that chance made."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aim2.instruments import reading, shipped
from aim2.instruments.pack import Pack
from aim2.instruments.reach import reachable
from aim2.instruments.scoring import NOT_APPLICABLE, UNKNOWN, Answer, Said, rated, score
from tests.aim2.instruments.packs import pack, written

SIDES, NATURES = ("concern", "strength"), ("static", "dynamic")


@st.composite
def packs(draw: Any) -> dict[str, Any]:
    """A pack of any shape: domains, items of either side and nature, one or two scales, totals that go across or not."""
    domains = [f"D{n}" for n in range(draw(st.integers(1, 4)))]
    values = draw(st.lists(st.integers(0, 9), min_size=2, max_size=4, unique=True))
    others = draw(st.lists(st.integers(0, 9), min_size=2, max_size=3, unique=True))
    items = [
        {
            "code": f"i{n}",
            "domain": draw(st.sampled_from(domains)),
            "side": draw(st.sampled_from(SIDES)),
            "nature": draw(st.sampled_from(NATURES)),
            "scale": draw(st.sampled_from(("", "other"))),
        }
        for n in range(draw(st.integers(1, 7)))
    ]
    wanted = draw(
        st.lists(
            st.tuples(
                st.sampled_from((None, *domains)), st.sampled_from((None, *SIDES)), st.sampled_from((None, *NATURES))
            ),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
    totals = [
        {"code": f"t{n}", "title": f"Total {n}", "domain": d, "side": s, "nature": k}
        for n, (d, s, k) in enumerate(wanted)
        if any(_in(item, d, s, k) for item in items)
    ]
    how = draw(st.sampled_from(({"how": "gap"}, {"how": "left_out"}, {"how": "counts_as", "value": 3})))
    return pack(
        domains=[{"code": code, "title": code} for code in domains],
        items=items,
        scale=[{"value": v, "label": f"L{v}"} for v in values],
        scales={"other": [{"value": v, "label": f"O{v}"} for v in others]},
        totals=totals,
        not_applicable=how,
    )


def _in(item: dict[str, Any], domain: str | None, side: str | None, nature: str | None) -> bool:
    return domain in (None, item["domain"]) and side in (None, item["side"]) and nature in (None, item["nature"])


def _values(found: dict[str, Any], item: dict[str, Any]) -> list[int]:
    scale = found["scales"]["other"] if item["scale"] else found["scale"]
    return [step["value"] for step in scale]


def by_hand(found: dict[str, Any], total: dict[str, Any], said: dict[str, Any]) -> tuple[int | None, set[str]]:
    """The same count, written another way: the number, or which items stand in its way."""
    number, gaps, counted = 0, set(), 0
    for item in found["items"]:
        if not _in(item, total["domain"], total["side"], total["nature"]):
            continue
        one = said.get(item["code"])
        how = found["not_applicable"]["how"]
        if one is None or one == "n" or (one == "x" and how == "gap"):
            gaps.add(item["code"])
        elif one == "x" and how == "left_out":
            continue
        else:
            number += found["not_applicable"]["value"] if one == "x" else one
            counted += 1
    return (None, gaps) if gaps or not counted else (number, set())


@st.composite
def rated_packs(draw: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    found = draw(packs())
    answer = lambda item: st.sampled_from([None, "n", "x", *_values(found, item), *_values(found, item)])  # noqa: E731
    said = {item["code"]: draw(answer(item)) for item in found["items"]}
    return found, {code: one for code, one in said.items() if one is not None}


def _answer(one: Any) -> Answer:
    return {"n": UNKNOWN, "x": NOT_APPLICABLE}.get(one) or rated(one)


@given(rated_packs())
def test_totals_are_what_somebody_would_count_by_hand(made: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, said = made
    read = reading.read(written(found))

    scored = score(read, {code: _answer(one) for code, one in said.items()})

    assert [one.total.code for one in scored] == [total["code"] for total in found["totals"]]
    for one, total in zip(scored, found["totals"], strict=True):
        number, gaps = by_hand(found, total, said)
        assert (one.number, {gap.item for gap in one.gaps}) == (number, gaps)
        assert one.band is None


@given(packs())
def test_what_a_scale_can_reach_is_every_sum_of_complete_ratings(found: dict[str, Any]) -> None:
    read = reading.read(written(found))
    for total, one in zip(read.totals, found["totals"], strict=True):
        items = [item for item in found["items"] if _in(item, one["domain"], one["side"], one["nature"])][:7]
        how = found["not_applicable"]["how"]
        each = [[*_values(found, item), *([] if how == "gap" else ["x"])] for item in items]
        said = (dict(zip([item["code"] for item in items], some, strict=True)) for some in itertools.product(*each))
        sums = {by_hand(found, one, one_said)[0] for one_said in itertools.islice(said, 100_000)} - {None}

        assert reachable(read, total) == sums


@given(packs(), st.data())
def test_bands_cut_anywhere_hold_every_total_and_exactly_one_does(found: dict[str, Any], data: Any) -> None:
    read = reading.read(written(found))
    for place, total in enumerate(read.totals):
        sums = sorted(reachable(read, total))
        cuts = data.draw(st.lists(st.sampled_from(sums), max_size=4, unique=True))
        edges = sorted({sums[0], *cuts})
        found["totals"][place]["bands"] = [
            {
                "code": f"b{n}",
                "label": f"Band {n}",
                "from": low,
                "to": (edges[n + 1] - 1 if n + 1 < len(edges) else sums[-1]),
            }
            for n, low in enumerate(edges)
        ]
    banded = reading.read(written(found))
    answers = {item.code: rated(data.draw(st.sampled_from(banded.scale_of(item))).value) for item in banded.items}

    for one in score(banded, answers):
        holding = [
            band for band in one.total.bands or [] if one.number is not None and band.low <= one.number <= band.high
        ]
        assert [one.band] == holding


def _shipped(name: str) -> Pack:
    return reading.read(shipped.files()[name], name)


def test_the_published_bands_hold_each_even_sum_and_no_total_has_a_band_with_a_gap() -> None:
    under_12 = _shipped("aim_under_12.json")
    values = {
        0: [0, 0, 0, 0, 0],
        4: [4, 0, 0, 0, 0],
        6: [4, 2, 0, 0, 0],
        12: [4, 4, 4, 0, 0],
        14: [4, 4, 4, 2, 0],
        20: [4] * 5,
    }
    words = {}
    for number, some in values.items():
        answers = {f"1.{n}": rated(value) for n, value in enumerate(some, 1)}
        first = score(under_12, answers)[0]
        assert first.number == number and first.band
        words[number] = first.band.label
        less = score(under_12, {**answers, "1.5": UNKNOWN})[0]
        assert (less.number, less.band, [(gap.item, gap.why) for gap in less.gaps]) == (
            None,
            None,
            [("1.5", "not known")],
        )
    assert list(words.values()) == ["Green", "Green", "Amber", "Amber", "Red", "Red"]


def test_missing_unknown_and_not_applicable_are_told_apart() -> None:
    found = reading.read(written(pack()))
    answers = {"1.1": rated(4), "1.2": UNKNOWN, "1.3": NOT_APPLICABLE, "1.4": rated(0)}

    (total,) = score(found, answers, {"1.5": "Jo has not rated"})

    assert [(gap.item, gap.why) for gap in total.gaps] == [
        ("1.2", "not known"),
        ("1.3", "not applicable"),
        ("1.5", "Jo has not rated"),
    ]


def test_where_nothing_applies_there_is_no_number() -> None:
    found = reading.read(written(pack(not_applicable={"how": "left_out"}, totals=[{"code": "T", "title": "Total"}])))

    (total,) = score(found, {item.code: NOT_APPLICABLE for item in found.items})

    assert total.number is None and total.nothing_applies


@pytest.mark.parametrize("name", ["aim2.json", "aim3.json"])
def test_nothing_is_counted_where_the_pack_has_no_scale(name: str) -> None:
    found = _shipped(name)

    assert score(found, {item.code: Answer(Said.RATED, 1) for item in found.items}) == []


def test_four_sub_totals_go_across_every_domain() -> None:
    found = _shipped("demonstration_across.json")

    scored = score(found, {item.code: rated(1) for item in found.items})

    assert [(one.total.code, one.number, one.of) for one in scored] == [
        ("SC", 26, 26),
        ("DC", 25, 25),
        ("SS", 6, 6),
        ("DS", 18, 18),
    ]
