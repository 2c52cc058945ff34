"""The table of kinds and the compulsory parts, without a database."""

import pytest

from hsb.agencies.models import AgencyKind
from strategy_meetings.meetings import kinds, parts
from strategy_meetings.meetings.kinds import KindsInvalid, kind_of, parse
from strategy_meetings.meetings.states import COMING, DECIDED, HELD, OWNER, TRANSITIONS, WRITTEN_ON, MeetingState

TABLE = kinds.SHIPPED.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('convenes = ["csws_manager"]', 'convenes = ["mayor"]', "kind strategy, convenes.0"),
        ("exception_allowed = false", 'exception_allowed = "perhaps"', "kind strategy, exception_allowed"),
        ('"what_happened", "family_context"', '"what_happend", "family_context"', "no part called what_happend"),
        ('key = "reconvened"', 'key = "strategy"', "of that key already"),
        ('follows = "strategy"', 'follows = "tea"', "no kind called tea"),
        ("minutes_days = 1", "minutes_days = 0", "minutes_days"),
        ('short = "Strategy"', 'shrt = "Strategy"', "kind strategy, short: Field required"),
    ],
)
def test_a_wrong_table_is_refused_with_file_row_and_what_is_wrong(before, after, said):
    with pytest.raises(KindsInvalid) as refused:
        parse(TABLE.replace(before, after, 1))

    assert "kinds.toml" in str(refused.value)
    assert said in str(refused.value)


def test_a_broken_file_is_refused():
    with pytest.raises(KindsInvalid, match=r"kinds\.toml"):
        parse("[[kind]\n")


@pytest.mark.policy("P5.2")
@pytest.mark.parametrize("absent", ["csws", "police", "health"])
def test_a_strategy_discussion_needs_social_care_police_and_health(absent):
    there = {"csws", "police", "health", "school"}
    assert kind_of("strategy").not_there(there) == []
    assert kind_of("strategy").not_there(there - {absent}) == [AgencyKind(absent).label]


def test_a_planning_meeting_needs_social_care_or_yos_and_somebody_else():
    planning = kind_of("planning")
    assert planning.not_there(["yos", "school"]) == []
    assert planning.not_there(["csws"]) == ["a second agency"]
    assert planning.not_there(["school", "health"]) != []


def test_yos_is_asked_from_ten_years_of_age():
    kinds_at = lambda age: {one.agency for one in kind_of("strategy").invited_at(age)}  # noqa: E731
    assert AgencyKind.YOS not in kinds_at(9)
    assert AgencyKind.YOS in kinds_at(10)
    assert AgencyKind.YOS in kinds_at(None)


@pytest.mark.policy("P5.7")
@pytest.mark.parametrize(
    ("is_harmed", "own_harm", "asked"),
    [(False, "known", True), (False, "suspected", True), (False, "none_known", False), (True, "known", False)],
)
def test_a_conference_must_be_considered_where_the_young_person_may_have_been_harmed_too(is_harmed, own_harm, asked):
    child = parts.Child("a", "J.M.", is_harmed, {"own_harm": (own_harm, "How it is known.")})
    still = parts.missing(kind_of("strategy").each, (), [child])

    assert ("conference" in {one.part for one in still}) is asked


@pytest.mark.policy("P5.3")
@pytest.mark.parametrize("topic", ["what_happened", "protection", "needs", "roles", "safety"])
def test_each_of_the_four_topics_is_compulsory_in_a_strategy_discussion(topic):
    assert topic in kind_of("strategy").each
    assert topic in kind_of("reconvened").each


@pytest.mark.policy("P5.3")
@pytest.mark.parametrize(
    ("answer", "text", "considered_here", "at_home", "said"),
    [
        ("", "", 0, 0, "Other children of the household"),
        ("none", "", 0, 0, ""),
        ("none", "", 0, 1, "the record names another child at home"),
        ("considered", "", 1, 1, ""),
        ("considered", "", 0, 1, "no child considered is a child of this meeting yet"),
        ("not_all", "", 0, 1, "Other children of the household"),
        ("not_all", "She lives with her father since spring.", 0, 1, ""),
    ],
)
def test_every_child_of_the_household_is_considered_or_it_is_said_why_not(answer, text, considered_here, at_home, said):
    assert parts.HOUSEHOLD in kind_of("strategy").each and parts.HOUSEHOLD in kind_of("reconvened").each
    rows = {parts.CONSIDERED_HERE: considered_here, parts.AT_HOME: at_home}
    child = parts.Child("a", "J.M.", False, {parts.HOUSEHOLD: (answer, text)}, rows)

    still = [one.sentence for one in parts.missing((parts.HOUSEHOLD,), (), [child])]

    assert bool(still) is bool(said)
    assert said in "".join(still)


def test_a_child_who_is_considered_is_not_asked_about_the_same_household_again():
    assert parts.missing((parts.HOUSEHOLD,), (), [parts.Child("c", "S.M.", False, is_considered=True)]) == []


def test_a_partnership_names_the_kinds_whose_quorum_may_be_excepted_but_never_a_strategy_meeting():
    kinds.check_exceptions(["planning", "initial_conference"])
    with pytest.raises(KindsInvalid, match="no kind of meeting called tea"):
        kinds.check_exceptions(["tea"])
    with pytest.raises(KindsInvalid, match="there is no exception"):
        kinds.check_exceptions(["strategy"])


@pytest.mark.parametrize("key", sorted(kinds.kinds()))
def test_a_kind_with_everything_written_misses_nothing(key):
    kind = kind_of(key)
    written = {one: (parts.PARTS[one].choices[0][0] if parts.PARTS[one].choices else "", "Said.") for one in kind.parts}
    rows = dict.fromkeys(parts.ROWS, 1)
    child = parts.Child("a", "J.M.", False, written, rows)

    assert parts.missing(kind.each, kind.once, [child]) == []
    assert parts.missing(kind.each, kind.once, [parts.Child("a", "J.M.", False)]) != []


def test_what_is_asked_once_is_there_when_one_child_has_it():
    first = parts.Child("a", "J.M.", False, {}, {"contingency": 1})
    second = parts.Child("b", "A.B.", False)

    assert parts.missing((), ("contingency",), [first, second]) == []


def test_every_state_has_an_owner_and_its_steps():
    assert set(TRANSITIONS) == set(OWNER) == set(MeetingState)
    assert not COMING & HELD
    assert DECIDED < HELD
    assert {MeetingState.HELD_NOW} == WRITTEN_ON & COMING


def test_in_a_core_group_somebody_may_disagree_and_nobody_has_to_say_that_none_did():
    group = kind_of("core_group")
    assert "dissent" in group.parts and "dissent" not in (*group.each, *group.once)


def test_only_a_conference_counts_agencies_in_direct_contact():
    counting = {key for key, kind in kinds.kinds().items() if kind.counts_direct_contact}
    assert counting == {"initial_conference", "review_conference"}
