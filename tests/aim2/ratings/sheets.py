"""Assessments as people rate them: an instrument loaded, chosen, and rated by two."""

from datetime import datetime
from typing import Any

from aim2.instruments import loading, queries, shipped
from aim2.instruments.sheet import Sheet
from aim2.models import Assessment, InstrumentPack
from aim2.ratings import actions
from hsb.accounts.models import User

ACROSS, BY_DOMAIN, UNDER_12 = "demonstration_across.json", "demonstration_by_domain.json", "aim_under_12.json"


def loaded(name: str, by: User, at: datetime) -> InstrumentPack:
    """A shipped pack, loaded."""
    return loading.load(data=shipped.files()[name], name=name, by=by, at=at)


def rated_with(assessment: Assessment, pack: InstrumentPack, by: User, at: datetime) -> None:
    """The assessment has its instrument."""
    actions.choose(assessment=assessment, pack=pack, by=by, at=at)


def says(assessment: Assessment, by: User, at: datetime, **answers: Any) -> None:
    """This person rates: `says(…, **{"1.1": 2, "1.2": "n"})`."""
    for item, typed in answers.items():
        held = sheet(assessment).lines[item].of(by.pk, assessment)
        actions.rate(
            assessment=assessment,
            item=item,
            typed=str(typed),
            why=f"Seen by {by.full_name}.",
            number=held.number if held else 0,
            by=by,
            at=at,
        )


def sheet(assessment: Assessment, *, locked: bool = False) -> Sheet:
    """What was rated, as it stands."""
    found = queries.sheet(Assessment.objects.select_related("lead", "co_worker").get(pk=assessment.pk), locked=locked)
    assert found is not None
    return found
