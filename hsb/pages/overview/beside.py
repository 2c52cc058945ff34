"""What stands beside the story of a case: its neighbours, its links, its newest documents."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, CaseLink, PersonPart
from hsb.documents.models import Document
from hsb.ui.components import Around, DocumentLine


def around(opened: OpenCase) -> list[Around]:
    """People by what they are to the child; names only for those who may read them. Workers first."""
    shown = [
        Around(
            name=i.user.full_name,
            role=", ".join(filter(None, (i.get_role_display(), i.agency.short_name if i.agency else ""))),
        )
        for i in opened.workers
        if i.user
    ]
    if not opened.may(RecordClass.IDENTITY, Level.READ):
        return shown
    for person, details in opened.people:
        if person.part == PersonPart.SUBJECT:
            continue
        said = [person.get_part_display()]
        if person.has_parental_responsibility:
            said.append("parental responsibility")
        if person.may_be_contacted is not None:
            said.append("may be contacted" if person.may_be_contacted else "must not be contacted")
        shown.append(
            Around(
                name=details.full_name or person.relationship or "Not named",
                role=" · ".join(filter(None, (capfirst(person.relationship) if details.full_name else "", *said[1:])))
                or said[0],
                warning="address not to be disclosed" if person.address_confidential else "",
            )
        )
    return shown


def nobody_words(opened: OpenCase) -> str:
    """What stands where no person does: that there is none, or that this reader is not told."""
    if opened.may(RecordClass.IDENTITY, Level.READ):
        return "Nobody is recorded yet."
    return "Your part in this case does not show the people around the child."


def links_of(links: Sequence[CaseLink], linked: Sequence[Case]) -> list[dict[str, Any]]:
    """The other children, by what this record's readers may call them; a link only for those who are on both."""
    both = {case.pk: case.reference for case in linked}
    return [
        {"called": link.called, "relationship": link.relationship, "reference": both.get(link.linked_case_id, "")}
        for link in links
    ]


def document_lines(opened: OpenCase, shown: Sequence[tuple[int, Document]]) -> list[DocumentLine]:
    if not opened.may(RecordClass.DOCUMENTS, Level.READ):
        return []
    return [
        DocumentLine(
            title=document.title,
            href=reverse("documents:download", args=[document.pk]),
            on=clock.local_date(document.uploaded_at),
            state=document.state,
        )
        for _, document in shown
    ]
