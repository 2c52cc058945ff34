"""Saving a draft: whose it is, what a save changes, and what it refuses."""

import datetime
import uuid

import pytest

from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.writing.typed import MOST_ITEMS
from referrals import sections
from referrals.drafts import actions as drafts
from referrals.models import Draft, DraftSection

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def draft(dsl, at) -> Draft:
    return drafts.start(draft_id=uuid.uuid4(), danger="no", agency=None, by=dsl, at=at)


def save(draft, key, answers, *, version=0, by=None, at, **more):
    return drafts.save_section(
        draft=draft, key=key, answers=answers, version=version, by=by or draft.owner, at=at, **more
    )


def add(draft, number, answers, *, version=0, at, **more):
    return drafts.save_item(
        draft=draft,
        key="harmed",
        list_key="people",
        number=number,
        answers=answers,
        version=version,
        by=draft.owner,
        at=at,
        **more,
    )


def test_start_twice_is_one_draft(dsl, at):
    key = uuid.uuid4()

    first = drafts.start(draft_id=key, danger="no", agency=None, by=dsl, at=at)
    again = drafts.start(draft_id=key, danger="yes", agency=None, by=dsl, at=at + HOUR)

    assert first == again
    assert again.danger_now == "yes", "the other answer to “is anyone in danger?” is not dropped"


def test_start_needs_the_answer_about_danger(dsl, at):
    with pytest.raises(ActionNotAllowed):
        drafts.start(draft_id=uuid.uuid4(), danger="perhaps", agency=None, by=dsl, at=at)


def test_only_its_writer_changes_a_draft(draft, social_worker, at):
    with pytest.raises(AccessDenied):
        save(draft, "account", {"words": "x"}, by=social_worker, at=at)
    with pytest.raises(AccessDenied):
        drafts.discard(draft=draft, by=social_worker, at=at)
    with pytest.raises(AccessDenied):
        drafts.answer_danger(draft=draft, danger="yes", by=social_worker, at=at)


@pytest.mark.parametrize(
    "change",
    [
        {"submitted_at": datetime.datetime(2026, 3, 5, tzinfo=datetime.UTC), "reference": "R-26-0001"},
        {"discarded_at": datetime.datetime(2026, 3, 5, tzinfo=datetime.UTC)},
    ],
)
def test_what_was_sent_or_thrown_away_is_changed_no_more(draft, at, change):
    Draft.objects.filter(pk=draft.pk).update(**change)

    for act in (
        lambda: save(draft, "account", {"words": "x"}, at=at),
        lambda: add(draft, 1, {"kind": "child"}, at=at),
        lambda: drafts.answer_danger(draft=draft, danger="yes", by=draft.owner, at=at),
        lambda: drafts.set_removed(
            draft=draft, key="harmed", list_key="people", number=1, removed=True, by=draft.owner, at=at
        ),
        lambda: drafts.discard(draft=draft, by=draft.owner, at=at),
    ):
        with pytest.raises(ActionNotAllowed):
            act()
    assert not DraftSection.objects.exists()


def test_a_save_counts_only_when_something_changed(draft, at):
    first = save(draft, "account", {"words": "x"}, at=at)
    again = save(draft, "account", {"words": "x"}, version=0, at=at + HOUR)

    assert (first.version, again.version) == (1, 1)
    assert not again.changed
    assert DraftSection.objects.get().saved_at == at


def test_a_stale_save_carries_both_and_writes_nothing(draft, at):
    save(draft, "account", {"words": "first"}, at=at)

    with pytest.raises(StaleVersion) as stale:
        save(draft, "account", {"words": "second"}, version=0, at=at + HOUR)

    assert stale.value.current.typed == {"words": "first"}
    assert stale.value.current.version == 1
    assert DraftSection.objects.get().answers == {"words": "first"}


def test_the_same_window_is_never_stale(draft, at):
    save(draft, "account", {"words": "first"}, at=at, window="w")

    assert save(draft, "account", {"words": "second"}, version=0, at=at, window="w").version == 2


def test_questions_and_lists_are_saved_apart(draft, at):
    add(draft, 1, {"kind": "child"}, at=at)
    save(draft, "harmed", {"nobody_known_detail": "x"}, at=at)
    add(draft, 1, {"kind": "adult"}, version=1, at=at)

    stored = DraftSection.objects.get().answers
    assert stored["nobody_known_detail"] == "x"
    assert [(person["n"], person["kind"], person["version"]) for person in stored["people"]] == [(1, "adult", 2)]


def test_a_new_thing_with_a_number_that_was_taken_gets_the_next(draft, at):
    add(draft, 1, {"kind": "child"}, at=at)

    assert add(draft, 1, {"kind": "adult"}, at=at).number == 2
    with pytest.raises(StaleVersion):
        add(draft, 1, {"kind": "self"}, at=at, renumber=False)


def test_nothing_typed_adds_nothing(draft, at):
    assert not add(draft, 1, {}, at=at).changed
    assert not DraftSection.objects.exists()


def test_what_was_taken_out_is_not_written_over(draft, at):
    add(draft, 1, {"kind": "child"}, at=at)
    drafts.set_removed(draft=draft, key="harmed", list_key="people", number=1, removed=True, by=draft.owner, at=at)

    with pytest.raises(StaleVersion) as stale:
        add(draft, 1, {"kind": "adult"}, version=1, at=at)

    assert stale.value.current.removed


def test_taking_out_twice_is_taking_out_once(draft, at):
    add(draft, 1, {"kind": "child"}, at=at)
    for _ in range(2):
        drafts.set_removed(draft=draft, key="harmed", list_key="people", number=1, removed=True, by=draft.owner, at=at)

    assert DraftSection.objects.get().answers["people"][0]["version"] == 2


def test_there_is_a_limit_with_a_sentence(draft, at):
    DraftSection.objects.create(
        draft=draft,
        key="harmed",
        answers={"people": [{"n": n, "version": 1, "kind": "child"} for n in range(1, MOST_ITEMS + 1)]},
        saved_at=at,
    )

    with pytest.raises(ActionNotAllowed, match="Put the rest into one of them"):
        add(draft, MOST_ITEMS + 1, {"kind": "child"}, at=at)


def test_the_state_of_a_section_is_kept(draft, at):
    save(draft, "request", {"wants": ["advice"]}, at=at)
    assert DraftSection.objects.get().state == "started"

    save(draft, "request", {"wants": ["advice"], "routes": ["child_protection"]}, version=1, at=at)
    assert DraftSection.objects.get().state == "done"


def test_collect_reads_files_too(draft):
    assert sections.collect(draft)["attachments"]["files"] == []


@pytest.mark.postgres
def test_the_database_itself_shows_a_draft_to_its_writer_only(draft, dsl, social_worker, at):
    from django.db import connection

    from hsb.agencies.queries import principals
    from hsb.database import as_principals

    if connection.vendor != "postgresql":
        pytest.skip("SQLite has the first wall only")
    save(draft, "account", {"words": "x"}, at=at)

    with as_principals(principals(dsl), dsl.pk):
        assert (Draft.objects.count(), DraftSection.objects.count()) == (1, 1)
    with as_principals(principals(social_worker), social_worker.pk):
        assert (Draft.objects.count(), DraftSection.objects.count()) == (0, 0)
