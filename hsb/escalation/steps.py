"""What is done about a disagreement, a page for each step: answered, closed, taken further, resolved, withdrawn; and its letters."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Power
from hsb.agencies.profile import profile
from hsb.agencies.queries import has_power
from hsb.cases.access import OpenCase
from hsb.documents import pdf
from hsb.documents.download import download_of
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.escalation import actions, ladder, letters, policies, queries, rules
from hsb.escalation.forms import (
    AcknowledgementForm,
    AnswerForm,
    AnswerWithOthersForm,
    CloseForm,
    FurtherForm,
    OutcomeForm,
    ResolveForm,
    WithdrawForm,
)
from hsb.escalation.models import Escalation, LetterKind
from hsb.escalation.views import one_of, page
from hsb.ui.commands import READ_AND_CHANGE, say_on
from hsb.ui.forms import BaseForm
from hsb.ui.numbers import whole_number
from hsb.ui.press import press_of, version_of


def _form_page(
    request: HttpRequest,
    opened: OpenCase,
    escalation: Escalation,
    shape: type[BaseForm],
    change: Callable[..., object],
    *,
    title: str,
    button: str,
    done: str,
    warning: bool = False,
    lines: tuple[str, ...] = (),
) -> HttpResponse:
    """One form, one action. `change` takes what the form asked, with `escalation`, `by`, `at`, `press`, and the `version` the person
    read; where something happened since, they see it and their words."""
    form = shape(request.POST if request.method == "POST" else None)
    status, stale = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            change(
                **form.cleaned_data,
                escalation=escalation,
                version=version_of(request),
                by=request.user,
                at=clock.now(),
                press=press_of(request),
            )
            messages.success(request, done)
            return redirect("escalation:show", opened.case.reference, escalation.number)
        except StaleVersion as changed:
            stale, status = changed.sentence, 409
        except (ActionNotAllowed, pdf.RenderingFailed) as refusal:
            say_on(form, refusal)
    return page(
        request,
        opened,
        "escalation/form.html",
        {
            "escalation": escalation,
            "form": form,
            "once": press_of(request),
            "version": escalation.version,
            "stale": stale,
            "page_title": title,
            "button": button,
            "warning": warning,
            "lines": lines,
            "levels": ladder.levels(escalation, today=clock.today()),
        },
        status=422 if form.errors else status,
    )


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """An agency answers at the present level, for itself or for all that are asked."""
    opened, found = one_of(request, reference, number)
    if not queries.asked_of(opened.user, found):
        return _not_now(request, found, lambda: policies.check_can_answer(opened.user, found))
    waiting = [one for one in found.questions.all() if one.level == found.level and one.is_open]

    def change(*, jointly: str = "own", **given: object) -> None:
        actions.answer(jointly=jointly == "joint", **given)

    return _form_page(
        request,
        opened,
        found,
        AnswerWithOthersForm if len(waiting) > 1 else AnswerForm,
        change,
        title="Answer the disagreement",
        button="Send answer",
        done="Your answer is there. Whoever raised it has been told.",
    )


@require_http_methods(READ_AND_CHANGE)
def close(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The board answers and closes."""
    opened, found = one_of(request, reference, number)
    if not has_power(opened.user, Power.BOARD_INBOX):
        raise AccessDenied(f"Only {profile().name('lscb')} closes a disagreement.")
    if not queries.asked_of(opened.user, found):
        return _not_now(request, found, lambda: policies.check_can_close(opened.user, found))
    return _form_page(
        request,
        opened,
        found,
        CloseForm,
        actions.close,
        title="Answer and close",
        button="Close with this outcome",
        done="Closed. Everybody in this disagreement has been told.",
    )


