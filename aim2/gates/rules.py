"""What has to be true before AIM2 begins, gate by gate, each yes and each no explained (policy P1.1, P2.2, P4.1, P6.1–P6.5). Pure.

Nothing here reads the clock or the database. A later stage asks `Answer`; it never asks a gate by itself.
"""

from collections.abc import Callable, Sequence

from aim2.gates.answer import Answer, Gate, GateKey
from aim2.gates.facts import Facts
from aim2.gates.matter import age, established, level, route, tool
from aim2.gates.terms import accreditation, agreement, consent, hold

RULES: dict[GateKey, Callable[[Facts], Gate]] = {
    GateKey.AGE: age,
    GateKey.LEVEL: level,
    GateKey.ROUTE: route,
    GateKey.ESTABLISHED: established,
    GateKey.TOOL: tool,
    GateKey.HOLD: hold,
    GateKey.CONSENT: consent,
    GateKey.AGREEMENT: agreement,
    GateKey.ACCREDITATION: accreditation,
}


def may_begin(facts: Facts) -> Answer:
    """Answer every gate on a day. Work may begin when each is open; a closed one says what would open it."""
    gates = tuple(rule(facts) for rule in RULES.values())
    judged = facts.suitability
    return Answer(gates, judged.alternative if judged and judged.suits == "no" else "")


def first_refusal(answer: Answer, keys: Sequence[GateKey] = tuple(GateKey)) -> str:
    """Answer the sentence that says why work cannot go on, and what would let it; empty where it can."""
    shut = next((gate for gate in answer.refusals if gate.key in keys), None)
    return f"{shut.reason} {shut.next_step}" if shut else ""
