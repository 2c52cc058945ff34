"""Referrals as people write and send them: typed into a draft, sent by the action the button calls."""

import uuid
from datetime import datetime
from typing import Any

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.cases.models import Case
from referrals.models import Draft, DraftSection, Referral
from referrals.submission.actions import submit
from tests.conftest import AGENCIES
from tests.referrals.typed import FULL, Typed


def partnership() -> None:
    """The agencies a referral goes to exist, whoever works there."""
    for kind in (AgencyKind.CSWS, AgencyKind.YOS, AgencyKind.POLICE, AgencyKind.SCHOOL, AgencyKind.HEALTH):
        name, short = AGENCIES[kind]
        Agency.objects.get_or_create(name=name, defaults={"kind": kind, "short_name": short})


def draft(by: User, at: datetime, typed: Typed | None = None, **facts: Any) -> Draft:
    """A referral somebody is writing."""
    held = agencies.memberships(by)
    made = Draft.objects.create(
        id=uuid.uuid4(),
        owner=by,
        agency=held[0].agency if held else None,
        danger_now="no",
        danger_at=at,
        created_at=at,
        updated_at=at,
        **facts,
    )
    for key, answers in (FULL if typed is None else typed).items():
        DraftSection.objects.create(draft=made, key=key, answers=answers, version=1, saved_at=at)
    return made


def sent(by: User, at: datetime, typed: Typed | None = None) -> Referral:
    """A referral that was sent."""
    partnership()
    return submit(draft=draft(by, at, typed), by=by, at=at)


def young_persons_case(referral: Referral) -> Case:
    return Case.objects.get(referral_cases__referral=referral, referral_cases__number=0)


def harmed_cases(referral: Referral) -> list[Case]:
    return list(
        Case.objects.filter(referral_cases__referral=referral, referral_cases__number__gt=0).order_by(
            "referral_cases__number"
        )
    )
