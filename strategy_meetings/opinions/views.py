"""Pages of the specialist opinions about one child: asked, chased, come or not."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases import form_page as pages
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.timeliness import queries as timeliness
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.models import SpecialistOpinion
from strategy_meetings.opinions import actions, queries
from strategy_meetings.opinions.forms import AskForm, ChaseForm, EndForm, ReceiveForm

READ_AND_CHANGE = ("GET", "HEAD", "POST")
HOME = "strategy_meetings:opinions"
STANDARD = "OPINION"


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    return access.get_case(request.user, reference, look="specialist opinions", needs=(RecordClass.ASSESSMENT, level))


@require_safe
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """Every opinion asked for about this child, with what is waited for first."""
    opened = _open(request, reference, Level.READ)
    today = clock.today()
    due = timeliness.due_by_key(opened.case.pk, (STANDARD,), today=today)
    found = [(one, due.get(str(one.pk))) for one in queries.opinions_of(opened.case)]
    return render(
        request,
        "strategy_meetings/opinions/list.html",
        {
            **case_frame(opened, "opinions", today=today),
            "waiting": [pair for pair in found if pair[0].is_open],
            "others": [one for one, _ in found if not one.is_open],
            "may_write": opened.may(RecordClass.ASSESSMENT, Level.WRITE),
        },
    )


def _opinion(opened: OpenCase, opinion_id: UUID) -> SpecialistOpinion:
    found = queries.opinion_of(opened.case, opinion_id)
    if found is None:
        raise Http404("There is no such opinion about this child.")
    return found


def _form_page(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    change: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    opinion: SpecialistOpinion | None = None,
) -> HttpResponse:
    """One form, one action; then the list."""
    return pages.form_page(
        request,
        opened,
        form,
        change,
        template="strategy_meetings/opinions/form.html",
        tab="opinions",
        then=HOME,
        title=title,
        button=button,
        done=done,
        opinion=opinion,
    )


@require_http_methods(READ_AND_CHANGE)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a named person or service, here or outside, by a day."""
    opened = _open(request, reference, Level.WRITE)
    form = AskForm(request.POST if request.method == "POST" else None)
    form.fields["person"].choices = [("", "Nobody here"), *queries.people_here(opened)]  # type: ignore[attr-defined]

    def change() -> object:
        given = dict(form.cleaned_data)
        person = queries.person_here(opened, given.pop("person"))
        return actions.ask(
            case=opened.case, person=person, by=request.user, at=clock.now(), press=press_of(request), **given
        )

    return _form_page(
        request,
        opened,
        form,
        change,
        title="Ask for a specialist opinion",
        button="Ask",
        done="The opinion is asked for.",
    )


@require_http_methods(READ_AND_CHANGE)
def chase(request: HttpRequest, reference: str, opinion_id: UUID) -> HttpResponse:
    """Record that an opinion was chased."""
    opened = _open(request, reference, Level.WRITE)
    opinion = _opinion(opened, opinion_id)
    form = ChaseForm(request.POST if request.method == "POST" else None)
    return _form_page(
        request,
        opened,
        form,
        lambda: actions.chase(
            opinion=opinion, note=form.cleaned_data["note"], by=request.user, at=clock.now(), press=press_of(request)
        ),
        title="Chase the opinion",
        button="Record it",
        done="Recorded.",
        opinion=opinion,
    )


@require_http_methods(READ_AND_CHANGE)
def receive(request: HttpRequest, reference: str, opinion_id: UUID) -> HttpResponse:
    """Take the opinion in: a document of this child, kept with the assessment."""
    opened = _open(request, reference, Level.WRITE)
    opinion = _opinion(opened, opinion_id)
    form = ReceiveForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"received_on": clock.today()},
    )
    return _form_page(
        request,
        opened,
        form,
        lambda: actions.receive(opinion=opinion, by=request.user, at=clock.now(), **form.cleaned_data),
        title="The opinion has come",
        button="Keep it with the assessment",
        done="The opinion is on the record.",
        opinion=opinion,
    )


@require_http_methods(READ_AND_CHANGE)
def give_up(request: HttpRequest, reference: str, opinion_id: UUID) -> HttpResponse:
    """Asked, not come."""
    return _end(
        request,
        reference,
        opinion_id,
        actions.give_up,
        title="Asked, not come",
        button="Record that it has not come",
        done="Recorded. If it comes after all, it can still be taken in.",
    )


@require_http_methods(READ_AND_CHANGE)
def withdraw(request: HttpRequest, reference: str, opinion_id: UUID) -> HttpResponse:
    """No longer needed."""
    return _end(
        request,
        reference,
        opinion_id,
        actions.withdraw,
        title="The opinion is no longer needed",
        button="Record it",
        done="Recorded.",
    )


def _end(
    request: HttpRequest,
    reference: str,
    opinion_id: UUID,
    action: Callable[..., None],
    *,
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    opened = _open(request, reference, Level.WRITE)
    opinion = _opinion(opened, opinion_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    return _form_page(
        request,
        opened,
        form,
        lambda: action(opinion=opinion, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()),
        title=title,
        button=button,
        done=done,
        opinion=opinion,
    )
