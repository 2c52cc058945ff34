"""The web may put work down and never read it (PostgreSQL: by grant)."""

import pytest
from django.db import ProgrammingError, connection, transaction

from hsb import outbox
from hsb.database import as_principals, as_worker
from hsb.outbox.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_the_web_may_put_work_down(bench):
    with as_principals([], None):
        outbox.put(bench.KIND, {"id": 1}, key="1")
        outbox.put(bench.KIND, {"id": 1}, key="1")

    with as_worker():
        assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "verb",
    [
        lambda: Message.objects.count(),
        lambda: Message.objects.update(payload={}),
        lambda: Message.objects.all().delete(),
        lambda: Message.objects.create(
            kind="k", payload={}, key="k", created_at="2026-03-05T10:00:00Z"
        ),  # reads its id back
    ],
    ids=["select", "update", "delete", "insert returning"],
)
def test_the_web_may_do_nothing_else_with_it(bench, verb):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_principals([], None):
        verb()


def test_the_worker_works_as_a_role_of_its_own(bench):
    seen = {}

    def who(result):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            seen["finish"] = cursor.fetchone()[0]

    bench.on_finish = who
    with as_principals([], None):
        outbox.put(bench.KIND, {}, key="1")

    from hsb.outbox import actions

    assert actions.work().done == 1
    assert seen == {"finish": "hsb_worker"}
