"""Who may ask an agency, be asked, and read what was answered."""

from datetime import date

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed
from referrals.checks.queries import CHECK_ROLES, is_asked, reads_all_checks
from referrals.models import AgencyCheck

ASKERS = frozenset({Role.MASH_WORKER, Role.CSWS_MANAGER, Role.SOCIAL_WORKER})


def check_may_ask(open_case: OpenCase) -> None:
    """Children's social care asks; the agencies answer."""
    open_case.check(RecordClass.CHECKS, Level.WRITE)
    if not open_case.roles & ASKERS:
        raise AccessDenied("Only children’s social care asks agencies for checks. Answer the one asked of you.")


def check_can_ask(agency: Agency, question: str, due_on: date, today: date) -> None:
    """A question, to an agency that has somebody to answer it, with a day still to come."""
    if agency.kind not in CHECK_ROLES:
        raise ActionNotAllowed("Choose an agency that works with children: a check is not asked of this one.")
    if not question.strip():
        raise ActionNotAllowed("Write what you need to know.")
    if due_on < today:
        raise ActionNotAllowed("Choose today or a later day: an answer cannot be due in the past.")


def check_may_see_check(open_case: OpenCase, check: AgencyCheck) -> None:
    """An agency's question and answer are for that agency and for those who decide."""
    open_case.check(RecordClass.CHECKS, Level.READ)
    if not reads_all_checks(open_case) and not is_asked(open_case.user, check):
        raise AccessDenied("This question was asked of another agency.")


def check_can_reply(check: AgencyCheck, by: User, text: str) -> None:
    """The agency that was asked answers, while the question is open."""
    if not is_asked(by, check):
        raise AccessDenied("Only the agency that was asked can reply.")
    if not check.is_open:
        raise ActionNotAllowed("This check is closed. Ring the social worker if you have something to add.")
    if not text.strip():
        raise ActionNotAllowed("Write your reply. If you know nothing of the child, say so.")
