"""What an instrument pack is: domains, items, scale, totals with bands, and for whom it is made. Data only; pure.

The JSON schema in `docs/instrument-pack.schema.json` is written from these classes. Nothing is worked out that a pack does not
define: without a scale nothing is rated, without bands nothing is banded, and the outcome is a judgement in every pack.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

DEMONSTRATION = "Demonstration, not AIM"
"""How every invented pack begins its name, and none but those."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,19}$")]
Short = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*$")
]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600, pattern=r"^[^\x00-\x08\x0b-\x1f]*$")]
Side = Literal["concern", "strength", "factor"]
Nature = Literal["static", "dynamic"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True)


class Step(_Strict):
    """One value of a scale. `key` is the digit that rates it; the value itself where it has one digit."""

    value: int = Field(ge=0, le=99, description="a whole number from 0")
    label: Short = Field(description="what the value means, in a word or two")
    key: str = Field(default="", pattern=r"^[0-9]?$", description="the digit that rates it; empty: the value")

    @property
    def pressed(self) -> str:
        """The digit that rates it."""
        return self.key or str(self.value)


Scale = Annotated[list[Step], Field(min_length=2, max_length=10)]


class Domain(_Strict):
    """One group of items, shown on a page of its own."""

    code: Code
    title: Short


class Item(_Strict):
    """One thing that is rated. A pack without wording names it by its code."""

    code: Code
    domain: Code | None = Field(default=None, description="null: the pack does not say in which domain it stands")
    side: Side = Field(default="factor", description="concern, strength, or factor where the pack has no sides")
    nature: Nature | None = Field(default=None, description="static: history; dynamic: can change")
    text: Sentence = Field(default="", description="the licensed wording; empty: it is called by its code")
    guidance: Sentence = ""
    scale: str = Field(default="", description="the name of one of `scales`; empty: `scale`")
    about_the_matter: bool = Field(default=False, description="waits while talk about what is alleged is barred")


class Band(_Strict):
    """A range of totals with its name."""

    code: Code
    label: Short
    low: int = Field(alias="from", ge=0)
    high: int = Field(alias="to", ge=0)


class Total(_Strict):
    """A sum over the items it selects: those of a domain, of these sides, of this nature; all where none is said."""

    code: Code
    title: Short
    domain: Code | None = Field(default=None, description="only items of this domain")
    side: Side | None = Field(default=None, description="only items of this side")
    nature: Nature | None = Field(default=None, description="only items of this nature")
    bands: list[Band] | None = Field(default=None, max_length=12, description="null: a number without a band")
    expected_items: int | None = Field(
        default=None, ge=0, description="how many are expected; a pack that has another number is accepted"
    )

    def counts(self, item: Item) -> bool:
        """Whether an item is part of this total."""
        return (
            (self.domain is None or item.domain == self.domain)
            and (self.side is None or item.side == self.side)
            and (self.nature is None or item.nature == self.nature)
        )


class NotApplicable(_Strict):
    """What “not applicable” does to a total: a gap, left out of it, or counted as a value."""

    how: Literal["gap", "left_out", "counts_as"] = Field(default="gap", description="gap, left_out or counts_as")
    value: int | None = Field(default=None, ge=0, le=99, description="with counts_as: the value it counts as")


class Ages(_Strict):
    """Both inclusive."""

    low: int = Field(alias="from", ge=0, le=25)
    high: int = Field(alias="to", ge=0, le=25)


class CoWorking(_Strict):
    """How many assess, and how many of them must be accredited."""

    assessors: int = Field(default=2, ge=1, le=4)
    accredited: int = Field(default=1, ge=0, le=4)


class Outcome(_Strict):
    """What the judgement is called that the assessors give. It is never worked out."""

    title: Short
    values: list[Short] = Field(min_length=1, max_length=10)
    computed: Literal[False] = False


class Pack(_Strict):
    """One version of one instrument."""

    format: Literal[1]
    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
    name: Short
    instrument: Short = Field(description="as an accreditation names it: “AIM2”, “AIM3”, “AIM Under 12s”")
    edition: Short
    version: int = Field(ge=1, le=9999)
    status: Literal["structure", "published", "licensed", "demonstration"]
    about: list[Sentence] = Field(default_factory=list, max_length=20)
    limits: list[Sentence] = Field(default_factory=list, max_length=20, description="stand beside every profile")
    ages: Ages
    sex: list[Literal["male", "female"]] = Field(default_factory=list, description="empty: whoever")
    co_working: CoWorking = Field(default_factory=CoWorking)
    domains: list[Domain] = Field(min_length=1, max_length=20)
    items: list[Item] = Field(default_factory=list, max_length=400)
    scale: Scale | None = None
    scales: dict[str, Scale] = Field(default_factory=dict, description="further scales, by name")
    not_applicable: NotApplicable = Field(default_factory=NotApplicable)
    totals: list[Total] = Field(default_factory=list, max_length=40)
    check_bands: bool = Field(default=False, description="the bands are to be checked against the manual")
    outcome: Outcome | None = None

    @property
    def is_demonstration(self) -> bool:
        """Whether it is invented, and refused outside a demonstration."""
        return self.status == "demonstration"

    @property
    def can_be_rated(self) -> bool:
        """Whether it has items and a scale; else it is a structure for narrative and totals entered by hand."""
        return bool(self.items) and (self.scale is not None or all(item.scale for item in self.items))

    @property
    def called(self) -> str:
        """Name, edition and version, as pages say it."""
        return f"{self.name}, {self.edition}, version {self.version}"

    def scale_of(self, item: Item) -> list[Step]:
        """Answer the scale an item is rated on; none where the pack has none."""
        return self.scales[item.scale] if item.scale else self.scale or []

    def item(self, code: str) -> Item | None:
        """Answer the item of that code."""
        return next((one for one in self.items if one.code == code), None)

    def items_of(self, domain: str | None) -> list[Item]:
        """Answer the items of one domain, in order; of none, those that are placed in none."""
        return [one for one in self.items if one.domain == domain]

    def counted_in(self, total: Total) -> list[Item]:
        """Answer the items of a total, in order."""
        return [one for one in self.items if total.counts(one)]

    def groups(self) -> Iterator[tuple[str, str, list[Item]]]:
        """Answer code, title and items of each domain that has items, then what is placed in none."""
        for domain in self.domains:
            if found := self.items_of(domain.code):
                yield domain.code, domain.title, found
        if found := self.items_of(None):
            yield "other", "Not placed in a domain", found


def called(item: Item) -> str:
    """Answer what an item is called: its wording, where the pack has it."""
    return item.text or f"Item {item.code}"
