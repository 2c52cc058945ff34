"""Taking up an invitation, and one's own account page."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.accounts import sessions
from hsb.accounts.models import User
from hsb.agencies.models import job_sentence
from hsb.errors import ActionNotAllowed
from hsb.people import actions, links, queries
from hsb.people.browsers import in_words
from hsb.people.forms import AcceptForm
from hsb.people.models import Invitation
from hsb.ui.commands import attempt_saying

INVITATION = "invitation"


# -- the invited --------------------------------------------------------------------------------------------------
@login_not_required
@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at a link uses nothing up (mail scanners look at links); the address with the secret is left behind at once."""
    invitation = queries.invitation_for_link(links.read_token(token), clock.now())
    if invitation is None:
        return render(request, "people/invitation_dead.html", status=410)
    request.session[INVITATION] = [invitation.pk.hex, invitation.sends]
    return redirect("people:accept")


@login_not_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    named = request.session.get(INVITATION)
    invitation = queries.invitation_for_link((named[0], named[1]) if named else None, clock.now())
    if invitation is None:
        return render(request, "people/invitation_dead.html", status=410)
    if User.objects.filter(email=invitation.email).exists():
        return _accept_with_account(request, invitation)
    form = AcceptForm(request.POST or None)
    form.fields["password"].user = User(email=invitation.email, full_name=invitation.full_name)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept(invitation=invitation, password=form.cleaned_data["password"], at=clock.now())
        except ActionNotAllowed as refusal:
            form.add_error("password", refusal.sentence)
        else:
            request.session.pop(INVITATION, None)
            record_authentication(request, user, method="password")
            return perform_login(request, user, redirect_url=resolve_url(settings.LOGIN_REDIRECT_URL))
    return render(
        request,
        "people/accept.html",
        {"form": form, "invitation": invitation, "sentence": job_sentence(invitation.role, invitation.agency)},
    )


def _accept_with_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Somebody who has an account already accepts as themselves, signed in."""
    me = request.user.is_authenticated and request.user.email == invitation.email
    if request.method == "POST" and me:
        title, agency = invitation.title, invitation.agency.name
        accepted = attempt_saying(
            request,
            f"You are now {title} at {agency}.",
            lambda: actions.accept(invitation=invitation, user=request.user, at=clock.now()),
        )
        if accepted:
            request.session.pop(INVITATION, None)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/accept_signed_in.html", {"invitation": invitation, "me": me})


# -- oneself ------------------------------------------------------------------------------------------------------
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    current, _ = queries.memberships_of(request.user, clock.today())
    places = [
        (place, in_words(place.user_agent), place.session_key == request.session.session_key)
        for place in sessions.signed_in_places(request.user)
    ]
    return render(
        request,
        "people/account.html",
        {
            "memberships": [(m, job_sentence(m.role, m.agency)) for m in current],
            "places": places,
            "elsewhere": sum(1 for *_, here in places if not here),
            "has_second_step": queries.has_second_step(request.user),
        },
    )


@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    attempt_saying(
        request,
        "You are signed out everywhere but here.",
        lambda: actions.sign_out_everywhere(
            person=request.user, by=request.user, at=clock.now(), keep=request.session.session_key
        ),
    )
    return redirect("accounts:account")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    place = UserSession.objects.filter(user=request.user, pk=pk).first()
    if place is None:
        raise Http404
    if place.session_key == request.session.session_key:
        return redirect("account_logout")
    attempt_saying(
        request,
        "That session is over.",
        lambda: actions.end_session(place=place, by=request.user, at=clock.now()),
    )
    return redirect("accounts:account")
