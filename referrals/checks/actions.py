"""Asking an agency what it knows of a child, its reply, and the end of the check."""

import uuid
from datetime import date, datetime

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.cases.involvement import involve, withdraw
from hsb.cases.models import Case, Involvement, Part
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed
from referrals.checks import policies
from referrals.checks import queries as checks
from referrals.events import mash as events
from referrals.models import (
    AgencyCheck,
    AgencyCheckReply,
)


@transaction.atomic
def ask_check(
    *,
    case: Case,
    agency: Agency,
    question: str,
    due_on: date,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> AgencyCheck:
    """The agency has the question and a day to answer it by, and those who answer there can open the case's header. The same
    press of the button asks once."""
    policies.check_can_ask(agency, question, due_on, clock.local_date(at))
    role = checks.CHECK_ROLES[agency.kind]
    lock(case)
    if chronology.has_happened(case.pk, "agency_check.asked", press):
        return AgencyCheck.objects.filter(case=case, asked_by=by).latest("asked_at")
    involve(case=case, part=Part.CHECK, agency=agency, role=role, by=by, at=at, reason="Asked for a check.")
    check = AgencyCheck(
        case=case, agency=agency, role=str(role), question=question.strip(), due_on=due_on, asked_at=at, asked_by=by
    )
    check.save(force_insert=True)
    record(
        events.AgencyCheckAsked(
            agency=str(agency.kind),
            agency_id=agency.pk,
            agency_name=agency.name,
            due_on=due_on.isoformat(),
            check=str(check.pk),
        ),
        case=case,
        by=by,
        at=at,
        occasion=press,
    )
    return check


@transaction.atomic
def reply_to_check(*, check: AgencyCheck, known: str, text: str, key: str, by: User, at: datetime) -> AgencyCheckReply:
    """The agency's answer stands as written; a later one stands beside it. The same press of the button replies once."""
    lock(check.case)
    check = AgencyCheck.objects.select_related("agency", "case").get(pk=check.pk)
    said = AgencyCheckReply.objects.filter(agency_check=check, key=key).first()
    if said is not None and (said.known, said.text) == (known, text.strip()):
        return said
    if said is not None:  # the press came again with other words: they stand beside the first
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{key}\n{known}\n{text}").hex
        if again := AgencyCheckReply.objects.filter(agency_check=check, key=key).first():
            return again
    policies.check_can_reply(check, by, text)
    reply = AgencyCheckReply(case=check.case, agency_check=check, key=key, known=known, text=text.strip(), at=at, by=by)
    reply.save(force_insert=True)
    record(
        events.AgencyCheckReplied(agency=str(check.agency.kind), agency_name=check.agency.name, check=str(check.pk)),
        case=check.case,
        by=by,
        at=at,
    )
    return reply


@transaction.atomic
def close_check(*, check: AgencyCheck, by: User, at: datetime, reason: str = "") -> None:
    """The question is closed; what it let the agency see ends with its last open one. Closed again in the same words, it is done; in other
    words it is refused, so that none is dropped."""
    lock(check.case)
    check = AgencyCheck.objects.select_related("agency", "case").get(pk=check.pk)
    if not check.is_open:
        if check.closed_by_id == by.pk and check.closed_reason == reason.strip():
            return
        raise ActionNotAllowed("This check has been closed already. What it was closed with stands on its page.")
    if not check.replies.exists() and not reason.strip():
        raise ActionNotAllowed("The agency has not replied. Say why the check is closed without an answer.")
    AgencyCheck.objects.filter(pk=check.pk, closed_at=None).update(
        closed_at=at, closed_by=by, closed_reason=reason.strip()
    )
    record(
        events.AgencyCheckClosed(
            agency=str(check.agency.kind), agency_name=check.agency.name, check=str(check.pk), reason=reason.strip()
        ),
        case=check.case,
        by=by,
        at=at,
    )
    if AgencyCheck.objects.filter(case=check.case, agency=check.agency, role=check.role, closed_at=None).exists():
        return
    for involvement in Involvement.objects.open().filter(
        case=check.case, part=Part.CHECK, agency=check.agency, role=check.role
    ):
        withdraw(involvement=involvement, by=by, at=at, reason="The check is closed.")
