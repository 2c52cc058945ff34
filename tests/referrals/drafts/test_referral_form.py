"""The referral in a browser without scripts: from the first question to the page to keep, and every kind of bad input."""

import datetime
import json
import re
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hsb import clock
from referrals import sections
from referrals.models import Draft, DraftSection, Referral
from tests.factories import referrals as referral_factory
from tests.referrals import typed

NOW = datetime.datetime(2026, 11, 20, 14, 31, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def _friday_afternoon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(dsl, client_for) -> Client:
    return client_for(dsl)


@pytest.fixture
def draft(client, dsl) -> Draft:
    client.post(reverse("referrals:new"), {"danger": "no", "draft": uuid4()})
    return Draft.objects.get(owner=dsl)


def url(draft: Draft, *parts: object, name: str = "section") -> str:
    return reverse(f"referrals:{name}", args=[draft.pk, *parts])


def version(response) -> str:
    return re.search(r'name="version" value="([^"]*)"', response.content.decode())[1]


def save(client: Client, address: str, answers: dict, *, then: str = "", page=None):
    """Open the page, type, press a button: what a person does."""
    page = page or client.get(address)
    was = re.search(r'name="was" value="([^"]*)"', page.content.decode())[1]
    return client.post(address, {**answers, "version": version(page), "was": was, "then": then})


def fill(client: Client, draft: Draft, answers: typed.Typed) -> None:
    """Type everything, section by section and thing by thing."""
    for key in [section.key for section in sections.IN_ORDER if section.key in answers]:
        lists = {items.key for items in sections.SECTIONS[key].lists}
        own = {name: value for name, value in answers[key].items() if name not in lists}
        save(client, url(draft, key), own, then="back")
        for list_key in lists & answers[key].keys():
            for item in answers[key][list_key]:
                own = {name: value for name, value in item.items() if name not in ("n", "version")}
                save(client, url(draft, key, list_key, item["n"], name="item"), own)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# -- the way through ---------------------------------------------------------------------------------------------------
@pytest.mark.policy("P5.1")
def test_the_first_page_asks_whether_anyone_is_in_danger_and_gives_the_numbers(client):
    page = client.get(reverse("referrals:new"))

    assert "Is anyone in danger now?" in text(page)
    assert 'href="tel:999"' in page.content.decode()


def test_the_first_answer_is_needed(client):
    page = client.post(reverse("referrals:new"), {"draft": uuid4()})

    assert "Say whether anyone is in danger now" in text(page)
    assert not Draft.objects.exists()


def test_pressing_continue_twice_starts_one_draft(client):
    key = uuid4()
    for _ in range(2):
        client.post(reverse("referrals:new"), {"danger": "not_sure", "draft": key})

    assert Draft.objects.count() == 1


def test_the_task_list_says_what_remains(client, draft):
    page = client.get(url(draft, name="draft"))

    assert "4 sections to finish before you can send." in text(page)
    assert (
        "Opens when “What was said or seen”, “The young person”, “The behaviour” and “What you are asking for” are done"
        in text(page)
    )


@pytest.mark.policy("P5.1")
def test_it_can_start_with_only_the_first_account(client, draft):
    save(client, url(draft, "account"), typed.MINIMAL["account"])

    page = client.get(url(draft, name="draft"))
    assert "3 sections to finish" in text(page)
    assert sections.collect(Draft.objects.get())["account"]["words"] == "“He said it was a secret game.”"


def test_save_and_continue_goes_through_the_sections_that_are_needed(client, draft):
    first = save(client, url(draft, "account"), typed.MINIMAL["account"])
    second = save(client, url(draft, "young-person"), typed.MINIMAL["young-person"])
    third = save(client, url(draft, "behaviour"), typed.MINIMAL["behaviour"])
    last = save(client, url(draft, "request"), typed.MINIMAL["request"])

    assert first.url == url(draft, "young-person")
    assert second.url == url(draft, "behaviour")
    assert third.url == url(draft, "request")
    assert last.url == url(draft, name="draft")
    assert "Check and send" in text(client.get(last.url))


@pytest.mark.policy("P5.1")
@pytest.mark.policy("P1.1")
def test_every_answer_comes_back_on_the_page_that_checks_them(client, draft):
    fill(client, draft, typed.FULL)

    page = text(client.get(url(draft, name="check")))
    expected = sections.collect_typed(typed.FULL)
    for section in sections.IN_ORDER:
        for _, value, _ in section.summary(expected[section.key], context=expected):
            assert re.sub(r"\s+", " ", value) in page.replace("&#x27;", "'").replace("&amp;", "&"), (section.key, value)
    assert "Send referral" in page


def test_every_section_opens_filled_and_empty(client, draft):
    for section in sections.IN_ORDER:
        assert client.get(url(draft, section.key)).status_code == 200
    fill(client, draft, typed.FULL)
    for section in sections.IN_ORDER:
        page = client.get(url(draft, section.key))
        assert page.status_code == 200
        for items in section.lists:
            if items.key != "files":
                assert client.get(url(draft, section.key, items.key, 1, name="item")).status_code == 200


def test_what_was_typed_is_read_back_as_it_was(client, draft):
    fill(client, draft, typed.FULL)

    stored = Draft.objects.get().typed()
    assert sections.collect_typed(stored) == sections.collect_typed(typed.FULL)


CLAUSES = [
    (
        "P2.1",
        "background",
        ["Poor care", "Domestic abuse at home", "loneliness", "how others feel", "Who says so?", "never counted"],
    ),
    ("P2.2", "needs", ["learning difficulty", "education, health and care plan", "communicate best"]),
    ("P2.3", "analysis", ["Age difference", "Bullying", "Emotional blackmail", "Fear", "distressed", "planned"]),
    ("P2.4", "analysis", ["hard for the young person to stop", "repeated in secret", "gone on after parents"]),
    ("P2.4", "ratings", ["Hackett’s five categories", "Brook traffic light ratings"]),
    (
        "P3.1-3.5",
        "own-harm",
        [
            "Has the young person been abused or harmed?",
            "Asked about every young person",
            "How old were they at the time?",
        ],
    ),
    ("P3.7", "harmed", ["Each gets a record of their own"]),
    ("P3.8-3.9", "needs", ["Growing up", "Attachment", "Development", "Family", "disability"]),
    ("P4.1", "request", ["Child protection or child in need", "Criminal justice", "You can choose both"]),
    (
        "P5.1",
        "account",
        ["The words used", "disclosure", "discovery", "Second-hand", "Third-party", "Who received it?"],
    ),
]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        pytest.param(key, words, marks=pytest.mark.policy(clause), id=f"{clause}-{key}")
        for clause, key, words in CLAUSES
    ],
)
def test_each_section_asks_what_the_policy_asks(client, draft, key, words):
    own = {name: value for name, value in typed.FULL[key].items() if name not in ("people", "brook")}

    page = text(client.get(url(draft, key)))
    save(client, url(draft, key), own, then="back")

    for word in words:
        assert word in page
    read = sections.collect(Draft.objects.get())[key]
    expected = sections.collect_typed(typed.FULL)[key]
    assert all(read[name] == value for name, value in expected.items() if name not in ("people", "brook", "files"))


