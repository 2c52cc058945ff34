"""Reading the agreement on work before trial: whether it is in force, and what it locks (P6.2)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, QuerySet

from aim2.models import PreTrialAgreement
from aim2.proceedings.states import Standing
from hsb.cases.models import Case
from referrals.models import Allegation

LOCKED: tuple[tuple[str, str], ...] = (
    ("index_behaviour", "the behaviour it is about"),
    ("accounts", "accounts of it, the young person’s and the parents’"),
    ("attitude", "the attitude to it"),
    ("evidence", "evidence about it"),
)
"""What an agreement in force locks: code, and words. Notes of what goes on say that they may be disclosed."""
LOCKED_CODES = frozenset(code for code, _ in LOCKED)


@dataclass(frozen=True)
class Lock:
    """Something that may not be worked on or written for now: where it comes from, what it covers, what ends it."""

    source: str
    covers: frozenset[str]
    since: date
    ends_when: str
    sentence: str


def agreements(case: Case) -> list[PreTrialAgreement]:
    """Answer every agreement on a case, the newest first."""
    return list(PreTrialAgreement.objects.filter(case=case).order_by("-asked_at"))


_TRIAL_MAY_COME = (Standing.REPORTED, Standing.ON_BAIL, Standing.RELEASED, Standing.CHARGED)


def unended(case: Case) -> PreTrialAgreement | None:
    """Answer the agreement that nobody has ended, whether or not a trial may still come."""
    return PreTrialAgreement.objects.filter(case=case, ended_at=None).first()


def standing_rows(case: Case) -> QuerySet[PreTrialAgreement]:
    """Answer the agreement in force, as rows: at most one. It is over by itself once no allegation is open: with the finding, or no
    further action. One statement, also as part of another."""
    still = Allegation.objects.filter(case=case, status__in=_TRIAL_MAY_COME)
    both = PreTrialAgreement.objects.filter(case=case, ended_at=None, police_on__isnull=False, cps_on__isnull=False)
    return both.filter(Exists(still))


def in_force(case: Case) -> PreTrialAgreement | None:
    """Answer the agreement in force: police and CPS have both agreed, by name and date, and it has not ended."""
    return standing_rows(case).first()


def makes_notes_disclosable(case: Case) -> bool:
    """Answer whether what is noted now may be disclosed: it is written beside an agreed programme, and the young person was told so."""
    return not case.is_harmed and standing_rows(case).exists()


def lock_of(agreement: PreTrialAgreement | None) -> Lock | None:
    """Answer what an agreement in force locks; None where none is. Pure."""
    if agreement is None or not agreement.both_agreed or agreement.ended_at is not None:
        return None
    assert agreement.police_on is not None and agreement.cps_on is not None
    return Lock(
        source="pre-trial agreement",
        covers=LOCKED_CODES,
        since=max(agreement.police_on, agreement.cps_on),
        ends_when="the finding, or no further action",
        sentence="The agreement on work before trial leaves this out until there is a finding or no further action.",
    )
