"""What a pack may say, and what is refused of it, with line and path."""

import json

import pytest

from aim2.instruments import describe, reading, shipped
from aim2.instruments.pack import DEMONSTRATION
from tests.aim2.instruments.packs import BANDS, STEPS, pack, written


def refused(data: bytes) -> str:
    with pytest.raises(reading.PackInvalid) as invalid:
        reading.read(data, "ours.json")
    return invalid.value.sentence


@pytest.mark.parametrize("name", shipped.files())
def test_every_shipped_pack_is_read_and_holds_nobodys_wording(name: str) -> None:
    found = reading.read(shipped.files()[name], name)

    assert found.is_demonstration == found.name.startswith(DEMONSTRATION)
    assert all(not item.guidance for item in found.items)
    assert all(not item.text or item.text == f"Invented factor {item.code}" for item in found.items)


def test_aim2_and_aim3_are_shipped_as_structures_and_the_published_scale_is_marked_to_be_checked() -> None:
    aim2, aim3, under_12 = (
        reading.read(shipped.files()[name]) for name in ("aim2.json", "aim3.json", "aim_under_12.json")
    )

    assert (aim2.can_be_rated, aim3.can_be_rated, under_12.can_be_rated) == (False, False, True)
    assert [total.expected_items for total in aim2.totals] == [26, 25, 6, 18]
    assert all(total.bands is None for total in (*aim2.totals, *aim3.totals))
    assert [step.value for step in under_12.scale or []] == [0, 2, 4] and under_12.check_bands
    assert aim2.outcome and aim2.outcome.computed is False


def test_bands_between_which_no_total_can_fall_are_right() -> None:
    assert reading.read(written(pack())).totals[0].bands


def test_a_pack_with_other_counts_than_expected_is_accepted() -> None:
    totals = [{"code": "T", "title": "Total", "bands": None, "expected_items": 26}]

    assert len(reading.read(written(pack(totals=totals))).items) == 5


WRONG = {
    "an item twice": (
        pack(items=[{"code": "1.1", "domain": "A"}] * 2),
        "items[1].code: the code 1.1 stands twice",
    ),
    "a domain that is not there": (
        pack(items=[{"code": "1.1", "domain": "B"}]),
        "items[0].domain: there is no domain B",
    ),
    "a band upside down": (
        pack(totals=[{"code": "T", "title": "Total", "bands": [{"code": "l", "label": "L", "from": 9, "to": 2}]}]),
        "totals[0].bands[0]: it goes from 9 down to 2",
    ),
    "a band nothing reaches": (
        pack(totals=[{"code": "T", "title": "Total", "bands": [*BANDS, {"code": "x", "label": "X", "from": 21, "to": 30}]}]),
        "totals[0].bands[3]: no total between 21 and 30 can be reached",
    ),
    "bands that overlap": (
        pack(totals=[{"code": "T", "title": "Total", "bands": [*BANDS[:2], {"code": "h", "label": "H", "from": 12, "to": 20}]}]),
        "totals[0].bands[2]: it overlaps an earlier band between 12 and 20",
    ),
    "a total no band holds": (
        pack(totals=[{"code": "T", "title": "Total", "bands": [BANDS[0], BANDS[2]]}]),
        "totals[0].bands: a total of 6, 8, 10, 12 can be reached, and no band holds it",
    ),
    "bands without a scale": (
        pack(scale=None),
        "totals[0].bands: there are bands and nothing is rated",
    ),
    "a value twice": (pack(scale=[STEPS[0], STEPS[0]]), "scale[1].value: the value 0 stands twice"),
    "a value without a key": (
        pack(scale=[STEPS[0], {"value": 10, "label": "Ten"}], totals=[]),
        "scale[1]: the value 10 has two digits",
    ),
    "a misspelt name": (pack(vrsion=1), "vrsion: a pack has nothing of that name"),
    "a number as text": (pack(version="1"), "version: it must be a whole number"),
    "another format": (pack(format=2), "format: it must be 1"),
    "an outcome that is computed": (
        pack(outcome={"title": "Level", "values": ["Low"], "computed": True}),
        "outcome.computed: it must be False",
    ),
    "invented and not called so": (pack(status="demonstration"), "name: a pack is called"),
    "called invented and not": (pack(name=f"{DEMONSTRATION}: x"), "name: a pack is called"),
    "ages upside down": (pack(ages={"from": 18, "to": 12}), "ages: nobody is between 18 and 12"),
    "a total of nothing": (
        pack(totals=[{"code": "T", "title": "Total", "side": "strength"}]),
        "totals[0]: it counts no item",
    ),
    "a value that is left out": (
        pack(not_applicable={"how": "left_out", "value": 2}),
        "not_applicable: a value belongs to counts_as",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("found", "sentence"), WRONG.values(), ids=WRONG)
def test_what_contradicts_itself_is_refused_with_line_and_path(found: dict, sentence: str) -> None:
    said = refused(written(found))

    assert said.startswith("ours.json, line ") and sentence in said


def test_the_line_is_that_of_what_is_wrong() -> None:
    text = written(pack(items=[{"code": "1.1", "domain": "B"}])).decode()
    line = next(number for number, one in enumerate(text.splitlines(), 1) if '"domain": "B"' in one)

    assert f"line {line}, items[0].domain" in refused(text.encode())


def test_a_refusal_quotes_nothing_of_the_wording() -> None:
    items = [
        {"code": "1.1", "domain": "A", "text": "Owned wording", "guidance": "Owned wording", "side": "Owned wording"}
    ]

    assert "Owned" not in refused(written(pack(items=items)))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04rest", "is an archive"),
        (b"\x1f\x8b\x08", "is an archive"),
        (b"%PDF-1.7", "is a PDF"),
        ("{}".encode("utf-16"), "not written in UTF-8"),
        (b'{\n"name": "caf\xe9"}', "line 2, is not written in UTF-8"),
        (b'{\n "a": }', "line 2: this is not JSON"),
        (b"", "this is not JSON"),
        (b"[]", "the file: it must be an object"),
        (b'{"format": NaN}', "is not a pack"),
        (b"[" * 100_000, "is not a pack"),
        (b'{"code": "a",\n"code": "b"}', "line 2, code: this key stands twice"),
        (b" " * 1_000_001, "larger than a pack"),
    ],
)
def test_what_is_no_pack_at_all_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    assert sentence in refused(data)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert reading.read(b"\xef\xbb\xbf" + written(pack())).code == "of_a_test"


def test_the_published_schema_says_what_is_needed_and_that_nothing_else_is_there() -> None:
    schema = json.loads(describe.schema())

    assert set(schema["required"]) >= {"format", "code", "name", "edition", "version", "ages", "domains"}
    assert schema["additionalProperties"] is False
    assert all(part.get("additionalProperties") is False for part in schema["$defs"].values())
    assert set(schema["$defs"]["Band"]["properties"]) == {"code", "label", "from", "to"}
