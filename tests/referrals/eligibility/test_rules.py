"""Who the procedure is for (P1.1) and who may be offered AIM2 (P4.1, P6.3), at every edge; no database, no clock."""

import datetime
from dataclasses import replace

import pytest

from hsb import ages as agess
from referrals.eligibility import ages, behaviour, rules
from referrals.eligibility.facts import ELSEWHERE_TITLE, Allegation, Elsewhere, Facts, Limits, State, When

D = datetime.date
TODAY = D(2026, 11, 20)
BORN = D(2012, 5, 4)


def on(day: D, title: str = "") -> When:
    return When(day, day, title)


def facts(**given) -> Facts:
    return replace(Facts(on=TODAY, born_on=BORN), **given)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (D(2008, 11, 20), D(2026, 11, 19), 17),
        (D(2008, 11, 20), D(2026, 11, 20), 18),
        (D(2012, 2, 29), D(2025, 2, 28), 12),
        (D(2012, 2, 29), D(2025, 3, 1), 13),
        (D(2012, 2, 29), D(2024, 2, 28), 11),
        (D(2012, 2, 29), D(2024, 2, 29), 12),
    ],
)
def test_age_on_a_day(born, day, age):
    assert agess.age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [(D(2012, 2, 29), 13, D(2025, 3, 1)), (D(2012, 2, 29), 12, D(2024, 2, 29)), (D(2012, 5, 4), 18, D(2030, 5, 4))],
)
def test_birthday_agrees_with_age(born, age, day):
    assert agess.birthday(born, age) == day
    assert agess.age_on(born, day) == age
    assert agess.age_on(born, day - datetime.timedelta(days=1)) == age - 1


@pytest.mark.policy("P1.1")
@pytest.mark.parametrize(
    ("born", "behaviours", "state"),
    [
        (D(2008, 11, 20), (on(D(2026, 11, 19)),), State.MET),  # the day before the 18th birthday
        (D(2008, 11, 20), (on(D(2026, 11, 20)),), State.NOT_MET),  # on it
        (D(2008, 11, 20), (on(D(2026, 11, 19)), on(D(2026, 11, 20))), State.NOT_MET),  # under 18 at every behaviour
        (D(2008, 11, 20), (When(D(2026, 11, 1), D(2026, 11, 30)),), State.NOT_KNOWN),  # the month it fell in
        (D(2008, 11, 20), (When(None, None),), State.NOT_KNOWN),
        (D(2008, 11, 20), (), State.NOT_KNOWN),
        (D(2008, 11, 21), (When(None, None),), State.MET),  # 17 today, so under 18 whenever it was
        (D(2008, 11, 21), (When(D(2026, 11, 1), D(2026, 11, 30)),), State.MET),  # nothing after today counts
        (D(2000, 1, 1), (on(D(2026, 1, 1)),), State.NOT_MET),
        (BORN, (on(D(2011, 1, 1)),), State.CONFIRM),  # before birth
        (D(2027, 1, 1), (), State.CONFIRM),  # born in the future
        (D(2008, 2, 29), (on(D(2026, 2, 28)),), State.MET),
        (D(2008, 2, 29), (on(D(2026, 3, 1)),), State.NOT_MET),
    ],
)
def test_age_at_behaviour(born, behaviours, state):
    answer = ages.age_at_behaviour(facts(born_on=born, behaviours=behaviours))

    assert answer.state is state
    assert answer.source == "P1.1"
    assert answer.reason.endswith(".")


@pytest.mark.policy("P1.1")
def test_a_refusal_names_the_day_and_the_other_places():
    answer = ages.age_at_behaviour(
        facts(born_on=D(2008, 3, 1), behaviours=(on(D(2025, 5, 1), "incident 1"), on(D(2026, 5, 1), "incident 2")))
    )

    assert answer.state is State.NOT_MET
    assert "1 March 2026" in answer.reason
    assert "incident 2 (1 May 2026)" in answer.reason
    assert "incident 1" not in answer.reason
    assert "take the later behaviour out" in answer.reason
    assert set(answer.elsewhere) == {Elsewhere.POLICE, Elsewhere.ADULT_SAFEGUARDING, Elsewhere.CHILDRENS_SOCIAL_CARE}