# -- wrong and missing answers -------------------------------------------------------------------------------------------
def test_a_missing_time_says_what_to_do_and_keeps_the_rest(client, draft):
    answers = {name: value for name, value in typed.MINIMAL["account"].items() if name != "said_time"}

    page = save(client, url(draft, "account"), answers)

    assert "Enter the time it was said, for example 10:40am, or tick “I do not know the time”" in text(page)
    assert "secret game" in page.content.decode()
    assert Draft.objects.get().typed()["account"] == answers
    assert "1 answer to go" in text(client.get(url(draft, name="draft")))


def test_save_and_go_back_asks_nothing(client, draft):
    response = save(client, url(draft, "account"), {"words": "She said"}, then="back")

    assert response.url == url(draft, name="draft")
    assert Draft.objects.get().typed()["account"] == {"words": "She said"}


WRONG = [
    ("account", typed.date("said_on", "31", "2", "2026"), "real date"),
    ("account", typed.date("said_on", "21", "11", "2026"), "20 November 2026 or earlier"),
    ("account", {"said_time": "25:00"}, "for example 10:40am"),
    ("account", {"hands": "many"}, "whole number"),
    ("account", {"how_known": "guess"}, "Choose one of the answers shown"),
    ("young-person", typed.date("born_on", "x", "5", "2012"), "day must be a number"),
    ("young-person", {"postcode": "nowhere"}, "for example"),
    ("young-person", {"nhs_number": "123"}, "Check each digit"),
    ("young-person", {"upn": "A123"}, "pupil number"),
    ("young-person", {"email": "kit"}, "name@example.org"),
    ("young-person", {"age_estimate": "-3", "born_on_not_known": "on"}, "must be 0 or more"),
    ("analysis", {"coercion": ["fear", "none_seen"]}, "Choose the forms of pressure, or only"),
    ("ratings", {"hackett": "abusive"}, "Say what makes you place it there"),
    ("contact", {"risks_to_workers": "yes"}, "Say what the risk is"),
    ("views", {"parents_agree": "not_sought"}, "Say why they have not been asked"),
    ("safety", {"steps": ["none_yet", "devices"]}, "Choose what you have done, or only"),
    ("request", {"wants": ["other"], "routes": ["child_protection"]}, "Say what else you are asking for"),
    ("request", {"wants": ["advice"]}, "Choose the route"),
]


