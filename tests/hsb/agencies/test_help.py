"""The partnership's own links on the help page (P8)."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies import actions
from hsb.agencies.models import HelpEntry
from hsb.agencies.profile import profile
from hsb.audit.models import AuditEvent
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P8")]
LINK = {"title": "Threshold document", "url": "https://procedures.example.org/thresholds", "about": "When to refer."}


@pytest.fixture
def editor(administrator: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(administrator)


@pytest.fixture
def entry(administrator: User, at: datetime) -> HelpEntry:
    return actions.add_help(**LINK, by=administrator, at=at)


def titles() -> list[str]:
    return list(HelpEntry.objects.values_list("title", flat=True))


def changes() -> list[str]:
    entries = AuditEvent.objects.filter(kind="setting.changed", what="help page").order_by("pk")
    return [found.facts["change"] for found in entries]


def test_the_page_begins_with_the_links_of_the_profile_and_anybody_reads_it() -> None:
    assert titles() == [link["title"] for link in profile().links]

    page = Client().get(reverse("pages:help")).text

    for link in profile().links:
        assert f'href="{link["url"]}"' in page and link["title"] in page
    assert reverse("pages:help_edit") not in page


def test_an_administrator_adds_changes_orders_and_removes(editor, administrator) -> None:
    assert editor.post(reverse("pages:help_add"), LINK).status_code == 302
    entry = HelpEntry.objects.get(title="Threshold document")
    assert titles()[-1] == entry.title and entry.saved_by == administrator

    words = {**LINK, "title": "Thresholds", "version": entry.version}
    assert editor.post(reverse("pages:help_change", args=[entry.pk]), words).status_code == 302
    editor.post(reverse("pages:help_move", args=[entry.pk]), {"to": "up"})
    assert titles()[-2] == "Thresholds"
    editor.post(reverse("pages:help_move", args=[entry.pk]), {"to": "down"})
    editor.post(reverse("pages:help_move", args=[entry.pk]), {"to": "down"})  # is last: stays
    assert titles()[-1] == "Thresholds"
    assert "Thresholds" in Client().get(reverse("pages:help")).text

    assert editor.get(reverse("pages:help_remove", args=[entry.pk])).status_code == 200
    assert editor.post(reverse("pages:help_remove", args=[entry.pk]), {"version": 2}).status_code == 302
    assert "Thresholds" not in titles()
    assert changes() == ["added", "changed", "moved", "moved", "removed"]
    assert "Thresholds" not in str(list(AuditEvent.objects.values_list("facts", "what")))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "procedures", "data:text/html,x", ""])
def test_only_web_addresses_are_kept(editor, administrator, at, url) -> None:
    answer = editor.post(reverse("pages:help_add"), {**LINK, "url": url})

    assert answer.status_code == 422 and "web address" in answer.text
    with pytest.raises(ActionNotAllowed, match="https://"):
        actions.add_help(**{**LINK, "url": url}, by=administrator, at=at)
    assert "Threshold document" not in titles()


def test_of_two_who_edit_the_second_sees_both_texts(editor, administrator, entry, at) -> None:
    actions.change_help(entry=entry, **{**LINK, "about": "Theirs."}, version=1, by=administrator, at=at)

    answer = editor.post(reverse("pages:help_change", args=[entry.pk]), {**LINK, "about": "Mine.", "version": 1})

    assert answer.status_code == 409
    assert "Theirs." in answer.text and "Mine." in answer.text
    assert HelpEntry.objects.get(pk=entry.pk).about == "Theirs."
    kept = {**LINK, "about": "Both.", "version": 2}
    assert editor.post(reverse("pages:help_change", args=[entry.pk]), kept).status_code == 302
    assert HelpEntry.objects.get(pk=entry.pk).about == "Both."


def test_what_somebody_changed_is_not_removed_unseen(editor, administrator, entry, at) -> None:
    actions.change_help(entry=entry, **{**LINK, "about": "Theirs."}, version=1, by=administrator, at=at)

    answer = editor.post(reverse("pages:help_remove", args=[entry.pk]), {"version": 1})

    assert answer.status_code == 409 and "Theirs." in answer.text
    with pytest.raises(StaleVersion):
        actions.remove_help(entry=entry, version=1, by=administrator, at=at)
    actions.remove_help(entry=entry, version=2, by=administrator, at=at)
    for act in (actions.remove_help, lambda **k: actions.change_help(**LINK, **k)):
        with pytest.raises(ActionNotAllowed, match="removed already"):
            act(entry=entry, version=2, by=administrator, at=at)
    assert editor.get(reverse("pages:help_change", args=[entry.pk])).status_code == 404


def test_nobody_else_changes_it(social_worker, entry, at, client_for) -> None:
    client = client_for(social_worker)
    for name in ("help_edit", "help_add"):
        assert client.get(reverse(f"pages:{name}")).status_code == 403
    for name in ("help_change", "help_remove", "help_move"):
        assert client.post(reverse(f"pages:{name}", args=[entry.pk]), LINK).status_code == 403
    with pytest.raises(AccessDenied):
        actions.add_help(**LINK, by=social_worker, at=at)
    assert changes() == ["added"]
