"""Pages of disagreements. Whoever is on a case for one of them only sees it under the case's reference, and nothing else of the case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, Power, RecordClass
from hsb.agencies.profile import profile
from hsb.agencies.queries import has_power
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.models import IdentityDetails
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.escalation import actions, ladder, letters, on_behalf, policies, queries, rules
from hsb.escalation.forms import (
    FAMILY,
    SOMEBODY_ELSE,
    RaiseForm,
)
from hsb.escalation.models import Escalation
from hsb.ui.commands import READ_AND_CHANGE, say_on
from hsb.ui.forms import Choice
from hsb.ui.press import press_of

NOT_YOURS = "There is no disagreement of that number that you may read."


def opened_for(request: HttpRequest, reference: str) -> OpenCase:
    return access.get_case(request.user, reference, look="disagreements", needs=(RecordClass.ESCALATION, Level.SUMMARY))


def one_of(request: HttpRequest, reference: str, number: int) -> tuple[OpenCase, Escalation]:
    """One disagreement that this person may read. To somebody who sees nothing else of the case it is a disclosure, and written down
    as one."""
    opened = opened_for(request, reference)
    found = queries.escalation_of(opened, number)
    if found is None:
        raise AccessDenied(NOT_YOURS)
    if opened.is_narrow:
        audit.record(
            AuditKind.DISCLOSED,
            by=request.user,
            at=clock.now(),
            case_id=opened.case.pk,
            what="disagreement",
            facts={"number": number, "level": found.level},
        )
    return opened, found


def page(
    request: HttpRequest, opened: OpenCase, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page in the case's frame; for somebody who is there for the disagreement only, in one that shows the reference alone."""
    frame = (
        {"frame_template": "escalation/alone.html", "reference": opened.case.reference}
        if opened.is_narrow
        else {"frame_template": "case_base.html", **case_frame(opened, "disagreements", today=clock.today())}
    )
    return render(request, template, {**frame, "reference": opened.case.reference, **context}, status=status)


@require_safe
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    """The disagreements of a case that this person may read."""
    opened = opened_for(request, reference)
    found = queries.escalations_of(opened)
    return page(
        request,
        opened,
        "escalation/list.html",
        {
            "rows": ladder.rows(opened.user, found, today=clock.today()),
            "may_raise": not opened.is_narrow,
            "reads_all": opened.may(RecordClass.ESCALATION, Level.READ),
        },
    )


@require_safe
def show(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One disagreement: what it is about, the levels it goes through, who is asked and by when, and what was said."""
    opened, found = one_of(request, reference, number)
    today = clock.today()
    user = opened.user
    raiser = queries.speaks_for_raiser(user, found)
    following = rules.next_level(queries.levels(), found.level)
    board = rules.level_of(queries.levels(), found.level).board
    unanswered = found.state == "waiting" and raiser and policies.no_answer_came(found, today)
    return page(
        request,
        opened,
        "escalation/show.html",
        {
            "escalation": found,
            "facts": ladder.facts(found, names=_names(opened)),
            "levels": ladder.levels(found, today=today),
            "asked": queries.asked_of(user, found) if found.is_open else [],
            "board": board,
            "raiser": raiser and found.is_open,
            "following": following if raiser and (found.state == "answered" or unanswered) else None,
            "unanswered": unanswered,
            "letters": found.letters.all(),
            "may_read_letters": not opened.is_narrow,
            "may_write_letter": found.is_on_behalf and not letters.who_may_not(opened, found),
            "why_no_letter": letters.who_may_not(opened, found) if found.is_on_behalf else "",
        },
    )


def _names(opened: OpenCase) -> dict[UUID, str]:
    """Answer what the people on the record are called, for those who may read it."""
    if opened.is_narrow or not opened.may(RecordClass.IDENTITY, Level.READ):
        return {}
    return {person.pk: details.full_name for person, details in opened.people}


@require_http_methods(READ_AND_CHANGE)
def raise_one(request: HttpRequest, reference: str) -> HttpResponse:
    """Raise a disagreement: one page, and YOS and CSWS have it."""
    opened = opened_for(request, reference)
    policies.check_can_raise(opened)
    form = RaiseForm(request.POST if request.method == "POST" else None)
    names = _names(opened)
    family = queries.family(opened)
    form.fields["person"].choices = [  # type: ignore[attr-defined]
        *(Choice(str(pk), f"{said}, {names[pk]}" if names.get(pk) else said) for pk, said in family),
        Choice(SOMEBODY_ELSE, "Somebody else who cares for the child"),
    ]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            raised = actions.raise_with_agencies(
                opened=opened,
                about=given["about"],
                words=given["words"],
                wanted=given["wanted"],
                arose_on=given["arose_on"],
                on_behalf=_on_behalf(opened, given) if given["whose"] == FAMILY else None,
                by=request.user,
                at=clock.now(),
                press=press_of(request),
            )
            asked = " and ".join(profile().name(one.kind) for one in queries.levels()[0].asked)
            messages.success(request, f"{asked} have it. You hear of each answer.")
            return redirect("escalation:show", reference, raised.number)
        except ActionNotAllowed as refusal:
            say_on(form, refusal)
    return page(
        request,
        opened,
        "escalation/raise.html",
        {"form": form, "once": press_of(request), "ladder": queries.levels()},
        status=422 if form.errors else 200,
    )


def _on_behalf(opened: OpenCase, given: dict[str, Any]) -> on_behalf.OnBehalf:
    somebody_else = given["person"] == SOMEBODY_ELSE
    return on_behalf.OnBehalf(
        person=None
        if somebody_else
        else next(person for person, _ in opened.people if str(person.pk) == given["person"]),
        details=IdentityDetails(given_name=given["given_name"], family_name=given["family_name"])
        if somebody_else
        else None,
        relationship=given["relationship"] if somebody_else else "",
        hear_by=given["hear_by"],
        address_withheld=bool(given["address_withheld"]),
        interpreter=given["interpreter"],
    )


# -- over all one's cases ------------------------------------------------------------------------------------------------


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for my answer or my agency's, and what I raised."""
    waiting, raised = queries.waiting_for(request.user), queries.raised_by(request.user)
    _looked(request, "disagreements", len(waiting) + len(raised))
    return render(
        request,
        "escalation/mine.html",
        {
            "waiting": ladder.question_rows(waiting, today=clock.today()),
            "raised": ladder.raised_rows(raised),
        },
    )


@require_safe
def board_inbox(request: HttpRequest) -> HttpResponse:
    """What reached the board: what waits for it, then what it closed. References only; each one opened is a disclosure."""
    if not has_power(request.user, Power.BOARD_INBOX):
        raise AccessDenied(f"Only {profile().name('lscb')} has this inbox.")
    found = queries.at_the_board(request.user)
    _looked(request, "board inbox", len(found))
    rows = ladder.question_rows(found, today=clock.today())
    return render(
        request,
        "escalation/board_inbox.html",
        {
            "waiting": [row for row in rows if row.is_open],
            "closed": [row for row in rows if not row.is_open],
            "board": profile().name("lscb"),
            "mine": reverse("escalation:mine"),
        },
    )


def _looked(request: HttpRequest, what: str, rows: int) -> None:
    audit.record(AuditKind.LIST_LOOKED_AT, by=request.user, at=clock.now(), what=what, facts={"rows": rows})
