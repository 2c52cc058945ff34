"""Sending a referral: both inboxes, every record, and nobody's name where it must not be."""

import copy
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level
from hsb.cases import access, grants, people, sealing
from hsb.cases.models import Case, CaseLink, Identity, IdentityDetails, MatchSuggestion, Person
from hsb.cases.visible import may_see
from hsb.chronology import queries as chronology
from hsb.chronology.models import CaseEvent
from hsb.database import as_principals
from hsb.errors import ActionNotAllowed
from referrals.drafts import actions as drafts
from referrals.models import (
    Allegation,
    DraftSection,
    FirstAccount,
    Rating,
    Receipt,
    Referral,
    ReferralOriginal,
    ReferralPart,
)
from referrals.submission.actions import submit
from referrals.submission.addenda import add_addendum
from referrals.submission.copies import CHOSEN_NAMES
from referrals.submission.known import carers_of
from tests.factories.referrals import draft, harmed_cases, partnership, sent, young_persons_case
from tests.referrals.typed import FULL, date, minimal

pytestmark = [pytest.mark.both, pytest.mark.django_db]
AT = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)


@pytest.mark.policy("P6.4")
def test_one_submission_lands_at_mash_and_yos_each_with_a_receipt_of_its_own(dsl, mash_worker, yos_manager):
    referral = sent(dsl, AT)
    young = young_persons_case(referral)

    assert set(Receipt.objects.filter(case=young).values_list("destination", flat=True)) == {"mash", "yos"}
    for reader in (mash_worker, yos_manager):
        assert access.get_case(reader, young.reference, look="a test").case == young
    assert (young.safeguarding, young.youth_offending, young.criminal_justice) != ("not_open",) * 3
    assert grants.differences() == 0


@pytest.mark.parametrize("how", ["sent", "thrown away"])
def test_nothing_typed_is_left_in_plain_text_once_the_draft_is_done_with(dsl, how):
    written = draft(dsl, AT)
    assert any(written.typed().values())

    if how == "sent":
        referral = submit(draft=written, by=dsl, at=AT)
        assert sealing.unseal(ReferralOriginal.objects.get(referral=referral).sealed)["account"]["words"]
        assert submit(draft=written, by=dsl, at=AT) == referral, "pressed again, it is still the one that was sent"
    else:
        drafts.discard(draft=written, by=dsl, at=AT)

    kept = DraftSection.objects.filter(draft=written)
    assert kept.exists() and {str(answers) for answers in kept.values_list("answers", flat=True)} == {"{}"}


def test_what_was_typed_before_this_rule_is_cleared_by_the_migration_and_what_is_being_written_stays(dsl):
    done, gone, open_ = (draft(dsl, AT) for _ in range(3))
    submit(draft=done, by=dsl, at=AT)
    drafts.discard(draft=gone, by=dsl, at=AT)
    DraftSection.objects.filter(draft__in=[done, gone]).update(answers={"words": "He said it happened twice."})
    migration = import_module("referrals.migrations.0006_forget_answers_of_what_was_sent")

    migration.forget(apps, None)

    assert not DraftSection.objects.filter(draft__in=[done, gone]).exclude(answers={}).exists()
    assert DraftSection.objects.filter(draft=open_).exclude(answers={}).exists()


@pytest.mark.policy("P3.7")
def test_each_harmed_child_has_a_record_of_their_own_that_yos_does_not_see(dsl, mash_worker, yos_manager):
    referral = sent(dsl, AT)
    [harmed, *_] = harmed_cases(referral)

    assert may_see(mash_worker, harmed.pk)
    assert not may_see(yos_manager, harmed.pk)
    assert CaseLink.objects.filter(case=young_persons_case(referral), linked_case=harmed, called="Rowan").exists()
    assert people.subject(harmed)[1].full_name == "Zoë O’Brien"


@pytest.mark.policy("P3.7")
def test_nothing_written_on_one_record_names_the_child_of_the_other(dsl):
    typed = minimal(
        **{k.replace("-", "_"): v for k, v in FULL.items()},
    )
    typed["account"]["words"] = "Zoë said Kit Danvers hurt her. zoe obrien was crying, KIT laughed."
    referral = sent(dsl, AT, typed)
    young = young_persons_case(referral)
    [harmed, *_] = harmed_cases(referral)

    on_young = _everything_on(young)
    on_harmed = _everything_on(harmed)

    for name in ("zoë", "zoe", "o’brien", "obrien"):
        assert name not in on_young.casefold(), name
    for name in ("kit", "danvers"):
        assert f" {name}" not in on_harmed.casefold() and f"“{name}" not in on_harmed.casefold(), name
    assert "[Rowan] said" in FirstAccount.objects.get(case=young).words
    assert "[the young person] hurt her" in FirstAccount.objects.get(case=harmed).words