@pytest.mark.parametrize(("key", "answers", "sentence"), WRONG)
def test_every_wrong_answer_says_what_to_do_and_is_kept(client, draft, key, answers, sentence):
    page = save(client, url(draft, key), answers)

    assert page.status_code == 200
    assert sentence in text(page)
    stored = Draft.objects.get().typed()[key]
    assert stored == {name: value for name, value in answers.items() if value}


def test_a_wrong_answer_that_is_not_needed_never_stops_a_referral(client, draft):
    fill(client, draft, typed.minimal(young_person={"nhs_number": "12345"}))

    page = text(client.get(url(draft, name="check")))
    assert "12345 (as typed: it could not be read)" in page
    assert "Send referral" in page


def test_words_not_known_needs_a_reason(client, draft):
    answers = {**typed.MINIMAL["account"], "words": "", "words_not_known": "on"}

    asked = save(client, url(draft, "account"), answers)
    given = save(client, url(draft, "account"), {**answers, "words_not_known_reason": "Nobody wrote them down"})

    assert "Say why the words are not known" in text(asked)
    assert given.status_code == 302


def test_an_unknown_date_of_birth_can_be_sent(client, draft):
    fill(
        client,
        draft,
        typed.minimal(
            young_person={
                "born_on_day": None,
                "born_on_month": None,
                "born_on_year": None,
                "born_on_not_known": "on",
                "age_estimate": "14",
            }
        ),
    )

    page = text(client.get(url(draft, name="check")))
    assert "Thought to be about 14; the date of birth is not known. Confirm it." in page
    assert "Send referral" in page


@pytest.mark.policy("P1.1")
def test_an_eighteen_year_old_is_shown_another_way_and_cannot_be_sent(client, draft):
    born = typed.date("born_on", "1", "1", "2005")
    incident = {"n": 1, "when": "day", **typed.date("on", "1", "11", "2026"), "description": "Touching"}
    fill(client, draft, typed.minimal(young_person=born, behaviour={"incidents": [incident]}))

    page = client.get(url(draft, name="check"))
    sent = client.post(url(draft, name="check"), follow=True)

    assert "This cannot be sent here" in text(page)
    assert "Adult safeguarding" in text(page)
    assert "The police" in text(page)
    assert "Send referral" not in text(page)
    assert Draft.objects.get().submitted_at is None
    assert "18th birthday" in text(sent)


@pytest.mark.policy("P4.1")
def test_an_eleven_year_old_can_be_sent_and_is_shown_another_way(client, draft):
    fill(client, draft, typed.minimal(young_person=typed.date("born_on", "1", "1", "2015")))

    page = text(client.get(url(draft, name="check")))
    assert "A pathway for younger children" in page
    assert "Send referral" in page


@pytest.mark.policy("P1.1")
@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([{"n": 1, "kind": "adult", "pseudonym": "Wren"}], "An adult was harmed"),
        ([{"n": 1, "kind": "self"}], "Only the young person was harmed"),
        ([{"n": 1, "kind": "not_known"}], "It is not known who was harmed"),
        ([{"n": 1, "kind": "online"}], "known only from online contact"),
        ([], "Nobody is named as harmed yet"),
    ],
)
def test_whoever_was_harmed_it_can_be_sent(client, draft, people, sentence):
    fill(client, draft, typed.minimal(harmed={"people": people}))

    page = text(client.get(url(draft, name="check")))
    assert sentence in page
    assert "Send referral" in page


