"""The search finds a child by the name as it is typed, by the date as it is written, by the number as it is said."""

from dataclasses import replace

import pytest

from hsb.agencies.permissions import Role
from hsb.cases import finding
from hsb.cases.finding import search
from tests.factories.cases import HARMED_CHILD, YOUNG_PERSON, harmed_child, put_on, young_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "family", "typed"),
    [
        ("Mary Jane", "De Souza", "Mary Jane De Souza"),
        ("Mary Jane", "De Souza", "De Souza, Mary Jane"),
        ("Mary Jane", "De Souza", "de souza"),
        ("Mary Jane", "De Souza", "DE SOUZA MARY-JANE"),
        ("Jean Luc", "O'Neill", "Jean Luc O'Neill"),
        ("Jean Luc", "O'Neill", "O Neill"),
        ("Jean Luc", "O'Neill", "O’Neill Jean-Luc"),
        ("Zoë", "Łukasik", "zoe lukasik"),
        ("Anne-Marie", "Smith-Jones", "Anne Marie Smith Jones"),
        ("Anne-Marie", "Smith-Jones", "Smith Jones Anne\u00a0Marie\u200b"),
    ],
)
def test_both_kinds_of_record_are_found_by_the_whole_name_however_it_is_typed(at, social_worker, given, family, typed):
    harmed = harmed_child(at, replace(HARMED_CHILD, given_name=given, family_name=family))
    young = young_person(at, replace(YOUNG_PERSON, given_name=given, family_name=family))
    for case in (harmed, young):
        put_on(case, social_worker, Role.SOCIAL_WORKER, at)

    assert set(search(social_worker, typed).ids) == {harmed.pk, young.pk}


def test_a_part_of_a_harmed_childs_name_finds_nothing(at, social_worker):
    case = harmed_child(at, replace(HARMED_CHILD, given_name="Mary Jane", family_name="De Souza"))
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)

    for part in ("Mary", "Souza", "Mary De Souza", "Jane De Souza", "Mary Jane De"):
        assert search(social_worker, part).ids == (), part


@pytest.mark.parametrize("shape", ["{}", "hsb {}", "{year}-{number}", "{number}", "  {number} "])
def test_a_reference_is_found_as_people_say_it(at, social_worker, shape):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    _, year, number = case.reference.split("-")
    said = shape.format(case.reference if shape == "{}" else f"{year}-{number}", year=year, number=number)

    assert search(social_worker, said).ids == (case.pk,)


def test_the_chosen_name_is_found_in_the_products_own_quotes(at, victim_worker):
    case = harmed_child(at)
    put_on(case, victim_worker, Role.VICTIM_WORKER, at)

    assert search(victim_worker, f"“{case.pseudonym}”").ids == (case.pk,)


def test_a_search_that_stops_says_so_and_a_date_that_is_none_too(at, social_worker):
    for _ in range(3):
        put_on(young_person(at), social_worker, Role.SOCIAL_WORKER, at)

    assert (
        len(search(social_worker, "Mallory", limit=3).ids) == 3 and not search(social_worker, "Mallory", limit=3).more
    )
    assert len(search(social_worker, "Mallory", limit=2).ids) == 2 and search(social_worker, "Mallory", limit=2).more
    assert "has no day 31" in search(social_worker, "31/2/2012").wrong


def test_a_number_others_gave_finds_no_case_of_anybody_else(at, social_worker, stranger):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    finding.add_finder(finder := lambda typed: [case.pk] if typed == "X-99" else [])
    try:
        assert search(social_worker, "X-99").ids == (case.pk,)
        assert search(stranger, "X-99").ids == ()
    finally:
        finding.FINDERS.remove(finder)
