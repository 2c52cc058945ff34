"""Which clause of the policy is worked on which screen, and which tests prove it: docs/policy.md.

A clause stands here when this release does what `clauses.md` asks of it. `tests/test_policy_map.py` fails for a clause claimed
without a test marked `@pytest.mark.policy("P5.1")`, for a screen that is no address, and for a mark that names no clause.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Clause:
    """One clause: what it asks, in our words, and the screens (by address name) where it is done."""

    id: str
    asks: str
    screens: tuple[str, ...]
    what: str


CLAUSES: tuple[Clause, ...] = (
    Clause(
        "P1.1",
        "Harmful sexual behaviour is by somebody under 18; whoever is 18 or over goes elsewhere",
        ("referrals:section", "referrals:check"),
        "Age at the time of the behaviour is worked out from the date of birth and the incidents; 18 and over is refused with"
        " where to go; the person harmed may be a child, an adult or the young person themselves.",
    ),
    Clause(
        "P2.1",
        "Background factors appear often and predict nothing",
        ("referrals:section",),
        "The section “Background” keeps each factor with its source and evidence and adds nothing up.",
    ),
    Clause(
        "P2.2",
        "Learning difficulties are common; tools may not suit and work takes longer",
        ("referrals:section", "referrals:yos_receipt"),
        "Learning need is asked at referral and is a criterion of the screening. Tool suitability comes with AIM2.",
    ),
    Clause(
        "P2.3",
        "Behaviour lies on a continuum",
        ("referrals:section", "referrals:case_referral"),
        "Age and developmental gap, each form of coercion, distress, planning and technology; Hackett’s category with why.",
    ),
    Clause(
        "P2.4",
        "Compulsive, secret, going on after being challenged; the Brook tool",
        ("referrals:section", "referrals:case_referral"),
        "The three flags, and Brook’s colour with age band, edition, who judged it and why.",
    ),
    Clause(
        "P3.1–3.5",
        "Neutral words; own experience of harm; technology; help works",
        ("referrals:section", "referrals:assessment_judgement"),
        "Own experience of harm is asked for every young person and decided on in the assessment; online is a field of each"
        " incident.",
    ),
    Clause(
        "P3.6",
        "Agencies work one case together",
        ("cases:overview", "referrals:checks"),
        "One record and one chronology; each agency reads what its role reaches.",
    ),
    Clause(
        "P3.7",
        "The harmed child’s needs are considered apart",
        ("cases:overview", "referrals:mash_receipt", "strategy_meetings:safety_plan"),
        "A record, a copy of the referral, a plan and readers of their own; nobody reads it by being on the other child’s.",
    ),
    Clause(
        "P3.8–3.9",
        "Unmet need, attachment, special needs, family",
        ("referrals:section", "referrals:assessment_section"),
        "Asked once at referral and carried into each section of the assessment.",
    ),
    Clause(
        "P4.1",
        "AIM2 from the 12th birthday to the day before the 18th; two routes",
        ("referrals:check", "referrals:yos_receipt"),
        "Each criterion with its reason; under-12s and others are declined only with an alternative; a case can have both routes.",
    ),
    Clause(
        "P5.1",
        "The first account, word for word, by whoever heard it",
        ("referrals:section", "referrals:case_referral", "referrals:addendum"),
        "Words, who heard them, when, how it came to light, through how many hands; unchangeable once sent, with dated additions.",
    ),
    Clause(
        "P5.2",
        "CSWS assesses and decides on the threshold",
        ("referrals:mash_receipt", "referrals:assessment", "referrals:assessment_authorise"),
        "The decision for each child with reasons, approved by a second person; the assessment authorised by a manager. Convening"
        " the meeting comes with the meetings.",
    ),
    Clause(
        "P5.4",
        "Without a strategy meeting, a planning meeting is good practice",
        ("referrals:mash_propose",),
        "Deciding against a strategy meeting asks for a planning meeting, and why when there is none.",
    ),
    Clause(
        "P5.10",
        "After the enquiry decide and refer quickly; delay loses families",
        (
            "referrals:engage",
            "referrals:refer_to_yos",
            "referrals:yos_receipt",
            "referrals:yos_allocate",
            "cases:overview",
        ),
        "The decision to engage, the referral, the criteria, the officer, and the working days between each two of these steps.",
    ),
    Clause(
        "P6.1",
        "Denial is common; how help is offered matters",
        ("referrals:offer", "referrals:stance", "referrals:engagement"),
        "Each offer with how it was put and what was answered, stance of the child and each parent over time, guidance beside it;"
        " a refusal closes nothing.",
    ),
    Clause(
        "P6.4",
        "The same form goes to MASH and to YOS",
        ("referrals:sent", "referrals:mash_inbox", "referrals:yos_inbox"),
        "One sending stands in both inboxes, each with its own clock and its own acknowledgement.",
    ),
    Clause(
        "P7",
        "Issues go to YOS and CSWS, then up the escalation process, then to the board as a complaint",
        (
            "escalation:raise",
            "escalation:show",
            "escalation:further",
            "escalation:board_inbox",
            "escalation:write_letter",
        ),
        "A disagreement asks both managers at once, goes up level by level with an owner and a clock at each, skips none, and ends"
        " resolved, withdrawn or closed by the board, which sees what reached it and nothing else; a parent or child it was raised"
        " for is written to.",
    ),
    Clause(
        "P8",
        "Further information",
        ("pages:help",),
        "The help page with the partnership’s own numbers and links.",
    ),
)
# Proved in part by a test of this release, and claimed by a later one.
LATER = {
    "P5.7": "the conference itself comes with the meetings",
    "P6.2": "the agreement itself comes with AIM2",
    "P6.5": "the clock waits for the verdict; the assessment that waits comes with AIM2",
}


def marks(root: Path) -> dict[str, list[str]]:
    """Answer clause -> tests marked with it (`path::test`), read from the tests without running them."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        everywhere = [
            clause
            for node in tree.body
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)
            for clause in _clauses(node.value)
        ]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = [clause for decorator in node.decorator_list for clause in _clauses(decorator)]
                for clause in dict.fromkeys([*everywhere, *own]):
                    found.setdefault(clause, []).append(f"{path.relative_to(root)}::{node.name}")
    return found


def _clauses(node: ast.AST) -> list[str]:
    """Answer the clauses of every `pytest.mark.policy(...)` in an expression."""
    return [
        argument.value
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "policy"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    ]


def markdown() -> str:
    """Answer docs/policy.md: clause, screens, tests."""
    proved = marks(settings.BASE_DIR)
    lines = [
        "# The policy, clause by clause",
        "",
        "What this release does of the harmful sexual behaviours policy, on which screens, and the tests that prove it.",
        "A clause without a test cannot stand here (`tests/test_policy_map.py`).",
    ]
    for clause in CLAUSES:
        lines += [
            "",
            f"## {clause.id} {clause.asks}",
            "",
            clause.what,
            "",
            f"Screens: {', '.join(f'`{screen}`' for screen in clause.screens)}.",
            "",
            *(f"- `{test}`" for test in proved.get(clause.id, [])),
        ]
    lines += ["", "## Not claimed yet", ""]
    lines += [f"- **{clause}**: {why}." for clause, why in LATER.items()]
    return "\n".join(lines) + "\n"