@pytest.mark.parametrize(
    "name", ["O’Brien", "O'Brien", "Zoë", "X", "Nguyễn Thị Ánh", "李", "<b>Kit</b>", "al-Ḥasan", "Smith-Jones"]
)
def test_names_are_kept_letter_by_letter(client, draft, name):
    save(client, url(draft, "young-person"), {"given_name": name}, then="back")

    assert sections.collect(Draft.objects.get())["young-person"]["given_name"] == name
    assert (
        name.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;")
        in client.get(url(draft, "young-person")).content.decode()
    )


def test_a_hundred_kilobytes_are_kept_whole(client, draft):
    words = ("“He said it was a game.” " * 5000)[:100_000].strip()

    save(client, url(draft, "account"), {**typed.MINIMAL["account"], "words": words})

    assert sections.collect(Draft.objects.get())["account"]["words"] == words


def test_more_than_can_be_sent_is_still_kept(client, draft):
    words = "x" * 150_000

    page = save(client, url(draft, "account"), {**typed.MINIMAL["account"], "words": words})

    assert "must be 100,000 characters or fewer" in text(page)
    assert Draft.objects.get().typed()["account"]["words"] == words


def test_characters_no_database_keeps_are_left_out(client, draft):
    save(
        client,
        url(draft, "young-person"),
        {"given_name": "Ki\x00t", "address": "4 Mill Lane\r\nAldermere"},
        then="back",
    )

    assert Draft.objects.get().typed()["young-person"] == {"given_name": "Kit", "address": "4 Mill Lane\nAldermere"}


def test_markup_is_shown_as_text(client, draft):
    save(client, url(draft, "account"), {"words": "<script>alert(1)</script>"}, then="back")
    save(client, url(draft, "harmed", "people", 1, name="item"), {"kind": "child", "pseudonym": "<img onerror=x>"})

    for page in (
        url(draft, "account"),
        url(draft, name="check"),
        url(draft, "harmed"),
        url(draft, "behaviour", "incidents", 1, name="item"),
    ):
        assert "<script>alert" not in client.get(page).content.decode()
        assert "<img onerror" not in client.get(page).content.decode()


# -- again, and in two windows -------------------------------------------------------------------------------------------
def test_pressing_save_twice_changes_nothing(client, draft):
    page = client.get(url(draft, "account"))
    for _ in range(2):
        response = save(client, url(draft, "account"), typed.MINIMAL["account"], page=page)

    assert response.status_code == 302
    assert DraftSection.objects.get(key="account").version == 1


def test_pressing_save_twice_adds_one_person(client, draft):
    address = url(draft, "harmed", "people", 1, name="item")
    page = client.get(address)
    for _ in range(2):
        save(client, address, {"kind": "child", "pseudonym": "Rowan"}, page=page)

    assert len(sections.collect(Draft.objects.get())["harmed"]["people"]) == 1


def test_the_back_button_shows_what_was_saved(client, draft):
    save(client, url(draft, "account"), {"words": "First"}, then="back")

    page = client.get(url(draft, "account"))

    assert "First" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_two_windows_show_both_texts_and_lose_neither(client, draft):
    address = url(draft, "account")
    first, second = client.get(address), client.get(address)
    save(client, address, {"words": "From the first window", "how_came": "disclosure"}, then="back", page=first)

    conflict = save(client, address, {"words": "From the second window", "how_came": "discovery"}, page=second)

    assert conflict.status_code == 409
    assert "From the first window" in text(conflict)
    assert "From the second window" in text(conflict)
    assert Draft.objects.get().typed()["account"]["words"] == "From the first window"

    chosen = {
        "words": "Both: first and second",
        "how_came": "discovery",
        "keep-how_came": "theirs",
        "version": version(conflict),
    }
    client.post(address, chosen)

    assert Draft.objects.get().typed()["account"] == {"words": "Both: first and second", "how_came": "disclosure"}