def test_the_first_account_bounds_a_behaviour_without_a_date():
    known_before = facts(born_on=D(2008, 11, 1), came_to_light_on=D(2026, 10, 31))
    known_after = facts(born_on=D(2008, 11, 1), came_to_light_on=D(2026, 11, 2))

    assert ages.age_at_behaviour(known_before).state is State.MET
    assert ages.age_at_behaviour(known_after).state is State.NOT_KNOWN


@pytest.mark.parametrize(
    ("estimate", "at_behaviour", "now"),
    [
        (None, State.NOT_KNOWN, State.NOT_KNOWN),
        (9, State.CONFIRM, State.CONFIRM),
        (11, State.CONFIRM, State.NOT_KNOWN),
        (12, State.CONFIRM, State.NOT_KNOWN),
        (14, State.CONFIRM, State.CONFIRM),
        (17, State.NOT_KNOWN, State.NOT_KNOWN),
        (18, State.NOT_KNOWN, State.NOT_KNOWN),
    ],
)
def test_an_unknown_date_of_birth_is_asked_for_and_never_guessed(estimate, at_behaviour, now):
    unknown = facts(born_on=None, age_estimate=estimate)

    assert ages.age_at_behaviour(unknown).state is at_behaviour
    assert ages.age_for_aim2(unknown).state is now
    assert not rules.eligibility(unknown).refused


@pytest.mark.policy("P4.1")
@pytest.mark.parametrize(
    ("born", "state", "elsewhere"),
    [
        (D(2014, 11, 21), State.NOT_MET, {Elsewhere.UNDER_TWELVES}),  # 12 tomorrow
        (D(2014, 11, 20), State.MET, set()),  # 12 today
        (D(2008, 11, 21), State.MET, set()),  # 18 tomorrow
        (D(2008, 11, 20), State.NOT_MET, {Elsewhere.ADULT_SAFEGUARDING, Elsewhere.POLICE}),
        (D(2017, 11, 20), State.NOT_MET, {Elsewhere.UNDER_TWELVES}),
        (D(2027, 11, 20), State.CONFIRM, set()),
    ],
)
def test_age_for_aim2(born, state, elsewhere):
    answer = ages.age_for_aim2(facts(born_on=born))

    assert answer.state is state
    assert set(answer.elsewhere) == elsewhere
    assert answer.source == "P4.1"


def test_an_eleven_year_old_may_be_referred_and_gets_another_way():
    eleven = rules.eligibility(facts(born_on=D(2015, 1, 1), behaviours=(on(D(2026, 10, 1)),), harmed=("child",)))

    assert not eleven.refused
    assert eleven.elsewhere == (Elsewhere.UNDER_TWELVES,)


def test_under_ten_is_told_that_only_the_welfare_route_is_open():
    answer = ages.age_for_aim2(facts(born_on=D(2018, 1, 1)))

    assert "cannot be guilty" in answer.reason


@pytest.mark.parametrize(
    ("routes", "behaviours", "state"),
    [
        (("child_protection",), (on(D(2021, 1, 1)),), None),
        (("criminal_justice",), (on(D(2022, 5, 3)),), State.NOT_MET),  # 10 the next day
        (("criminal_justice",), (on(D(2022, 5, 4)),), State.MET),
        (("criminal_justice",), (on(D(2022, 5, 3)), on(D(2023, 1, 1))), State.CONFIRM),
        (("criminal_justice",), (), State.CONFIRM),
    ],
)
def test_criminal_responsibility(routes, behaviours, state):
    answer = ages.criminal_responsibility(facts(routes=routes, behaviours=behaviours))

    assert (answer.state if answer else None) is state


