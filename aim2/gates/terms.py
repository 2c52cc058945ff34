"""The gates about whether work may go on now: hold, consent, agreement, accreditation (P6.1–P6.3, P6.5). Pure."""

from datetime import date

from aim2.consent.rules import Stand
from aim2.gates.answer import Gate, GateKey, GateState
from aim2.gates.facts import Facts
from aim2.gates.words import and_
from referrals.eligibility.ages import says


def hold(facts: Facts) -> Gate:
    """Charged and no conviction recorded: AIM2 waits for the court, unless a YOS manager lifted the hold (P6.5)."""
    held = facts.hold
    if held is None and facts.hold_lifted is not None:
        lifted = facts.hold_lifted
        said = f"Lifted by {lifted.source}: {lifted.words}"
        return Gate(GateKey.HOLD, GateState.YES, said, "P6.5", "Nothing to do.", lifted.on)
    if held is None:
        return Gate(GateKey.HOLD, GateState.YES, "No court hearing holds AIM2 back.", "P6.5", "A charge would hold it.")
    return Gate(
        GateKey.HOLD,
        GateState.NO,
        f"{held.why} No session, rating or sign-off meanwhile; reading, safety planning and work with the parents go on.",
        "P6.5",
        f"{held.ends_when}: then it opens by itself. Before that, a YOS manager may lift it with a reason.",
        held.since,
    )


CONSENT_STATES = {
    Stand.ENOUGH: GateState.YES,
    Stand.NOT_ASKED: GateState.NO,
    Stand.MISSING: GateState.NO,
    Stand.THINKING: GateState.WAITS,
    Stand.REFUSED: GateState.NO,
    Stand.WITHDRAWN: GateState.NO,
}


def consent(facts: Facts) -> Gate:
    """Whether those whose consent is needed gave it (P6.1, P6.3). An order stands beside a refusal; nobody overrides one."""
    given, order = facts.consent, facts.order
    if not given.enough and order is not None:
        said = f"{order.name}, {order.court}, {says(order.on)}, requires the work. {given.because} That stays on record beside it."
        step = "Begin, and record how willing they are each time."
        return Gate(GateKey.CONSENT, GateState.BY_ORDER, said, "P6.1", step, order.on)
    steps = {
        Stand.ENOUGH: "If they withdraw, work stops that second.",
        Stand.THINKING: "Ask again when they have had time.",
        Stand.REFUSED: "Nobody may override a refusal. Say what is done instead, and offer it again.",
        Stand.WITHDRAWN: "Nobody may override it. Say what is done instead, and offer it again.",
    }
    missing = f"Offer it to {and_(given.missing)}. Nobody may override it." if given.missing else ""
    step = steps.get(given.stand, missing)
    if given.is_no and given.next_offer_on:
        step = f"{step[:-1]} by {says(given.next_offer_on)}."
    return Gate(GateKey.CONSENT, CONSENT_STATES[given.stand], given.because, "P6.1, P6.3", step, given.since)


def agreement(facts: Facts) -> Gate:
    """Work before trial is agreed by police and CPS, each by name and date (P6.2). It opens a programme; it bars nothing."""

    def gate(state: GateState, reason: str, next_step: str, on: date | None = None) -> Gate:
        return Gate(GateKey.AGREEMENT, state, reason, "P6.2", next_step, on)

    agreed = facts.agreement
    if agreed is None or agreed.ended:
        before = f"{agreed.ended} " if agreed else ""
        if not facts.proceedings_open:
            return gate(GateState.YES, f"{before}No proceedings are open, so none is needed.", "Nothing to do.")
        return gate(
            GateState.WAITS,
            f"{before}Nothing has been agreed on work before trial.",
            "Police and CPS may agree a programme. It does not stop AIM2.",
        )
    said = [
        f"{who} agreed on {says(one.on)}"
        for who, one in (("Police", agreed.police), ("the CPS", agreed.cps))
        if one and one.on
    ]
    if agreed.in_force:
        assert agreed.police and agreed.cps and agreed.police.on and agreed.cps.on
        on = max(agreed.police.on, agreed.cps.on)
        return gate(
            GateState.YES,
            f"In force: {and_(said)}. Topics: {agreed.topics}",
            "The child harmed and the incidents are left out of all work.",
            on,
        )
    waiting = and_([who for who, one in (("the police", agreed.police), ("the CPS", agreed.cps)) if one is None])
    have = f"{and_(said)}; " if said else ""
    text = f"{have}{waiting} {'have' if waiting != 'the CPS' else 'has'} not answered. Not in force until both have."
    return gate(
        GateState.WAITS,
        f"{text[:1].upper()}{text[1:]}",
        "Ask for the missing answer. It does not stop AIM2; it opens a programme.",
    )


def accreditation(facts: Facts) -> Gate:
    """Whoever leads is accredited on the day; the not accredited may co-work, never lead."""
    lead = facts.lead

    def gate(state: GateState, reason: str, next_step: str, on: date | None = None) -> Gate:
        return Gate(GateKey.ACCREDITATION, state, reason, "the instrument’s own terms", next_step, on)

    if lead is None:
        return gate(GateState.NO, "Nobody leads the assessment yet.", "A YOS manager names an accredited lead.")
    if lead.expires_on is None:
        return gate(
            GateState.NO,
            f"{lead.name} is not accredited: they may co-work, not lead.",
            "A YOS manager names another lead.",
        )
    held = f"{lead.instrument}, edition {lead.edition}"
    if lead.expires_on < facts.on:
        return gate(
            GateState.NO,
            f"{lead.name}’s accreditation ({held}) ended on {says(lead.expires_on)}. They may co-work from then.",
            f"A YOS manager names another lead or records the renewal. Not {lead.name}.",
            lead.expires_on,
        )
    return gate(
        GateState.YES,
        f"{lead.name}: {held}, to {says(lead.expires_on)}; certificate seen by {lead.seen_by}.",
        "Looked at again on the day of signing.",
        lead.expires_on,
    )
