"""The opening statement (P5.8): in which roles the meeting is about this child. The same words stand on the agenda, the invitation
page, the family’s letter and the record. Pure."""


def statement(label: str, *, is_harmed: bool, is_considered: bool, alleged: bool) -> str:
    """Answer the opening statement about one child; it names no other."""
    if is_considered:
        return (
            f"{label} has not harmed anybody and, as far as we know, has not been harmed."
            f" We ask what {label} needs to stay safe."
        )
    if is_harmed:
        return (
            f"We are here for {label} as a child who has been harmed, and ask what {label} needs to be safe and well."
        )
    said = "is said to have harmed" if alleged else "has harmed"
    return (
        f"We are here for {label} in two ways: as a child who has been, or may have been, harmed, and as a young person who"
        f" {said} another child. We take both seriously. Neither cancels the other, and each gets its own place today and in"
        " any plan."
    )
