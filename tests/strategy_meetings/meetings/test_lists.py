"""One's own page of meetings: one's own, those a colleague is called to, copies to acknowledge."""

from datetime import datetime, timedelta

import pytest

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.permissions import Role
from strategy_meetings.meetings import calling
from strategy_meetings.meetings.calling import Invited, Where
from tests.factories.cases import put_on, put_role_on, young_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 2, 12, 0, tzinfo=clock.LONDON)


def colleague_of(user: User, name: str, role: Role) -> User:
    found = User.objects.create_user(f"{name}@example.invalid", name, password="correct-horse-battery")
    agency = user.memberships.get().agency_role.agency
    agencies.give_role(user=found, agency=agency, role=role, by=None, at=AT, from_on=AT.date())
    return found


def test_a_colleague_who_reads_the_record_sees_that_their_agency_is_called(
    csws_manager, yos_manager, yos_officer, stranger, client_for, time_machine
):
    time_machine.move_to(AT)
    case = young_person(AT)
    agency = yos_officer.memberships.get().agency_role.agency
    put_on(case, csws_manager, Role.CSWS_MANAGER, AT)
    put_on(case, yos_officer, Role.YOS_OFFICER, AT)
    put_role_on(case, agency, Role.YOS_MANAGER, AT)
    elsewhere = colleague_of(yos_officer, "Una Elsewhere", Role.YOS_OFFICER)  # of the agency, on no record
    invited = [
        Invited(case=case, kind="yos", because="Works with him", user=yos_officer, agency=agency, role="yos_officer"),
        *(
            Invited(case=case, kind=kind, because="Required", required=True, left_out="Rung beforehand.")
            for kind in ("csws", "police", "health", "school")
        ),
    ]
    calling.call(
        kind="risk_panel", children=[case], chair=csws_manager, starts_at=AT + timedelta(days=2), where=Where(),
        invited=invited, by=csws_manager, at=AT,
    )  # fmt: skip

    pages = {who.pk: client_for(who).get("/meetings/").text for who in (yos_officer, yos_manager, elsewhere, stranger)}

    assert "You are called" in pages[yos_officer.pk] and "My agency’s" not in pages[yos_officer.pk]
    assert "My agency’s" in pages[yos_manager.pk] and "A colleague is called" in pages[yos_manager.pk]
    for outsider in (elsewhere, stranger):
        assert "colleague is called" not in pages[outsider.pk]
