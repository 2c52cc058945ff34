"""The PDF of minutes: nothing written in any of its fields reaches anything. How fast it is drawn is measured (`just bench P19`)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from hsb.documents import pdf
from strategy_meetings.minutes.record import Said
from tests.hsb.documents import payloads, reading
from tests.hsb.documents.test_pdf import everywhere, listener, secret  # noqa: F401
from tests.strategy_meetings.minutes.examples import one_child
from tests.strategy_meetings.minutes.printed import MINUTES, context


def test_s19_nothing_written_in_any_field_of_minutes_reaches_anything(listener: Any, secret: Path) -> None:  # noqa: F811
    attempts = payloads.generated(listener.address, secret)
    assert len(attempts) >= 60
    usual = context(one_child())
    said = everywhere(usual["copy"], "<img src=x>")
    together = " ".join(attempts.values())
    spoken = replace(one_child(), said=(Said("said:1", "school", "School", together),), happened=together[:2000])

    made = pdf.render(MINUTES, {**usual, "copy": said, "recipient": "<img src=x>", "partnership": "<img src=x>"})
    with_all = pdf.render(MINUTES, context(spoken))

    assert listener.knocks == 0
    assert b"CANARY-7731" not in made + with_all
    assert reading.text_of(made).count("<img src=x>") >= 40  # shown as what was written
    assert reading.squeezed("@font-face{font-family:f;") in reading.squeezed(reading.text_of(with_all))