@pytest.mark.policy("P1.1")
@pytest.mark.parametrize(
    ("harmed", "state", "words"),
    [
        ((), State.CONFIRM, "Nobody is named"),
        (("self",), State.MET, "Only the young person"),
        (("adult",), State.MET, "An adult was harmed"),
        (("child", "adult"), State.MET, "An adult was harmed"),
        (("not_known",), State.MET, "not known who"),
        (("online",), State.MET, "online"),
        (("child", "self"), State.MET, "A child was harmed"),
    ],
)
def test_who_was_harmed(harmed, state, words):
    answer = rules.who_was_harmed(facts(harmed=harmed))

    assert answer.state is state
    assert words in answer.reason


def find(criteria, code):
    return next((c for c in criteria if c.code == code), None)


@pytest.mark.policy("P4.1")
@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, State.NOT_KNOWN),
        ({"assessment_finding": "abusive"}, State.MET),
        ({"assessment_finding": "not_abusive"}, State.NOT_MET),
        ({"allegations": (Allegation("none", "rui"),), "routes": ("criminal_justice",)}, State.NOT_MET),
        (
            {"allegations": (Allegation("none", "rui"),), "routes": ("criminal_justice", "child_protection")},
            State.NOT_KNOWN,
        ),
        ({"allegations": (Allegation("none", "rui"),), "assessment_finding": "abusive"}, State.MET),
        ({"allegations": (Allegation("partial", "bail"), Allegation("none", "bail"))}, State.MET),
        ({"allegations": (Allegation("full", "bail"),)}, State.MET),
        ({"allegations": (Allegation("none", "court_order"),)}, State.MET),
    ],
)
def test_route_in(given, state):
    assert find(rules.screen_for_aim2(facts(**given)), "route").state is state


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, State.NOT_KNOWN),
        ({"hackett": "not_judged"}, State.NOT_KNOWN),
        ({"hackett": "problematic"}, State.YOU_JUDGE),
        ({"hackett": "abusive"}, State.YOU_JUDGE),
        ({"hackett": "normal", "allegations": (Allegation("none", "court_order"),)}, State.MET),
    ],
)
def test_level_of_behaviour_is_judged_by_a_person(given, state):
    assert find(rules.screen_for_aim2(facts(**given)), "level").state is state


@pytest.mark.policy("P2.2")
@pytest.mark.parametrize(
    ("need", "state"),
    [
        ("known", State.CONFIRM),
        ("suspected", State.CONFIRM),
        ("none_known", State.MET),
        ("not_known", State.NOT_KNOWN),
        ("", State.NOT_KNOWN),
    ],
)
def test_a_learning_need_asks_whether_the_tool_suits(need, state):
    assert find(rules.screen_for_aim2(facts(learning_need=need)), "tool").state is state


@pytest.mark.parametrize(
    ("young_person", "parent", "state"),
    [
        ("given", "given", State.CONFIRM),
        ("given", "refused", State.NOT_MET),
        ("refused", "not_asked", State.NOT_MET),
        ("given", "", State.NOT_KNOWN),
        ("", "", State.NOT_KNOWN),
    ],
)
def test_consent_to_the_request_by_the_police(young_person, parent, state):
    asked = facts(police_request="yes", consent_young_person=young_person, consent_parent=parent)

    assert find(rules.screen_for_aim2(asked), "police_consent").state is state
    assert find(rules.screen_for_aim2(replace(asked, police_request="no")), "police_consent") is None


def test_a_charge_without_conviction_is_named():
    charged = rules.screen_for_aim2(facts(allegations=(Allegation("none", "charged"),)))

    assert find(charged, "court").state is State.CONFIRM
    assert find(rules.screen_for_aim2(facts()), "court") is None


@pytest.mark.parametrize("born", [None, BORN, D(2008, 1, 1), D(2020, 1, 1)])
@pytest.mark.parametrize("harmed", [(), ("self",), ("adult", "child")])
def test_every_answer_says_why_and_where_it_comes_from(born, harmed):
    for criterion in rules.screen_for_aim2(facts(born_on=born, harmed=harmed, police_request="yes")):
        assert criterion.reason
        assert criterion.source.startswith("P")
        assert all(place in ELSEWHERE_TITLE for place in criterion.elsewhere)


