"""Pages of custody: where they are, whose part that is, the dates, AIM2, what is a risk there, the detention placement plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.assessments import pages as people
from aim2.consent import queries as consents
from aim2.custody import actions, forms, policies, queries
from aim2.form_page import form_page
from aim2.gates import queries as gates
from aim2.proceedings import queries as standing
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.documents import queries as documents
from hsb.ui.commands import READ_AND_CHANGE, command
from hsb.ui.press import press_of

TAB = "custody"
HAPPENED = {
    "handed_over": "custody.aim_handed_over",
    "sent": "custody.aim_sent",
    "planning": "custody_planning.held",
}


def _open(request: HttpRequest, reference: str, level: Level = Level.WRITE) -> OpenCase:
    opened = access.get_case(request.user, reference, look="custody", needs=(RecordClass.CUSTODY, level))
    if opened.case.is_harmed:
        raise Http404("This stands on the record of the young person who displayed the behaviour.")
    return opened


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Where they are, and what the establishment needs before the first review."""
    opened = _open(request, reference, Level.READ)
    today = clock.today()
    stays = queries.stays(opened.case)
    there = next((one for one in stays if one.ended_at is None), None)
    held = queries.held(standing.standing(opened.case).now)
    aim = queries.aim(opened.case)
    answer = gates.may_begin(opened.case, on=today)
    happened = queries.happened(opened.case, tuple(HAPPENED.values()))
    context: dict[str, Any] = {
        **case_frame(opened, TAB, today=today),
        "there": there,
        "earlier": [one for one in stays if one.ended_at is not None],
        "held": held,
        "aim": aim,
        "aim_words": gates.in_words(opened.case, answer),
        "next_offer_on": consents.standing(opened.case, on=today).next_offer_on,
        "happened": {name: happened.get(code) for name, code in HAPPENED.items()},
        "risks": queries.risks(opened.case),
        "plan": queries.detention_plan(opened.case),
        "accredited": queries.accredited(opened.case, there.agency, on=today) if there else [],
        "writes": opened.may(RecordClass.CUSTODY, Level.WRITE),
        "opens": bool(opened.roles & policies.YOS),
        "hands_over": bool(opened.roles & policies.HAND_OVER),
        "sets_dates": bool(opened.roles & policies.DATES),
        "plans": bool(opened.roles & policies.LOCAL_AUTHORITY),
    }
    return render(request, "aim2/custody/show.html", context)


def _places(opened: OpenCase) -> tuple[dict[str, Agency], dict[str, tuple[User, str]]]:
    agencies = {str(one.pk): one for one in queries.establishments()}
    workers = {
        str(one.user_id): (one.user, f"{one.user.full_name}, {one.agency_role.agency.name}")
        for one in queries.workers(opened.case, on=clock.today())
    }
    return agencies, workers


def _choices(places: dict[str, Agency], workers: dict[str, tuple[User, str]]) -> dict[str, Any]:
    return {
        "agencies": [(key, one.name) for key, one in places.items()],
        "workers": [(key, label) for key, (_, label) in workers.items()],
    }


def _team(opened: OpenCase, workers: dict[str, tuple[User, str]]) -> dict[str, tuple[User, str]]:
    """Answer who may go on with an assessment: YOS officers on the record, and those who work at an establishment."""
    found = {key: (people.person_on(opened, key), label) for key, label in people.people_on(opened, policies.LEADS)}
    return found | workers


@require_http_methods(READ_AND_CHANGE)
def open_stay(request: HttpRequest, reference: str) -> HttpResponse:
    """Let an establishment on to the record."""
    opened = _open(request, reference)
    policies.check_may_open(opened)
    places, workers = _places(opened)
    form = forms.StayForm(request.POST or None, **_choices(places, workers))

    def change() -> None:
        said = form.cleaned_data
        actions.open_stay(
            case=opened.case,
            agency=places.get(said["agency"]),
            worker=_of(workers, said["worker"]),
            since=said["since"],
            opened=opened,
            at=clock.now(),
        )

    return _page(
        request,
        opened,
        form,
        change,
        title="Establishment",
        button="Open their part",
        done="They can see this record now.",
    )


def _of(found: dict[str, tuple[User, str]], chosen: str) -> User | None:
    return found[chosen][0] if chosen in found else None


