"""What is refused of a rating, as a sentence that says what to do."""

from aim2.instruments.pack import Item, Pack
from aim2.instruments.scoring import Answer, Said, is_on_the_scale
from aim2.instruments.settling import Standing
from aim2.instruments.sheet import Line, Sheet
from aim2.models import InstrumentPack, RatedWith
from hsb.errors import ActionNotAllowed


def check_can_choose(
    held: RatedWith | None,
    pack: Pack,
    *,
    has_ratings: bool,
    is_offered: bool,
    age: int | None,
    sex: str,
) -> None:
    """An assessment stays on the pack it was begun with; another one is chosen before the first rating, or when that is withdrawn."""
    if held is not None and has_ratings and not hasattr(held.pack, "withdrawal"):
        raise ActionNotAllowed(
            f"This assessment is rated with {held.pack.name}, and stays on that version. "
            "Another instrument is for the next version of the assessment."
        )
    if not is_offered:
        raise ActionNotAllowed("This instrument is not offered for this assessment any more. Choose one of the list.")
    if age is not None and not pack.ages.low <= age <= pack.ages.high:
        raise ActionNotAllowed(
            f"{pack.name} is for {pack.ages.low} to {pack.ages.high}; this young person is {age}. "
            "Choose another instrument, or write the narrative."
        )
    if pack.sex and sex in ("male", "female") and sex not in pack.sex:
        raise ActionNotAllowed(
            f"{pack.name} is made for {' and '.join(f'{one}s' for one in pack.sex)}. Write the narrative in its place."
        )


def check_can_rate(sheet: Sheet | None) -> Sheet:
    """There is a pack with a scale, and its holder has not taken it back."""
    if sheet is None:
        raise ActionNotAllowed("Choose first with which instrument this assessment is rated.")
    if sheet.is_withdrawn:
        raise ActionNotAllowed(why_withdrawn(sheet.row))
    if not sheet.pack.can_be_rated:
        raise ActionNotAllowed(
            f"{sheet.pack.name} is loaded without a scale: nothing is rated with it. Write the narrative and enter the totals "
            "from the manual."
        )
    return sheet


def why_withdrawn(row: InstrumentPack) -> str:
    """Answer the sentence about a pack that its holder took back."""
    return (
        f"{row.name} was withdrawn by its holder: nothing more is rated with it. What was rated is kept. "
        "Choose another instrument, or enter the totals from the manual."
    )


def check_item(sheet: Sheet, code: str) -> Line:
    """The pack has such an item, and talk about it is not barred."""
    line = sheet.lines.get(code)
    if line is None:
        raise ActionNotAllowed(f"{sheet.pack.name} has no item {code[:20]}. Reload the page.")
    if line.standing == Standing.LOCKED:
        raise ActionNotAllowed(
            "This item is locked while talk about what is alleged is barred. It is rated when that opens."
        )
    return line


def check_answer(pack: Pack, item: Item, answer: Answer) -> None:
    """A rating is a value of the item's scale, not known, or not applicable."""
    if not is_on_the_scale(pack, item, answer):
        values = ", ".join(str(step.value) for step in pack.scale_of(item))
        raise ActionNotAllowed(
            f"Rate item {item.code} with {values}, “not known” or “not applicable”: its scale has nothing else."
        )


def check_not_settled(line: Line, mine: Answer | None, answer: Answer | None) -> None:
    """Who has seen the other's rating does not quietly change their own."""
    if answer == mine:
        return
    if line.both_are_in:
        raise ActionNotAllowed(
            "Both of you have rated this item and seen each other’s rating. To change it, record the one you both stand by, "
            "with the reason."
        )


def check_can_settle(line: Line, because: str) -> None:
    """Two ratings become one when both are in, with a reason."""
    if not line.both_are_in:
        raise ActionNotAllowed("Both of you rate this item first. Then record the rating you both stand by.")
    if not because.strip():
        raise ActionNotAllowed("Say why you settled on this rating.")


def check_rated_something(answer: Answer | None) -> Answer:
    """What both stand by is a rating."""
    if answer is None:
        raise ActionNotAllowed("Choose the rating you both stand by.")
    return answer


def parse(pack: Pack, item: Item, typed: str) -> Answer | None:
    """Answer the rating that a button or a key stands for; None for “only what it rests on”. Raises ActionNotAllowed otherwise."""
    if typed in ("", "same"):
        return None
    if typed in ("n", "x"):
        return Answer(Said.UNKNOWN if typed == "n" else Said.NOT_APPLICABLE)
    value = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1
    answer = Answer(Said.RATED, value)
    check_answer(pack, item, answer)
    return answer
