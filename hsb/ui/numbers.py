"""Numbers that an address or a hidden field carries. Somebody may have made them up by hand."""


def whole_number(text: str, *, digits: int) -> int | None:
    """Answer the number written in at most so many plain digits; None for anything else. The limit keeps it within what the
    database can hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
