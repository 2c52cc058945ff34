import re
from pathlib import Path

import pytest
from django.conf import settings

from hsb.chronology.declare import DECLARED
from hsb.notifications import mail
from hsb.notifications.recipients import RECIPIENTS, SILENT
from hsb.notifications.wording import SENTENCES

RELEASE_1 = {
    "referral.received", "referral.acknowledged", "mash.claimed", "mash.decided", "mash.decision_approved",
    "mash.feedback_sent", "worker.allocated", "agency_check.asked", "agency_check.replied", "cf_assessment.started",
    "cf_assessment.authorised", "investigation.ended", "yos.screened", "yos.accepted", "yos.declined",
    "yos.information_requested", "yos.information_received", "yos.allocated", "offer.made", "stance.recorded",
    "safety_plan.agreed", "referral.addendum_added", "match.suggested", "break_glass.used",
}  # fmt: skip


def ours(code: str) -> bool:
    return DECLARED[code].kind.__module__.split(".")[0] != "tests"


def test_every_event_either_tells_somebody_or_is_listed_as_silent():
    forgotten = {code for code in DECLARED if ours(code)} - set(RECIPIENTS) - SILENT

    assert not forgotten, "Say in hsb/notifications/recipients.py who is told of these, or list them as SILENT."
    assert not set(RECIPIENTS) & SILENT


def test_every_event_of_the_first_release_has_recipients():
    assert set(RECIPIENTS) >= RELEASE_1


@pytest.mark.parametrize("code", sorted(RECIPIENTS))
def test_every_notice_has_a_sentence(code):
    assert SENTENCES[code]
    assert not re.search(r"[{}%]", SENTENCES[code]), "a sentence takes no values: none could be a name"


@pytest.mark.parametrize("code", sorted(RECIPIENTS))
def test_every_receipt_is_a_template(code):
    for line in RECIPIENTS[code]:
        assert not line.receipt or line.receipt in mail.TEMPLATES


@pytest.mark.parametrize("name", sorted(mail.TEMPLATES))
def test_every_template_has_a_text_and_a_fixed_subject(name):
    text = Path(settings.BASE_DIR, "templates", "emails", f"{name}.txt").read_text()

    assert text.strip()
    assert not re.search(r"[{}%\n]", mail.TEMPLATES[name].subject)
