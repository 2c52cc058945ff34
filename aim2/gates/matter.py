"""The gates about the young person and the matter: age, harm, route, what is established, the tool (P2.2, P2.3, P4.1, P6.3). Pure."""

from datetime import date

from aim2.gates.answer import Gate, GateKey, GateState
from aim2.gates.facts import Facts, Override
from aim2.gates.words import and_
from hsb.ages import age_on, birthday
from referrals.eligibility import behaviour as scales
from referrals.eligibility.ages import says


def age(facts: Facts) -> Gate:
    """12 to 17 when YOS accepted, and not yet 18 unless work had begun (P4.1). Nobody overrides it."""
    born_on, limits = facts.referred.born_on, facts.limits

    def gate(state: GateState, reason: str, next_step: str) -> Gate:
        return Gate(GateKey.AGE, state, reason, "P4.1", next_step, facts.accepted_on)

    if facts.begun_on is not None:
        began = f"Work began on {says(facts.begun_on)} and may be finished."
        return gate(GateState.YES, began, f"Plan the hand-over before {limits.adult_age}.")
    if born_on is None or born_on > facts.on:
        return gate(GateState.WAITS, "The date of birth is not known.", "Ask for it and have it put on the record.")
    accepted = facts.accepted_on or facts.on
    then, now = age_on(born_on, accepted), age_on(born_on, facts.on)
    when = f"{then} when YOS accepted on {says(accepted)}" if facts.accepted_on else f"{then} today"
    made_for = f"AIM2 is for {limits.lowest_age} to {limits.adult_age - 1} at acceptance."
    if then < limits.lowest_age:
        reached = says(birthday(born_on, limits.lowest_age))
        return gate(
            GateState.NO,
            f"{when}. {made_for} {limits.lowest_age} on {reached}. AIM3 is not made for younger children either.",
            "Open the pathway for younger children: social care leads. Nobody may override this.",
        )
    if then >= limits.adult_age or now >= limits.adult_age:
        reached = says(birthday(born_on, limits.adult_age))
        return gate(
            GateState.NO,
            f"{limits.adult_age} on {reached}, and no work had begun. {made_for}",
            "Plan the hand-over to adult services. Nobody may override this.",
        )
    return gate(GateState.YES, f"{when}. {made_for}", f"At {limits.adult_age}, work that has not begun cannot begin.")


def level(facts: Facts) -> Gate:
    """Abusive or above on Hackett's continuum (the band is the partnership's), or a court has decided (P2.3, P4.1)."""
    lowest = scales.HACKETT_BY_CODE[facts.limits.lowest_hackett]

    def gate(state: GateState, reason: str, next_step: str, on: date | None = None) -> Gate:
        return Gate(GateKey.LEVEL, state, reason, "P2.3, P4.1", next_step, on)

    if facts.order is not None or facts.findings:
        return gate(GateState.YES, "A court has decided, so this is not asked again.", "Nothing to do.")
    if facts.referred.assessment_finding == "abusive":
        return gate(
            GateState.YES,
            "Social care’s assessment found abusive behaviour.",
            "Changes if the assessment is corrected.",
            facts.finding_on,
        )
    placed = scales.HACKETT_BY_CODE.get(facts.referred.hackett)
    if placed is None:
        return gate(
            GateState.WAITS,
            "Nobody has placed the behaviour on the continuum.",
            "Ask social care, or place it at the first meeting.",
        )
    said = f"{placed.title} on the Hackett continuum, as referred."
    if placed.order < lowest.order:
        return gate(
            GateState.NO,
            f"{said} This partnership asks for {lowest.title.lower()} or above.",
            "Offer advice or another way to help, or ask social care for its finding.",
        )
    if facts.accepted_on is None:
        return gate(GateState.WAITS, f"{said} YOS has not said yet whether it agrees.", "YOS screens the referral.")
    return gate(
        GateState.YES,
        f"{said} YOS agreed when it accepted. This partnership asks for {lowest.title.lower()} or above.",
        "Changes if the assessment says otherwise.",
        facts.accepted_on,
    )


ROUTE_WORDS = {
    "child_protection": "child protection and child in need",
    "criminal_justice": "criminal justice",
}


