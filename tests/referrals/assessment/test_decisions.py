"""The table of findings and decisions: every finding, with and without own harm, against every decision."""

import itertools

import pytest

from referrals.assessment.decisions import AS_HARMED, FOLLOWS_FROM, Found, follows, why_a_reason
from referrals.models import Finding, OwnHarm, Recommendation

EVERY = list(itertools.product(("", *Finding.values), ("", *OwnHarm.values), Recommendation.values))


def test_every_finding_leads_somewhere() -> None:
    assert set(FOLLOWS_FROM) == {"", *Finding.values}
    assert set(Recommendation.values) == set().union(*FOLLOWS_FROM.values())


@pytest.mark.parametrize(("finding", "own_harm", "decision"), EVERY)
def test_a_decision_follows_or_asks_for_its_reason(finding: str, own_harm: str, decision: str) -> None:
    found = Found(finding, own_harm, decision)
    protects = decision in ("strategy_meeting", "section_47", "child_in_need")

    assert bool(why_a_reason(found, decision)) is not follows(found, decision)
    if finding == "abusive" or own_harm in AS_HARMED:
        assert follows(found, decision) >= protects
        assert not (decision == "close" and follows(found, decision))


def test_another_decision_than_was_recommended_asks_for_a_reason() -> None:
    found = Found("abusive", "none_known", "child_in_need")

    assert "not what the social worker recommends" in why_a_reason(found, "strategy_meeting")
    assert why_a_reason(found, "child_in_need") == ""
