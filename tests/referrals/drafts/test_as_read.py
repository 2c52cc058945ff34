"""Before it is sent, the sender sees each child's copy exactly as its readers will have it."""

import copy
from datetime import datetime

import pytest
from django.urls import reverse

from hsb import clock
from referrals import sections
from referrals.drafts.as_read import copies_of
from referrals.models import ReferralCase, ReferralPart
from referrals.submission.actions import submit
from tests.factories.referrals import draft, partnership
from tests.referrals.typed import FULL

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)


@pytest.fixture
def typed():
    whole = copy.deepcopy(FULL)
    for person, name in zip(whole["harmed"]["people"], ("Rowan", "Teal", "Wren", "Osprey", "Hazel"), strict=False):
        person["pseudonym"] = name
    whole["account"]["words"] = "Zoë O’Brien said: he lives at my house. Ring 999 if Kit comes."
    return whole


def test_what_is_shown_is_what_each_reader_gets(dsl, typed):
    partnership()
    made = draft(dsl, AT, typed)

    shown = copies_of(sections.collect(made), on=AT.date())

    referral = submit(draft=made, by=dsl, at=AT)
    sent = ReferralCase.objects.filter(referral=referral).order_by("number")
    assert len(shown) == len(sent) > 1
    for before, child in zip(shown, sent, strict=True):
        parts = {one.section: one for one in ReferralPart.objects.filter(referral=referral, case=child.case)}
        said = {key: part.answers for key, part in parts.items()}
        assert {part.key for part in before.parts} <= set(said)
        for part in before.parts:
            blocks = sections.SECTIONS[part.key].blocks(said[part.key], context=said, identity=True)
            stored = [(one.title, [(row.label, row.value) for row in one.rows]) for one in blocks if one.rows]
            assert [(title, [(fact.key, fact.value) for fact in facts]) for title, facts in part.blocks] == stored, (
                part.key
            )
            assert part.replaced == parts[part.key].masked, part.key


def test_the_page_shows_whose_name_is_gone_from_which_copy_and_what_cannot_be_hidden(client, dsl, typed):
    made = draft(dsl, AT, typed)
    client.force_login(dsl)

    page = client.get(reverse("referrals:readers", args=[made.pk])).content.decode()

    young, harmed = page.split("Readers of the record of “Rowan”")[0], page.split("Readers of the record of “Rowan”")[1]
    assert (
        "[Rowan] said: he lives at my house" in young
        and "Zoë" not in young.split("Readers of the record of the young")[1]
    )
    assert "Zoë" in harmed and "Kit" not in harmed.split("Readers of the record of")[0]
    assert "What cannot be hidden" in page and reverse("referrals:section", args=[made.pk, "account"]) in page


def test_a_sent_referral_still_says_in_the_list_whom_it_is_about(client, dsl, typed):
    """Nothing typed stays in the draft once it is sent: the list reads the sealed original."""
    partnership()
    client.force_login(dsl)
    waiting, made = draft(dsl, AT, typed), draft(dsl, AT, typed)
    submit(draft=made, by=dsl, at=AT)

    for show in ("sent", "writing"):
        page = client.get(reverse("referrals:list"), {"show": show}).content.decode()
        assert "K.D., 14" in page, show
    assert not made.sections.exclude(answers={}).exists() and waiting.sections.exclude(answers={}).exists()


def test_nobody_else_reads_a_draft_this_way(client, dsl, mash_worker, typed):
    made = draft(dsl, AT, typed)
    client.force_login(mash_worker)

    assert client.get(reverse("referrals:readers", args=[made.pk])).status_code == 404
