"""The sections against their contract (answers.md): every key there, every key documented, nothing typed lost on the way."""

import json
import re
from pathlib import Path

import pytest

from hsb.writing import rows
from hsb.writing import typed as typeds
from referrals import sections
from tests.referrals import typed

DOCUMENT = Path(sections.__file__).with_name("answers.md")
KINDS = {
    "text": str, "code": str, "tri": str, "codes": list, "bool": bool, "date": (str, type(None)), "time": (str, type(None)),
    "int": (int, type(None)), "span": (dict, type(None)), "numbers": list, "list": list,
}  # fmt: skip
ITEM_TITLES = {
    "incident": ("behaviour", "incidents"),
    "harmed person": ("harmed", "people"),
    "brook rating": ("ratings", "brook"),
    "parent": ("home", "parents"),
    "household member": ("home", "household"),
    "worker": ("home", "workers"),
    "allegation": ("police", "allegations"),
    "file": ("attachments", "files"),
}


def documented() -> dict[str, dict[str, str]]:
    """Title of a section or item → key → kind, as answers.md has it."""
    found: dict[str, dict[str, str]] = {}
    title = ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#{2,3} (.+)", line):
            title = heading[1].split(" — ")[0]
            found[title] = {}
        elif (row := re.match(r"\| ([a-z_]+)(?: \*\*!\*\*)? \| ([a-z]+)", line)) and row[1] != "key":
            found[title][row[1]] = row[2]
    return found


EMPTY = sections.collect_typed({})
FULL = sections.collect_typed(typed.FULL)


@pytest.mark.parametrize("section", sections.IN_ORDER, ids=lambda section: section.key)
def test_the_contract_names_every_key_of_a_section(section):
    assert set(documented()[section.key]) | {"unread"} == set(EMPTY[section.key])


@pytest.mark.parametrize(("title", "where"), ITEM_TITLES.items())
def test_the_contract_names_every_key_of_a_repeated_thing(title, where):
    items = sections.SECTIONS[where[0]].list_of(where[1])

    assert set(documented()[title]) == set(items.form.base_fields)


@pytest.mark.parametrize("answers", [EMPTY, FULL], ids=["empty", "full"])
def test_every_value_is_of_the_kind_the_contract_says(answers):
    contract = documented()
    for key, own in answers.items():
        for name, kind in contract[key].items():
            assert isinstance(own[name], KINDS[kind]), (key, name, own[name])
    for title, (key, list_key) in ITEM_TITLES.items():
        for item in answers[key][list_key]:
            assert isinstance(item["n"], int)
            for name, kind in contract[title].items():
                assert isinstance(item[name], KINDS[kind]), (title, name, item[name])
    assert json.loads(json.dumps(answers)) == answers


def test_every_question_is_answered_by_the_full_example():
    """So that a test over the full example is a test over every question."""
    exempt = {
        "words_not_known", "words_not_known_reason", "said_on_not_known", "said_time_not_known", "description",
        "born_on_not_known", "nobody_known", "nobody_known_detail", "planning_detail", "disability_detail", "parents_views",
        "needs_protection_detail",
    }  # fmt: skip
    for key, own in FULL.items():
        for name, value in own.items():
            if name not in ("unread", "files") and value in ("", None, [], False) and name not in exempt:
                assert name.startswith(("attachment", "rejection", "empathy")) or name in ("upn", "age_estimate"), (
                    key,
                    name,
                )


def test_an_empty_referral_needs_exactly_the_compulsory_answers():
    assert [(problem.section, problem.field) for problem in sections.still_needed_in({})] == [
        ("account", "how_known"),
        ("account", "words"),
        ("account", "said_on"),
        ("account", "received_by_name"),
        ("young-person", "given_name"),
        ("young-person", "born_on"),
        ("behaviour", "statement"),
        ("request", "wants"),
        ("request", "routes"),
    ]