@pytest.mark.policy("P3.7")
def test_where_the_harmed_child_lives_and_who_cares_for_them_is_not_told_on_the_young_persons_record(dsl):
    typed = minimal(**{k.replace("-", "_"): v for k, v in FULL.items()})
    typed["account"]["words"] = (
        "She lives at 9 Mill Lane, near Kit at 4 Mill Lane. Her mum Ms O'Brien rang from 01632 960 333 about it, born 29th Feb 2016."
    )
    typed["harmed"]["people"][0] |= {"carer_contact": "01632 960333"}
    referral = sent(dsl, AT, typed)
    born = people.subject(harmed_cases(referral)[0])[1].born_on

    on_young = FirstAccount.objects.get(case=young_persons_case(referral)).words
    on_harmed = FirstAccount.objects.get(case=harmed_cases(referral)[0]).words

    assert "[Rowan: address]" in on_young and "9 Mill" not in on_young
    assert "4 Mill Lane" in on_young
    assert "[Rowan: telephone]" in on_young and "960" not in on_young
    assert "O'Brien" not in on_young
    assert "9 Mill Lane" in on_harmed and "4 Mill Lane" not in on_harmed and "01632 960 333" in on_harmed
    assert born not in _everything_on(young_persons_case(referral))


def _everything_on(case):
    """Every readable text any table holds for a case, but the sealed identities."""
    found = []
    for related in Case._meta.related_objects:
        if related.field.name == "case" and related.related_model is not Identity:
            found += [str(row) for row in related.related_model.objects.filter(case=case).values()]
    return " ".join(found)


@pytest.mark.policy("P5.1")
def test_the_original_is_for_those_who_may_see_every_child_and_for_its_sender(dsl, mash_worker, yos_manager, stranger):
    referral = sent(dsl, AT)
    assert ReferralOriginal.objects.get().children == 1 + len(harmed_cases(referral))

    if connection.vendor == "postgresql":
        for reader, sees in ((dsl, 1), (mash_worker, 1), (yos_manager, 0), (stranger, 0)):
            with as_principals(agencies.principals(reader), reader.pk):
                assert ReferralOriginal.objects.count() == sees, reader


def test_the_first_account_stands_word_for_word_with_who_received_it_and_how_it_came(dsl):
    referral = sent(dsl, AT)
    account = FirstAccount.objects.get(case=young_persons_case(referral))

    assert (account.words, account.hands, account.how_came) == ("“He said it was a secret game.”", 1, "disclosure")
    assert account.received_by_name == "Dean Abara"
    event = CaseEvent.objects.get(case=account.case, code="first_account.given")
    assert clock.local_time(event.occurred_at).strftime("%d %H:%M") == "18 10:40"


def test_sending_twice_sends_once(dsl):
    partnership()
    writing = draft(dsl, AT)

    first = submit(draft=writing, by=dsl, at=AT)
    second = submit(draft=writing, by=dsl, at=AT + timedelta(seconds=1))

    assert first == second
    assert Referral.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_is_sent(dsl):
    partnership()
    typed = minimal(young_person={"given_name": None, "family_name": None})

    with pytest.raises(ActionNotAllowed, match="still needed"):
        submit(draft=draft(dsl, AT, typed), by=dsl, at=AT)
    assert not Case.objects.exists()


@pytest.mark.policy("P1.1")
def test_an_adult_at_the_time_is_refused_with_where_to_go(dsl):
    partnership()
    typed = minimal(
        young_person={"born_on_year": "2000"},
        behaviour={
            "incidents": [
                {
                    "n": 1, "version": 1, "when": "day", "on_day": "1", "on_month": "11", "on_year": "2026",
                    "description": "Something.",
                }
            ]
        },
    )  # fmt: skip

    with pytest.raises(ActionNotAllowed, match="18"):
        submit(draft=draft(dsl, AT, typed), by=dsl, at=AT)
    assert not Case.objects.exists()


def test_a_harmed_adult_self_only_and_nobody_known_can_all_be_referred(dsl):
    adult = {"n": 1, "version": 1, "kind": "adult", "relationship": "worker"}
    self_only = {"n": 1, "version": 1, "kind": "self"}

    for harmed, records in (
        ({"people": [adult]}, 1),
        ({"people": [self_only]}, 0),
        ({"nobody_known": "on"}, 0),
    ):
        referral = sent(dsl, AT, minimal(harmed=harmed))
        assert len(harmed_cases(referral)) == records


