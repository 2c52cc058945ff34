import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsb.ui import identifiers


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("9434765919", "9434765919"),
        ("943 476 5919", "9434765919"),
        ("943-476-5919", "9434765919"),
        ("9434765918", None),  # the check digit is wrong
        ("943476591", None),
        ("94347659199", None),
        ("943476591O", None),
        ("٩٤٣٤٧٦٥٩١٩", None),  # digits of another script
        ("", None),
    ],
)
def test_nhs_number(text: str, kept: str | None) -> None:
    assert identifiers.nhs_number(text) == kept


@given(st.integers(min_value=0, max_value=999_999_999))
def test_nhs_number_accepts_at_most_one_check_digit(stem: int) -> None:
    accepted = [digit for digit in range(10) if identifiers.nhs_number(f"{stem:09}{digit}")]

    assert len(accepted) <= 1


def _pupil(serial: str) -> str:
    last = int(serial[11]) if serial[11].isdigit() else identifiers.UPN_LETTERS.index(serial[11])
    total = sum(int(digit) * weight for digit, weight in zip(serial[:11], range(2, 13), strict=True)) + last * 13
    return identifiers.UPN_LETTERS[total % 23] + serial


@pytest.mark.parametrize("serial", ["801200001001", "123456789012", "80120000100A", "99999999999Z"])
def test_upn_takes_permanent_and_temporary_numbers(serial: str) -> None:
    right = _pupil(serial)
    wrong = next(letter for letter in identifiers.UPN_LETTERS if letter != right[0]) + serial

    assert identifiers.upn(right.lower()) == right
    assert identifiers.upn(wrong) is None


@pytest.mark.parametrize("text", ["", "I801200001001", "A80120000100", "A80120000100I", "A8012000010011"])
def test_upn_refuses_other_shapes(text: str) -> None:
    assert identifiers.upn(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("al37qx", "AL3 7QX"),
        ("AL3 7QX", "AL3 7QX"),
        (" sw1a  1aa ", "SW1A 1AA"),
        ("M1-1AE", "M1 1AE"),
        ("GIR 0AA", "GIR 0AA"),
        ("AL3", None),
        ("AL3 7QC", None),  # C is never in the last two letters
        ("12345", None),
        ("AL3 7QX9", None),
    ],
)
def test_postcode(text: str, kept: str | None) -> None:
    assert identifiers.postcode(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("01632 960 417", "01632 960 417"),
        ("(01632) 960417", "(01632) 960417"),
        ("+44 1632 960417", "+44 1632 960417"),
        ("01632 960417 ext 12", "01632 960417 ext 12"),
        ("01632 960417  ext. 12", "01632 960417 ext. 12"),
        ("999", None),
        ("ring the school", None),
        ("01632 960417 ext", "01632 960417 ext"),
        ("1" * 16, None),
    ],
)
def test_telephone(text: str, kept: str | None) -> None:
    assert identifiers.telephone(text) == kept
