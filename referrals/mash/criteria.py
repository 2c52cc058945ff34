"""What the criteria say about a referral, before a person decides: each with a state, a reason and where it stands. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from referrals import sections
from referrals.eligibility import ages, behaviour, rules
from referrals.eligibility.facts import Criterion, State

Answers = Mapping[str, Any]

_SECTION_OF = {
    "age_at_behaviour": "young-person",
    "who_was_harmed": "harmed",
    "power": "analysis",
    "account": "account",
    "admission": "police",
    "criminal_responsibility": "police",
    "own_harm": "own-harm",
}
_NEEDED = ("young-person", "behaviour", "account", "harmed", "request", "ratings", "needs", "police")


@dataclass(frozen=True)
class Shown:
    """A criterion, with the section of the referral it was worked out from."""

    criterion: Criterion
    section: str = ""


def evaluate(
    parts: Mapping[str, Answers], *, is_harmed: bool, called: str, known: int, on: date, joined: bool = False
) -> list[Shown]:
    """Answer every criterion for one child's copy of a referral, in the order it is read. Significant harm is always judged."""
    found: list[Criterion | None] = []
    if not is_harmed and all(key in parts for key in _NEEDED):
        facts = sections.facts({key: dict(value) for key, value in parts.items()}, on=on)
        found += [ages.age_at_behaviour(facts), rules.who_was_harmed(facts)]
    if is_harmed:
        found.append(_account(parts.get("account", {})))
    else:
        found.append(_power(parts.get("analysis", {})))
    found.append(_significant_harm(called, is_harmed=is_harmed))
    if not is_harmed:
        found += [_own_harm(parts.get("own-harm", {})), _admission(parts.get("police", {}))]
    found.append(_known(known, joined=joined))
    return [Shown(criterion, _SECTION_OF.get(criterion.code, "")) for criterion in found if criterion]


def in_a_sentence(shown: Sequence[Shown]) -> str:
    """Answer the states counted: “3 met, 1 needs your judgement, 1 not known.”"""
    words = {
        State.MET: ("met", "met"),
        State.NOT_MET: ("not met", "not met"),
        State.YOU_JUDGE: ("needs your judgement", "need your judgement"),
        State.NOT_KNOWN: ("not known", "not known"),
        State.CONFIRM: ("to confirm", "to confirm"),
    }
    counted = []
    for state, (one, many) in words.items():
        number = sum(1 for item in shown if item.criterion.state is state)
        if number:
            counted.append(f"{number} {one if number == 1 else many}")
    return f"{', '.join(counted)}." if counted else ""


def _account(answers: Answers) -> Criterion:
    title = "A first account"
    if answers.get("words"):
        how = {"first_hand": "first-hand", "second_hand": "second-hand", "third_party": "from further away"}
        said = how.get(str(answers.get("directness")), "")
        return Criterion(
            "account", State.MET, title, f"There is an account in words{', ' + said if said else ''}.", "P5.1"
        )
    reason = str(answers.get("words_not_known_reason") or "Nobody has written down what was said.")
    return Criterion("account", State.NOT_KNOWN, title, reason, "P5.1")


def _power(answers: Answers) -> Criterion:
    title = "Power or pressure"
    coercion = [code for code in answers.get("coercion") or [] if code not in ("none_seen", "not_known")]
    labels = dict(behaviour.COERCION)
    signs = []
    if answers.get("age_gap") == "large":
        signs.append("An age gap of three years or more")
    if answers.get("developmental_gap") == "yes":
        signs.append("A gap in development")
    signs += [labels.get(code, code.replace("_", " ")) for code in coercion]
    if answers.get("mutual") == "no":
        signs.append("Not mutual")
    if answers.get("distress") == "yes":
        signs.append("Distress")
    if signs:
        return Criterion("power", State.MET, title, f"{_listed(signs)}.", "P2.3")
    if answers.get("age_gap") in ("none", "some") and "none_seen" in (answers.get("coercion") or []):
        return Criterion(
            "power",
            State.NOT_MET,
            title,
            "The referrer saw no pressure and no large age gap. Say whether you agree.",
            "P2.3",
        )
    return Criterion("power", State.NOT_KNOWN, title, "The referrer could not say. Ask when you ring.", "P2.3")


def _listed(signs: list[str]) -> str:
    first, *others = signs
    return "; ".join([first, *(sign[:1].lower() + sign[1:] for sign in others)])


def _significant_harm(called: str, *, is_harmed: bool) -> Criterion:
    weigh = (
        "what was said, how the child is now, and whether the risk is still near"
        if is_harmed
        else "the account, other children at home and at school, and the young person’s own needs"
    )
    return Criterion(
        "significant_harm",
        State.YOU_JUDGE,
        f"Significant harm, to {called} or another child",
        f"Not something we can work out. Weigh {weigh}.",
        "P5.2",
    )


def _own_harm(answers: Answers) -> Criterion:
    title = "May have been harmed too"
    said = answers.get("own_harm")
    if said in ("known", "suspected"):
        reason = f"Harm to the young person is {said}. A conference is to be considered in the assessment."
        return Criterion("own_harm", State.CONFIRM, title, reason, "P3.3, P5.7")
    if said == "none_known":
        return Criterion(
            "own_harm", State.NOT_MET, title, "The referrer knows of none. The assessment asks again.", "P3.3"
        )
    return Criterion("own_harm", State.NOT_KNOWN, title, "Not answered. Ask when you ring.", "P3.3")


def _admission(answers: Answers) -> Criterion:
    title = "Admission"
    admitted = [one.get("admission") for one in answers.get("allegations") or []]
    if "full" in admitted or "partial" in admitted:
        how = "in full" if "full" in admitted else "in part"
        return Criterion("admission", State.MET, title, f"An allegation is admitted {how}.", "P6.3")
    if "none" in admitted or "no_comment" in admitted:
        return Criterion(
            "admission",
            State.NOT_MET,
            title,
            "Nothing is admitted. Not needed for a meeting, nor for the child protection route.",
            "P6.3",
        )
    return Criterion(
        "admission",
        State.NOT_KNOWN,
        title,
        "Not known to have been asked. Not needed for a meeting; needed later for the criminal justice route.",
        "P6.3",
    )


def _known(known: int, *, joined: bool) -> Criterion:
    title = "Already known?"
    if joined and not known:
        return Criterion("known", State.MET, title, "Yes: this child has an earlier record.", "P3.6")
    if not known:
        return Criterion("known", State.NOT_MET, title, "No earlier record looks like this child’s.", "P3.6")
    records = "One earlier record" if known == 1 else f"{known} earlier records"
    return Criterion(
        "known", State.CONFIRM, title, f"{records} may be this child’s. The referrer has not been told.", "P3.6"
    )
