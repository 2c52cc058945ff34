"""Scenario 6: nine, the harmed child eight, child protection route (../shared/scenarios.md)."""

from datetime import date, datetime

import pytest
import time_machine

from aim2.assessments import actions, signing
from aim2.assessments import queries as assessments
from aim2.gates import queries as gates
from aim2.gates.answer import GateKey
from aim2.models import Tool
from aim2.requests import actions as requests
from hsb import clock
from hsb.agencies.permissions import Role
from hsb.cases.models import Case
from hsb.cases.states import CriminalJustice, YouthOffending
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from referrals.models import Receipt
from tests.aim2.assessments import builders
from tests.aim2.ready import agrees
from tests.factories.cases import put_on
from tests.factories.referrals import sent, young_persons_case
from tests.referrals.typed import minimal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
BORN = {"born_on_day": "1", "born_on_month": "5", "born_on_year": "2017"}


@pytest.fixture(autouse=True)
def _the_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def case(dsl, social_worker, csws_manager, yos_officer) -> Case:
    typed = minimal(request={"routes": ["child_protection"]})
    typed["young-person"] |= BORN
    found = young_persons_case(sent(dsl, AT, typed))
    for user, role in ((social_worker, Role.SOCIAL_WORKER), (csws_manager, Role.CSWS_MANAGER)):
        put_on(found, user, role, AT)
    return found


@pytest.mark.policy("P4.1")
def test_nine_and_the_child_protection_route(case, social_worker, csws_manager, yos_officer, client_for):
    assert case.age_on(AT.date()) == 9
    assert not Receipt.objects.filter(case=case, destination="yos").exists()
    assert not Deadline.objects.filter(case=case, standard_code="T23").exists()
    assert case.youth_offending == YouthOffending.NOT_OPEN
    assert case.criminal_justice == CriminalJustice.NOT_OPEN

    gate = gates.may_begin(case, on=AT.date()).gate(GateKey.AGE)
    assert not gate.is_open
    assert "AIM2 is for 12 to 17" in gate.reason and "AIM3" in gate.reason
    assert "pathway for younger children" in gate.next_step
    with pytest.raises(ActionNotAllowed, match="12 to 17"):
        actions.open_assessment(case=case, lead=social_worker, co_worker=None, tool=Tool.AIM2, by=social_worker, at=AT)


def test_the_pathway_for_younger_children_is_recorded_with_who_and_when_and_signed_by_social_care(
    case, social_worker, csws_manager, yos_officer, yos_manager
):
    requests.accredit(
        user=social_worker, instrument="AIM Under 12s", edition="2019", accredited_on=date(2020, 1, 1),
        expires_on=date(2028, 1, 1), certificate="C", by=csws_manager, at=AT,
    )  # fmt: skip
    agrees(case, social_worker, AT)
    assessment = actions.open_assessment(
        case=case, lead=social_worker, co_worker=None, alone_because="Nobody else is trained.", tool=Tool.UNDER_12,
        by=social_worker, at=AT,
    )  # fmt: skip
    assert (assessment.called, assessment.opened_by, assessment.opened_at) == (
        "AIM for younger children",
        social_worker,
        AT,
    )
    assert assessment.narrative_only
    actions.record_session(
        assessment=assessment, held_on=AT.date(), whom="parent", attended=True, by=social_worker, at=AT
    )
    builders.written(assessment, AT)
    builders.agreed(assessment, AT)
    signing.sign(assessment=assessment, opened=builders.opened(csws_manager, case), version=assessment.version, at=AT)
    assert assessments.in_force(case).signed_by == csws_manager
