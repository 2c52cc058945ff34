"""docs/policy.md claims nothing that no test proves."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from hsb.handbook.policy_map import CLAUSES, LATER, marks
from tests.security.walk import addresses

PROVED = marks(settings.BASE_DIR)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_claimed_clause_has_a_marked_test(clause: object) -> None:
    assert PROVED.get(clause.id), f"no test is marked with {clause.id}"  # type: ignore[attr-defined]


def test_a_mark_names_a_clause() -> None:
    assert sorted(set(PROVED) - {clause.id for clause in CLAUSES} - set(LATER)) == []


def test_every_clause_of_the_policy_says_where_it_stands() -> None:
    ids = {f"P5.{n}" for n in range(1, 11)} | {f"P6.{n}" for n in range(1, 7)}
    ids |= {"P1.1", "P2.1", "P2.2", "P2.3", "P2.4", "P3.1–3.5", "P3.6", "P3.7", "P3.8–3.9", "P4.1", "P7", "P8"}

    assert len(ids) == 28
    assert ids == {clause.id for clause in CLAUSES} | set(LATER)
    assert all(clause.standing in ("Done.", f"Partly done. {clause.missing}") for clause in CLAUSES)


def test_a_clause_stands_once() -> None:
    assert len({clause.id for clause in CLAUSES}) == len(CLAUSES)
    assert not set(LATER) & {clause.id for clause in CLAUSES}


def test_every_screen_is_an_address() -> None:
    known = {address.name for address in addresses(get_resolver())}

    assert sorted({screen for clause in CLAUSES for screen in clause.screens} - known) == []


def test_marks_are_read_from_functions_and_modules() -> None:
    assert any("referrals/yos" in test for test in PROVED["P5.10"])
    assert not any(test.startswith("/") for tests in PROVED.values() for test in tests)


@pytest.mark.django_db
@pytest.mark.policy("P8")
def test_the_help_page_gives_the_partnerships_own_numbers() -> None:
    from hsb.agencies.profile import profile

    html = Client().get(reverse("pages:help")).content.decode()

    assert profile().phones and profile().links
    assert all(phone.number in html for phone in profile().phones)
    assert all(link["url"] in html for link in profile().links)
