"""One young person's assessment with the invented instruments loaded: lead, co-worker, manager."""

from datetime import datetime

import pytest

from hsb import clock
from tests.aim2.assessments import builders
from tests.aim2.ratings import sheets
from tests.aim2.ready import ready

AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)


@pytest.fixture
def case(dsl, yos_officer, social_worker, yos_manager, police_officer, time_machine):
    time_machine.move_to(AT)
    made = ready(dsl, yos_officer, social_worker, yos_manager, AT)
    builders.on_the_case(made, AT, police_officer=police_officer)
    return made


@pytest.fixture
def packs(yos_manager):
    return {name: sheets.loaded(name, yos_manager, AT) for name in (sheets.ACROSS, sheets.BY_DOMAIN, sheets.UNDER_12)}


@pytest.fixture
def assessment(case, packs, yos_officer, social_worker):
    return builders.begun(case, yos_officer, social_worker, AT)


@pytest.fixture
def rated(assessment, packs, yos_officer):
    """The same, rated by domain, with nothing rated yet."""
    sheets.rated_with(assessment, packs[sheets.BY_DOMAIN], yos_officer, AT)
    return assessment


@pytest.fixture
def address(case):
    return f"/cases/{case.reference}/aim2-assessment/1/ratings/"
