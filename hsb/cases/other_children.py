"""Who must not be named on one child's record: the child on the other side of what happened (rule of two children).

Their names and the chosen name; the far record is read for that alone, and never shown. Brothers and sisters who were both
considered are named to each other's readers as their family is.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from hsb.cases.masking import Hidden, hidden, mask_text, names_in
from hsb.cases.models import Case, CaseLink, Identity, PersonPart
from hsb.database import opening
from hsb.errors import ActionNotAllowed


def hidden_from(case: Case) -> list[Hidden]:
    """Answer who is hidden from the readers of this record, with what they may be called here."""
    # Never joined to the far record: the wall would hide the link with it.
    links = list(CaseLink.objects.filter(case=case))
    if not links:
        return []
    for link in links:
        opening(
            link.linked_case_id
        )  # whoever writes here need not be on that record: its name must stay out all the more
    known = _subjects([case.pk, *(link.linked_case_id for link in links)])
    own = known[case.pk].details() if case.pk in known else None
    shared = (own.given_name, own.family_name, own.known_as) if own else ()
    found = []
    for link in links:
        there = known.get(link.linked_case_id)
        if there is not None and not (there.case.is_harmed or case.is_harmed):
            continue
        is_harmed = there.case.is_harmed if there is not None else case.has_displayed
        called = "the child harmed" if is_harmed else "the young person"
        if is_harmed and plain_name(link.called):
            found.append(Hidden(names=(link.called.strip(),), called=called))
        if there is not None:
            who = there.details()
            found.append(
                hidden(
                    given_name=who.given_name,
                    family_name=who.family_name,
                    known_as=who.known_as,
                    called=called,
                    shared=shared,
                )
            )
    return found


def _subjects(case_ids: Iterable[UUID]) -> dict[UUID, Identity]:
    """Answer who each of these records is about, of those the database shows here. One statement."""
    found = Identity.objects.filter(case__in=list(case_ids), person__part=PersonPart.SUBJECT)
    return {one.case_id: one for one in found.select_related("case")}


def plain_name(called: str) -> bool:
    """Answer whether a link calls the other child by a chosen name, not by what they are (“the young person”)."""
    return called.strip()[:1].isupper()


def names_another(case: Case, texts: Iterable[str]) -> str:
    """Answer a sentence where one of these texts names the child on the other side, with what to write instead; "" where none does."""
    others = hidden_from(case)
    for text in texts:
        for called in names_in(text, others):
            return f"This names another child. Write “{called}” instead: whoever reads this record may not know who that is."
    return ""


def check_names_no_other(case: Case, texts: Iterable[str]) -> None:
    """Nothing here names the child on the other side. Raises ActionNotAllowed with what to write instead."""
    if sentence := names_another(case, texts):
        raise ActionNotAllowed(sentence)


def masked(text: str, others: Iterable[Hidden]) -> str:
    """Answer the text without the names of anybody hidden: for what leaves on paper."""
    return mask_text(text, others)[0]


def on_paper(row: Any, others: Sequence[Hidden], *names: str) -> Any:
    """Answer the row with nobody hidden named in these of its texts. It is drawn from, and not saved again."""
    for name in names:
        setattr(row, name, masked(getattr(row, name), others))
    return row
