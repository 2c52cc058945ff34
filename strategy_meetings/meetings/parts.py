"""The parts a meeting's record is made of, and which of them are missing. Pure.

Parts are code; which kind of meeting must have which is data (`kinds.toml`). Each child has their own of every part: what is
asked for *once* must be there for one child at least.

Over 300 lines: the table of every part’s words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """One part: an answer of its choices, where it has any, and words."""

    key: str
    title: str
    hint: str
    group: str
    choices: tuple[tuple[str, str], ...] = ()
    text_for: frozenset[str] | None = None  # answers that need words; None: every one does
    rows: int = 3

    def is_done(self, answer: str, text: str) -> bool:
        """Answer whether what was written is enough."""
        if not self.choices:
            return bool(text.strip())
        if not answer:
            return False
        needs_words = self.text_for is None or answer in self.text_for
        return bool(text.strip()) or not needs_words

    def words_of(self, answer: str) -> str:
        """Answer the words of a choice; empty where there is none."""
        return dict(self.choices).get(answer, "")


ABOUT, FOUR, DECISION, PANEL = "About the child", "The four considerations", "Decision", "Risk"
ENQUIRY, NEEDS, VIEWS, ANALYSIS = "How it came to this", "Needs, each role by itself", "Views", "Chair’s analysis"
_NOBODY = frozenset[str]()

PLAN, STEP_DOWN, NO_PLAN = "plan", "child_in_need", "none"
"""What a conference decides on a child."""
DECISION_WORDS = {
    PLAN: "Child protection plan",
    STEP_DOWN: "No protection plan: a child in need plan",
    NO_PLAN: "No plan",
}
OF_A_PLAN = frozenset({"category", "plan_items", "contingency", "outline"})
"""What is asked where a conference makes a protection plan."""

HOUSEHOLD, CONSIDERED = "household", "considered"
"""The part on the other children at home, and the answer that there is a record for each of them."""
CONSIDERED_HERE, AT_HOME = "considered_here", "children_at_home"
"""Counted beside the rows: children considered who are of this meeting; other children at home of whom this record knows."""

CATEGORIES = (
    ("neglect", "Neglect"),
    ("physical", "Physical abuse"),
    ("sexual", "Sexual abuse"),
    ("emotional", "Emotional abuse"),
)

PARTS: dict[str, Part] = {
    part.key: part
    for part in (
        Part(
            "what_happened",
            "What happened",
            "A clear description: what is alleged or known, when, where, how often.",
            ABOUT,
            rows=4,
        ),
        Part(
            "family_context",
            "Family context",
            "Who lives together, who looks after the child, what helps and what worries.",
            ABOUT,
        ),
        Part(
            HOUSEHOLD,
            "Other children of the household",
            "Every child who lives there has a record of their own and is a child of this meeting; or say who is not, and why not.",
            ABOUT,
            (
                ("none", "No other child lives there"),
                (CONSIDERED, "Every one is considered"),
                ("not_all", "Not every one is considered"),
            ),
            frozenset({"not_all"}),
            rows=2,
        ),
        Part(
            "own_harm",
            "Harm to the child",
            "Is the child known or suspected to have been harmed themselves, by anybody? If so, say how it is known.",
            ABOUT,
            (("known", "Known"), ("suspected", "Suspected"), ("none_known", "None known")),
            frozenset({"known", "suspected"}),
        ),
        Part("stance", "Stance and views", "What the child and the parents say about it, and about help.", ABOUT),
        Part("legal_status", "Legal status", "Parental responsibility, any order, looked after or not.", ABOUT, rows=2),
        Part(
            "protection",
            "Public and child protection",
            "Who else may be at risk: other children, at home, at school, in clubs. Who has been told.",
            FOUR,
        ),
        Part(
            "needs",
            "Needs and specialist assessment",
            "What the child needs in their own right. Is specialist opinion needed, from whom, by when?",
            FOUR,
        ),
        Part("roles", "Roles and responsibilities", "Which agency does what, who leads, in which order.", FOUR),
        Part("safety", "Ongoing safety", "How the child is kept safe from today. Name the safety plan.", FOUR),
        Part(
            "threshold",
            "Threshold",
            "Significant harm to this child: suffered, likely, or neither, and why.",
            DECISION,
            (("suffered", "Suffered"), ("likely", "Likely to suffer"), ("neither", "Neither")),
        ),
        Part(
            "section_47",
            "Section 47",
            "Is there a section 47 enquiry, by social care alone or jointly with the police, and why?",
            DECISION,
            (("none", "None"), ("single", "Single agency"), ("joint", "Joint with police")),
        ),
        Part(
            "what_follows",
            "What follows without an enquiry",
            "Asked where there is no section 47 enquiry.",
            DECISION,
            (
                ("goes_on", "What runs already goes on"),
                ("assessment", "Child and family assessment"),
                ("child_in_need", "Child in need"),
                ("early_help", "Early help"),
                ("closed", "No further action by social care"),
            ),
            _NOBODY,
        ),
        Part("seen_by", "Seen by, and by when", "Who sees the child, alone, by when.", DECISION, rows=2),
        Part(
            "medical",
            "Medical",
            "Is a medical examination needed, of what kind, where? If none, why none.",
            DECISION,
            (("needed", "Needed"), ("none", "None")),
            rows=2,
        ),
        Part(
            "interview",
            "Interview",
            "Who speaks with the child and how; video-recorded (ABE) or not.",
            DECISION,
            rows=2,
        ),
        Part(
            "conference",
            "Conference considered",
            "Where the child may have been harmed too: is a child protection conference called? Reasons either way,"
            " and where it was considered.",
            DECISION,
            (("call", "To be called"), ("not_called", "Not called"), ("later", "Decided when the enquiry ends")),
        ),
        Part(
            "mappa",
            "MAPPA",
            "Is the threshold met?",
            DECISION,
            (("not_eligible", "Not eligible"), ("eligible", "Eligible"), ("refer", "To be referred")),
            frozenset({"eligible", "refer"}),
            rows=2,
        ),
        Part(
            "dissent",
            "Dissent, or none",
            "Who disagrees with which decision, and why.",
            DECISION,
            (("none", "None"), ("somebody", "Somebody disagreed")),
            frozenset({"somebody"}),
            rows=2,
        ),
        Part(
            "enquiry_outcome",
            "Outcome of the enquiry",
            "What the section 47 enquiry found, who authorised it, and what keeps the child safe since. Of a child who is only"
            " considered: that no enquiry was begun, and where they were seen.",
            ENQUIRY,
        ),
        Part("since_last", "What has changed since", "What was done under the plan, and what it has changed.", ENQUIRY),
        Part(
            "needs_as_harmed",
            "Needs as a child who has been harmed",
            "What was done to the child or what they lived with, what it did to them, what they need because of it.",
            NEEDS,
            rows=4,
        ),
        Part(
            "needs_as_harming",
            "Needs as a young person who has harmed",
            "What the young person needs so that it does not happen again: adults, places, help, assessment.",
            NEEDS,
            rows=4,
        ),
        Part(
            "needs_to_be_safe", "What the child needs to stay safe", "At home, at school, with whom, at night.", NEEDS
        ),
        Part(
            "child_view",
            "What the child says",
            "In the child’s own words, who heard them, and how they were prepared.",
            VIEWS,
        ),
        Part(
            "how_took_part",
            "How the child took part",
            "How they were helped to: an advocate, an interpreter, pictures, breaks. If they did not take part, why.",
            VIEWS,
            (
                ("there", "There"),
                ("for_part", "There for part"),
                ("advocate", "An advocate spoke for them"),
                ("message", "By words, drawing or film sent"),
                ("not", "Did not take part"),
            ),
            rows=2,
        ),
        Part("family_view", "What the family says", "Each parent and others who care for the child, by name.", VIEWS),
        Part(
            "progress",
            "Progress under the plan",
            "What has been done since the last time, and what it has changed.",
            ENQUIRY,
        ),
        Part(
            "risky",
            "What is risky",
            "The chair’s analysis: what could harm this child, and how likely it is.",
            ANALYSIS,
        ),
        Part("protective", "What protects", "The chair’s analysis: who and what keeps this child safe.", ANALYSIS),
        Part(
            "decision",
            "Decision, with reasons",
            "A protection plan counts from the day of the conference.",
            DECISION,
            (
                (PLAN, "Child protection plan"),
                (STEP_DOWN, "No protection plan: a child in need plan"),
                (NO_PLAN, "No plan"),
            ),
        ),
        Part(
            "category",
            "Category",
            "One: for harm the child has suffered or is likely to suffer, never for what they are said to have done.",
            DECISION,
            CATEGORIES,
            _NOBODY,
        ),
        Part(
            "still_open",
            "What is still to be done, and who takes it on",
            "Where the review ends the plan: each item that is still open, and who does it from now on.",
            DECISION,
            rows=2,
        ),
        Part(
            "complain",
            "Right to complain explained",
            "How, and to whom; who was given the leaflet.",
            DECISION,
            rows=2,
        ),
        Part("risk", "Risk", "What could happen to whom, how likely, what makes it more or less so.", PANEL),
        Part("controls", "Controls", "What is done to bring the risk down.", PANEL),
        Part("owners", "Owners", "Who answers for which control.", PANEL, rows=2),
        Part("review", "Review", "When and by whom the panel’s view is looked at again.", PANEL, rows=2),
    )
}
GROUPS = (ABOUT, ENQUIRY, NEEDS, FOUR, VIEWS, ANALYSIS, DECISION, PANEL)

# What is written as rows of its own, not as one of the parts.
ROWS: dict[str, str] = {
    "information": "What each agency knows",
    "told": "What the family is told",
    "contingency": "If things change: at least one",
    "next_date": "Next date, or why none",
    "opening": "Opening statement read out",
    "views": "What each agency says: a plan or none",
    "plan_items": "Plan: at least one item",
    "outline": "Key worker, core group with its date, review date",
}
GROUP_OF_ROWS = {"views": VIEWS}
"""Under which heading a row of the table stands, where that is not the decision."""


@dataclass(frozen=True)
class Child:
    """What stands written for one child: answers and words by part, and how many rows of each kind of row."""

    key: str
    label: str
    is_harmed: bool
    written: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    is_considered: bool = False
    titles: Mapping[str, str] = field(
        default_factory=dict
    )  # what a row is called where it says more than its usual title

    def answer(self, part: str) -> str:
        """Answer the choice made in a part; empty where none was."""
        return self.written.get(part, ("", ""))[0]

    def words(self, part: str) -> str:
        """Answer what is written in a part; empty where nothing is."""
        return self.written.get(part, ("", ""))[1].strip()


@dataclass(frozen=True)
class Missing:
    """One compulsory part that is not there: of which child (empty key: once for the meeting), with its words."""

    child: str
    label: str
    part: str
    title: str

    @property
    def anchor(self) -> str:
        """Answer where on the page it is written."""
        return self.part if self.part in ROWS else f"part_{self.part}"

    @property
    def sentence(self) -> str:
        return f"{self.label}: {self.title}" if self.child else self.title


def is_asked(part: str, child: Child) -> bool:
    """Answer whether a compulsory part is asked of this child: some depend on what another part says."""
    if part == HOUSEHOLD:
        return not child.is_considered  # the same household: it was asked about already
    if part == "conference":
        return not child.is_harmed and child.answer("own_harm") in ("known", "suspected")
    if part == "what_follows":
        return child.answer("section_47") == "none"
    if part in OF_A_PLAN:
        return child.answer("decision") == PLAN
    return _has_that_role(part, child)


def _has_that_role(part: str, child: Child) -> bool:
    """Answer whether needs of this kind are asked of the child: a young person’s in both roles, each by itself (P5.8)."""
    if part == "needs_as_harmed":
        return not child.is_considered
    if part == "needs_as_harming":
        return not child.is_harmed and not child.is_considered
    return part != "needs_to_be_safe" or child.is_considered


def missing(each: Sequence[str], once: Sequence[str], children: Iterable[Child]) -> list[Missing]:
    """Answer what still has to be said before the record can be approved, child by child and then what is asked once."""
    everybody = list(children)
    found = [
        Missing(child.key, child.label, key, child.titles.get(key) or _said_of(key, child))
        for child in everybody
        for key in each
        if is_asked(key, child) and not _is_there(key, child)
    ]
    return found + [
        Missing("", "Once for the meeting", key, _title(key))
        for key in once
        if not any(_is_there(key, child) for child in everybody)
    ]


def _said_of(key: str, child: Child) -> str:
    against = household_contradicts(child) if key == HOUSEHOLD else ""
    return f"{_title(key)} ({against})" if against else _title(key)


def _title(key: str) -> str:
    return PARTS[key].title if key in PARTS else ROWS[key]


def _is_there(key: str, child: Child) -> bool:
    if key in ROWS:
        return child.rows.get(key, 0) > 0
    if key == HOUSEHOLD and household_contradicts(child):
        return False
    return PARTS[key].is_done(*child.written.get(key, ("", "")))


def household_contradicts(child: Child) -> str:
    """Answer in words what speaks against the answer on the other children at home; empty where nothing does."""
    known = child.rows.get(AT_HOME, 0)
    if child.answer(HOUSEHOLD) == "none" and known:
        return "the record names another child at home"
    if child.answer(HOUSEHOLD) == CONSIDERED and not child.rows.get(CONSIDERED_HERE, 0):
        return "no child considered is a child of this meeting yet"
    return ""


def outcome_of(child: Child, *, enquiry_runs: bool) -> str:
    """Answer what a strategy meeting came to for this child, as its event says it: `s47` begins an enquiry (and its clock)."""
    if child.answer("section_47") in ("single", "joint"):
        return "s47_goes_on" if enquiry_runs else "s47"
    return child.answer("what_follows") or "not_said"


OUTCOME_WORDS: dict[str, str] = {
    "s47": "A section 47 enquiry begins.",
    "s47_goes_on": "The section 47 enquiry goes on.",
    "goes_on": "What runs already goes on.",
    "assessment": "A child and family assessment follows.",
    "child_in_need": "The child is a child in need.",
    "early_help": "Early help follows.",
    "closed": "No further action by social care.",
    "not_said": "What follows was not said yet.",
}
