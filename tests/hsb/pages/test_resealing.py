"""Replacing FIELD_KEY: nothing sealed is lost, and children are still matched."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from hsb import keys
from hsb.accounts import sealing as accounts
from hsb.cases import people, sealing
from hsb.cases.actions import open_case
from hsb.cases.models import CaseKind, Identity, IdentityDetails, PersonPart
from hsb.pages.resealing import reseal
from referrals.models import ReferralOriginal
from tests.factories.referrals import sent

OLD, NEW = "the-old-key-of-this-partnership-0", "the-new-key-of-this-partnership-1"


@pytest.fixture
def sealed(settings, at, social_worker):
    """A child harmed and a second factor, sealed under the old key; the new key stands before it since."""
    settings.FIELD_KEY = OLD
    case = open_case(kind=CaseKind.HARMED, pseudonym="Heron", by=social_worker, at=at)
    details = IdentityDetails(given_name="Una", family_name="Dąbrowska", born_on="2017-09-03", postcode="AL4 7QX")
    people.add(case=case, part=PersonPart.SUBJECT, details=details, at=at)
    Authenticator.objects.create(user=social_worker, type="totp", data={"secret": accounts.seal("ABC234")})
    settings.FIELD_KEY = f"{NEW}, {OLD}"
    return case


def test_what_was_sealed_under_the_old_key_is_read_at_once_and_under_the_new_one_alone_after_resealing(
    sealed, settings
):
    assert people.subject(sealed)[1].family_name == "Dąbrowska"
    with pytest.raises(CommandError, match="before the older key is taken away"):
        call_command("reseal", "--check")

    assert [(one.what, one.done) for one in reseal()] == [
        ("identities", 1),
        ("originals of referrals", 0),
        ("instrument packs", 0),
        ("second-factor secrets", 1),
    ]

    settings.FIELD_KEY = NEW
    assert people.subject(sealed)[1].family_name == "Dąbrowska"
    assert accounts.unseal(Authenticator.objects.get().data["secret"]) == "ABC234"
    assert Identity.objects.get().family_index == sealing.blind("family_name", "dabrowska")


def test_a_second_run_finds_nothing_left_to_do(sealed):
    reseal()

    call_command("reseal", "--check")
    assert all(one.stale == 0 for one in reseal())


@pytest.mark.django_db
def test_the_original_of_a_referral_is_sealed_again_and_still_refuses_every_other_change(settings, dsl, at):
    sent(dsl, at)
    original = ReferralOriginal.objects.get()
    before = sealing.unseal(original.sealed)
    settings.FIELD_KEY = f"{NEW},{settings.FIELD_KEY}"

    reseal()

    settings.FIELD_KEY = NEW
    assert sealing.unseal(ReferralOriginal.objects.get().sealed) == before
    with pytest.raises(Exception, match="append-only"):
        ReferralOriginal.objects.update(digest="0" * 64)


@pytest.mark.parametrize("value", ["", ",", "a", "short", "aaaaaaaaaaaaaaaaaaaaaaaa", f"{NEW},", f",{NEW}"])
def test_a_key_that_is_none_is_refused_with_a_sentence(value):
    with pytest.raises(ValueError, match="FIELD_KEY must be"):
        keys.read_keys(value)