@require_http_methods(READ_AND_CHANGE)
def take_further(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Not resolved: to the next level, with the reason."""
    opened, found = one_of(request, reference, number)
    policies.check_is_the_raisers(opened.user, found)
    following = rules.next_level(queries.levels(), found.level)
    try:
        policies.check_can_take_further(
            opened.user, found, to=following.number if following else 0, today=clock.today()
        )
    except ActionNotAllowed as refusal:
        return _back(request, found, refusal.sentence)
    assert following is not None
    return _form_page(
        request,
        opened,
        found,
        FurtherForm,
        partial(actions.take_further, to=_to(request, following.number)),
        title=f"Not resolved: take it to “{following.name}”",
        button="Take it further",
        done=f"It is at “{following.name}” now, and those asked there have been told.",
    )


def _to(request: HttpRequest, following: int) -> int:
    """Answer the level asked for, where a page or a program named one; the action refuses any but the next."""
    asked = whole_number(request.POST.get("to", ""), digits=3)
    return following if asked is None else asked


@require_http_methods(READ_AND_CHANGE)
def resolve(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """It is settled, and how."""
    opened, found = one_of(request, reference, number)
    policies.check_is_the_raisers(opened.user, found)
    return _form_page(
        request,
        opened,
        found,
        ResolveForm,
        actions.resolve,
        title="It is resolved",
        button="Record that it is resolved",
        done="Resolved. Everybody in this disagreement has been told.",
    )


@require_http_methods(READ_AND_CHANGE)
def withdraw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """It is not pursued."""
    opened, found = one_of(request, reference, number)
    policies.check_is_the_raisers(opened.user, found)
    return _form_page(
        request,
        opened,
        found,
        WithdrawForm,
        actions.withdraw,
        title="Withdraw the disagreement",
        button="Withdraw",
        done="Withdrawn. Everybody in this disagreement has been told.",
        warning=True,
    )


def _not_now(request: HttpRequest, found: Escalation, check: Callable[[], object]) -> HttpResponse:
    """It is not this person's to answer now: the page, with the sentence why."""
    try:
        check()
    except ActionNotAllowed as refusal:
        return _back(request, found, refusal.sentence)
    raise AssertionError("what waits for nobody cannot be answered")


def _back(request: HttpRequest, found: Escalation, sentence: str) -> HttpResponse:
    messages.warning(request, sentence)
    return redirect("escalation:show", found.case.reference, found.number)


# -- letters -------------------------------------------------------------------------------------------------------------

LETTERS = {LetterKind.OUTCOME: OutcomeForm, LetterKind.ACKNOWLEDGEMENT: AcknowledgementForm}


@require_http_methods(READ_AND_CHANGE)
def write_letter(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    """The words of a letter to the parent or child; sending the form makes the PDF."""
    opened, found = one_of(request, reference, number)
    if why_not := letters.who_may_not(opened, found):
        raise AccessDenied(why_not)
    which = LetterKind(kind) if kind in LetterKind.values else LetterKind.ACKNOWLEDGEMENT
    try:
        letters.check_can_write(opened, found, which)
    except ActionNotAllowed as refusal:
        return _back(request, found, refusal.sentence)

    def change(*, then: str, ring: str, said: str = "", version: int, **given: object) -> None:
        letters.write(opened=opened, kind=which, said=letters.Said(said=said, then=then, ring=ring), **given)

    return _form_page(
        request,
        opened,
        found,
        LETTERS[which],
        change,
        title=f"Letter: {which.label.lower()}",
        button="Make the letter",
        done="The letter is made. Read it before it goes out.",
        lines=ladder.how_they_hear(found),
    )


@require_safe
def letter(request: HttpRequest, reference: str, number: int, letter_id: UUID) -> HttpResponse:
    """A letter as it was made, as a file to save."""
    opened, found = one_of(request, reference, number)
    wanted = next((one for one in found.letters.all() if one.pk == letter_id), None)
    if wanted is None:
        raise AccessDenied("There is no such letter on this disagreement.")
    letters.check_may_read(opened)
    return download_of(
        wanted.document, opened.case.reference, by=request.user, at=clock.now(), what="letter about a disagreement"
    )
