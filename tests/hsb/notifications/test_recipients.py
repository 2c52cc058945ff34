import re
from pathlib import Path

import pytest
from django.conf import settings

from hsb.chronology.declare import DECLARED
from hsb.notifications import mail
from hsb.notifications.recipients import SILENT, TELLINGS, silent, tells

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
    forgotten = {code for code in DECLARED if ours(code)} - set(TELLINGS) - SILENT

    assert not forgotten, "Say in the telling.py of their app who is told of these, or that nobody is."
    assert not set(TELLINGS) & SILENT
    assert set(TELLINGS) | SILENT <= set(DECLARED), "nobody is told of what cannot happen"
    assert all(telling.recipients for telling in TELLINGS.values())


def test_who_is_told_is_said_once():
    told, quiet = dict(TELLINGS), set(SILENT)

    with pytest.raises(ValueError, match="said twice"):
        tells("note.added", says="A note was added")
    with pytest.raises(ValueError, match="said twice"):
        silent("task.set")

    assert (told, quiet) == (TELLINGS, SILENT)


def test_every_event_of_the_first_release_has_recipients():
    assert set(TELLINGS) >= RELEASE_1


@pytest.mark.parametrize("code", sorted(TELLINGS))
def test_every_notice_has_a_sentence(code):
    assert TELLINGS[code].says
    assert not re.search(r"[{}%]", TELLINGS[code].says), "a sentence takes no values: none could be a name"


@pytest.mark.parametrize("code", sorted(TELLINGS))
def test_every_receipt_is_a_template(code):
    for line in TELLINGS[code].recipients:
        assert not line.receipt or line.receipt in mail.TEMPLATES


@pytest.mark.parametrize("name", sorted(mail.TEMPLATES))
def test_every_template_has_a_text_and_a_fixed_subject(name):
    text = Path(settings.BASE_DIR, "templates", "emails", f"{name}.txt").read_text()

    assert text.strip()
    assert not re.search(r"[{}%\n]", mail.TEMPLATES[name].subject)
