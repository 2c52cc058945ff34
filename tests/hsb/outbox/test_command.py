from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now

from hsb import outbox
from hsb.outbox.models import Message

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("outbox", *words, stdout=out)
    return out.getvalue()


def put(bench, n: int) -> None:
    for i in range(n):
        outbox.put(bench.KIND, {"id": i}, key=f"bench:{i}")


def test_work_once_does_everything_and_counts_it_all(bench):
    put(bench, 230)

    assert said("work", "--once") == "done 230, failed 0, taken over 0\n"


def test_list_shows_what_waits_and_never_a_payload(bench):
    put(bench, 2)
    Message.objects.update(payload={"id": "a secret"})

    text = said("list")

    assert "test.bench\tbench:0\tattempts 0" in text
    assert text.endswith("waiting 2, failed 0\n")
    assert "a secret" not in text


def test_list_failed_and_retry(bench):
    put(bench, 1)
    Message.objects.update(failed_at=Now(), last_error="TimeoutError")
    pk = Message.objects.get().pk

    assert "TimeoutError" in said("list", "--failed")
    assert said("retry", str(pk)) == f"Row {pk} will be tried again.\n"
    assert said("work", "--once").startswith("done 1,")
    with pytest.raises(CommandError, match="has not failed"):
        said("retry", str(pk))