def route(facts: Facts) -> Gate:
    """YOS has accepted by a route this partnership takes (P4.1)."""
    taken = [one for one in facts.referred.routes if one in facts.limits.routes]
    named = and_([ROUTE_WORDS[one] for one in taken])
    if not taken:
        return Gate(
            GateKey.ROUTE,
            GateState.NO,
            "The referral came by no route this partnership takes.",
            "P4.1",
            "Refer again by a route that is open.",
        )
    if facts.accepted_on is None:
        return Gate(
            GateKey.ROUTE,
            GateState.WAITS,
            f"Referred by the route {named}; YOS has not accepted yet.",
            "P4.1, P5.10",
            "YOS accepts or declines the referral.",
        )
    said = f"Referred by the route {named}; YOS accepted on {says(facts.accepted_on)}."
    return Gate(GateKey.ROUTE, GateState.YES, said, "P4.1, P5.10", "Nothing to do.", facts.accepted_on)


def established(facts: Facts) -> Gate:
    """An admission, a finding or an order; what is only alleged opens nothing (P4.1, P6.3). A narrative may begin by override."""

    def gate(state: GateState, reason: str, next_step: str, on: date | None = None) -> Gate:
        return Gate(GateKey.ESTABLISHED, state, reason, "P4.1, P6.3", next_step, on)

    if facts.order is not None:
        order = facts.order
        said = f"{order.name}, {order.court}, {says(order.on)}."
        return gate(GateState.YES, said, "Nothing to do.", order.on)
    for known in (*facts.findings, *facts.admissions):
        source = f", {known.source}" if known.source else ""
        on = f" {says(known.on)}" if known.on else ""
        step = "An admission withdrawn in court closes this gate." if known in facts.admissions else "Nothing to do."
        return gate(GateState.YES, f"{known.words}{source}{on}.", step, known.on)
    if facts.referred.assessment_finding == "abusive":
        return gate(
            GateState.YES,
            "Social care found abusive behaviour on the balance of probability. That is social care’s finding, not a verdict.",
            "Changes if the assessment is corrected.",
            facts.finding_on,
        )
    override = facts.override("not_established")
    if override is not None:
        return _by_override(GateKey.ESTABLISHED, "The behaviour is not established.", override)
    if facts.claimed:
        return gate(
            GateState.WAITS,
            "The referral says that something was admitted. Neither police nor YOS have confirmed it.",
            "Police or YOS record the admission under “Criminal justice”.",
        )
    return gate(
        GateState.NO,
        "Nothing is admitted, and there is no finding and no order. Denial is expected at first and closes nothing for good.",
        "Social care’s finding, an admission or an order opens it. Meanwhile: safety plan, work with the parents, and ask again "
        "after the outcome.",
    )


def _by_override(key: GateKey, why: str, override: Override) -> Gate:
    said = f"{why} {override.by} let it begin on {says(override.on)}: narrative, without rating, total, band or level in any output."
    return Gate(key, GateState.NARRATIVE_ONLY, said, "P2.2, P4.1", "Begin the narrative.", override.on)


def tool(facts: Facts) -> Gate:
    """Whether AIM2 suits: its figures come from boys without a learning disability (P2.2); else a manager says narrative only."""
    judged = facts.suitability

    def gate(state: GateState, reason: str, next_step: str, on: date | None = None) -> Gate:
        return Gate(GateKey.TOOL, state, reason, "P2.2", next_step, on)

    if judged is not None and judged.suits == "no":
        said = f"AIM2 does not suit: {judged.reasons} {judged.alternative} is used in its place."
        return Gate(
            GateKey.TOOL,
            GateState.NARRATIVE_ONLY,
            said,
            "P2.2",
            f"Begin {judged.alternative}; it meets the same clocks.",
            judged.on,
        )
    for why, applies, words in (
        ("girl", facts.sex == "female", "A girl: AIM2’s figures come from boys."),
        (
            "learning_disability",
            judged is not None and judged.learning_disability,
            "A learning disability: AIM2’s figures do not hold.",
        ),
    ):
        if not applies:
            continue
        override = facts.override(why)
        if override is not None:
            return _by_override(GateKey.TOOL, words, override)
        return gate(
            GateState.NO,
            words,
            "Name another tool and why, or a YOS manager records that a narrative only is written.",
        )
    need = facts.referred.learning_need
    if judged is None and need != "none_known":
        known = f"A learning need is {need}." if need in ("known", "suspected") else "It is not known how they learn."
        return gate(GateState.WAITS, known, "Ask the school, then say whether AIM2 suits.")
    if judged is None:
        return gate(GateState.YES, "No learning need is known.", "If it does not suit: name another tool and why.")
    if judged.suits == "with_changes":
        return gate(
            GateState.WITH_CHANGES, f"{judged.reasons} {judged.changes}", "The work may take longer.", judged.on
        )
    return gate(GateState.YES, judged.reasons, "If it does not suit: name another tool and why.", judged.on)
