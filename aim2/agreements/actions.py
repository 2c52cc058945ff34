"""Changes to an agreement on work before trial: asked for, agreed by each party, reviewed, ended."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from aim2.agreements import events, policies, queries
from aim2.models import PreTrialAgreement
from aim2.proceedings import queries as proceedings
from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed


def _is_open(case: Case) -> bool:
    return any(one.is_open and not one.is_convicted for one in proceedings.standing(case).allegations)


@transaction.atomic
def ask(
    *,
    case: Case,
    topics: str,
    proviso: str,
    young_person_told: str,
    review_on: date,
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> PreTrialAgreement:
    """Police and CPS are asked to agree; nothing is in force yet."""
    policies.check_may_record(by)
    lock(case)
    found = queries.unended(case)
    if chronology.has_happened(case.pk, "agreement.asked", press) and found is not None:
        return found
    policies.check_can_ask(case, found, proceedings_open=_is_open(case))
    policies.check_terms(
        topics=topics,
        proviso=proviso,
        young_person_told=young_person_told,
        review_on=review_on,
        today=clock.local_date(at),
    )
    check_names_no_other(case, [topics, proviso, young_person_told])
    made = PreTrialAgreement(
        case=case,
        topics=topics.strip(),
        proviso=proviso.strip(),
        young_person_told=young_person_told.strip(),
        review_on=review_on,
        asked_at=at,
        asked_by=by,
    )
    made.save(force_insert=True)
    record(events.AgreementAsked(agreement=str(made.pk), topics=made.topics), case=case, by=by, at=at, occasion=press)
    return made


@transaction.atomic
def answer(
    *, agreement: PreTrialAgreement, party: str, name: str, on: date, by: User, at: datetime
) -> PreTrialAgreement:
    """One party's yes stands with person and date; with the second the agreement is in force and its locks hold."""
    policies.check_may_record(by)
    held = _locked(agreement)
    policies.check_can_answer(
        held, party, name=name, on=on, today=clock.local_date(at), proceedings_open=_is_open(held.case)
    )
    values = {f"{party}_name": name.strip(), f"{party}_on": on, f"{party}_at": at, f"{party}_by": by}
    PreTrialAgreement.objects.filter(pk=held.pk).update(**values, version=F("version") + 1)
    held.refresh_from_db()
    occurred = clock.instant_on(on, at=at)
    said = events.PartyAgreed(agreement=str(held.pk), party=party, who=name.strip())
    record(said, case=held.case, by=by, at=at, occurred=occurred)
    if held.both_agreed:
        in_force = events.AgreementInForce(agreement=str(held.pk), review_on=held.review_on.isoformat())
        record(in_force, case=held.case, by=by, at=at)
    return held


@transaction.atomic
def review(
    *, agreement: PreTrialAgreement, found: str, review_on: date, by: User, at: datetime, press: UUID | None = None
) -> None:
    """The agreement was looked at again and stays, until the next review."""
    policies.check_may_record(by)
    held = _locked(agreement)
    if chronology.has_happened(held.case_id, "agreement.reviewed", press):
        return
    policies.check_can_review(held, review_on, clock.local_date(at))
    check_names_no_other(held.case, [found])
    PreTrialAgreement.objects.filter(pk=held.pk).update(review_on=review_on, version=F("version") + 1)
    said = events.AgreementReviewed(agreement=str(held.pk), review_on=review_on.isoformat(), found=found.strip())
    record(said, case=held.case, by=by, at=at, occasion=press)


@transaction.atomic
def end(*, agreement: PreTrialAgreement, why: str, by: User, at: datetime) -> None:
    """The agreement is over, whatever became of it, and locks nothing. Ended again in the same words, it is done."""
    policies.check_may_record(by)
    held = _locked(agreement)
    if held.ended_at is not None:
        if held.ended_by_id == by.pk and held.ended_because == why.strip():
            return
        raise ActionNotAllowed("This agreement has ended already. Reload the page to see why.")
    if not why.strip():
        raise ActionNotAllowed("Say why it ends.")
    check_names_no_other(held.case, [why])
    PreTrialAgreement.objects.filter(pk=held.pk).update(
        ended_at=at, ended_by=by, ended_because=why.strip(), version=F("version") + 1
    )
    record(events.AgreementEnded(agreement=str(held.pk), why=why.strip()), case=held.case, by=by, at=at)


def _locked(agreement: PreTrialAgreement) -> PreTrialAgreement:
    lock(agreement.case)
    return PreTrialAgreement.objects.select_related("case").get(pk=agreement.pk)
