import pytest

from hsb.agencies.permissions import Role
from hsb.cases.models import Case
from tests.factories.cases import harmed_child, put_on, put_role_on, young_person


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("hsb.outbox.wake._send", lambda: None)


@pytest.fixture
def case(at, social_worker, yos_officer, csws_manager, police_officer, dsl, health) -> Case:
    """A young person's record: two workers by name, their managers, police and school by role; health only asked for a check."""
    made = young_person(at)
    put_on(made, social_worker, Role.SOCIAL_WORKER, at)
    put_on(made, yos_officer, Role.YOS_OFFICER, at)
    for person in (csws_manager, police_officer, dsl):
        held = person.memberships.get()
        put_role_on(made, held.agency, held.role, at)
    put_role_on(made, health.memberships.get().agency, Role.HEALTH_PRACTITIONER, at, part="check")
    return made


@pytest.fixture
def harmed(at, social_worker, victim_worker) -> Case:
    """The harmed child's record, with a worker of its own."""
    made = harmed_child(at)
    put_on(made, victim_worker, Role.VICTIM_WORKER, at)
    return made