@pytest.mark.policy("P2.3")
def test_the_continuum_has_five_ordered_categories():
    assert [category.order for category in behaviour.HACKETT] == [1, 2, 3, 4, 5]
    assert [behaviour.is_abusive(c.code) for c in behaviour.HACKETT] == [False, False, False, True, True]
    assert behaviour.is_abusive("not_judged") is None


@pytest.mark.policy("P2.4")
@pytest.mark.parametrize(
    ("edition", "band", "colour", "fits"),
    [
        ("original", "9_13", "amber", True),
        ("original", "9_13", "orange", False),
        ("current", "band_3", "orange", True),
        ("current", "9_13", "red", False),
        ("", "9_13", "orange", True),
    ],
)
def test_a_brook_colour_and_band_belong_to_one_edition(edition, band, colour, fits):
    assert (behaviour.brook_mismatch(edition, band, colour) == "") is fits


# -- what a partnership chooses ------------------------------------------------------------------------------------------


def test_ages_are_the_partnerships_own() -> None:
    ours = Limits(lowest_age=14, adult_age=19, criminal_age=12)
    thirteen, eighteen = D(2013, 5, 4), D(2008, 5, 4)

    assert ages.age_for_aim2(facts(born_on=thirteen)).state is State.MET
    younger = ages.age_for_aim2(facts(born_on=thirteen, limits=ours))
    assert younger.state is State.NOT_MET and "and 14 on" in younger.reason and younger.title == "Aged 14 to 18 today"
    assert ages.age_for_aim2(facts(born_on=eighteen)).state is State.NOT_MET
    assert ages.age_for_aim2(facts(born_on=eighteen, limits=ours)).state is State.MET
    grown = ages.age_at_behaviour(facts(born_on=eighteen, behaviours=(When(TODAY, TODAY),)))
    assert grown.state is State.NOT_MET
    assert (
        ages.age_at_behaviour(facts(born_on=eighteen, behaviours=(When(TODAY, TODAY),), limits=ours)).state is State.MET
    )
    eleven = facts(born_on=D(2015, 5, 4), routes=("criminal_justice",), behaviours=(When(TODAY, TODAY),))
    assert ages.criminal_responsibility(eleven).state is State.MET
    barred = ages.criminal_responsibility(replace(eleven, limits=ours))
    assert barred.state is State.NOT_MET and "under 12 cannot be guilty" in barred.reason


def test_the_lowest_band_is_the_partnerships_own() -> None:
    placed = facts(hackett="problematic")

    assert "below abusive" in rules.level_of_behaviour(placed).reason
    found = rules.level_of_behaviour(replace(placed, limits=Limits(lowest_hackett="problematic")))
    assert "Say whether you agree" in found.reason
    assert found.title == "The behaviour is problematic, abusive or violent"


@pytest.mark.parametrize(
    ("route", "given", "state"),
    [
        ("criminal_justice", {"assessment_finding": "abusive"}, State.NOT_MET),
        ("criminal_justice", {"allegations": (Allegation("full", "bail"),)}, State.MET),
        ("child_protection", {"assessment_finding": "abusive"}, State.MET),
        ("child_protection", {"allegations": (Allegation("full", "bail"),)}, State.NOT_KNOWN),
    ],
)
def test_a_partnership_may_take_one_route_alone(route: str, given: dict, state: State) -> None:
    taken = facts(routes=("child_protection", "criminal_justice"), **given)

    assert rules.route_in(taken).state is State.MET
    assert rules.route_in(replace(taken, limits=Limits(routes=(route,)))).state is state


def test_the_profile_says_it_and_what_it_leaves_out_is_the_policys(settings, tmp_path, monkeypatch) -> None:
    from hsb.agencies import profile as profiles
    from referrals.eligibility import limits

    assert limits.chosen() == Limits()
    ours = (profiles.FOLDER / "aldermere.toml").read_text().replace("lowest_age = 12", "lowest_age = 13")
    (tmp_path / "another.toml").write_text(ours.replace("criminal_age = 10\n", ""))
    monkeypatch.setattr(profiles, "FOLDER", tmp_path)
    settings.PARTNERSHIP_PROFILE = "another"

    assert limits.chosen() == Limits(lowest_age=13)
