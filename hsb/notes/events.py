"""A note was written, a contact or visit made, a child's words kept; a note that was on the wrong record was moved."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words
from hsb.notes.kinds import Kind, Seen


@dataclass(frozen=True)
class _Written:
    """What every note says of itself. `note` names it: its child's words and its clock carry the same name as their occasion."""

    text: str = words("")
    note: str = ""
    kind: str = "note"
    minutes: int | None = None
    seen: str = ""
    about: int | None = None
    moved_here: bool = False
    may_be_disclosed: bool = False
    who: str = words("")
    written_by: str = words("")

    def sentence(self) -> str:
        told = "" if self.kind == Kind.NOTE and not self.minutes else Kind(self.kind).label
        told = ", ".join(filter(None, (told, f"{self.minutes} minutes" if self.minutes else "")))
        seen = {
            Seen.ALONE: "The child was seen alone.",
            Seen.WITH_OTHERS: "The child was seen, not alone.",
            Seen.NO: "The child was not seen.",
        }.get(Seen(self.seen)) if self.seen else ""  # fmt: skip
        said = [f"{told}." if told else "", f"With: {self.who}." if self.who else "", seen or "", self.text]
        if self.moved_here:
            said.append(f"Written by {self.written_by}, and moved here from a record it did not belong to.")
        if self.may_be_disclosed:
            said.append("This note may be disclosed, as the young person was told.")
        return " ".join(filter(None, said))


@declare("note.added", strand="", title="Note written", record_class="notes")
@dataclass(frozen=True)
class NoteAdded(_Written):
    """For everybody on the record who reads notes."""


@declare("note.kept_close", strand="", title="Note for those who work with the child", record_class="close_notes")
@dataclass(frozen=True)
class NoteKeptClose(_Written):
    """For those who work with the child, and their managers."""


@declare("child.said", strand="", title="The child’s own words", record_class="child_words", hidden=True)
@dataclass(frozen=True)
class ChildSaid:
    """Read by the fewest: the others do not learn that there is anything to read."""

    note: str
    text: str = words("")

    def sentence(self) -> str:
        return f"The child said: {self.text}"


@declare("lac_visit.made", strand="safeguarding", title="Visit in placement", record_class="looked_after")
@dataclass(frozen=True)
class LookedAfterVisit:
    note: str = ""
    seen: str = ""

    def sentence(self) -> str:
        return f"The child was visited in placement{_alone(self.seen)}."


@declare("cp_visit.made", strand="safeguarding", title="Visit under the protection plan", record_class="assessment")
@dataclass(frozen=True)
class ProtectionVisit:
    note: str = ""
    seen: str = ""

    def sentence(self) -> str:
        return f"The child was visited under the protection plan{_alone(self.seen)}."


@declare("note.moved", strand="", title="A note was moved off this record", record_class="notes", takes_away=True)
@dataclass(frozen=True)
class NoteMoved:
    """It corrects what was written here about somebody else: nobody reads that any more. Where it went is not said."""

    note: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"It did not belong to this record and was moved off it. {self.reason}".strip()


def _alone(seen: str) -> str:
    return {Seen.ALONE: ", and seen alone", Seen.WITH_OTHERS: ", and seen"}.get(Seen(seen), "") if seen else ""
