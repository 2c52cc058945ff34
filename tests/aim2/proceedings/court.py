"""Two children's records with an allegation each way of getting there: what tests of proceedings start from."""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from aim2.models import NumberedAllegation
from aim2.proceedings import actions, events, rows
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.models import Case, Part
from referrals.models import Allegation
from tests.factories.cases import harmed_child, put_on, put_role_on, young_person

OFFENCES = ("Sexual assault", "Indecent image of a child")


class Court:
    """One young person, one harmed child and everybody who is on their records; says what happened on which day."""

    def __init__(self, person: Any, at: datetime) -> None:
        self.at = at
        self.police, self.court = person("police_officer"), person("court_officer")
        self.social_worker, self.yos_manager = person("social_worker"), person("yos_manager")
        self.victim_worker, self.dsl = person("victim_worker"), person("dsl")
        self.case = young_person(at)
        self.harmed = harmed_child(at)
        cases.link(displayed=self.case, harmed=self.harmed, called="Heron", relationship="", by=None, at=at)
        put_on(self.case, self.police, Role.POLICE_OFFICER, at, Part.INVOLVED)
        put_on(self.case, self.social_worker, Role.SOCIAL_WORKER, at)
        put_role_on(self.case, Agency.objects.get(kind=AgencyKind.YOS), Role.YOS_MANAGER, at, Part.SCREENING)
        put_on(self.harmed, self.victim_worker, Role.VICTIM_WORKER, at)
        self.allegations = [Allegation.objects.create(case=self.case, offence=one) for one in OFFENCES]
        rows.number(self.case)
        NumberedAllegation.objects.filter(case=self.case).update(harmed=[str(self.harmed.pk)])
        numbers = {row.allegation_id: row.number for row in NumberedAllegation.objects.filter(case=self.case)}
        self.one, self.two = (str(row.pk) for row in sorted(self.allegations, key=lambda row: numbers[row.pk]))

    def says(self, on: date, *entries: Any, by: User | None = None, at: datetime | None = None) -> None:
        """These entries were recorded on the day they happened."""
        instant = at or datetime.combine(on, time(15), tzinfo=clock.LONDON)
        actions.record_occasion(
            case=self.case,
            entries=entries,
            occurred=clock.instant_on(on, at=instant),
            by=by or self.police,
            at=instant,
            press=uuid4(),
        )
        self.case.refresh_from_db()

    def arrested(self, on: date, *allegations: str, bail: str | None = None, return_on: date | None = None) -> str:
        """Arrested, and given bail."""
        bail_id = bail or str(uuid4())
        ids = list(allegations or (self.one,))
        self.says(
            on,
            events.ArrestMade(allegations=ids, arrest=str(uuid4())),
            events.BailStarted(
                allegations=ids,
                bail=bail_id,
                arrested_on=on.isoformat(),
                return_on=return_on.isoformat() if return_on else "",
                conditions="No contact with Heron.",
            ),
        )
        return bail_id

    def charged(self, on: date, *allegations: str) -> None:
        self.says(on, events.ChargeMade(allegations=list(allegations or (self.one,)), charge=str(uuid4())))

    def pleads(self, on: date, plea: str, *allegations: str, more: tuple[Any, ...] = ()) -> None:
        entry = events.PleaEntered(allegations=list(allegations or (self.one,)), plea=plea)
        self.says(on, entry, *more, by=self.court)


def codes(case: Case, *only: str) -> list[str]:
    """Answer what happened on a record, in order."""
    found = [event.code for event in case.events.order_by("number")]
    return [one for one in found if one in only] if only else found
