"""Invented casework in volume is what the actions would have left, and goes nowhere near anybody real."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.cases import grants
from hsb.cases.case_rows import case_rows
from hsb.cases.models import Case, Identity
from hsb.cases.visible import visible_cases
from hsb.chronology.models import CaseEvent
from hsb.demonstration import volume
from hsb.timeliness.models import Breach, Deadline

CASES = 200


@pytest.fixture
def loaded(db: None, at: datetime) -> None:
    volume.load(CASES, seed=1, at=at)


def test_grants_chains_and_clocks_hold(loaded, capsys):
    assert Case.objects.count() == CASES
    assert grants.differences() == 0
    call_command("audit", "verify")
    call_command("deadlines", "rebuild", "--check")
    assert f"0 differences in {CASES} cases." in capsys.readouterr().out
    assert Deadline.objects.running().exists()
    assert Breach.objects.exists()


def test_each_named_person_sees_their_share(loaded):
    seen = {named.key: case_rows(User.objects.get(email=named.email)).count for named in volume.PEOPLE}

    assert seen["everything"] == seen["u3"] == CASES
    assert (seen["list25"], seen["list100"], seen["list1000"]) == (25, 100, CASES)
    assert 0 < seen["u1"] < CASES / 4


def test_somebody_harmed_is_in_no_readable_index(loaded):
    harmed = Identity.objects.filter(case__kind="harmed")

    assert harmed.exists()
    assert not harmed.exclude(search_name="", born_on=None).exists()


def test_the_same_seed_makes_the_same_cases(loaded, at):
    again = volume.Volume(CASES, seed=1, at=at, partnership=_partnership())
    again._tell(7)
    told = again.tables[Case].rows[0]

    assert Case.objects.filter(pk=told["id"], reference=told["reference"], opened_at=told["opened_at"]).exists()
    stored = CaseEvent.objects.filter(case_id=told["id"]).order_by("number").values_list("digest", flat=True)
    assert [row["digest"] for row in again.tables[CaseEvent].rows] == list(stored)


def _partnership() -> volume.Partnership:
    teams = {
        place.agency.name.removeprefix("Volume "): volume.Team(
            place.agency_id, place.agency.name, place.role, place.group_id
        )
        for place in volume.AgencyRole.objects.select_related("agency")
    }
    people = {named.key: User.objects.get(email=named.email) for named in volume.PEOPLE}
    workers = User.objects.filter(email__startswith="worker").order_by("pk")
    return volume.Partnership(teams, people, list(workers))


def test_loading_twice_and_where_anybody_is_real_is_refused(loaded):
    with pytest.raises(CommandError, match="loaded here before"):
        call_command("seed_volume", cases=5)
    User.objects.create_user("somebody@example.org", "Somebody Real")
    with pytest.raises(CommandError, match="real addresses"):
        call_command("seed_volume", cases=5)


def test_work_can_go_on_in_it(loaded, at):
    """What comes next takes the next free numbers."""
    from hsb.notes.actions import add_note

    user = User.objects.get(email="u3@volume.invalid")
    assert agencies.principals(user)
    case = visible_cases(user).latest("opened_at")
    add_note(case=case, text="A note.", by=user, at=clock.now())
    call_command("audit", "verify")
