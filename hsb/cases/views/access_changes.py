"""Who decides on a case changes who may see it: restriction, denials, ending an involvement, reviewing an emergency access."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access, barring, queries
from hsb.cases import involvement as involvements
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.models import Involvement, Part
from hsb.cases.visible import may_see
from hsb.errors import ActionNotAllowed
from hsb.ui.commands import say_on
from hsb.ui.fields import EmailField, LongTextField
from hsb.ui.forms import BaseForm, Choice, RadioField, SelectField

ASKING = ["GET", "HEAD", "POST"]
REASON_LIMIT = 500


def _reason(hint: str) -> LongTextField:
    return LongTextField(
        label="Why?",
        what="your reason",
        help_text=hint,
        rows=4,
        max_length=REASON_LIMIT,
        error_messages={"required": "Say why, in a sentence."},
    )


class ReasonForm(BaseForm):
    """Only why."""

    reason = _reason("Whoever may read who has looked at this record reads this. Do not name a child.")


class DenyForm(BaseForm):
    """Whom, and why."""

    email = EmailField(
        label="E-mail address of the person",
        help_text="The one they sign in with.",
        error_messages={"required": "Enter the e-mail address the person signs in with."},
    )
    reason = _reason("For example: a relative, a neighbour, a complaint about them. The person is not told.")


class BringInForm(BaseForm):
    """Whom, and why."""

    place = SelectField(label="A role at an agency", choices=(), required=False)
    email = EmailField(label="Or one person, by e-mail address", help_text="The one they sign in with.", required=False)
    reason = _reason("Everybody on this record reads this. Do not name a child.")


class ReviewForm(BaseForm):
    """Was it justified, and why."""

    finding = RadioField(
        label="Was this emergency access justified?",
        choices=(Choice("yes", "Justified"), Choice("no", "Not justified")),
        error_messages={"required": "Choose whether it was justified."},
    )
    reason = _reason("What you looked at and whom you asked. It stands in the chronology.")


def _opened(request: HttpRequest, reference: str) -> OpenCase:
    return access.get_case(request.user, reference, look="access", needs=(RecordClass.DECISION, Level.APPROVE))


def _page(
    request: HttpRequest, opened: OpenCase, form: BaseForm, act: Callable[[dict[str, Any]], str], **words: Any
) -> HttpResponse:
    """Ask; when it is answered do it and say so, or say why not. `act` answers what was done, in a sentence."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except ActionNotAllowed as refusal:
            say_on(form, refusal)
        else:
            messages.success(request, done)
            if not may_see(request.user, opened.case.pk):
                return redirect("cases:list")  # they took themselves off
            return redirect("cases:access", opened.case.reference)
    return render(
        request,
        "cases/access_change.html",
        {**case_frame(opened, "access", today=clock.today()), "form": form, **words},
        status=422 if form.errors else 200,
    )


@require_http_methods(ASKING)
def bring_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Put an agency's role, or a colleague by name, on the record."""
    opened = access.get_case(request.user, reference, look="access", needs=(RecordClass.DECISION, Level.WRITE))
    places = {f"{one.agency_id}:{one.role}": one for one in agencies.partner_roles()}
    form = BringInForm(request.POST or None)
    form.fields["place"].choices = [("", "Nobody by role"), *((key, str(one)) for key, one in places.items())]  # type: ignore[attr-defined]

    def act(answers: dict[str, Any]) -> str:
        given: dict[str, Any] = {
            "case": opened.case,
            "by": request.user,
            "at": clock.now(),
            "reason": answers["reason"],
        }
        if bool(answers["place"]) == bool(answers["email"]):
            raise ActionNotAllowed("Choose a role at an agency, or enter one person’s e-mail address: one of the two.")
        if answers["place"]:
            place = places[answers["place"]]
            involvements.bring_in(agency=place.agency, role=Role(place.role), **given)
            return f"{place} can see this record now."
        found = User.objects.filter(email=answers["email"].lower(), is_active=True).first()
        held = agencies.own_memberships(found) if found else []
        if found is None or not held:
            raise ActionNotAllowed("Nobody with a role signs in with this e-mail address. Check it with their agency.")
        involvements.bring_in(user=found, agency=held[0].agency, role=held[0].role, **given)
        return f"{found.full_name} can see this record now."

    return _page(
        request,
        opened,
        form,
        act,
        ask="Put somebody on this record",
        says="They see this child’s record as far as their role needs, and no other child’s. A child harmed has a worker of"
        " their own; a school on the record keeps its safety plan.",
        submit="Put on the record",
    )


