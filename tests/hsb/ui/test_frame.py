"""The frame of every page: who, where, and nothing that is not there."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from hsb.accounts.models import User
from hsb.agencies.permissions import Power
from hsb.ui.context import Frame, frame
from tests.hsb.ui.drawn import page


def request_of(user: Any, path: str = "/") -> Any:
    request = RequestFactory().get(path)
    request.user = user
    return request


@pytest.fixture
def ruth() -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=True, full_name="Ruth Adeyemi", email="ruth@example.invalid")


@pytest.fixture
def asked(settings: Any) -> list[str]:
    """The frame's sources, replaced; each notes that it was asked."""
    notes: list[str] = []

    def source(name: str, answer: Any) -> Callable[..., Any]:
        def ask(*_: Any) -> Any:
            notes.append(name)
            return answer

        return ask

    agency = SimpleNamespace(short_name="Aldermere YOS")
    settings.HSB_FRAME = {
        "profile": source("profile", SimpleNamespace(partnership="Aldermere <Partnership>", phones=())),
        "memberships": source("memberships", [SimpleNamespace(title="YOS officer", agency=agency)]),
        "powers": source("powers", {"administer"}),
        "unread": source("unread", 3),
        "to_do": source("to_do", 5),
    }
    return notes


def test_frame_says_who_and_in_what_role(ruth: SimpleNamespace, asked: list[str]) -> None:
    html = render_to_string("base.html", frame(request_of(ruth)))
    shown = page(html)

    assert "Ruth Adeyemi" in shown.one(".hsb-header__me").text_content()
    assert shown.one(".hsb-header__role").text == "YOS officer, Aldermere YOS"
    assert shown.one(".hsb-header__org").text == "Aldermere <Partnership>"
    assert "Every page you open is recorded" in shown.one("footer").text_content()


def test_each_fact_is_asked_once_and_only_when_shown(ruth: SimpleNamespace, asked: list[str]) -> None:
    render_to_string("base.html", frame(request_of(ruth)))

    assert sorted(set(asked)) == sorted(asked)

    asked.clear()
    render_to_string("errors/404.html", frame(request_of(ruth)))

    assert set(asked) <= {"profile"}


def test_somebody_signed_out_is_told_nothing_about_work(asked: list[str]) -> None:
    shown = page(render_to_string("base.html", frame(request_of(AnonymousUser()))))

    assert set(asked) <= {"profile"}
    assert not shown.cssselect("nav, form.hsb-search")


def test_places_mark_where_one_is(ruth: SimpleNamespace, asked: list[str]) -> None:
    places = {place.label: place for place in Frame(request_of(ruth, "/people/12/")).places}

    assert places["People"].current
    assert [label for label, place in places.items() if place.current] == ["People"]


def test_places_need_their_power(ruth: SimpleNamespace, asked: list[str], settings: Any) -> None:
    settings.HSB_FRAME = {**settings.HSB_FRAME, "powers": lambda _: frozenset()}

    assert "People" not in [place.label for place in Frame(request_of(ruth)).places]


def test_who_is_never_on_a_case_is_offered_no_empty_list_of_cases(
    ruth: SimpleNamespace, asked: list[str], settings: Any
) -> None:
    administrator = Frame(request_of(ruth))
    assert [place.label for place in administrator.places] == ["My work", "People", "Working days"]
    assert not administrator.search

    settings.HSB_FRAME = {**settings.HSB_FRAME, "powers": lambda _: {Power.MAKE_REFERRAL}}
    practitioner = Frame(request_of(ruth))
    assert [place.label for place in practitioner.places] == ["My work", "Cases", "Referrals"]
    assert practitioner.search


def test_source_that_is_not_there_yet_shows_nothing(ruth: SimpleNamespace, settings: Any) -> None:
    settings.HSB_FRAME = dict.fromkeys(
        ("profile", "answering", "memberships", "powers", "unread", "to_do"), "hsb.nowhere.at_all"
    )
    shown = Frame(request_of(ruth))

    assert (shown.partnership, shown.role, shown.unread, shown.phone) == ("", "", 0, None)
    render_to_string("base.html", {"frame": shown})


@pytest.mark.django_db
def test_a_real_page_carries_the_frame(yos_officer: User, client_for: Callable[[User], Client], settings: Any) -> None:
    response = client_for(yos_officer).get("/_components/")
    shown = page(response.content)

    assert response.status_code == 200
    assert shown.one(".hsb-header__role").text == "YOS officer, YOS"
    assert shown.one(".hsb-header__org").text == "Aldermere Safeguarding Partnership"


@pytest.mark.django_db
def test_page_has_no_inline_script_or_style(yos_officer: User, client_for: Callable[[User], Client]) -> None:
    shown = page(client_for(yos_officer).get("/_components/").content)

    assert not shown.cssselect("style, [style]")
    assert all(script.get("src") for script in shown.cssselect("script"))
    assert not [name for element in shown.element.iter() for name in element.attrib if name.startswith("on")]
    assert len(shown.cssselect("h1")) == 1
    assert len(shown.cssselect(".govuk-button:not(.govuk-button--secondary)")) <= 3  # the gallery shows each once


@pytest.mark.django_db
def test_gallery_is_for_signed_in_builders_only(
    yos_officer: User, client_for: Callable[[User], Client], settings: Any, client: Client
) -> None:
    assert client.get("/_components/").status_code == 302

    settings.DEBUG = settings.DEMO = False
    assert client_for(yos_officer).get("/_components/").status_code == 404