@pytest.mark.policy("P3.7")
def test_what_is_said_about_people_and_how_to_reach_them_does_not_name_the_other_child(dsl):
    named = "Zoë O’Brien lives near"
    typed = copy.deepcopy(FULL)
    typed["young-person"] |= {"address": f"4 Mill Lane\n{named}", "school": named}
    typed["contact"] |= {"contact_how": named, "contact_warning": named, "risks_to_workers_detail": named}
    typed["needs"] |= {"communication": named}
    for person in (*typed["home"]["parents"], *typed["home"]["household"]):
        person |= {"relationship_detail": named, "contact_warning": named}
    typed["home"]["household"][0] |= {"given_name": "Zoë", "family_name": "O’Brien"}  # the sister who was harmed

    case = young_persons_case(sent(dsl, AT, typed))

    said = [vars(person) for person in Person.objects.filter(case=case)]
    said += [one.details() for one in Identity.objects.filter(case=case)]
    assert "[Rowan] lives near" in str(said)
    assert "Zo" not in str(said) and "Brien" not in str(said)


def test_two_harmed_people_nobody_named_are_called_by_different_names(dsl):
    people_ = [{"n": n, "version": 1, "kind": "child", "relationship": "pupil"} for n in (1, 2)]
    referral = sent(dsl, AT, minimal(harmed={"people": people_}))

    assert len({case.pseudonym for case in harmed_cases(referral)}) == 2


@pytest.mark.policy("P3.7")
@pytest.mark.parametrize("own", ["Hazel", "hazel", "Hazel Rook", "Kit"])
def test_a_name_to_use_instead_is_never_anybodys_own(dsl, own):
    person = {"n": 1, "kind": "child", "pseudonym": own, "given_name": "Hazel", "family_name": "Rook"}
    referral = sent(dsl, AT, minimal(harmed={"people": [person]}))

    [harmed] = harmed_cases(referral)

    assert harmed.pseudonym and harmed.pseudonym.casefold() not in own.casefold()
    assert own not in _everything_on(young_persons_case(referral)) or own == "Kit"


@pytest.mark.policy("P3.7")
def test_a_child_bearing_the_name_of_a_bird_or_tree_is_never_called_by_it_nor_anybody_else(dsl):
    people = [{"n": n, "kind": "child", "given_name": name} for n, name in enumerate(CHOSEN_NAMES[:29], 1)]
    referral = sent(dsl, AT, minimal(harmed={"people": people}))

    called = [case.pseudonym for case in harmed_cases(referral)]

    assert not set(called) & set(CHOSEN_NAMES[:29])
    assert len(set(called)) == 29


@pytest.mark.policy("P3.7")
def test_a_nickname_of_the_child_harmed_is_replaced_on_the_other_record_then_and_in_what_is_added_later(dsl):
    person = {"n": 1, "kind": "child", "pseudonym": "Rowan", "given_name": "Isabella", "known_as": "Izzy"}
    referral = sent(dsl, AT, minimal(account={"words": "Izzy was crying."}, harmed={"people": [person]}))
    add_addendum(referral=referral, text="Izzy says it began in May.", key="one", by=dsl, at=AT)

    shown = _everything_on(young_persons_case(referral))

    assert "izzy" not in shown.casefold()
    assert "[Rowan] was crying" in shown and "[Rowan] says it began in May" in shown


@pytest.mark.policy("P4.1")
def test_allegations_ratings_and_the_criminal_strand_come_from_the_form(dsl):
    referral = sent(dsl, AT)
    young = young_persons_case(referral)

    assert Allegation.objects.filter(case=young).exists()
    assert Rating.objects.filter(case=young, tool="hackett").exists()
    assert young.criminal_justice != "not_open"


def test_the_end_of_bail_stands_in_the_chronology_as_people_write_a_day(dsl):
    allegation = {"n": 1, "offence": "Voyeurism", "status": "bail", **date("bail_until", "22", "12", "2026")}
    young = young_persons_case(sent(dsl, AT, minimal(police={"allegations": [allegation]})))

    lines = chronology.lines([young.pk], readable=frozenset({"criminal"}))

    assert "On bail, until Tuesday 22 December 2026." in [line.sentence for line in lines]


