"""Who the procedure is for (P1.1) and who may be offered AIM2 (P4.1, P6.3): pure, with a reason and a clause for each answer.

Nothing here reads the clock or the database. A caller passes the facts it knows; what it does not know stays unknown and is
answered with what to ask, never with a guess.
"""

from collections.abc import Iterable

from referrals.eligibility import behaviour as scales
from referrals.eligibility.ages import age_at_behaviour, age_for_aim2, criminal_responsibility
from referrals.eligibility.facts import Criterion, Eligibility, Elsewhere, Facts, State, joined


def who_was_harmed(facts: Facts) -> Criterion:
    """Whether the behaviour was towards someone the definition names: self, a child, a young person or an adult (P1.1)."""
    title = "Towards the young person, a child or an adult"

    def answer(state: State, reason: str, *elsewhere: Elsewhere) -> Criterion:
        return Criterion("who_was_harmed", state, title, reason, "P1.1", elsewhere)

    kinds = {kind or "not_known" for kind in facts.harmed}
    if not kinds:
        return answer(
            State.CONFIRM, "Nobody is named as harmed yet. The referral can go; add them when they are known."
        )
    if kinds == {"self"}:
        return answer(
            State.MET,
            "Only the young person was harmed. That is harmful sexual behaviour too; children’s social care looks at the young "
            "person’s own needs first.",
        )
    if "adult" in kinds:
        reason = "An adult was harmed. The procedure covers that; the adult has a right to support and may need adult safeguarding."
        return answer(State.MET, reason, Elsewhere.ADULT_SAFEGUARDING)
    if kinds <= {"not_known", "self"}:
        return answer(
            State.MET, "It is not known who was harmed. The referral can go; finding them is part of what follows."
        )
    if kinds <= {"online", "not_known", "self"}:
        return answer(State.MET, "The person harmed is known only from online contact.")
    return answer(State.MET, "A child was harmed. The child gets a record and a worker of their own.")


def eligibility(facts: Facts) -> Eligibility:
    """Every condition for sending the referral, each with its reason; only `age_at_behaviour` can refuse it."""
    found: Iterable[Criterion | None] = (
        age_at_behaviour(facts),
        who_was_harmed(facts),
        age_for_aim2(facts),
        criminal_responsibility(facts),
    )
    return Eligibility(tuple(criterion for criterion in found if criterion is not None))


def route_in(facts: Facts) -> Criterion:
    """Whether one of the ways to AIM2 is open: a finding of social care, an admission, or a court order (P4.1, P6.3).

    An admission and an order open the criminal justice route, a finding the other; a partnership may take one of them alone.
    """
    title = "A way in is open"
    by_court, by_social_care = (one in facts.limits.routes for one in ("criminal_justice", "child_protection"))

    def answer(state: State, reason: str, source: str) -> Criterion:
        return Criterion("route", state, title, reason, source)

    if by_court and any(allegation.status == "court_order" for allegation in facts.allegations):
        return answer(State.MET, "A court has made an order for a sexual offence.", "P4.1")
    admitted = [allegation.admission for allegation in facts.allegations if allegation.admission in ("full", "partial")]
    if by_court and admitted:
        how = "in full" if "full" in admitted else "in part"
        return answer(State.MET, f"An allegation has been admitted {how}.", "P4.1, P6.3")
    if not by_social_care:
        return answer(
            State.NOT_MET,
            "Nothing is admitted and no court has made an order, and this partnership takes AIM2 by the criminal justice route alone.",
            "P4.1, P6.3",
        )
    if facts.assessment_finding == "abusive":
        return answer(State.MET, "The assessment by children’s social care found abusive behaviour.", "P4.1, P5.10")
    if facts.assessment_finding == "not_abusive":
        return answer(
            State.NOT_MET,
            "The assessment by children’s social care did not find abusive behaviour, and nothing is admitted or ordered by a court.",
            "P4.1",
        )
    if facts.allegations and "child_protection" not in facts.routes:
        return answer(
            State.NOT_MET,
            "Nothing is admitted and no court has made an order, so the criminal justice route is not open. The child protection "
            "and child in need route is, through an assessment by children’s social care.",
            "P4.1, P6.3",
        )
    return answer(
        State.NOT_KNOWN,
        "Children’s social care has not finished its assessment, and nothing is admitted or ordered by a court. "
        "Ask for the finding.",
        "P4.1, P5.10",
    )