@require_http_methods(ASKING)
def restrict(request: HttpRequest, reference: str) -> HttpResponse:
    """Restrict the record."""
    opened = _opened(request, reference)

    def act(answers: dict[str, Any]) -> str:
        barring.restrict(case=opened.case, by=request.user, at=clock.now(), reason=answers["reason"])
        return "This record is restricted."

    return _page(
        request,
        opened,
        ReasonForm(request.POST or None),
        act,
        ask="Restrict this record",
        says="Nobody can open a restricted record in an emergency, and every page of it says that it is restricted."
        " Those who are on it stay on it: end their part below, or deny a person, where they must not see it.",
        submit="Restrict",
    )


@require_http_methods(ASKING)
def unrestrict(request: HttpRequest, reference: str) -> HttpResponse:
    """Lift the restriction."""
    opened = _opened(request, reference)

    def act(answers: dict[str, Any]) -> str:
        barring.unrestrict(case=opened.case, by=request.user, at=clock.now(), reason=answers["reason"])
        return "This record is no longer restricted."

    return _page(
        request,
        opened,
        ReasonForm(request.POST or None),
        act,
        ask="Lift the restriction",
        says="The record can be opened in an emergency again, like any other. Denials stay as they are.",
        submit="Lift the restriction",
    )


@require_http_methods(ASKING)
def deny(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that somebody must not see the record."""
    opened = _opened(request, reference)
    form = DenyForm(request.POST or None)

    def act(answers: dict[str, Any]) -> str:
        found = User.objects.filter(email=answers["email"].lower()).first()
        if found is None:
            raise ActionNotAllowed("Nobody signs in with this e-mail address. Check it with the person’s agency.")
        barring.deny(case=opened.case, user=found, by=request.user, at=clock.now(), reason=answers["reason"])
        return f"{found.full_name} cannot see this record any more."

    return _page(
        request,
        opened,
        form,
        act,
        ask="Somebody must not see this record",
        says="For them the record does not exist from this moment, whatever their agency or role. They are not told that"
        " they were denied, or why.",
        submit="Deny this person",
        warning=True,
    )


@require_http_methods(ASKING)
def lift_denial(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Let somebody see the record again."""
    opened = _opened(request, reference)
    denial = queries.one_denial(opened.case.pk, pk)
    if denial is None:
        raise Http404("This denial has been lifted, or never was.")

    def act(answers: dict[str, Any]) -> str:
        barring.undeny(denial=denial, by=request.user, at=clock.now(), reason=answers["reason"])
        return f"{denial.user.full_name} is no longer denied this record."

    return _page(
        request,
        opened,
        ReasonForm(request.POST or None),
        act,
        ask=f"Let {denial.user.full_name} see this record again",
        says="They see it where they, or their role, are on it. This puts nobody on the record.",
        submit="Lift the denial",
    )


def _involvement(opened: OpenCase, pk: UUID) -> Involvement:
    found = queries.one_involvement(opened.case.pk, pk)
    if found is None:
        raise Http404("Nobody is on this record by this.")
    return found


@require_http_methods(ASKING)
def end_involvement(request: HttpRequest, reference: str, pk: UUID) -> HttpResponse:
    """Take somebody off the record."""
    opened = _opened(request, reference)
    involvement = _involvement(opened, pk)
    who = (
        involvement.user.full_name
        if involvement.user
        else f"Every {involvement.get_role_display()} at {involvement.agency}"
    )

    def act(answers: dict[str, Any]) -> str:
        involvements.end_involvement(involvement=involvement, by=request.user, at=clock.now(), reason=answers["reason"])
        return f"{who} no longer sees this record as “{involvement.get_part_display()}”."

    return _page(
        request,
        opened,
        ReasonForm(request.POST or None),
        act,
        ask="End this part in the record",
        says=f"{who}: {involvement.get_part_display()}. What this part let them see closes at once; what they did stays.",
        submit="End it",
        warning=True,
    )


@require_http_methods(ASKING)
def review_emergency(request: HttpRequest, reference: str, pk: UUID) -> HttpResponse:
    """Say whether an emergency access was justified."""
    opened = _opened(request, reference)
    involvement = _involvement(opened, pk)
    if involvement.part != Part.BREAK_GLASS:
        raise Http404("This was no emergency access.")

    def act(answers: dict[str, Any]) -> str:
        justified = answers["finding"] == "yes"
        barring.review_emergency(
            involvement=involvement, justified=justified, by=request.user, at=clock.now(), reason=answers["reason"]
        )
        return f"Reviewed: {'justified' if justified else 'not justified'}."

    who = involvement.user.full_name if involvement.user else ""
    return _page(
        request,
        opened,
        ReviewForm(request.POST or None),
        act,
        ask="Review this emergency access",
        says=f"{who} opened this record on {clock.local_time(involvement.opened_at):%-d %B %Y at %H:%M}."
        f" The reason given: {involvement.reason}",
        submit="Save the review",
    )
