"""More time for a learning need: an intervention names who coordinates it across agencies (policy 2.2, 5.10)."""

import pytest

from hsb.clocks.forms import ExtendForm
from hsb.clocks.policies import check_is_coordinated
from hsb.errors import ActionNotAllowed
from hsb.timeliness.extension_reasons import ExtensionReason
from tests.hsb.timeliness.builders import SHIPPED

pytestmark = [pytest.mark.policy("P2.2"), pytest.mark.policy("P5.10")]


@pytest.mark.parametrize("standard", SHIPPED, ids=lambda one: one.code)
@pytest.mark.parametrize("reason", ExtensionReason)
def test_only_an_intervention_and_only_for_a_learning_need(standard, reason):
    check_is_coordinated(standard, reason, "Daniel Frost, CSWS")

    if standard.code in ("T27", "T28") and reason == ExtensionReason.LEARNING_NEEDS:
        with pytest.raises(ActionNotAllowed, match="Name who coordinates"):
            check_is_coordinated(standard, reason, " ")
    else:
        check_is_coordinated(standard, reason, "")


def test_the_form_asks_for_it_only_there():
    assert "coordinator" in ExtendForm(coordinated=True).fields
    assert "coordinator" not in ExtendForm(coordinated=False).fields