@require_http_methods(READ_AND_CHANGE)
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the move to another establishment."""
    opened = _open(request, reference)
    policies.check_may_open(opened)
    places, workers = _places(opened)
    team = _team(opened, workers)
    runs = queries.aim(opened.case).to_hand_over
    form = forms.MoveForm(
        request.POST or None,
        **_choices(places, workers),
        people=[(key, label) for key, (_, label) in team.items()],
        runs=runs,
    )

    def change() -> None:
        said = form.cleaned_data
        actions.move(
            case=opened.case,
            agency=places.get(said["agency"]),
            worker=_of(workers, said["worker"]),
            since=said["since"],
            lead=_of(team, said.get("lead", "")),
            co_worker=_of(team, said.get("co_worker", "")),
            opened=opened,
            at=clock.now(),
        )

    return _page(
        request,
        opened,
        form,
        change,
        title="Moved to another establishment",
        button="Record the move",
        done="Recorded. The old establishment can no longer see this record.",
        intro="The old establishment loses access at once. Work that was done there stays on the record and is read by whoever takes over.",
    )


@require_http_methods(READ_AND_CHANGE)
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the running assessment over."""
    opened = _open(request, reference)
    policies.check_is(
        opened, policies.HAND_OVER, "The YOS officer or the YOS manager hands the assessment over. Ask them."
    )
    _, workers = _places(opened)
    team = _team(opened, workers)
    form = forms.HandOverForm(request.POST or None, people=[(key, label) for key, (_, label) in team.items()])

    def change() -> None:
        said = form.cleaned_data
        actions.hand_over(
            case=opened.case,
            lead=_of(team, said["lead"]),
            co_worker=_of(team, said["co_worker"]),
            opened=opened,
            at=clock.now(),
        )

    return _page(
        request,
        opened,
        form,
        change,
        title="Hand over the assessment",
        button="Hand it over",
        done="Handed over. The establishment need not begin another.",
        intro="The lead is accredited. Where nobody at the establishment is, the home YOS officer leads and the establishment co-works.",
    )


@require_http_methods(READ_AND_CHANGE)
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the signed assessment went to the establishment."""
    opened = _open(request, reference)
    policies.check_is(opened, policies.HAND_OVER, "The YOS officer or the YOS manager sends the assessment. Ask them.")
    form = forms.SentForm(request.POST or None)
    return _page(
        request,
        opened,
        form,
        lambda: actions.send_signed(
            case=opened.case, to=form.cleaned_data["to"], opened=opened, at=clock.now(), press=press_of(request)
        ),
        title="Send the signed assessment",
        button="Record that it was sent",
        done="Recorded. The establishment need not begin another.",
    )


@require_http_methods(READ_AND_CHANGE)
def dates(request: HttpRequest, reference: str) -> HttpResponse:
    """Enter the first review and the expected release."""
    opened = _open(request, reference)
    policies.check_is(opened, policies.DATES, "The establishment or the youth offending service enters its dates.")
    form = forms.DatesForm(request.POST or None)
    return _page(
        request,
        opened,
        form,
        lambda: actions.set_dates(
            case=opened.case, opened=opened, at=clock.now(), press=press_of(request), **form.cleaned_data
        ),
        title="Dates of the establishment",
        button="Enter them",
        done="Entered. What depends on them has its day.",
    )


@require_http_methods(READ_AND_CHANGE)
def note_risk(request: HttpRequest, reference: str) -> HttpResponse:
    """Note what is a risk there."""
    opened = _open(request, reference)
    form = forms.RiskForm(request.POST or None)
    noted: list[Any] = []

    def change() -> None:
        noted.append(actions.note_risk(case=opened.case, opened=opened, at=clock.now(), **form.cleaned_data))

    answer = _page(request, opened, form, change, title="What is a risk there", button="Note it", done="Noted.")
    if noted and noted[0].masked:
        messages.warning(request, "A name was taken out: nobody but the young person is named to an establishment.")
    return answer


@command("aim2:custody", "reference")
def end_risk(request: HttpRequest, reference: str, risk_id: UUID) -> HttpResponse:
    """It is no longer so."""
    opened = _open(request, reference)
    risk = queries.risk(opened.case, risk_id)
    if risk is None:
        raise Http404("There is no such entry on this record.")
    actions.end_risk(risk=risk, opened=opened, at=clock.now())
    return redirect("aim2:custody", reference)


@require_http_methods(READ_AND_CHANGE)
def detention_plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the detention placement plan."""
    opened = _open(request, reference)
    policies.check_is(opened, policies.LOCAL_AUTHORITY, "The social worker records the detention placement plan.")
    known = {str(one.pk): one for _, one in documents.documents_of(opened)}
    form = forms.DetentionPlanForm(
        request.POST or None, documents=[(key, f"{one.number}. {one.title}") for key, one in known.items()]
    )

    def change() -> None:
        said = form.cleaned_data
        actions.complete_detention_plan(
            case=opened.case,
            dated=said["dated"],
            author=said["author"],
            document=known.get(said["document"]),
            where=said["where"],
            opened=opened,
            at=clock.now(),
        )

    return _page(request, opened, form, change, title="Detention placement plan", button="Record it", done="Recorded.")


def _page(request: HttpRequest, opened: OpenCase, form: Any, change: Any, **words: str) -> HttpResponse:
    return form_page(request, opened, form, change, then="aim2:custody", tab=TAB, **words)
