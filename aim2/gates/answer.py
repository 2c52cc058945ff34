"""What is answered to “may work begin?”: every gate, and what follows from all of them together. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aim2.gates.words import number_word


class GateKey(StrEnum):
    """The gates, in the order they are read."""

    AGE = "age"
    LEVEL = "level"
    ROUTE = "route"
    ESTABLISHED = "established"
    TOOL = "tool"
    HOLD = "hold"
    CONSENT = "consent"
    AGREEMENT = "agreement"
    ACCREDITATION = "accreditation"


TITLES: dict[GateKey, str] = {
    GateKey.AGE: "Age",
    GateKey.LEVEL: "Harm of the behaviour",
    GateKey.ROUTE: "Route",
    GateKey.ESTABLISHED: "Admission, finding or order",
    GateKey.TOOL: "Is AIM2 the right tool?",
    GateKey.HOLD: "Hold",
    GateKey.CONSENT: "Consent: whose?",
    GateKey.AGREEMENT: "Agreement on work before trial",
    GateKey.ACCREDITATION: "Accreditation",
}


class GateState(StrEnum):
    YES = "yes"
    WITH_CHANGES = "with_changes"
    NARRATIVE_ONLY = "narrative_only"
    BY_ORDER = "by_order"
    WAITS = "waits"
    NO = "no"


OPEN = frozenset({GateState.YES, GateState.WITH_CHANGES, GateState.NARRATIVE_ONLY, GateState.BY_ORDER})
BARS_NOTHING = frozenset({GateKey.AGREEMENT})
"""Gates beside the others: an agreement opens a programme before trial, its absence bars no assessment."""


_GRAVEST = (
    GateKey.AGE,
    GateKey.CONSENT,
    GateKey.HOLD,
    *(key for key in GateKey if key.value not in ("age", "consent", "hold")),
)


@dataclass(frozen=True)
class Gate:
    """One gate: how it stands, why, where that comes from, since when, and what would be the next step."""

    key: GateKey
    state: GateState
    reason: str
    source: str
    next_step: str
    on: date | None = None

    @property
    def title(self) -> str:
        return TITLES[self.key]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def bars(self) -> bool:
        """Whether work cannot begin because of it."""
        return not self.is_open and self.key not in BARS_NOTHING


@dataclass(frozen=True)
class Answer:
    """Every gate, and what follows from all of them together."""

    gates: tuple[Gate, ...]
    alternative: str = ""
    """The tool used in AIM2's place where that does not suit (P2.2); empty otherwise."""

    @property
    def may_start(self) -> bool:
        return not self.refusals

    @property
    def narrative_only(self) -> bool:
        """Whether no rating, total, band or level may stand in any output."""
        return any(gate.state is GateState.NARRATIVE_ONLY for gate in self.gates) or bool(self.alternative)

    @property
    def by_order(self) -> bool:
        return any(gate.state is GateState.BY_ORDER for gate in self.gates)

    @property
    def refusals(self) -> tuple[Gate, ...]:
        """The gates that keep work from beginning: the closed before those that wait, what nobody can open first."""
        shut = (gate for gate in self.gates if gate.bars)
        return tuple(sorted(shut, key=lambda gate: (gate.state is GateState.WAITS, _GRAVEST.index(gate.key))))

    def gate(self, key: GateKey) -> Gate:
        return next(gate for gate in self.gates if gate.key is key)

    @property
    def sentence(self) -> str:
        """Answer “Not yet. Seven of nine gates are open, one waits, one is closed.”"""
        total = number_word(len(self.gates))
        open_ = sum(gate.is_open for gate in self.gates)
        waits = sum(gate.state is GateState.WAITS for gate in self.gates)
        closed = len(self.gates) - open_ - waits
        parts = [f"{number_word(open_).capitalize()} of {total} gates {'is' if open_ == 1 else 'are'} open"]
        parts += [
            f"{number_word(count)} {verb if count == 1 else verbs}"
            for count, verb, verbs in ((waits, "waits", "wait"), (closed, "is closed", "are closed"))
            if count
        ]
        begin = "Not yet." if not self.may_start else "Yes, as a narrative only." if self.narrative_only else "Yes."
        if self.may_start and open_ == len(self.gates):
            return f"{begin} All {total} gates are open."
        return f"{begin} {', '.join(parts)}."