def test_the_least_that_can_be_sent_needs_nothing_more():
    assert sections.still_needed_in(typed.MINIMAL) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"account": {"words": None, "words_not_known": "on", "words_not_known_reason": "Nobody wrote them down"}},
        {
            "account": {
                "said_on_day": None,
                "said_on_month": None,
                "said_on_year": None,
                "said_time": None,
                "said_on_not_known": "on",
            }
        },
        {"account": {"said_time": None, "said_time_not_known": "on"}},
        {"young_person": {"given_name": None, "family_name": None, "description": "A tall boy in the park"}},
        {"young_person": {"given_name": "X", "family_name": None}},
        {"young_person": {"born_on_day": None, "born_on_month": None, "born_on_year": None, "born_on_not_known": "on"}},
        {"behaviour": {"statement": None, "incidents": [{"n": 1, "version": 1, "description": "Touching"}]}},
        {"harmed": {"people": [{"n": 1, "version": 1, "pseudonym": "Rowan"}]}},
        {"young_person": {"postcode": "nowhere"}},
    ],
)
def test_what_may_stand_instead(changes):
    assert sections.still_needed_in(typed.minimal(**changes)) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account": {"words": "   "}}, "words"),
        ({"account": {"words": None, "words_not_known": "on"}}, "words_not_known_reason"),
        ({"account": {"said_on_not_known": "on"}}, "said_on"),
        ({"account": {"said_on_year": "2O26"}}, "said_on"),
        ({"young_person": {"given_name": None, "family_name": None}}, "given_name"),
        ({"young_person": {"born_on_not_known": "on"}}, "born_on"),
        ({"young_person": {"born_on_day": "31", "born_on_month": "2"}}, "born_on"),
        ({"request": {"wants": ["other"]}}, "wants_other"),
        ({"request": {"routes": None}}, "routes"),
    ],
)
def test_what_stands_in_the_way(changes, field):
    assert [problem.field for problem in sections.still_needed_in(typed.minimal(**changes))] == [field]


def test_the_state_of_a_section():
    account = sections.SECTIONS["account"]

    assert account.state({}) == "not_started"
    assert account.state({"words": "She said"}) == "started"
    assert account.state(typed.MINIMAL["account"]) == "done"
    assert sections.SECTIONS["harmed"].state({"people": [{"n": 1, "version": 1}]}) == "not_started"
    assert (
        sections.SECTIONS["harmed"].state({"people": [{"n": 1, "version": 2, "removed": True, "kind": "child"}]})
        == "not_started"
    )


def test_what_cannot_be_read_is_kept_beside_what_can():
    answers = sections.collect_typed(
        typed.minimal(young_person={"nhs_number": "12 34", **typed.date("born_on", "31", "2", "2012")})
    )

    child = answers["young-person"]
    assert child["nhs_number"] == ""
    assert child["born_on"] is None
    assert child["unread"] == {"nhs_number": "12 34", "born_on": "31/2/2012"}
    assert ("NHS number", "12 34 (as typed: it could not be read)", False) in sections.SECTIONS["young-person"].summary(
        child
    )


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        ("2026", "2026-01-01", "2026-12-31", "2026"),
        ("2026-02", "2026-02-01", "2026-02-28", "February 2026"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2026-12", "2026-12-01", "2026-12-31", "December 2026"),
        ("2026-03-09", "2026-03-09", "2026-03-09", "9 March 2026"),
    ],
)
def test_the_days_a_partial_date_may_mean(text, earliest, latest, words):
    span = rows.span(text)

    assert (span["earliest"], span["latest"], span["text"]) == (earliest, latest, words)


@pytest.mark.policy("P3.7")
def test_rows_without_identity_name_nobody():
    harmed = sections.SECTIONS["harmed"]

    shown = json.dumps(harmed.summary(FULL["harmed"], context=FULL, identity=False), ensure_ascii=False)

    assert "Rowan" in shown
    for name in ("Zoë", "O’Brien", "Mill Lane", "Mill Primary", "960 333", "29 February"):
        assert name not in shown


