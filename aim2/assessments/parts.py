"""What an assessment is made of: four domains of four texts, and the texts of the whole. Names and order only; pure.

AIM2's domains and its four sub-totals are known; its items, weights, cut-offs and bands are licensed and are not here.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Domain(TextChoices):
    BEHAVIOURS = "behaviours", "Harmful behaviours"
    DEVELOPMENTAL = "developmental", "Developmental"
    FAMILY = "family", "Family"
    ENVIRONMENT = "environment", "Environment"


class Kind(TextChoices):
    """The four texts of a domain, and the four sub-totals across all domains."""

    CONCERNS_STATIC = "concerns_static", "Concerns, history"
    CONCERNS_DYNAMIC = "concerns_dynamic", "Concerns that can change"
    STRENGTHS_STATIC = "strengths_static", "Strengths, history"
    STRENGTHS_DYNAMIC = "strengths_dynamic", "Strengths that can change"


SUB_TOTALS: dict[str, str] = {
    Kind.CONCERNS_STATIC: "Static concerns",
    Kind.CONCERNS_DYNAMIC: "Dynamic concerns",
    Kind.STRENGTHS_STATIC: "Static strengths",
    Kind.STRENGTHS_DYNAMIC: "Dynamic strengths",
}


class Band(TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


@dataclass(frozen=True)
class TextPart:
    """One text of the whole assessment. `about_the_matter`: it is about what is alleged, and waits while that is locked;
    `needed`: there is no sign-off without it; `shareable`: it goes into a summary for the family as it stands."""

    key: str
    title: str
    hint: str
    page: str
    about_the_matter: bool = False
    needed: bool = False
    heading: str = ""  # under which it is offered for an extract
    shareable: bool = False
    rows: int = 5


WHOLE: tuple[TextPart, ...] = (
    TextPart(
        "limits",
        "Limits of this assessment",
        "What is denied, locked or missing; interpreter, learning need; what an early assessment cannot say.",
        "accounts",
        needed=True,
        heading="limits",
    ),
    TextPart(
        "child_account",
        "The young person’s account and attitude",
        "What they say happened, and how they see it now.",
        "accounts",
        about_the_matter=True,
        heading="attitude",
    ),
    TextPart(
        "parent_account",
        "The parents’ accounts and attitude",
        "Each of them apart. A summary for one parent never holds the other’s words.",
        "accounts",
        about_the_matter=True,
        heading="attitude",
    ),
    TextPart(
        "formulation",
        "Formulation",
        "Why, why then, what keeps it going, what protects. No sum of points explains a child.",
        "formulation",
        needed=True,
        heading="formulation",
        rows=8,
    ),
    TextPart(
        "risk_whom",
        "Risk: to whom",
        "Children of which age, which relation. Nobody by name.",
        "formulation",
        needed=True,
        heading="risk",
    ),
    TextPart("risk_where", "Risk: where and when", "Places, times, company.", "formulation", heading="risk", rows=3),
    TextPart("risk_soon", "Risk: how soon", "What would make it likely tomorrow.", "formulation", heading="risk", rows=3),
    TextPart(
        "supervision",
        "Supervision that is needed",
        "Who watches, where, when; and why this much and no more.",
        "formulation",
        needed=True,
        heading="supervision",
    ),
    TextPart("needs", "Needs, and the work proposed", "Goals from the domains.", "recommendations", needed=True, heading="work"),
    TextPart("placement", "Placement", "Home or placement; rooms, sleeping, bathing.", "recommendations", heading="work", rows=3),
    TextPart("school", "School", "What the school does, and what it need not know.", "recommendations", heading="work", rows=3),
    TextPart("contact", "Contact with brothers, sisters and other children", "", "recommendations", heading="work", rows=3),
    TextPart("online", "Phones and online", "", "recommendations", heading="work", rows=3),
    TextPart(
        "safety_plan",
        "What the safety plan must hold",
        "",
        "recommendations",
        heading="supervision",
        rows=3,
    ),
    TextPart("review", "When to look again", "A date, or what would make it necessary.", "recommendations", rows=3),
    TextPart("family_response", "The family’s response", "What they said when it was shared.", "for_family", rows=3),
    TextPart(
        "for_young_person",
        "Summary for the young person",
        "Words they would use. No other person’s account, nothing restricted.",
        "for_family",
        shareable=True,
        rows=8,
    ),
    TextPart(
        "for_parents",
        "Summary for parents and carers",
        "Holds for each of them. No other parent’s account, nothing restricted.",
        "for_family",
        shareable=True,
        rows=8,
    ),
)  # fmt: skip

PAGES: dict[str, str] = {
    "accounts": "Accounts and limits",
    "formulation": "Formulation and risk",
    "recommendations": "Recommendations",
    "for_family": "For the family",
}
_BY_KEY = {part.key: part for part in WHOLE}


def part_of(key: str) -> TextPart | None:
    """Answer the text of the whole of that key, if there is one."""
    return _BY_KEY.get(key)


def parts_on(page: str) -> tuple[TextPart, ...]:
    """Answer the texts of one page, in order."""
    return tuple(part for part in WHOLE if part.page == page)


def domain_key(domain: str, kind: str) -> str:
    """Answer the key of a domain's text: “family.concerns_static”."""
    return f"{domain}.{kind}"


DOMAIN_KEYS: tuple[str, ...] = tuple(domain_key(domain, kind) for domain in Domain.values for kind in Kind.values)


def is_dynamic(key: str) -> bool:
    """Whether the text is of what can change, and so is looked at again when the assessment is older than its time."""
    return key.endswith("_dynamic")


def title_of(key: str) -> str:
    """Answer what a text is called, whichever it is."""
    if part := part_of(key):
        return part.title
    domain, _, kind = key.partition(".")
    return f"{Domain(domain).label}: {Kind(kind).label.lower()}"


def paragraphs(text: str) -> list[str]:
    """Answer the paragraphs of a text: what stands between empty lines."""
    found = (" ".join(lines.split()) for lines in text.replace("\r\n", "\n").split("\n\n"))
    return [one for one in found if one]
