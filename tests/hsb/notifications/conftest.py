from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
import time_machine

from hsb.accounts.models import User
from hsb.cases import grants
from hsb.cases.models import Case, CaseKind, Involvement, Part
from hsb.chronology.models import CaseEvent


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hsb.outbox.wake._send", lambda: None)


@pytest.fixture
def case(db, at) -> Case:
    return Case.objects.create(reference="HSB-26-0417", kind=CaseKind.DISPLAYED, opened_at=at)


@pytest.fixture
def harmed_case(db, at) -> Case:
    return Case.objects.create(reference="HSB-26-0418", kind=CaseKind.HARMED, pseudonym="Robin", opened_at=at)


@pytest.fixture
def join(at) -> Callable[..., Involvement]:
    """Somebody, or everybody of their agency and role, is on the case."""

    def involve(case: Case, user: User, part: Part, *, agency: bool = False) -> Involvement:
        held = user.memberships.select_related("agency_role__agency").first().agency_role
        involvement = Involvement.objects.create(
            case=case,
            part=part,
            role=held.role,
            group_id=held.group_id if agency else user.personal_group_id,
            agency=held.agency if agency else None,
            user=None if agency else user,
            opened_at=at,
        )
        grants.sync(case.pk)
        return involvement

    return involve


@pytest.fixture
def happens(at) -> Iterator[Callable[..., CaseEvent]]:
    """An event stands in the chronology, as `record` would leave it."""
    numbers = count(1)

    def event(
        code: str,
        case: Case,
        *,
        by: User | None = None,
        corrects: CaseEvent | None = None,
        later: timedelta = timedelta(0),
        **facts: object,
    ) -> CaseEvent:
        return CaseEvent.objects.create(
            case=case,
            number=next(numbers),
            code=code,
            facts=facts,
            by=by,
            corrects=corrects,
            occurred_at=at,
            recorded_at=at + later,
            words_digest="0" * 64,
            previous="0" * 64,
            digest="0" * 64,
        )

    return event


@pytest.fixture
def time_machine_at() -> Callable[[datetime], time_machine.travel]:
    """Stop the clock at an instant, for what asks what time it is: tasks and commands."""
    return lambda instant: time_machine.travel(instant, tick=False)
