"""May work begin? Every gate open and shut, each yes and each no explained."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from aim2.consent.rules import Stand, Standing
from aim2.gates.answer import BARS_NOTHING, OPEN, GateKey, GateState
from aim2.gates.facts import Agreement, Facts, Hold, Known, Lead, Order, Override, Suitability
from aim2.gates.rules import RULES, first_refusal, may_begin
from aim2.requests.states import NarrativeReason, Suits
from referrals.eligibility import behaviour
from referrals.eligibility.facts import Facts as Referred
from referrals.eligibility.facts import Limits

TODAY = date(2026, 12, 15)
DAY = date(2026, 12, 7)
AGREED = Standing(Stand.ENOUGH, "The young person and mother agreed.", DAY)
LEAD = Lead("Ruth Adeyemi", "AIM2", "2012", date(2027, 9, 14), "Tom Kessell")
SUITS = Suitability("yes", False, "Learns as others do.", "Ruth Adeyemi", DAY)
ORDER = Order("Youth rehabilitation order", "Aldermere Youth Court", DAY)
YES = Known("Police", DAY)


OF_THE_REFERRAL = Referred.__dataclass_fields__.keys() - {"on"}
REFERRED: dict[str, object] = {
    "born_on": date(2010, 5, 1),
    "routes": ("criminal_justice",),
    "hackett": "abusive",
    "learning_need": "none_known",
}


def facts(**changes: object) -> Facts:
    """Somebody for whom every gate is open, but for what is changed."""
    referred = {name: value for name, value in changes.items() if name in OF_THE_REFERRAL}
    whole: dict[str, object] = {
        "referred": Referred(on=TODAY, **REFERRED | referred),  # type: ignore[arg-type]
        "on": TODAY,
        "consent": AGREED,
        "accepted_on": date(2026, 11, 19),
        "sex": "male",
        "admissions": (Known("Partial admission to allegation 1", DAY, "confirmed by police"),),
        "lead": LEAD,
    }
    return Facts(**whole | {name: value for name, value in changes.items() if name not in referred})  # type: ignore[arg-type]


NOT_ENOUGH = [Standing(one, "Said so.", DAY, ("the young person",)) for one in Stand if one is not Stand.ENOUGH]
WAITING = {Stand.THINKING: GateState.WAITS}
CASES: list[tuple[GateKey, dict[str, object], GateState]] = [
    (GateKey.AGE, {}, GateState.YES),
    (GateKey.AGE, {"born_on": date(2014, 11, 20)}, GateState.NO),  # 11 when accepted, 12 the day after
    (GateKey.AGE, {"born_on": date(2014, 11, 19)}, GateState.YES),
    (GateKey.AGE, {"born_on": date(2008, 11, 19)}, GateState.NO),  # 18 on the day of acceptance
    (GateKey.AGE, {"born_on": date(2008, 12, 1)}, GateState.NO),  # 17 then, 18 now, nothing begun
    (GateKey.AGE, {"born_on": date(2008, 12, 1), "begun_on": date(2026, 11, 25)}, GateState.YES),
    (GateKey.AGE, {"born_on": None}, GateState.WAITS),
    (GateKey.LEVEL, {"hackett": ""}, GateState.WAITS),
    (GateKey.LEVEL, {"hackett": "problematic"}, GateState.NO),
    (GateKey.LEVEL, {"hackett": "problematic", "limits": Limits(lowest_hackett="problematic")}, GateState.YES),
    (GateKey.LEVEL, {"hackett": "problematic", "order": ORDER}, GateState.YES),
    (GateKey.LEVEL, {"hackett": "", "assessment_finding": "abusive"}, GateState.YES),
    (GateKey.LEVEL, {"accepted_on": None}, GateState.WAITS),
    (GateKey.ROUTE, {}, GateState.YES),
    (GateKey.ROUTE, {"accepted_on": None}, GateState.WAITS),
    (GateKey.ROUTE, {"limits": Limits(routes=("child_protection",))}, GateState.NO),
    (GateKey.ESTABLISHED, {}, GateState.YES),
    (GateKey.ESTABLISHED, {"admissions": ()}, GateState.NO),
    (GateKey.ESTABLISHED, {"admissions": (), "findings": (Known("Guilty of allegation 1", DAY),)}, GateState.YES),
    (GateKey.ESTABLISHED, {"admissions": (), "order": ORDER}, GateState.YES),
    (GateKey.ESTABLISHED, {"admissions": (), "assessment_finding": "abusive"}, GateState.YES),
    (GateKey.ESTABLISHED, {"admissions": (), "assessment_finding": "not_abusive"}, GateState.NO),
    (GateKey.ESTABLISHED, {"admissions": (), "overrides": (Override("not_established", "Tom Kessell", DAY),)}, GateState.NARRATIVE_ONLY),
    (GateKey.TOOL, {}, GateState.YES),
    (GateKey.TOOL, {"learning_need": "known"}, GateState.WAITS),
    (GateKey.TOOL, {"learning_need": ""}, GateState.WAITS),
    (GateKey.TOOL, {"learning_need": "known", "suitability": SUITS}, GateState.YES),
    (GateKey.TOOL, {"suitability": replace(SUITS, suits="with_changes", changes="Short sessions.")}, GateState.WITH_CHANGES),
    (GateKey.TOOL, {"suitability": replace(SUITS, suits="no", alternative="A life story")}, GateState.NARRATIVE_ONLY),
    (GateKey.TOOL, {"sex": "female"}, GateState.NO),
    (GateKey.TOOL, {"sex": "female", "overrides": (Override("girl", "Tom Kessell", DAY),)}, GateState.NARRATIVE_ONLY),
    (GateKey.TOOL, {"suitability": replace(SUITS, learning_disability=True)}, GateState.NO),
    (
        GateKey.TOOL,
        {"suitability": replace(SUITS, learning_disability=True), "overrides": (Override("learning_disability", "T K", DAY),)},
        GateState.NARRATIVE_ONLY,
    ),
    (GateKey.HOLD, {}, GateState.YES),
    (GateKey.HOLD, {"hold": Hold(DAY, "Allegation 1 is charged and no conviction is recorded.")}, GateState.NO),
    (GateKey.HOLD, {"hold_lifted": Known("The plea is in.", DAY, "Tom Kessell")}, GateState.YES),
    (GateKey.CONSENT, {}, GateState.YES),
    *((GateKey.CONSENT, {"consent": one}, WAITING.get(one.stand, GateState.NO)) for one in NOT_ENOUGH),
    *((GateKey.CONSENT, {"consent": one, "order": ORDER}, GateState.BY_ORDER) for one in NOT_ENOUGH),
    (GateKey.AGREEMENT, {}, GateState.YES),
    (GateKey.AGREEMENT, {"proceedings_open": True}, GateState.WAITS),
    (GateKey.AGREEMENT, {"agreement": Agreement(police=YES), "proceedings_open": True}, GateState.WAITS),
    (GateKey.AGREEMENT, {"agreement": Agreement(cps=YES), "proceedings_open": True}, GateState.WAITS),
    (GateKey.AGREEMENT, {"agreement": Agreement(), "proceedings_open": True}, GateState.WAITS),
    (GateKey.AGREEMENT, {"agreement": Agreement(YES, YES, topics="Relationships."), "proceedings_open": True}, GateState.YES),
    (GateKey.AGREEMENT, {"agreement": Agreement(YES, YES, "It ended with the finding.")}, GateState.YES),
    (GateKey.ACCREDITATION, {}, GateState.YES),
    (GateKey.ACCREDITATION, {"lead": None}, GateState.NO),
    (GateKey.ACCREDITATION, {"lead": Lead("Tess Harlow")}, GateState.NO),
    (GateKey.ACCREDITATION, {"lead": replace(LEAD, expires_on=TODAY)}, GateState.YES),
    (GateKey.ACCREDITATION, {"lead": replace(LEAD, expires_on=TODAY - timedelta(days=1))}, GateState.NO),
]  # fmt: skip


@pytest.mark.policy("P4.1")
@pytest.mark.policy("P2.2")
@pytest.mark.policy("P6.2")
@pytest.mark.policy("P6.3")
@pytest.mark.parametrize(("key", "changes", "expected"), CASES, ids=lambda one: str(one)[:40])
def test_each_gate_opens_and_shuts_by_itself_and_says_why(key, changes, expected):
    answer = may_begin(facts(**changes))
    gate = answer.gate(key)

    assert gate.state is expected
    assert (
        (gate.reason[0].isupper() or gate.reason[0].isdigit())
        and gate.reason.endswith(".")
        and "None" not in gate.reason
    )
    assert gate.next_step and gate.source and "_" not in gate.reason + gate.next_step
    assert answer.may_start == all(one.state in OPEN or one.key in BARS_NOTHING for one in answer.gates)
    if gate.bars:
        assert gate.reason in first_refusal(answer, [key])


def test_every_gate_is_seen_open_and_shut():
    seen = {key: {state for one, _, state in CASES if one is key} for key in GateKey}

    assert list(RULES) == list(GateKey)
    assert all(GateState.YES in states and states - OPEN for states in seen.values())


def test_the_sentence_counts():
    held = {"hold": Hold(DAY, "Allegation 1 is charged."), "proceedings_open": True}

    assert may_begin(facts(**held)).sentence == "Not yet. Seven of nine gates are open, one waits, one is closed."
    assert may_begin(facts()).sentence == "Yes. All nine gates are open."
    assert may_begin(facts(proceedings_open=True)).sentence == "Yes. Eight of nine gates are open, one waits."


@pytest.mark.policy("P6.2")
def test_a_missing_agreement_bars_nothing_before_charge():
    answer = may_begin(facts(proceedings_open=True))

    assert not answer.gate(GateKey.AGREEMENT).is_open and answer.may_start


@pytest.mark.policy("P2.2")
@pytest.mark.parametrize("why", NarrativeReason)
def test_narrative_only_needs_a_managers_override_and_stays_so(why):
    shut = {
        "girl": {"sex": "female"},
        "learning_disability": {"suitability": replace(SUITS, learning_disability=True)},
        "not_established": {"admissions": ()},
    }[why]
    assert not may_begin(facts(**shut)).may_start

    by_override = may_begin(facts(**shut, overrides=(Override(why, "Tom Kessell", DAY),)))

    assert by_override.may_start and by_override.narrative_only
    assert "Yes, as a narrative only." in by_override.sentence


@pytest.mark.policy("P4.1")
def test_no_override_opens_age_hold_consent_or_accreditation():
    every = tuple(Override(why, "Tom Kessell", DAY) for why in NarrativeReason)
    for shut in (
        {"born_on": date(2015, 1, 1)},
        {"hold": Hold(DAY, "Charged.")},
        {"consent": Standing(Stand.REFUSED, "The young person refused.", DAY)},
        {"lead": None},
    ):
        assert not may_begin(facts(**shut, overrides=every)).may_start


@given(
    some.fixed_dictionaries(
        {
            "born_on": some.one_of(some.none(), some.dates(date(2005, 1, 1), date(2020, 1, 1))),
            "hackett": some.sampled_from(["", *behaviour.HACKETT_BY_CODE]),
            "learning_need": some.sampled_from(["", "known", "suspected", "none_known", "not_known"]),
            "assessment_finding": some.sampled_from(["", "abusive", "not_abusive"]),
            "sex": some.sampled_from(["", "male", "female"]),
            "accepted_on": some.one_of(some.none(), some.just(date(2026, 11, 19))),
            "admissions": some.sampled_from([(), (Known("Full admission", DAY),)]),
            "order": some.sampled_from([None, ORDER]),
            "hold": some.sampled_from([None, Hold(DAY, "Allegation 1 is charged.")]),
            "consent": some.sampled_from([Standing(stand, "Said.", DAY, ("the young person",)) for stand in Stand]),
            "suitability": some.sampled_from(
                [
                    None,
                    *(
                        replace(SUITS, suits=suits, alternative="A life story" if suits == "no" else "")
                        for suits in Suits
                    ),
                ]
            ),
            "lead": some.sampled_from([None, LEAD, Lead("Tess Harlow")]),
        }
    )
)
def test_work_begins_only_when_nothing_is_shut_and_a_refusal_always_says_why(changes):
    answer = may_begin(facts(**changes))

    assert answer.may_start == (first_refusal(answer) == "")
    assert len(answer.gates) == len(GateKey)
    if changes["hold"] or changes["lead"] is not LEAD:
        assert not answer.may_start
    if answer.may_start:
        assert changes["order"] or changes["consent"].enough