def test_two_windows_on_different_questions_are_put_together(client, draft):
    address = url(draft, "account")
    save(client, address, {"words": "Before", "demeanour": "Before"}, then="back")
    first, second = client.get(address), client.get(address)
    save(
        client,
        address,
        {"words": "From the first", "demeanour": "Before", "how_came": "disclosure"},
        then="back",
        page=first,
    )

    response = save(client, address, {"words": "Before", "demeanour": "From the second"}, then="back", page=second)

    assert response.status_code == 302
    assert Draft.objects.get().typed()["account"] == {
        "words": "From the first",
        "demeanour": "From the second",
        "how_came": "disclosure",
    }


def test_a_question_left_alone_is_not_asked_about_again(client, draft):
    address = url(draft, "account")
    first, second = client.get(address), client.get(address)
    save(client, address, {"words": "First", "how_came": "disclosure"}, then="back", page=first)

    conflict = save(client, address, {"words": "Second"}, page=second)

    assert conflict.status_code == 409
    assert "How did it come to light?" not in text(conflict)
    client.post(address, {"words": "Both", "how_came": "disclosure", "version": version(conflict), "then": "back"})
    assert Draft.objects.get().typed()["account"] == {"words": "Both", "how_came": "disclosure"}


def test_two_windows_on_different_incidents_do_not_meet(client, draft):
    one, two = (url(draft, "behaviour", "incidents", n, name="item") for n in (1, 2))
    save(client, one, {"description": "One"})
    save(client, two, {"description": "Two"})
    first, second = client.get(one), client.get(two)

    assert save(client, one, {"description": "One again"}, page=first).status_code == 302
    assert save(client, two, {"description": "Two again"}, page=second).status_code == 302
    assert [i["description"] for i in sections.collect(Draft.objects.get())["behaviour"]["incidents"]] == [
        "One again",
        "Two again",
    ]


def test_two_windows_that_both_add_a_person_keep_both(client, draft):
    address = url(draft, "harmed", "people", 1, name="item")
    first, second = client.get(address), client.get(address)

    save(client, address, {"kind": "child", "pseudonym": "Rowan"}, page=first)
    save(client, address, {"kind": "adult", "pseudonym": "Wren"}, page=second)

    assert [p["pseudonym"] for p in sections.collect(Draft.objects.get())["harmed"]["people"]] == ["Rowan", "Wren"]


def test_a_save_whose_answer_was_lost_is_no_conflict(client, draft):
    address = url(draft, "account")
    page = client.get(address)
    save(client, address, {"words": "Said"}, then="back", page=page)

    again = save(client, address, {"words": "Said and more"}, then="back", page=page)

    assert again.status_code == 302
    assert Draft.objects.get().typed()["account"]["words"] == "Said and more"


def test_what_is_taken_out_can_be_put_back(client, draft):
    save(client, url(draft, "harmed", "people", 1, name="item"), {"kind": "child", "pseudonym": "Rowan"})
    save(client, url(draft, "harmed"), {}, then="remove:people:1")
    assert sections.collect(Draft.objects.get())["harmed"]["people"] == []
    assert "Taken out: Person 1: Rowan" in text(client.get(url(draft, "harmed")))

    save(client, url(draft, "harmed"), {}, then="restore:people:1")

    assert sections.collect(Draft.objects.get())["harmed"]["people"][0]["pseudonym"] == "Rowan"


def test_numbers_are_never_used_again(client, draft):
    save(client, url(draft, "harmed", "people", 1, name="item"), {"kind": "child"})
    save(client, url(draft, "harmed"), {}, then="remove:people:1")

    response = save(client, url(draft, "harmed"), {}, then="add:people")

    assert response.url == url(draft, "harmed", "people", 2, name="item")


def test_adding_saves_what_was_typed_on_the_page(client, draft):
    save(client, url(draft, "behaviour"), {"statement": "It is alleged"}, then="add:incidents")

    assert Draft.objects.get().typed()["behaviour"]["statement"] == "It is alleged"


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_number_nobody_was_given_is_not_there(client, draft, number):
    save(client, url(draft, "harmed", "people", 1, name="item"), {"kind": "child"})

    assert client.get(url(draft, "harmed", "people", number, name="item")).status_code == 404


@pytest.mark.parametrize("odd", ["", "x", "9" * 40, "2:1", "-1", "٣"])
def test_an_odd_version_never_overwrites(client, draft, odd):
    save(client, url(draft, "account"), {"words": "Kept"}, then="back")

    response = client.post(url(draft, "account"), {"words": "Other", "version": odd})

    assert response.status_code == 409
    assert Draft.objects.get().typed()["account"]["words"] == "Kept"


