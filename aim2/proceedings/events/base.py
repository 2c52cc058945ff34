"""What every entry of proceedings has."""

from dataclasses import dataclass, field
from typing import Any

from aim2.proceedings.words import joined
from hsb.chronology.declare import declare, words


def declared(code: str, title: str, **more: Any) -> Any:
    """The decorated dataclass is an entry of the criminal strand, read by those who read the criminal record."""
    return declare(code, strand="criminal_justice", title=title, record_class="criminal", **more)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry has: the allegations it concerns (ids), and a remark."""

    allegations: list[str] = field(default_factory=list)
    note: str = words("")

    def sentence(self) -> str:
        return joined(self.said(), self.note)

    def said(self) -> str:
        """Answer the sentence without the remark."""
        raise NotImplementedError
