"""Is this a number somebody issued? Pure checks of NHS numbers, unique pupil numbers, postcodes and telephone numbers.

Each answers the tidied text, or None when the text cannot be one. Sources: the NHS Data Dictionary (NHS number, modulus
11), the Department for Education's guide to unique pupil numbers (modulus 23), BS 7666 (postcode shape).
"""

import re

from hsb.ui.written_dates import visible

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_POSTCODE = re.compile(r"(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})")
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")


def nhs_number(text: str) -> str | None:
    """Answer the ten digits of a valid NHS number, or None."""
    digits = re.sub(r"[\s-]", "", visible(text))
    if not re.fullmatch(r"[0-9]{10}", digits):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - total % 11) % 11
    return digits if check == int(digits[9]) else None


def upn(text: str) -> str | None:
    """Answer a valid unique pupil number (permanent or temporary) in capitals, or None."""
    value = re.sub(r"\s", "", visible(text)).upper()
    if not _UPN.fullmatch(value):
        return None
    last = value[12]
    if last.isdigit():
        serial_end = int(last)
    elif last in UPN_LETTERS:
        serial_end = UPN_LETTERS.index(last)
    else:
        return None
    total = sum(int(digit) * weight for digit, weight in zip(value[1:12], range(2, 13), strict=True)) + serial_end * 13
    return value if UPN_LETTERS[total % 23] == value[0] else None


def postcode(text: str) -> str | None:
    """Answer a United Kingdom postcode with its one space, in capitals, or None when the shape is wrong."""
    match = _POSTCODE.fullmatch(re.sub(r"[\s.-]", "", visible(text)).upper())
    return f"{match[1]} {match[2]}" if match else None


def telephone(text: str) -> str | None:
    """Answer the telephone number as it was written (with its extension), or None when it has too few or too many digits."""
    text = re.sub(r"\s+", " ", visible(text))
    number, _, extension = re.sub(r"(?<=[0-9 ])x(?=[. ]*[0-9])", "ext", text).partition("ext")
    if not re.fullmatch(r"\+?[0-9 ()./-]+", number.strip()) or (
        extension and not re.fullmatch(r"[. ]*[0-9]{1,6}", extension)
    ):
        return None
    return text if 9 <= len(re.sub(r"\D", "", number)) <= 15 else None
