"""A child of the household who neither harmed nor was harmed gets a record of their own, *considered*."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.cases import actions as cases
from hsb.cases import matching, people
from hsb.cases.events import MatchSuggested
from hsb.cases.involvement import involve
from hsb.cases.models import Case, CaseKind, CaseLink, Identity, IdentityDetails, Involvement, Part, PersonPart
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.ui.forms import BaseForm, DateField, NameField, PostcodeField, TextField


class ConsiderForm(BaseForm):
    """Who the child is."""

    given_name = NameField(label="Given name")
    family_name = NameField(label="Family name", required=False)
    born_on = DateField(label="Date of birth", not_after=clock.today, required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    school = TextField(label="School", required=False)
    relationship = TextField(label="What the child is to this child", help_text="Brother, sister, lives there.")

    def details(self) -> IdentityDetails:
        """Answer who the child is, as the record keeps it."""
        typed = self.cleaned_data
        return IdentityDetails(
            given_name=typed["given_name"],
            family_name=typed["family_name"],
            born_on=typed["born_on"].isoformat() if typed["born_on"] else "",
            postcode=typed["postcode"],
            school=typed["school"],
        )


@transaction.atomic
def open_considered(
    *,
    beside: Case,
    details: IdentityDetails,
    relationship: str,
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> Case:
    """The child has a record, matched like any other and linked to the one beside it; the managers of that one decide on it.

    Safeguarding only: nothing else can happen on a considered child's record. One press opens one.
    """
    lock(beside)
    if chronology.has_happened(beside.pk, "case.linked", press):
        return CaseLink.objects.filter(case=beside, occasion=press).latest("pk").linked_case
    case = cases.open_case(kind=CaseKind.CONSIDERED, by=by, at=at)
    people.add(case=case, part=PersonPart.SUBJECT, details=details, at=at)
    for one in Involvement.objects.open().filter(
        case=beside, part__in=[Part.FRONT_DOOR, Part.INVOLVED, Part.ALLOCATED], role="csws_manager"
    ):
        involve(
            case=case,
            part=Part.INVOLVED,
            agency=one.agency,
            role=one.role,  # type: ignore[arg-type]
            user=one.user,
            by=by,
            at=at,
            reason="Decides on this record.",
        )
    called = "the child considered"
    cases.link(
        displayed=beside,
        harmed=case,
        called=called,
        relationship=relationship,
        by=by,
        at=at,
        occasion=press,
        called_back="the child harmed" if beside.is_harmed else "the young person",
    )
    identity = Identity.objects.filter(case=case, person__part=PersonPart.SUBJECT).values_list("pk", flat=True).get()
    if known := matching.suggest(identity_id=identity, case_id=case.pk, at=at):
        record(MatchSuggested(how_many=known), case=case, by=None, at=at)
    case.refresh_from_db()
    return case
