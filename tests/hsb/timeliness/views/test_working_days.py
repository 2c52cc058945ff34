"""The administrator keeps the working days: nothing is saved before it was said what moves, and nothing by halves."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.chronology import recounting
from hsb.errors import ActionNotAllowed
from hsb.timeliness import calendar_actions, queries
from hsb.timeliness.calendar import add_working_days
from hsb.timeliness.day_list import DayOff
from hsb.timeliness.models import CalendarChange, CalendarDay, Deadline, NonWorkingDay, Recount
from hsb.timeliness.recounts import Effect
from hsb.timeliness.views import working_days
from tests.factories import cases
from tests.hsb.chronology.happenings import happens

pytestmark = pytest.mark.django_db
SHOW, ADD = "pages:working_days", "pages:working_days_add"


@pytest.fixture
def keeper(administrator: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(administrator)


@pytest.fixture
def proclaimed() -> date:
    """A working day a week ahead, over which the clock of a case runs."""
    now = clock.now()
    case = cases.young_person(now)
    happens(case, "referral.received", now, destination="mash")
    return add_working_days(clock.today(), 6, queries.holidays())


def boxes(day: date, name: str = "State funeral") -> dict[str, object]:
    return {
        "day_day": day.day, "day_month": day.month, "day_year": day.year, "name": name,
    }  # fmt: skip


def test_the_page_lists_the_days_of_a_year_and_where_each_comes_from(keeper: Client) -> None:
    page = keeper.get(reverse(SHOW), {"year": "2027"}).content.decode()

    assert "Monday 27 December" in page
    assert page.count("Bank holiday of England and Wales") >= 8
    assert f"31 December {clock.today().year + 5}" in page
    assert keeper.get(reverse(SHOW), {"year": "1066"}).context["year"] == clock.today().year


def test_the_page_says_what_moves_before_anything_is_saved_and_then_how_far_it_is(
    keeper: Client, proclaimed: date
) -> None:
    asked = keeper.post(reverse(ADD), boxes(proclaimed))
    page = asked.content.decode()
    assert "1 due date of running clocks will move, on 1 case." in page
    assert not NonWorkingDay.objects.filter(day=proclaimed).exists()

    saved = keeper.post(reverse(ADD), {"confirmed": "yes", "listed": asked.context["listed"]}, follow=True)
    assert "1 day added. The due dates are being put right." in saved.content.decode()
    assert "Waiting to begin." in saved.content.decode()
    recount = Recount.objects.get()
    while not recounting.step(recount.pk, at=clock.now()):
        pass

    assert "Done: due dates moved on 1 case." in keeper.get(reverse(SHOW)).content.decode()
    why = queries.explanation_for(Deadline.objects.get(standard_code="T5"), clock.today())
    assert "became a day off (State funeral)" in why.moves[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2031-02-30, No such day", "Line 1: “2031-02-30” is not a real date"),
        ("2027-12-25, Again", "a day off already: Christmas Day"),
        ("2199-01-02, Far away", "lies beyond the known calendar"),
    ],
)
def test_a_list_with_a_bad_date_is_refused_whole_and_stays_as_it_was_typed(
    keeper: Client, proclaimed: date, text: str, sentence: str
) -> None:
    typed = f"{text}\n{proclaimed.isoformat()}, State funeral"

    for sent in ({"listed": typed}, {"listed": typed, "confirmed": "yes"}):
        answer = keeper.post(reverse(ADD), sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page and "Nothing was saved." in page
        assert f"{proclaimed.isoformat()}, State funeral" in page
    assert not NonWorkingDay.objects.filter(source="administrator").exists()
    assert not CalendarChange.objects.exists()


def test_a_file_of_days_is_read_and_one_that_is_no_text_is_refused(keeper: Client, proclaimed: date) -> None:
    good = SimpleUploadedFile("days.csv", f"Date,Name\n{proclaimed.isoformat()},State funeral\n".encode())
    bad = SimpleUploadedFile("days.csv", b"\xff\xfe\x00\x01")
    wrong = SimpleUploadedFile("days.csv", b"2027-13-01,Nobody knows\n")

    assert keeper.post(reverse(ADD), {"file": good}).context["days"] == [DayOff(proclaimed, "State funeral")]
    assert "this one is not text" in keeper.post(reverse(ADD), {"file": bad}).content.decode()
    assert "Line 1: “2027-13-01” is not a real date" in keeper.post(reverse(ADD), {"file": wrong}).content.decode()


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [("name", "Enter what the day is called"), ("day", "Enter the day"), ("all", "Enter a day and")],
)
def test_what_is_missing_is_asked_for(keeper: Client, proclaimed: date, left_out: str, sentence: str) -> None:
    sent = {} if left_out == "all" else {k: v for k, v in boxes(proclaimed).items() if left_out not in k}

    answer = keeper.post(reverse(ADD), sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_of_two_who_add_the_same_day_at_once_one_is_told(
    administrator: User, proclaimed: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = DayOff(proclaimed, "State funeral")
    read_before = queries.holidays()
    calendar_actions.add_days_off(days=[day], by=administrator, at=clock.now())
    monkeypatch.setattr(queries, "holidays", lambda: read_before)

    with pytest.raises(ActionNotAllowed, match="is a day off already"):
        calendar_actions.add_days_off(days=[day], by=administrator, at=clock.now())

    assert CalendarChange.objects.filter(day=proclaimed).count() == 1


@pytest.mark.parametrize("year", ["0202699", "20260", "2026²", "-2026"])
def test_a_year_made_up_by_hand_is_this_year(keeper: Client, year: str) -> None:
    assert keeper.get(reverse(SHOW), {"year": year}).status_code == 200


def test_a_day_is_taken_away_and_a_listed_one_is_not(keeper: Client, administrator: User, proclaimed: date) -> None:
    calendar_actions.add_days_off(days=[DayOff(proclaimed, "A mistake")], by=administrator, at=clock.now())
    added = NonWorkingDay.objects.get(day=proclaimed)
    christmas = NonWorkingDay.objects.get(day="2026-12-25")
    away = reverse("pages:working_days_remove", args=[added.pk])

    assert "A mistake" in keeper.get(away).content.decode()
    assert "is a working day again" in keeper.post(away, follow=True).content.decode()
    assert keeper.post(away).status_code == 404
    assert keeper.get(reverse("pages:working_days_remove", args=[christmas.pk])).status_code == 404
    assert proclaimed not in queries.holidays()


def test_more_years_are_loaded_and_said_beforehand(keeper: Client) -> None:
    last = CalendarDay.objects.latest("day").day
    load = reverse("pages:working_days_load")

    assert f"Load to {last.year + 1}" in keeper.get(load).content.decode()
    assert f"reaches to 31 December {last.year + 1}" in keeper.post(load, follow=True).content.decode()
    assert CalendarDay.objects.latest("day").day == date(last.year + 1, 12, 31)


def test_a_calendar_that_ends_within_a_year_is_said_on_the_page_and_to_the_supervisor(keeper: Client) -> None:
    CalendarDay.objects.filter(day__gt=clock.today() + timedelta(days=200)).delete()

    assert "Less than twelve months" in keeper.get(reverse(SHOW)).content.decode()
    answer = Client().get("/health/ready").json()
    assert answer["status"] == "degraded"
    assert "load more years under Working days" in answer["calendar"]


@pytest.mark.parametrize("name", [SHOW, ADD, "pages:working_days_load"])
def test_only_an_administrator_comes_here(csws_manager: User, client_for: Callable[[User], Client], name: str) -> None:
    assert client_for(csws_manager).get(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Effect(), "No due date of a running clock will move."),
        (Effect(2, 1), "2 due dates of running clocks will move, on 1 case. Each"),
        (Effect(0, 0, 1), "will move. 1 clock that was paused or extended, or is counted back"),
        (Effect(3, 2, 4), "4 clocks that were paused or extended"),
    ],
)
def test_the_effect_in_words(effect: Effect, words: str) -> None:
    assert words in working_days.effect_words(effect, [DayOff(date(2026, 11, 25), "x")])
    saturday = working_days.effect_words(effect, [DayOff(date(2026, 11, 28), "x")])
    assert saturday == "No due date will move: weekends are not counted anyway."


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("counting", "Waiting to begin."),
        ("dates", "Due dates put right on 3 of 12 cases."),
        ("telling", "Every due date is right. 1 of 5 chronologies say why."),
        ("done", "Done: due dates moved on 1 case."),
    ],
)
def test_how_far_a_recount_is(stage: str, words: str) -> None:
    recount = Recount(stage=stage, cases=12, done=3, moved_cases=5, told=1)

    assert working_days.progress_words(recount) == words
