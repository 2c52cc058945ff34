"""A form of consent while it is being written: kept as it is typed, shown to its writer alone, empty once the answer is recorded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict

from aim2.models import ConsentDraft
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology.actions import lock
from hsb.errors import StaleVersion
from hsb.ui.forms import BaseForm
from hsb.writing.typed import as_posted, capture, unchecked

INSTEAD = "instead"
"""The draft of what is done instead after a refusal; every other is called after whose answer it is."""


def of(case: Case, who: str, user: User) -> ConsentDraft | None:
    """Answer what this person has typed of somebody's answer, if anything waits."""
    return ConsentDraft.objects.filter(case=case, who=who, saved_by=user).first()


@transaction.atomic
def keep(
    *, case: Case, who: str, form: type[BaseForm], posted: QueryDict, version: int, by: User, at: datetime
) -> ConsentDraft:
    """What changed in the form since it was last saved is kept. Raises StaleVersion when another window of theirs saved first."""
    lock(case)
    held = of(case, who, by)
    if held is not None and held.version != version:
        raise StaleVersion(held, "You are writing this answer in another window too.")
    changed = set(posted.getlist("changed"))
    new = capture(form, posted)
    typed = {name: value for name, value in (held.typed if held else {}).items() if name not in changed}
    typed |= {name: value for name, value in new.items() if name in changed}
    draft = held or ConsentDraft(case=case, who=who, saved_by=by, version=0)
    draft.typed, draft.saved_at, draft.version = typed, at, draft.version + 1
    draft.save(force_insert=held is None)
    return draft


def empty(*, case: Case, who: str, by: User, at: datetime) -> None:
    """What waited is recorded and waits no longer. In the transaction of the record."""
    draft = of(case, who, by)
    if draft is not None and draft.typed:
        draft.typed, draft.saved_at, draft.version = {}, at, draft.version + 1
        draft.save(update_fields=["typed", "saved_at", "version"])


def shown(kind: type[BaseForm], draft: ConsentDraft | None, initial: Mapping[str, Any]) -> BaseForm:
    """Answer the form as it was left, without telling people off before they pressed a button; else as it begins."""
    if draft is None or not draft.typed:
        return kind(initial=initial)
    return unchecked(kind(as_posted(draft.typed), initial=initial))
