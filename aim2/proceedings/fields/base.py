"""The boxes of entries: what makes one, and the boxes several kinds share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from aim2.proceedings.standing import Proceedings
from hsb.ui.forms import Choice, DateField, LongTextField, RadioField, TextField


@dataclass(frozen=True)
class Given:
    """What a kind's boxes said, with what the rest of the occasion says."""

    said: Mapping[str, Any]
    allegations: list[str]
    day: date
    about: str  # the bail, hearing, order … it is about
    now: Proceedings
    made: Mapping[str, Any]  # entries of the same occasion that were made before, by code

    def iso(self, name: str) -> str:
        value = self.said.get(name)
        return value.isoformat() if value else ""

    def text(self, name: str) -> str:
        return str(self.said.get(name) or "").strip()


Boxes = Callable[[], dict[str, Any]]
Maker = Callable[[Given], Any]
BOXES: dict[str, Boxes] = {}
MAKERS: dict[str, Maker] = {}


def kind_of(code: str, boxes: Boxes | None = None) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        BOXES[code] = boxes or dict
        MAKERS[code] = maker
        return maker

    return keep


def pairs(words: Mapping[str, str]) -> list[Choice]:
    return [Choice(key, label[:1].upper() + label[1:]) for key, label in words.items()]


def choose(label: str, pairs: list[Any], what: str, **more: Any) -> RadioField:
    """Answer a choice of one."""
    return RadioField(label=label, choices=pairs, small=True, error_messages={"required": f"Choose {what}"}, **more)


def long_text(label: str, hint: str = "", *, required: bool = False) -> LongTextField:
    return LongTextField(label=label, help_text=hint, rows=3, required=required)


def day_box(label: str, hint: str = "", *, required: bool = False) -> DateField:
    return DateField(label=label, help_text=hint, required=required)


def court_box() -> TextField:
    return TextField(label="Court", required=False, max_length=200)