# -- saving in the background --------------------------------------------------------------------------------------------
def background(client, address, version, **changes):
    data = {"version": version, "changed": list(changes), **changes}
    return client.post(address, data, headers={"accept": "application/json"})


def test_autosave_keeps_what_changed_and_leaves_the_rest(client, draft):
    save(client, url(draft, "account"), {"words": "Said", "demeanour": "Quiet"}, then="back")
    page = client.get(url(draft, "account"))

    answer = background(client, url(draft, "account", name="section_autosave"), version(page), words="Said more")

    assert answer.status_code == 200
    assert set(answer.json()) == {"saved_at", "version"}
    assert Draft.objects.get().typed()["account"] == {"words": "Said more", "demeanour": "Quiet"}
    assert (
        save(
            client,
            url(draft, "account"),
            {"words": "Said more still"},
            then="back",
            page=client.get(url(draft, "account")),
        ).status_code
        == 302
    )


def test_autosave_goes_on_with_the_version_it_was_given(client, draft):
    address = url(draft, "harmed", "people", 1, name="item_autosave")
    page = client.get(url(draft, "harmed", "people", 1, name="item"))

    first = background(client, address, version(page), kind="child")
    second = background(client, address, first.json()["version"], pseudonym="Rowan")

    assert second.status_code == 200
    [person] = sections.collect(Draft.objects.get())["harmed"]["people"]
    assert (person["kind"], person["pseudonym"]) == ("child", "Rowan")


def test_autosave_clears_what_was_emptied(client, draft):
    save(client, url(draft, "analysis"), {"coercion": ["fear"], "age_gap": "large"}, then="back")
    page = client.get(url(draft, "analysis"))

    background(client, url(draft, "analysis", name="section_autosave"), version(page), coercion="")

    assert Draft.objects.get().typed()["analysis"] == {"age_gap": "large"}


def test_autosave_from_a_window_left_behind_is_refused(client, draft):
    page = client.get(url(draft, "account"))
    save(client, url(draft, "account"), {"words": "Newer"}, then="back")

    answer = background(client, url(draft, "account", name="section_autosave"), version(page), words="Older")

    assert answer.status_code == 409
    assert "another window" in answer.json()["message"]
    assert Draft.objects.get().typed()["account"]["words"] == "Newer"


def test_autosave_of_a_new_person_does_not_add_a_second(client, draft):
    address = url(draft, "harmed", "people", 1, name="item")
    first, second = client.get(address), client.get(address)
    save(client, address, {"kind": "child", "pseudonym": "Rowan"}, page=first)

    answer = background(client, url(draft, "harmed", "people", 1, name="item_autosave"), version(second), kind="adult")

    assert answer.status_code == 409
    assert len(sections.collect(Draft.objects.get())["harmed"]["people"]) == 1


def test_an_expired_session_loses_nothing(client, draft, dsl):
    save(client, url(draft, "account"), {"words": "Before"}, then="back")
    page = client.get(url(draft, "account"))
    client.logout()

    in_background = background(client, url(draft, "account", name="section_autosave"), version(page), words="After")
    pressed = save(client, url(draft, "account"), {"words": "After the session ended"}, page=page)
    client.force_login(dsl)
    again = client.get(url(draft, "account"))

    assert in_background.status_code == 403
    assert pressed.status_code == 403
    assert "After the session ended" in pressed.content.decode()
    assert "Before" in again.content.decode()
    assert (
        save(client, url(draft, "account"), {"words": "After the session ended"}, then="back", page=page).status_code
        == 302
    )


# -- whose it is -----------------------------------------------------------------------------------------------------------
def addresses(draft: Draft) -> list[str]:
    plain = ["draft", "danger", "discard", "check", "sent", "sent_answers", "copy", "addendum", "upload"]
    return [
        *(url(draft, name=name) for name in plain),
        url(draft, "account"),
        url(draft, "account", name="section_autosave"),
        url(draft, "harmed", "people", 1, name="item"),
        url(draft, "harmed", "people", 1, name="item_autosave"),
    ]


