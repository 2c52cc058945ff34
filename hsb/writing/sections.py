"""What a section of the referral is: questions in the reader's words, what was typed, what of it could be read, and how it is shown.

Three things are kept apart:

- *typed*: what a person put into the boxes, right or wrong, name → text or list of text. Stored in `DraftSection.answers`,
  with each list of repeated things (`incidents`, `people`, …) under its own key.
- *answers*: what could be read from it (`answers.md`). Everything downstream reads this.
- *rows*: answers as labels and values, for the check page, the PDF and the inbox.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hsb.writing.fields import Answers, SectionForm, Typed
from hsb.writing.rows import Block, rows
from hsb.writing.typed import as_posted, has_content, posted_names, read


@dataclass(frozen=True)
class Problem:
    """Something to put right, and where."""

    section: str
    field: str
    message: str
    part: tuple[str, int] | None = None


@dataclass(frozen=True)
class ItemList:
    """Things there may be several of within a section, each on its own page."""

    key: str
    title: str
    one: str
    form: type[SectionForm]
    add: str
    hint: str = ""
    name: Callable[[Mapping[str, Any]], str] | None = None
    detail: Callable[[Mapping[str, Any]], str] | None = None

    def heading(self, item: Mapping[str, Any], *, identity: bool = True) -> str:
        """What an item is called in a list: "Incident 2: 4 March 2026"."""
        base = f"{self.one[0].upper()}{self.one[1:]} {item['n']}"
        more = self.name(item) if self.name and identity else item.get("pseudonym", "")
        return f"{base}: {more}" if more else base


@dataclass(frozen=True)
class Section:
    """One line of the task list."""

    key: str
    title: str
    purpose: str
    form: type[SectionForm]
    needed: bool = False
    lists: tuple[ItemList, ...] = ()
    guidance: tuple[str, ...] = ()
    """Sentences beside the questions, under “What helps most”."""
    template: str = ""
    is_needed: Callable[[Answers], list[tuple[str, str]]] | None = None
    """A condition across the section's own form and lists: the (field, sentence) pairs still missing."""

    @cached_property
    def url_key(self) -> str:
        return self.key

    def list_of(self, key: str) -> ItemList | None:
        return next((items for items in self.lists if items.key == key), None)

    # -- typed -----------------------------------------------------------------------------------------------------
    def bound(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> SectionForm:
        """The section's own questions, with what was typed in them."""
        return bind(self.form, typed, context=context)

    def items(self, typed: Mapping[str, Any], key: str) -> list[Typed]:
        """The repeated things that are still there, in the order they were added."""
        return [item for item in typed.get(key, []) if not item.get("removed")]

    def is_empty(self, typed: Mapping[str, Any]) -> bool:
        return not any(has_content(part) for _, part in self._parts(typed))

    def state(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> str:
        """not_started, started (something is missing or to put right) or done."""
        if self.is_empty(typed):
            return "not_started"
        return "started" if self.problems(typed, context=context) else "done"

    def problems(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> list[Problem]:
        """Everything to put right or still to answer, compulsory or not."""
        return self._problems(typed, context, only_compulsory=False)

    def still_needed(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> list[Problem]:
        """What stands between this section and sending. Only sections marked as needed can have any."""
        return self._problems(typed, context, only_compulsory=True) if self.needed else []

    def _problems(
        self, typed: Mapping[str, Any], context: Mapping[str, Answers] | None, *, only_compulsory: bool
    ) -> list[Problem]:
        found: list[Problem] = []
        for part, values in self._parts(typed):
            form_class = self.form if part is None else self._form_of(part[0])
            if part is not None and not has_content(values):
                continue
            form = bind(form_class, values, context=context)
            for name in (*form.fields, "__all__"):
                if only_compulsory and name not in form.compulsory:
                    continue
                found.extend(Problem(self.key, name, str(message), part) for message in form.errors.get(name, ()))
        if self.is_needed:
            answers = self.read(typed, context=context)
            found.extend(Problem(self.key, field, sentence) for field, sentence in self.is_needed(answers))
        return found

    def _form_of(self, key: str) -> type[SectionForm]:
        items = self.list_of(key)
        assert items is not None
        return items.form

    def _parts(self, typed: Mapping[str, Any]) -> Iterable[tuple[tuple[str, int] | None, Mapping[str, Any]]]:
        yield None, {name: value for name, value in typed.items() if not self.list_of(name) and name != "next"}
        for items in self.lists:
            for item in self.items(typed, items.key):
                yield (items.key, item["n"]), item

    # -- answers ---------------------------------------------------------------------------------------------------
    def read(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> Answers:
        """Everything that could be read, every key always present (answers.md)."""
        answers = read(self.bound(typed, context=context))
        for items in self.lists:
            answers[items.key] = [
                {"n": item["n"], **read(bind(items.form, item, context=context))}
                for item in self.items(typed, items.key)
                if has_content(item)
            ]
        return answers

    # -- rows ------------------------------------------------------------------------------------------------------
    def blocks(
        self, answers: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None, identity: bool = True
    ) -> list[Block]:
        """The section's answers, then one block for each repeated thing. `identity=False` leaves out what names a person."""
        blocks = []
        own = rows(self.form, answers, context=context, identity=identity)
        if own:
            blocks.append(Block("", own))
        for items in self.lists:
            for item in answers.get(items.key, []):
                blocks.append(
                    Block(
                        items.heading(item, identity=identity),
                        rows(items.form, item, context=context, identity=identity),
                        (items.key, item["n"]),
                    )
                )
        return blocks

    def summary(
        self, answers: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None, identity: bool = True
    ) -> list[tuple[str, str, bool]]:
        """Every answer given as (label, value, is_quote), repeated things named in the label."""
        return [
            (f"{block.title} · {row.label}" if block.title else row.label, row.value, row.is_quote)
            for block in self.blocks(answers, context=context, identity=identity)
            for row in block.rows
        ]


def bind(
    form_class: type[SectionForm], typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None
) -> SectionForm:
    """The form as it was when this was typed into it."""
    own = {name: typed[name] for name, _ in posted_names(form_class) if name in typed}
    return form_class(as_posted(own), context=context)
