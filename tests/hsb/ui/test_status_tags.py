"""Every state of the product has its tag, in the words the state itself uses."""

from enum import Enum

import pytest
from django.db.models import TextChoices

from hsb.cases.states import CriminalJustice, Safeguarding, YouthOffending
from hsb.documents.states import State as DocumentState
from hsb.escalation.states import State as EscalationState
from hsb.notifications.models import MailState
from hsb.timeliness.facts import State as ClockState
from hsb.timeliness.standing import Standing
from hsb.ui.status_tags import STATUS_TAGS, find, status_tag_html
from referrals.eligibility.facts import State as Criterion
from referrals.models.assessment import AssessmentState
from referrals.models.mash import DecisionState
from tests.hsb.ui.drawn import fragment

KINDS: list[tuple[str, type[Enum]]] = [
    ("assessment", AssessmentState),
    ("criminal_justice", CriminalJustice),
    ("deadline", ClockState),
    ("deadline", Standing),
    ("decision", DecisionState),
    ("document", DocumentState),
    ("escalation", EscalationState),
    ("mail", MailState),
    ("mark", Criterion),
    ("safeguarding", Safeguarding),
    ("youth_offending", YouthOffending),
]


@pytest.mark.parametrize(("kind", "states"), KINDS)
def test_every_state_is_listed(kind: str, states: type[Enum]) -> None:
    assert {state.value for state in states} <= set(STATUS_TAGS[kind])


@pytest.mark.parametrize(
    ("kind", "states"), [(kind, states) for kind, states in KINDS if issubclass(states, TextChoices)]
)
def test_tag_says_what_the_state_says(kind: str, states: type[TextChoices]) -> None:
    assert {value: STATUS_TAGS[kind][value].words for value in states.values} == dict(states.choices)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, states in STATUS_TAGS.items() for value in states])
def test_every_tag_is_drawn_in_words(kind: str, value: str) -> None:
    tag = find(kind, value)

    assert tag.words
    assert tag.words in fragment(status_tag_html(kind, value)).text_content()


def test_unlisted_state_shows_its_own_words() -> None:
    assert fragment(status_tag_html("referral", "half_done")).text_content() == "Half done"
    assert fragment(status_tag_html("nothing", "")).text_content() == "Not known"


def test_own_words_keep_colour_and_sign() -> None:
    html = status_tag_html("deadline", "overdue", "2 days late")

    assert fragment(html).text_content() == "! 2 days late"
    assert "govuk-tag--red" in html