@pytest.mark.parametrize("who", ["social_worker", "administrator", "csws_manager"])
def test_a_draft_is_its_writers_alone(client, draft, client_for, person, who):
    other = client_for(person(who))

    for address in addresses(draft):
        assert other.post(address, {"words": "x", "changed": "words"}).status_code in (404, 405), address
        if "autosave" not in address:
            assert other.get(address).status_code == 404, address
    assert draft.pk.hex not in other.get(reverse("referrals:list")).content.decode().replace("-", "")


def test_nobody_without_the_power_starts_one(administrator, client_for):
    client = client_for(administrator)

    assert client.get(reverse("referrals:new")).status_code == 403
    assert client.post(reverse("referrals:new"), {"danger": "no", "draft": uuid4()}).status_code == 403


def test_somebody_elses_draft_cannot_be_started_again(draft, social_worker, client_for):
    response = client_for(social_worker).post(reverse("referrals:new"), {"danger": "no", "draft": draft.pk})

    assert response.status_code == 403


def test_a_draft_thrown_away_is_gone(client, draft):
    client.post(url(draft, name="discard"))

    assert client.get(url(draft, name="draft")).status_code == 404
    assert client.post(url(draft, "account"), {"words": "x"}).status_code == 404


def test_no_name_stands_in_title_or_address(client, draft):
    fill(client, draft, typed.FULL)

    for address in [
        url(draft, name="draft"),
        url(draft, name="check"),
        *(url(draft, s.key) for s in sections.IN_ORDER),
    ]:
        title = re.search("<title>(.*?)</title>", client.get(address).content.decode(), re.DOTALL)[1]
        assert not re.search("Kit|Danvers|Zoë|Rowan", title + address)


def test_the_answer_about_danger_can_change(client, draft):
    client.post(url(draft, name="danger"), {"danger": "yes"})

    assert Draft.objects.get().danger_now == "yes"
    assert "Ring 999 before you write" in text(client.get(url(draft, name="draft")))


def test_the_list_shows_drafts_and_filters(client, draft):
    fill(client, draft, typed.MINIMAL)

    assert "K.D., 14" in text(client.get(reverse("referrals:list")))
    assert "You have no referrals here" in text(client.get(reverse("referrals:list") + "?show=sent"))
    assert client.get(reverse("referrals:list") + "?show=%00&page=x&sort=y").status_code == 200


def test_the_list_exports_without_names(client, draft):
    fill(client, draft, typed.MINIMAL)

    export = client.get(reverse("referrals:list") + "?export=csv")

    assert export["Content-Type"].startswith("text/csv")
    lines = export.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Reference,State,Youth offending service,Started,Last saved,Sent"
    assert len(lines) == 2
    assert "Kit" not in export.content.decode()


def test_the_list_asks_the_database_the_same_however_long(client, draft, dsl, at, django_assert_max_num_queries):
    for _ in range(12):
        referral_factory.draft(dsl, at, typed.MINIMAL)

    with django_assert_max_num_queries(20):
        assert text(client.get(reverse("referrals:list"))).count("K.D., 14") >= 12


def test_the_answers_are_json(client, draft):
    fill(client, draft, typed.FULL)

    assert json.loads(json.dumps(sections.collect(Draft.objects.get())))


# -- sending ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def ready(client, draft) -> Draft:
    """A referral with an answer to every question, ready to be sent to a partnership that can receive it."""
    referral_factory.partnership()
    fill(client, draft, typed.FULL)
    return draft


@pytest.mark.policy("P6.4")
@pytest.mark.policy("P5.10")
def test_sending_leads_to_a_page_to_keep(client, ready):
    response = client.post(url(ready, name="check"), follow=True)

    page = text(response)
    assert response.redirect_chain[-1][0] == url(ready, name="sent")
    reference = Draft.objects.get().reference
    assert "MASH and YOS have your referral" in page
    assert reference in page
    assert "Friday 20 November 2026" in page
    assert "By the end of Monday 23 November 2026" in page  # one working day, over a weekend
    assert "By the end of Friday 27 November 2026" in page  # five working days
    assert "Not opened yet" in page
    assert "Keep K.D. and those harmed apart" in page


def test_pressing_send_twice_sends_once(client, ready):
    for _ in range(2):
        response = client.post(url(ready, name="check"))

    assert response.url == url(ready, name="sent")
    assert Referral.objects.count() == 1
    assert Referral.objects.get().pk == ready.pk


