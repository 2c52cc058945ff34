"""Looking after people's accounts (administrators), taking up an invitation (the invited), and one's own account page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.accounts import sessions
from hsb.accounts.models import User
from hsb.agencies.models import Agency, Membership
from hsb.agencies.permissions import ROLE_SENTENCES, Role
from hsb.errors import ActionNotAllowed
from hsb.notifications import queries as notifications
from hsb.people import actions, appointments, policies, queries
from hsb.people.appointments import Somebody
from hsb.people.forms import ChooseAgencyForm, InviteForm, RoleForm
from hsb.people.models import Invitation, RoleProposal
from hsb.ui.commands import attempt_saying

PER_PAGE = 50
View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    """The view is for people who administer accounts; everybody else is refused with a sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policies.check_can_administer(request.user)
        return view(request, *args, **kwargs)

    return guarded


def _person(request: HttpRequest, pk: int) -> User:
    """Answer somebody who works, or worked, at an agency this administrator looks after; to them nobody else exists."""
    places = queries.agencies_administered(request.user)
    return get_object_or_404(queries.people_of(places, clock.today()), pk=pk)


def _agency(request: HttpRequest, pk: str | None) -> Agency | None:
    return next((a for a in queries.agencies_administered(request.user) if str(a.pk) == pk), None)


def proposed_words(proposal: RoleProposal) -> str:
    """Answer what the proposer reads: who it waits for."""
    agreeing = appointments.who_agrees(
        proposal.agency, Role(proposal.role), by=proposal.proposed_by, email=proposal.email, on=clock.today()
    )
    names = " or ".join(one.full_name for one in agreeing[:3])
    return f"{proposal.full_name} is proposed as {Role(proposal.role).label} at {proposal.agency.name}. {names} agrees first."


# -- administrators -----------------------------------------------------------------------------------------------
@require_safe
@for_administrators
def people_list(request: HttpRequest) -> HttpResponse:
    places = queries.agencies_administered(request.user)
    shown = [a for a in places if str(a.pk) == request.GET.get("agency")] or places
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    page = Paginator(queries.people_of(shown, clock.today(), words), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/list.html",
        {
            "page": page,
            "invitations": queries.open_invitations(shown),
            "proposals": appointments.proposed_at(shown),
            "places": places,
            "chosen": shown[0] if len(shown) == 1 else None,
            "words": words,
            "now": clock.now(),
        },
    )


@require_safe
@for_administrators
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    current, past = queries.memberships_of(found, clock.today())
    mine = {a.pk for a in queries.agencies_administered(request.user)}
    return render(
        request,
        "people/person.html",
        {
            "person": found,
            "current": [(m, m.agency.pk in mine) for m in current],
            "past": past,
            "sentences": ROLE_SENTENCES,
            "has_second_step": queries.has_second_step(found),
            "places": len(sessions.signed_in_places(found)),
            "is_me": found.pk == request.user.pk,
            "refused": notifications.refused(found),
        },
    )


@require_safe
@for_administrators
def undelivered(request: HttpRequest) -> HttpResponse:
    """The e-mails that did not arrive at people one looks after, or has invited, newest first."""
    places = queries.agencies_administered(request.user)
    people = queries.people_of(places, clock.today()).order_by().values("pk")
    invited = queries.open_invitations(places).order_by().values("email")
    return render(request, "people/undelivered.html", {"mails": notifications.undelivered(people, addresses=invited)})


@require_http_methods(["GET", "POST"])
@for_administrators
def invite(request: HttpRequest) -> HttpResponse:
    places = queries.agencies_administered(request.user)
    agency = places[0] if len(places) == 1 else _agency(request, request.GET.get("agency"))
    if agency is None:
        form = ChooseAgencyForm(request.GET if "agency" in request.GET else None, agencies=places)
        return render(request, "people/invite_agency.html", {"form": form})
    form = InviteForm(request.POST or None, roles=policies.roles_at(agency))
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        role, given = Role(answers["role"]), {"agency": agency, "by": request.user, "at": clock.now()}
        try:
            if policies.opens_records(role):
                whom = Somebody(answers["email"], answers["full_name"])
                said = proposed_words(appointments.propose(whom=whom, role=role, **given))
            else:
                actions.invite(email=answers["email"], full_name=answers["full_name"], role=role, **given)
                said = f"{answers['full_name']} has been sent a link to set up their account."
        except ActionNotAllowed as refusal:
            form.add_error("email", refusal.sentence)
        else:
            messages.success(request, said)
            return redirect("people:list")
    return render(request, "people/invite.html", {"form": form, "agency": agency, "several": len(places) > 1})