def level_of_behaviour(facts: Facts) -> Criterion:
    """Whether the behaviour is abusive or violent on the continuum (the band is the partnership's), or a court has decided (P2.3,
    P4.1)."""
    lowest = scales.HACKETT_BY_CODE[facts.limits.lowest_hackett]
    above = [one.title.lower() for one in scales.HACKETT if one.order >= lowest.order]
    title = (
        f"The behaviour is {above[0]}"
        if len(above) == 1
        else f"The behaviour is {', '.join(above[:-1])} or {above[-1]}"
    )
    source = "P2.3, P4.1"
    if any(allegation.status == "court_order" for allegation in facts.allegations):
        return Criterion("level", State.MET, title, "A court has made an order, so this is not asked again.", source)
    enough = scales.reaches(facts.hackett, lowest.code)
    if enough is None:
        return Criterion(
            "level",
            State.NOT_KNOWN,
            title,
            "Nobody has placed the behaviour on the continuum. Ask children’s social care, or judge it at the first meeting.",
            source,
        )
    placed = scales.HACKETT_BY_CODE[facts.hackett].title.lower()
    if enough:
        return Criterion(
            "level", State.YOU_JUDGE, title, f"The referrer placed it as {placed}. Say whether you agree.", source
        )
    return Criterion(
        "level",
        State.YOU_JUDGE,
        title,
        f"The referrer placed it as {placed}, below {lowest.title.lower()}. If you agree, offer advice or another way to help.",
        source,
    )


def suitable_tool(facts: Facts) -> Criterion:
    """Whether a learning need asks for another tool or more time (P2.2)."""
    title = "AIM2 suits how the young person learns"
    if facts.learning_need in ("known", "suspected"):
        reason = f"A learning need is {facts.learning_need}. Confirm that AIM2 suits, or name the tool to use instead; it may take longer."
        return Criterion("tool", State.CONFIRM, title, reason, "P2.2")
    if facts.learning_need == "none_known":
        return Criterion("tool", State.MET, title, "No learning need is known.", "P2.2")
    return Criterion(
        "tool", State.NOT_KNOWN, title, "It is not known whether there is a learning need. Ask the school.", "P2.2"
    )


def police_consent(facts: Facts) -> Criterion | None:
    """Whether those who must consent to a request by the police have done so (P6.3). None where the police did not ask."""
    if facts.police_request != "yes":
        return None
    title = "Consent to the request by the police"
    answers = {"the young person": facts.consent_young_person, "a parent or carer": facts.consent_parent}
    refused = [who for who, said in answers.items() if said == "refused"]
    if refused:
        reason = f"{joined(refused).capitalize()} refused. Without consent AIM2 does not start; other help can still be offered."
        return Criterion("police_consent", State.NOT_MET, title, reason, "P6.3")
    missing = [who for who, said in answers.items() if said != "given"]
    if missing:
        return Criterion(
            "police_consent",
            State.NOT_KNOWN,
            title,
            f"Not recorded for {joined(missing)}. Ask before AIM2 starts.",
            "P6.3",
        )
    return Criterion(
        "police_consent",
        State.CONFIRM,
        title,
        "Recorded by the referrer. Confirm it with the family before starting.",
        "P6.3",
    )


def waiting_for_court(facts: Facts) -> Criterion | None:
    """Whether a charge without a conviction holds AIM2 back (P6.5). None where nothing is charged."""
    if not any(allegation.status == "charged" for allegation in facts.allegations):
        return None
    return Criterion(
        "court",
        State.CONFIRM,
        "No court hearing holds AIM2 back",
        "An allegation is charged. Screening and allocation go on; AIM2 itself waits until a conviction is recorded, unless a "
        "manager lifts the hold with a reason.",
        "P6.5",
    )


def screen_for_aim2(facts: Facts) -> list[Criterion]:
    """Every criterion the youth offending service looks at before it accepts, in the order it is read."""
    found = (
        age_at_behaviour(facts),
        age_for_aim2(facts),
        who_was_harmed(facts),
        route_in(facts),
        criminal_responsibility(facts),
        level_of_behaviour(facts),
        suitable_tool(facts),
        police_consent(facts),
        waiting_for_court(facts),
    )
    return [criterion for criterion in found if criterion is not None]
