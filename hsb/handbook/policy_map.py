"""Which clause of the policy is worked on which screen, and which tests prove it: docs/policy.md.

A clause stands here when this release does what `clauses.md` asks of it. `tests/hsb/handbook/test_policy_map.py` fails for a clause claimed
without a test marked `@pytest.mark.policy("P5.1")`, for a screen that is no address, and for a mark that names no clause.

Over 300 lines: it is one table of clauses.
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
    # What `clauses.md` asks and this release does not do yet, as a sentence; empty: the clause is done.
    missing: str = ""

    @property
    def standing(self) -> str:
        """Answer “Done.” or “Partly done. …”."""
        return f"Partly done. {self.missing}" if self.missing else "Done."


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
        ("referrals:section", "referrals:yos_receipt", "aim2:tool", "aim2:open_assessment"),
        "Learning need is asked at referral and is a criterion of the screening. Before AIM2 somebody says whether it suits: as it is,"
        " with changes, or not, and which tool is used instead. A learning disability leaves a narrative, by a manager’s"
        " word; another tool runs as the same narrative under its own name.",
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
        ("cases:overview", "referrals:mash_receipt", "strategy_meetings:safety_plan", "strategy_meetings:support"),
        "A record, a copy of the referral, a plan, needs and support, a closure and readers of their own; nobody reads it by"
        " being on the other child’s.",
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
        ("referrals:check", "referrals:yos_receipt", "aim2:may_begin"),
        "Each criterion with its reason; under-12s and others are declined only with an alternative, a child under 12"
        " with a named way for younger children; a case can have both routes."
        " “May work begin?” explains every gate, each yes and each no; nobody overrides age, hold, consent or accreditation.",
    ),
    Clause(
        "P5.1",
        "The first account, word for word, by whoever heard it",
        ("referrals:section", "referrals:case_referral", "referrals:addendum"),
        "Words, who heard them, when, how it came to light, through how many hands; unchangeable once sent, with dated additions.",
    ),
    Clause(
        "P5.2",
        "CSWS assesses and decides on the threshold; the agencies meet",
        (
            "referrals:mash_receipt",
            "referrals:assessment",
            "referrals:assessment_authorise",
            "strategy_meetings:call_meeting",
            "strategy_meetings:ask_for_meeting",
        ),
        "The decision for each child with reasons, approved by a second person; the assessment authorised by a manager. The meeting is"
        " called with the people the case names, and leaving out an agency that must be asked needs a reason.",
    ),
    Clause(
        "P5.3",
        "What a strategy meeting considers",
        ("strategy_meetings:meeting_child", "strategy_meetings:record_meeting", "strategy_meetings:approve_meeting"),
        "The four topics and the decision for each child; nothing is approved while one is missing, and the page says whose and which.",
    ),
    Clause(
        "P5.4",
        "Without a strategy meeting, a planning meeting is good practice",
        ("referrals:mash_propose", "strategy_meetings:call_meeting"),
        "Deciding against a strategy meeting asks for a planning meeting, and why when there is none; it is then a clock and a meeting.",
    ),
    Clause(
        "P5.5",
        "Contingency plans; meeting again after the investigation",
        ("strategy_meetings:meeting_add", "strategy_meetings:meetings_of_case"),
        "If, then and who, at least once a meeting; the end of the investigation asks for the meeting to be reconvened, with open actions.",
    ),
    Clause(
        "P5.6",
        "Specialist opinion, asked for and chased",
        (
            "strategy_meetings:ask_opinion",
            "strategy_meetings:chase_opinion",
            "strategy_meetings:receive_opinion",
            "aim2:sources",
            "aim2:opinion",
        ),
        "Asked of a named person or service by a day, from AIM2 too, chased by its own clock, kept with the assessment, or noted as not"
        " come.",
    ),
    Clause(
        "P5.7",
        "A conference is considered where the young person may be a victim too",
        ("referrals:assessment_judgement", "strategy_meetings:meeting_child", "strategy_meetings:call_meeting"),
        "Asked compulsorily at the strategy meeting and in the assessment, with reasons either way; yes leads to a conference, which is"
        " never called without the discussion that began the enquiry.",
    ),
    Clause(
        "P5.8",
        "The conference covers the young person in both roles, said at the outset",
        (
            "strategy_meetings:call_meeting",
            "strategy_meetings:meeting",
            "strategy_meetings:conference_family",
            "strategy_meetings:meeting_child",
            "strategy_meetings:conference_letters",
            "strategy_meetings:child_plan",
        ),
        "Needs as harmed and needs as having harmed are two compulsory parts; the opening statement stands on the invitation page, in the"
        " family’s letter and in the record; a planning or reconvened meeting can be met by the conference.",
    ),
    Clause(
        "P5.9",
        "MAPPA where its threshold is met",
        ("strategy_meetings:mappa", "strategy_meetings:mappa_eligibility", "strategy_meetings:refer_to_mappa"),
        "Eligible only by a caution, conviction or sentence that police or YOS record with day and source, and why; then category,"
        " level, reply, dates, who of ours went and our own actions. Who is not eligible is offered a risk panel. The form and the"
        " minutes are the Responsible Authority’s and never kept; the family does not attend.",
    ),
    Clause(
        "P5.10",
        "After the enquiry decide and refer quickly; delay loses families",
        (
            "referrals:engage",
            "referrals:refer_to_yos",
            "referrals:yos_receipt",
            "referrals:yos_allocate",
            "aim2:assessment",
            "aim2:sign",
            "aim2:plan",
            "cases:overview",
        ),
        "The decision to engage, the referral, the criteria, the officer, the assessment signed by somebody who did not write it,"
        " the intervention plan, and the working days between each two of these steps.",
    ),
    Clause(
        "P6.1",
        "Denial is common; how help is offered matters",
        ("referrals:offer", "referrals:stance", "referrals:engagement", "aim2:consent_answer", "aim2:after_refusal"),
        "Each offer with how it was put and what was answered, stance of the child and each parent over time, guidance beside it;"
        " a refusal closes nothing: nothing is rated, a manager decides what is done instead, and it is offered again.",
    ),
    Clause(
        "P6.2",
        "Work before trial may be agreed with police and CPS, leaving out the child harmed and the incidents",
        ("aim2:agreement",),
        "In force only with both, person and date each; the condition stands on every page; the behaviour, accounts of it, the"
        " attitude to it and evidence about it are locked until the finding or no further action.",
    ),
    Clause(
        "P6.3",
        "Police may ask for AIM2 with an admission and consent; parents are told what will be talked about",
        ("aim2:request", "aim2:consent", "aim2:consent_answer"),
        "Asked with a confirmed admission, in full or in part; consent per purpose with what each was told, item by item; whoever"
        " asked learns only that it does not start, or has stopped.",
    ),
    Clause(
        "P6.4",
        "The same form goes to MASH and to YOS",
        ("referrals:sent", "referrals:mash_inbox", "referrals:yos_inbox", "aim2:disclosure", "aim2:proceedings"),
        "One sending stands in both inboxes, each with its own clock and its own acknowledgement. The pre-sentence extract is drawn"
        " from the assessment, paragraph by paragraph; an interim one is marked, and leaves on the YOS manager’s name.",
    ),
    Clause(
        "P6.5",
        "AIM2 waits for a finding of guilt, and YOS tells CSWS of the outcome",
        ("aim2:proceedings", "aim2:record_proceedings", "aim2:lift_hold", "aim2:acknowledge_outcome"),
        "While a sexual allegation is charged and none is convicted AIM2 is held, on every page and with its reason; an accepted"
        " guilty plea or a finding ends it, a YOS manager can with a reason. Every outcome is told to the social worker (or MASH)"
        " and stays open until they say that it has arrived.",
    ),
    Clause(
        "P6.6",
        "In custody AIM2 is begun before the first review; looked after, it goes into the care plan",
        (
            "aim2:custody",
            "aim2:custody_dates",
            "aim2:hand_over_aim",
            "aim2:move_stay",
            "aim2:looked_after",
            "aim2:disclosures",
        ),
        "YOS opens the establishment’s part, which ends at once with a move or a release. The first review’s date sets the day by"
        " which AIM2 is begun: the working day before. Only an assessment of this matter spares it, handed over or sent. Looked"
        " after is a claim until a social worker records the legal basis; recommendations into the care plan are a tracked step.",
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
LATER: dict[str, str] = {}


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
        "A clause without a test cannot stand here (`tests/hsb/handbook/test_policy_map.py`).",
    ]
    for clause in CLAUSES:
        lines += [
            "",
            f"## {clause.id} {clause.asks}",
            "",
            f"**{clause.standing}** {clause.what}",
            "",
            f"Screens: {', '.join(f'`{screen}`' for screen in clause.screens)}.",
            "",
            *(f"- `{test}`" for test in proved.get(clause.id, [])),
        ]
    if LATER:
        lines += ["", "## Not claimed yet", "", *(f"- **{clause}**: {why}." for clause, why in LATER.items())]
    return "\n".join(lines) + "\n"