def _invitation(request: HttpRequest, pk: object) -> Invitation:
    places = queries.agencies_administered(request.user)
    return get_object_or_404(Invitation.objects.select_related("agency").filter(agency__in=places), pk=pk)


@require_POST
@for_administrators
def send_again(request: HttpRequest, pk: object) -> HttpResponse:
    invitation = _invitation(request, pk)
    attempt_saying(
        request,
        f"{invitation.full_name} has been sent a new link. The one before no longer works.",
        lambda: actions.send_again(invitation=invitation, by=request.user, at=clock.now()),
    )
    return redirect("people:list")


@require_POST
@for_administrators
def withdraw(request: HttpRequest, pk: object) -> HttpResponse:
    invitation = _invitation(request, pk)
    attempt_saying(
        request,
        f"The invitation of {invitation.full_name} is withdrawn. Their link no longer works.",
        lambda: actions.withdraw(invitation=invitation, by=request.user, at=clock.now()),
    )
    return redirect("people:list")


@require_http_methods(["GET", "POST"])
@for_administrators
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    places = queries.agencies_administered(request.user)
    agency = places[0] if len(places) == 1 else _agency(request, request.GET.get("agency"))
    if agency is None:
        form = ChooseAgencyForm(request.GET if "agency" in request.GET else None, agencies=places)
        return render(request, "people/give_role_agency.html", {"form": form, "person": found})
    form = RoleForm(request.POST or None, roles=policies.roles_at(agency))
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        given = {"agency": agency, "role": role, "by": request.user, "at": clock.now()}
        try:
            if policies.opens_records(role):
                said = proposed_words(appointments.propose(whom=Somebody.known(found), **given))
            else:
                actions.give_role(person=found, **given)
                said = f"{found.full_name} is now {role.label} at {agency.name}."
        except ActionNotAllowed as refusal:
            form.add_error("role", refusal.sentence)
        else:
            messages.success(request, said)
            return redirect("people:person", found.pk)
    return render(request, "people/give_role.html", {"form": form, "person": found, "agency": agency})


@require_http_methods(["GET", "POST"])
@for_administrators
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    places = queries.agencies_administered(request.user)
    membership = get_object_or_404(
        Membership.objects.select_related("user", "agency_role__agency").filter(agency_role__agency__in=places), pk=pk
    )
    if request.method == "POST":
        title = membership.title
        attempt_saying(
            request,
            f"{membership.user.full_name} is no longer {title} at {membership.agency.name}, and has been signed out.",
            lambda: actions.end_role(membership=membership, by=request.user, at=clock.now()),
        )
        return redirect("people:person", membership.user_id)
    return render(request, "people/end_role.html", {"membership": membership, "person": membership.user})


@require_http_methods(["GET", "POST"])
@for_administrators
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    if request.method == "POST":
        attempt_saying(
            request,
            f"The account of {found.full_name} is closed. They have been signed out everywhere.",
            lambda: actions.close_account(person=found, by=request.user, at=clock.now()),
        )
        return redirect("people:person", found.pk)
    return render(request, "people/close.html", {"person": found})


@require_POST
@for_administrators
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    attempt_saying(
        request,
        f"{found.full_name} can sign in again. Give them a role, or they will see nothing.",
        lambda: actions.reopen_account(person=found, by=request.user, at=clock.now()),
    )
    return redirect("people:person", found.pk)


@require_POST
@for_administrators
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    attempt_saying(
        request,
        f"{found.full_name} has been signed out everywhere.",
        lambda: actions.sign_out_everywhere(person=found, by=request.user, at=clock.now()),
    )
    return redirect("people:person", found.pk)


@require_POST
@for_administrators
def remove_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    attempt_saying(
        request,
        f"{found.full_name} can sign in with their password, and will be asked to set up a new second step.",
        lambda: actions.remove_second_step(person=found, by=request.user, at=clock.now()),
    )
    return redirect("people:person", found.pk)
