"""A partnership with a past: the demonstration's people and finished cases, and a few open ones, made once a module."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from hsb import clock
from hsb.accounts.models import User
from hsb.demonstration import history, people

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=clock.LONDON)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def partnership(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, User]]:
    """Everybody of the demonstration, at a fixed instant, with a hundred cases behind them. A module's tests share it: what
    one of them changes goes with its own transaction."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        found = people.load(at=NOW, since=TODAY - timedelta(days=900))
        history.load(found, now=NOW)
        # As a request finds them: their passwords were set behind these objects' backs.
        yield {key: User.objects.get(pk=user.pk) for key, user in found.items()}
        transaction.set_rollback(True)


@pytest.fixture
def browser(partnership: dict[str, User]) -> Client:
    """A manager of social care, signed in."""
    client = Client()
    client.force_login(partnership["helen"])
    return client