def test_an_unfinished_referral_is_not_sent(client, draft):
    response = client.post(url(draft, name="check"), follow=True)

    assert "answers are still needed" in text(response)
    assert not Referral.objects.exists()


def test_the_least_that_is_needed_can_be_sent(client, draft):
    referral_factory.partnership()
    fill(client, draft, typed.MINIMAL)

    assert client.post(url(draft, name="check")).url == url(draft, name="sent")


@pytest.mark.policy("P5.1")
def test_what_was_sent_cannot_be_changed_and_reads_as_it_was(client, ready):
    client.post(url(ready, name="check"))

    for name in ("draft", "check", "danger", "discard", "upload"):
        assert client.get(url(ready, name=name)).url == url(ready, name="sent"), name
    assert client.get(url(ready, "account")).url == url(ready, name="sent")
    page = text(client.get(url(ready, name="sent_answers")))
    assert "“He said it was a secret game.”" in page
    assert "O’Brien" in page
    assert "Change" not in page


def test_what_was_typed_while_it_was_sent_can_be_added(client, ready):
    page = client.get(url(ready, "account"))
    client.post(url(ready, name="check"))

    late = save(
        client, url(ready, "account"), {**typed.FULL["account"], "demeanour": "Cried on the way home"}, page=page
    )
    in_background = background(client, url(ready, "account", name="section_autosave"), version(page), demeanour="Cried")

    assert late.status_code == 409
    assert "Cried on the way home" in late.content.decode()
    assert "has been sent and cannot be changed" in text(late)
    assert in_background.status_code == 409
    assert "Add what is new to it instead" in in_background.json()["message"]


@pytest.mark.policy("P5.1")
def test_an_addition_stands_beside_the_referral_once(client, ready):
    client.post(url(ready, name="check"))
    page = client.get(url(ready, name="addendum"))
    key = re.search(r'name="key" value="([^"]*)"', page.content.decode())[1]

    empty = client.post(url(ready, name="addendum"), {"text": " ", "key": key})
    for _ in range(2):
        client.post(url(ready, name="addendum"), {"text": "Rowan said: “and on Mondays”", "key": key})

    assert "Enter what you want to add" in text(empty)
    sent = client.get(url(ready, name="sent")).content.decode()
    assert sent.count("“and on Mondays”") == 1


def test_an_adult_at_the_time_is_refused_by_the_server_too(client, ready):
    save(
        client,
        url(ready, "young-person"),
        {**typed.FULL["young-person"], **typed.date("born_on", "1", "1", "2000")},
        then="back",
    )

    client.post(url(ready, name="check"))

    assert not Referral.objects.exists()


@pytest.mark.slow
def test_the_copy_is_a_pdf_without_names_in_its_own_name(client, ready):
    client.post(url(ready, name="check"))

    copy = client.get(url(ready, name="copy"))

    assert copy["Content-Type"] == "application/pdf"
    assert copy.content.startswith(b"%PDF")
    assert copy["Content-Disposition"] == f'attachment; filename="{Draft.objects.get().reference}.pdf"'


def test_before_sending_there_is_no_copy_and_no_addition(client, draft):
    for name in ("sent", "sent_answers", "copy", "addendum"):
        assert client.get(url(draft, name=name)).status_code == 302


# -- files -----------------------------------------------------------------------------------------------------------------
def test_a_file_goes_with_the_referral_and_can_be_taken_out(client, draft):
    file = SimpleUploadedFile("notes.txt", b"Seen at 10am by a teaching assistant.", content_type="text/plain")

    client.post(url(draft, name="upload"), {"title": "Notes from school", "file": file})

    [kept] = sections.collect(Draft.objects.get())["attachments"]["files"]
    assert kept["title"] == "Notes from school"
    assert "Notes from school" in text(client.get(url(draft, name="check")))
    save(client, url(draft, "attachments"), {}, then=f"remove:files:{kept['document']}")
    assert sections.collect(Draft.objects.get())["attachments"]["files"] == []


def test_a_file_of_a_kind_we_do_not_take_says_what_to_do(client, draft):
    file = SimpleUploadedFile("tool.exe", b"MZ\x90\x00", content_type="application/octet-stream")

    page = client.post(url(draft, name="upload"), {"title": "Tool", "file": file})

    assert "cannot be uploaded" in text(page)
    assert "Choose a file" in text(client.post(url(draft, name="upload"), {"title": "Nothing"}))
