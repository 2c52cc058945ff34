"""Lists asked together are the lists asked one by one."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import Model, QuerySet

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case, CaseLink, Identity, Involvement, Person
from hsb.cases.visible import visible_cases
from hsb.chronology.models import CaseEvent
from hsb.documents import actions as documents
from hsb.documents.models import Document
from hsb.notes import actions as notes
from hsb.timeliness.models import Deadline
from hsb.together import together
from referrals.models import Allegation
from tests.factories.referrals import sent

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def told(rows: Any) -> list[list[Any]]:
    """Every column of every row; bytes as bytes, whatever the driver calls them."""

    def plain(value: Any) -> Any:
        return bytes(value) if isinstance(value, memoryview) else value

    return [[plain(getattr(row, field.attname)) for field in row._meta.concrete_fields] for row in rows]


def test_lists_asked_together_are_the_lists_asked_one_by_one(
    dsl: User, django_assert_num_queries: Any, settings: Any, tmp_path: Any
) -> None:
    at = clock.now() - timedelta(days=3)
    for case in (row.case for row in sent(dsl, at).cases.all()):
        notes.add_note(case=case, text="Jürgen’s “own” words, and a line\nbelow.", by=dsl, at=at)
        documents.store_upload(file=ContentFile(b"Text.", "a.txt"), title="A file", case=case, by=dsl, at=at)
    of_each: dict[type[Model], str] = {
        Case: "-opened_at",
        Person: "-pk",
        Identity: "pk",
        Involvement: "-opened_at",
        CaseLink: "pk",
        CaseEvent: "-occurred_at",
        Deadline: "judged_on",
        Document: "-uploaded_at",
        Allegation: "pk",
    }
    lists: dict[str, QuerySet[Any]] = {
        model.__name__: model._default_manager.order_by(order, "pk") for model, order in of_each.items()
    }

    pairs = CaseEvent.objects.order_by("code").values_list("code", "case").distinct()
    with django_assert_num_queries(1):
        found = together(**lists, pairs=pairs)

    assert found.pop("pairs") == list(pairs)
    assert {name: told(rows) for name, rows in found.items()} == {name: told(rows) for name, rows in lists.items()}
    assert all(found.values()), "nothing was compared"
    assert found["Identity"][0].details() == Identity.objects.get(pk=found["Identity"][0].pk).details()


def test_what_cannot_be_there_is_an_empty_list_and_nothing_is_no_statement(
    stranger: User, django_assert_num_queries: Any
) -> None:
    theirs = visible_cases(stranger)
    with django_assert_num_queries(1):
        found = together(none=Case.objects.none(), theirs=theirs, all=Case.objects.all())
    assert found == {"none": [], "theirs": [], "all": []}
    with django_assert_num_queries(0):
        assert together() == {}
