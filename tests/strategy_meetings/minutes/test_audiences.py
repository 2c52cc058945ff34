"""What each audience's copy says: composed from one child's rows, so that nothing else can be in it. Without a database."""

from dataclasses import replace

import pytest

from strategy_meetings.meetings.kinds import kinds
from strategy_meetings.minutes.audiences import Audience, compose, has_annex, suggested, what_could_be_left_out
from strategy_meetings.minutes.record import Amended, Present, Said
from tests.strategy_meetings.minutes.examples import OTHERS_WORDS, RESTRICTED, one_child


def words(composed) -> str:
    return str(composed.as_json())


def titles(composed) -> list[str]:
    return [section.title for section in composed.sections]


@pytest.mark.policy("P5.3")
def test_the_whole_part_says_everything_about_the_child_and_the_four_considerations():
    whole = compose(one_child(), Audience.WHOLE, agency="yos")

    said = words(whole)
    for heading in (
        "Public and child protection", "Needs and specialist assessment", "Roles and responsibilities", "Ongoing safety"
    ):  # fmt: skip
        assert heading in said
    assert titles(whole)[:3] == ["1. In short", "2. Who took part", "3. What is alleged"]
    assert "Too early to say." in said
    assert RESTRICTED not in said


def test_the_annex_stands_apart_at_the_end_and_in_no_other_copy():
    with_annex = compose(one_child(), Audience.RESTRICTED, agency="police")

    assert with_annex.sections[-1].is_annex
    assert RESTRICTED in str(with_annex.sections[-1])
    assert RESTRICTED not in str(with_annex.sections[:-1])
    for audience in (Audience.WHOLE, Audience.AGENCY):
        assert RESTRICTED not in words(compose(one_child(), audience, agency="school", agency_kind="school"))


def test_an_agency_has_the_decisions_its_own_actions_who_was_there_and_what_it_said_in_full():
    schools = compose(one_child(), Audience.AGENCY, agency="school", agency_kind="school")

    said = words(schools)
    assert "Attendance 94%. A named adult meets K.D. on arrival." in said
    assert "A section 47 enquiry about K.D. begins today" in said
    assert "Sign the school part of the safety plan" in said
    assert "Helen Brandreth (chair)" in said
    assert "No contact with the child harmed." in said  # the part on safety bears on its task
    assert "Ring the chair that day" in said
    assert "Monday 14 December 2026" in said
    assert "K.D. has been interviewed" in said  # what may not be discussed with him binds the school too


@pytest.mark.parametrize(
    "others",
    [
        OTHERS_WORDS,
        "No previous record.",
        "Hit and locked out by his father",
        "Sexual touching",
        "Decide the order of interviews",
        "Too early to say.",
        "Who said what.",
        "What happened at his father’s",
    ],
)
def test_an_agencys_part_holds_nothing_that_is_not_for_it(others):
    schools = compose(one_child(), Audience.AGENCY, agency="school", agency_kind="school")

    assert others in words(compose(one_child(), Audience.WHOLE))
    assert others not in words(schools)


def test_what_the_chair_leaves_out_is_not_in_the_copy_and_the_copy_does_not_say_so():
    record = one_child()
    keys = dict(what_could_be_left_out(record))
    assert {"said:4", "safety", "decision:2", "action:1", "if:1", "told:1"} <= set(keys)

    less = compose(record, Audience.WHOLE, left_out=["said:4", "safety"])

    assert OTHERS_WORDS not in words(less)
    assert "No contact with the child harmed" not in words(less)
    assert "left out" not in words(less).lower()


def test_the_chair_may_give_an_agency_a_part_that_bears_on_its_work():
    asked = {"agency": "school", "agency_kind": "school"}

    assert "short and checked" not in words(compose(one_child(), Audience.AGENCY, **asked))
    assert "short and checked" in words(compose(one_child(), Audience.AGENCY, **asked, added=["needs"]))


@pytest.mark.parametrize("kind", ["csws", "police", "yos", "school", "health", "education", "secure", "other"])
@pytest.mark.parametrize("took_part", [True, False])
@pytest.mark.parametrize("annex", [True, False])
def test_the_access_matrix_suggests_the_audience(kind, took_part, annex):
    audiences = kinds()["strategy"].audiences

    found = suggested(kind, took_part=took_part, has_annex=annex, audiences=audiences)

    whole = kind == "csws" or (kind in ("police", "yos") and took_part)
    expected = (Audience.RESTRICTED if annex else Audience.WHOLE) if whole else Audience.AGENCY
    assert found == expected


def test_a_meeting_without_restricted_words_has_no_annex():
    record = replace(one_child(), said=(Said("said:1", "csws", "Social care", "Known."),))

    assert not has_annex(record)
    assert not any(section.is_annex for section in compose(record, Audience.RESTRICTED).sections)


def test_two_copies_that_say_the_same_have_the_same_digest_and_another_word_another():
    one = compose(one_child(), Audience.WHOLE)
    same = compose(one_child(), Audience.WHOLE)
    other = compose(replace(one_child(), quorum="Not met"), Audience.WHOLE)

    assert one.digest == same.digest
    assert one.digest != other.digest


def test_an_amendment_and_its_reasons_are_only_in_copies_that_have_the_row():
    record = replace(
        one_child(),
        amended=(
            Amended("said:4", 1, "What Health said", "It was said in May."),
            Amended("said:3", 2, "What Police said", "Not the phone."),
        ),
    )

    assert "It was said in May." in words(compose(record, Audience.WHOLE))
    assert "It was said in May." not in words(compose(record, Audience.AGENCY, agency="school", agency_kind="school"))
    assert "It was said in May." in words(compose(record, Audience.AGENCY, agency="health", agency_kind="health"))
    assert "It was said in May." not in words(compose(record, Audience.WHOLE, left_out=["said:4"]))
    assert "Not the phone." not in words(compose(record, Audience.WHOLE))
    assert "Not the phone." in str(compose(record, Audience.RESTRICTED).sections[-1])


def test_an_empty_record_still_makes_a_copy():
    empty = replace(
        one_child(), said=(), written=(), decided=(), to_do=(), if_then=(), told=(), shut=(), next_steps=(), opening=()
    )

    assert titles(compose(empty, Audience.WHOLE)) == ["1. Who took part"]
    alone = replace(empty, present=(Present("Social care", "Helen Brandreth", is_chair=True),), quorum="")
    assert titles(compose(alone, Audience.AGENCY)) == ["1. Who took part"]