def test_the_same_child_referred_by_two_agencies_is_noticed_by_mash_and_not_told_to_the_referrer(
    dsl, health, mash_worker
):
    first = sent(dsl, AT)
    second = sent(health, AT + timedelta(minutes=1))

    suggestion = MatchSuggestion.objects.get(case=young_persons_case(second))
    assert suggestion.other_case == young_persons_case(first)
    assert {"given", "family", "born"} <= set(suggestion.agreeing.split())
    opened = access.get_case(health, young_persons_case(second).reference, look="a test")
    assert opened.readable == frozenset()


def test_a_different_nhs_number_means_a_different_child(dsl, health):
    sent(dsl, AT, minimal(young_person={"nhs_number": "9876543210", "postcode": "AL3 7QX"}))
    twin = sent(health, AT, minimal(young_person={"nhs_number": "9434765919", "postcode": "AL3 7QX"}))

    assert not MatchSuggestion.objects.filter(case=young_persons_case(twin)).exists()


@pytest.mark.parametrize("referrals", [1, 2])
def test_twins_of_one_referral_are_not_offered_as_the_same_child(dsl, health, referrals):
    """Told apart by whoever names them both; offered again when somebody else refers them."""
    twin = {"version": 1, "kind": "child", "family_name": "Marsh", "postcode": "AL3 7QX", "born_on_year": "2016"}
    twin |= {"born_on_day": "2", "born_on_month": "5"}
    named = [{**twin, "n": 1, "given_name": "Ada"}, {**twin, "n": 2, "given_name": "Ivy"}]
    first = sent(dsl, AT, minimal(harmed={"people": named}))
    assert len(harmed_cases(first)) == 2

    if referrals == 1:
        assert not MatchSuggestion.objects.exists()
        return
    second = sent(health, AT + timedelta(minutes=1), minimal(harmed={"people": named}))
    offered = MatchSuggestion.objects.filter(case__in=harmed_cases(second))
    assert {one.other_case for one in offered} == set(harmed_cases(first))


def test_the_sender_adds_something_once_and_it_reaches_every_record_masked(dsl, social_worker):
    referral = sent(dsl, AT)

    for _ in range(2):
        add_addendum(referral=referral, text="Zoë told me more about Kit.", key="k1", by=dsl, at=AT)

    young, harmed = young_persons_case(referral), harmed_cases(referral)[0]
    assert young.addenda.get().text == "[Rowan] told me more about Kit."
    assert harmed.addenda.get().text == "Zoë told me more about [the young person]."
    with pytest.raises(ActionNotAllowed):
        add_addendum(referral=referral, text="Me too", key="k2", by=social_worker, at=AT)


def test_a_young_persons_copy_says_what_bears_on_risk_and_not_who_was_harmed(dsl):
    referral = sent(dsl, AT)
    part = ReferralPart.objects.get(case=young_persons_case(referral), section="harmed")

    entry = part.answers["people"][0]
    assert set(entry) == {
        "n", "kind", "pseudonym", "age_estimate", "sex", "relationship", "is_sibling", "same_school", "lives_with",
        "safe_now",
    }  # fmt: skip
    assert entry["age_estimate"] == 10
    assert IdentityDetails().full_name == ""


def test_the_sender_sees_that_it_arrived_and_nothing_of_the_record(health):
    referral = sent(health, AT)

    opened = access.get_case(health, young_persons_case(referral).reference, look="a test")
    # Of tasks and disagreements a summary is only what they are asked or raised themselves.
    assert {str(c) for c, level in opened.levels.items() if level} == {"header", "decision", "tasks", "escalation"}
    assert set(opened.levels.values()) <= {Level.NONE, Level.SUMMARY}


def test_a_school_that_refers_keeps_its_own_pupils_safe_and_sees_no_other_child(dsl):
    referral = sent(dsl, AT)
    same_school = sent(
        dsl, AT, minimal(harmed={"people": [{"n": 1, "version": 1, "kind": "child", "same_school": "yes"}]})
    )

    assert access.get_case(dsl, young_persons_case(referral).reference, look="a test").roles == {"dsl"}
    assert not any(may_see(dsl, case.pk) for case in harmed_cases(referral))
    assert all(may_see(dsl, case.pk) for case in harmed_cases(same_school))


@pytest.mark.parametrize(
    ("box", "names"),
    [
        ("Mother", []),
        ("her mum", []),
        ("Ms O’Brien", [("", "O’Brien")]),
        ("Mum, Dana Quell", [("Dana", "Quell")]),
        ("", []),
    ],
)
def test_a_word_for_a_parent_is_not_taken_for_their_name(box, names):
    assert carers_of({"harmed": {"people": [{"n": 1, "carer_name": box}]}}, 1) == names