def test_a_copy_leaves_out_addresses_that_must_not_be_disclosed():
    from referrals.drafts import copies as drafts_copy

    safe, left_out = drafts_copy.without_protected_addresses(FULL)

    assert left_out
    assert "Mill Lane" not in json.dumps(safe)
    assert "AL3 7QX" not in json.dumps(safe)
    assert FULL["young-person"]["address"] == "4 Mill Lane\nAldermere"
    assert drafts_copy.without_protected_addresses(EMPTY) == (EMPTY, False)


def test_words_and_only_words_are_quotes():
    quotes = [
        label
        for section in sections.IN_ORDER
        for label, _, quote in section.summary(FULL[section.key], context=FULL)
        if quote
    ]

    assert quotes == [
        "The words used",
        "What did the adult ask, word for word?",
        "Person 1: Rowan · What have they said they want?",
        "What does the young person say?",
    ]


def test_no_question_is_drawn_twice():
    """Shown under two answers it would be two boxes of one name, and what was typed into the first would be lost."""
    for section in sections.IN_ORDER:
        for form_class in (section.form, *(items.form for items in section.lists)):
            form = form_class()
            assert all(len(pairs) == 1 for pairs in form.revealed_by.values()), (section.key, form.revealed_by)


def test_every_question_is_drawn():
    from django.template import Context, Template

    page = Template("{% load crispy_forms_tags %}{% crispy form %}")
    for section in sections.IN_ORDER:
        for form_class in (section.form, *(items.form for items in section.lists if items.key != "files")):
            html = page.render(Context({"form": form_class(context=FULL)}))
            for name, _ in typeds.posted_names(form_class):
                assert f'name="{name}"' in html, (section.key, name)


def test_labels_are_told_apart_within_a_section():
    for section in sections.IN_ORDER:
        for form in (section.form, *(items.form for items in section.lists)):
            labels = [str(form.short_labels.get(name) or field.label) for name, field in form.base_fields.items()]
            doubled = {label for label in labels if labels.count(label) > 1}
            assert not doubled, (section.key, doubled)


def test_a_person_taken_out_is_no_longer_meant_by_an_incident():
    answers = sections.collect_typed(
        {
            "harmed": {
                "people": [
                    {"n": 1, "version": 2, "kind": "child", "removed": True},
                    {"n": 2, "version": 1, "kind": "child"},
                ]
            },
            "behaviour": {"incidents": [{"n": 1, "version": 1, "description": "x", "involved": ["1", "2"]}]},
        }
    )

    assert answers["behaviour"]["incidents"][0]["involved"] == [2]


def test_a_copy_with_keys_left_out_still_makes_rows():
    """The young person's readers get of a harmed person only what bears on risk."""
    part = {"people": [{"n": 1, "kind": "child", "pseudonym": "Rowan", "age_estimate": 10, "safe_now": "yes"}]}

    assert ("Person 1: Rowan · Are they safe there?", "Yes", False) in sections.SECTIONS["harmed"].summary(part)


@pytest.mark.policy("P2.1")
def test_background_is_told_and_never_counted():
    background = sections.SECTIONS["background"]

    assert all(not isinstance(value, int) for value in FULL["background"].values())
    assert any("never counted" in sentence for sentence in background.guidance)


def test_the_facts_for_the_rules():
    import datetime

    facts = sections.facts(FULL, on=datetime.date(2026, 11, 20))

    assert facts.born_on == datetime.date(2012, 5, 4)
    assert [(when.earliest, when.latest) for when in facts.behaviours] == [
        (datetime.date(2026, 11, 1), datetime.date(2026, 11, 1)),
        (datetime.date(2026, 9, 1), datetime.date(2026, 10, 31)),
    ]
    assert facts.harmed == ("child", "adult")
    assert facts.allegations[0].admission == "partial"


@pytest.mark.parametrize("section", sections.IN_ORDER, ids=lambda section: section.key)
def test_an_or_stands_between_two_answers(section):
    forms = [section.form, *(items.form for items in section.lists)]
    lists = [list(getattr(field, "choices", [])) for form in forms for field in form.base_fields.values()]

    assert not [choices[-1] for choices in lists if choices and getattr(choices[-1], "divider", "")]
