"""Who may say that two records are one child's."""

from hsb.accounts.models import User
from hsb.cases.models import Case, MatchSuggestion
from hsb.cases.visible import may_see
from hsb.errors import AccessDenied, ActionNotAllowed


def check_may_compare(by: User, suggestion: MatchSuggestion) -> None:
    """Records are compared only by somebody who may see both."""
    if not may_see(by, suggestion.case_id) or not may_see(by, suggestion.other_case_id):
        raise AccessDenied("You may see only one of the two records. Ask a manager who is on both to compare them.")


def check_can_answer_match(suggestion: MatchSuggestion, reason: str) -> None:
    """Compared once, with a reason."""
    if suggestion.answer:
        raise ActionNotAllowed("These records have been compared already. Reload the page to see the answer.")
    if not reason.strip():
        raise ActionNotAllowed("Say what told you: which details agree or differ.")


def check_can_join(case: Case, known: Case) -> None:
    """One new record is joined to one that stands by itself."""
    if case.merged_into_id is not None or known.merged_into_id is not None:
        raise ActionNotAllowed("One of these records is joined to another already. Separate them first.")
    if case.merged_from.exists():
        raise ActionNotAllowed("Another record is joined to this one. Separate them first.")
