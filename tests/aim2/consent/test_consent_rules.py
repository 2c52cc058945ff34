"""Who has to agree before AIM2 begins: every age, every answer, every order of them."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from aim2.consent import rules
from aim2.consent.rules import OWN_CONSENT_AGE, Given, Stand, standing
from aim2.consent.terms import NO, Giver, Reply
from hsb import clock

pytestmark = [pytest.mark.policy("P6.1"), pytest.mark.policy("P6.3")]
DAY = date(2026, 12, 14)


def says(who: str, reply: str, *, on: date = DAY, hour: int = 10, age: int | None = 15, **more: object) -> Given:
    giver = who if who in Giver.values else Giver.PARENT
    at = datetime(on.year, on.month, on.day, hour, tzinfo=clock.LONDON)
    return Given(giver, who, "the young person" if who == Giver.YOUNG_PERSON else who, reply, on, at, age, **more)  # type: ignore[arg-type]


def young(reply: str, **more: object) -> Given:
    return says(Giver.YOUNG_PERSON, reply, **more)  # type: ignore[arg-type]


REPLIES = (None, *Reply)


def test_the_rule_speaks_the_words_that_are_stored():
    assert {rules.YOUNG_PERSON, rules.PARENT, rules.LOCAL_AUTHORITY} == set(Giver.values)
    assert rules.NO == NO and rules.AGREES == Reply.AGREES


@pytest.mark.parametrize(("his", "hers"), list(product(REPLIES, REPLIES)))
@pytest.mark.parametrize("age", [11, 15, 16, 17])
@pytest.mark.parametrize("able", [None, True, False])
def test_it_is_enough_only_with_every_yes_that_is_needed(his, hers, age, able):
    answers = [one for one in (his and young(his, age=age, able=able), hers and says("mother", hers, age=age)) if one]

    found = standing(answers, age=age)

    alone = able is True or (age >= OWN_CONSENT_AGE and able is None)
    assert found.enough == (his == Reply.AGREES and (alone or hers == Reply.AGREES))
    assert found.because[0].isupper() and found.because.endswith(".")
    assert bool(found.since) == (found.enough or found.is_no)
    assert not (found.enough and found.missing)
    if his in (Reply.REFUSES, Reply.WITHDRAWS):
        assert found.is_no


def test_the_father_alone_starts_nothing_and_the_last_yes_that_was_needed_gives_the_day():
    father = says("father", Reply.AGREES, on=date(2026, 12, 10))
    alone = standing([father], age=15)
    both = standing([father, young(Reply.AGREES), says("mother", Reply.AGREES)], age=15)

    assert (alone.stand, alone.missing) == (Stand.MISSING, ("the young person",))
    assert (both.stand, both.since) == (Stand.ENOUGH, DAY)


def test_found_able_below_sixteen_their_own_consent_is_enough_and_gives_the_day():
    found = standing([young(Reply.AGREES, able=True), says("mother", Reply.REFUSES)], age=14)

    assert (found.stand, found.since, found.own) == (Stand.ENOUGH, DAY, True)


@pytest.mark.parametrize("able", [None, True])
def test_a_parents_withdrawal_changes_nothing_at_sixteen_or_where_competent(able):
    later = DAY + timedelta(days=30)
    given_at = 15 if able else 16
    answers = [young(Reply.AGREES, age=given_at, able=able), says("mother", Reply.AGREES, age=given_at)]
    before = standing(answers, age=given_at)

    after = standing([*answers, says("mother", Reply.WITHDRAWS, on=later, age=given_at)], age=given_at)

    assert before.enough and after.enough


def test_agreed_at_fifteen_with_the_mother_who_withdraws_when_he_is_sixteen():
    answers = [young(Reply.AGREES), says("mother", Reply.AGREES)]
    at_15 = says("mother", Reply.WITHDRAWS, on=DAY + timedelta(days=5), age=15)
    at_16 = says("mother", Reply.WITHDRAWS, on=DAY + timedelta(days=50), age=16)

    assert standing([*answers, at_15], age=15).stand is Stand.WITHDRAWN
    assert standing([*answers, at_16], age=16).enough


def test_under_a_care_order_a_manager_signs_and_a_parents_yes_is_only_heard():
    answers = [young(Reply.AGREES), says("mother", Reply.AGREES)]
    signed = says(Giver.LOCAL_AUTHORITY, Reply.AGREES)

    assert not standing(answers, age=15, care_order=True).enough
    assert standing([*answers, signed], age=15, care_order=True).enough
    assert not standing([young(Reply.AGREES), signed], age=15).enough  # section 20, remand: parents keep it


def test_one_parents_no_does_not_undo_the_others_yes():
    answers = [young(Reply.AGREES), says("mother", Reply.AGREES), says("father", Reply.REFUSES)]

    assert standing(answers, age=15).enough


def test_a_new_consent_after_a_withdrawal_counts_from_its_own_day():
    later = DAY + timedelta(days=20)
    answers = [young(Reply.AGREES), says("mother", Reply.AGREES), young(Reply.WITHDRAWS, on=DAY + timedelta(days=9))]
    assert standing(answers, age=15).stand is Stand.WITHDRAWN

    assert standing([*answers, young(Reply.AGREES, on=later)], age=15).since == later


@given(
    some.lists(
        some.tuples(
            some.sampled_from([Giver.YOUNG_PERSON.value, "mother", "father"]),
            some.sampled_from(Reply),
            some.integers(0, 400),
            some.sampled_from([None, True, False]),
        ),
        max_size=8,
    ),
    some.integers(10, 17),
)
def test_nobody_ever_overrides_the_young_person(entries, age):
    answers = [
        says(who, reply, on=DAY + timedelta(days=days), hour=n % 24, age=age, able=able)
        for n, (who, reply, days, able) in enumerate(entries)
    ]
    his = [one for one in answers if one.giver == Giver.YOUNG_PERSON]
    last = max(his, key=lambda one: (one.on, one.at), default=None)

    found = standing(answers, age=age)

    if last is None or not last.agrees:
        assert not found.enough
    assert found == standing(reversed(answers), age=age) or len({(one.on, one.at) for one in answers}) < len(answers)
