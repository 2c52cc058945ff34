"""Pages of what leaves an assessment: all of it, one being prepared with its preview, its PDF, and the steps into plans."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aim2.assessments import allegations, gates
from aim2.assessments import queries as assessments
from aim2.disclosures import actions, forms, offers, policies, queries
from aim2.disclosures.kinds import AUDIENCES, HEADINGS, Kind, State
from aim2.models import Disclosure
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access, people
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.models import PersonPart
from hsb.documents.download import record_as_pdf
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.ui.commands import attempt, command
from hsb.ui.press import version_of

TAB = "aim2_assessment"
BOTH = ("GET", "HEAD", "POST")
BACK = ("aim2:disclosures", "reference")


def _open(request: HttpRequest, reference: str, level: Level = Level.SUMMARY) -> OpenCase:
    opened = access.get_case(request.user, reference, look="AIM report", needs=(RecordClass.AIM_REPORT, level))
    if opened.case.is_harmed:
        raise Http404("This stands on the record of the young person who displayed the behaviour.")
    return opened


def _one(opened: OpenCase, number: int) -> Disclosure:
    found = queries.one_for_reader(opened, number)
    if found is None and queries.exists(opened.case, number):
        raise AccessDenied(
            "This document was drawn up for somebody else. Ask the allocated YOS officer if you need it."
        )
    if found is None:
        raise Http404("There is no such document on this record.")
    return found


@require_safe
def show_all(request: HttpRequest, reference: str) -> HttpResponse:
    """What was drawn up and has left, as far as it is this person's to know; recommendations on their way into plans."""
    opened = _open(request, reference)
    roles = opened.roles
    found = assessments.current(assessments.versions(opened.case))
    return render(
        request,
        "aim2/disclosures/list.html",
        {
            **case_frame(opened, TAB, today=clock.today()),
            "disclosures": queries.for_reader(opened),
            "steps": queries.steps(opened.case) if opened.may(RecordClass.AIM_REPORT, Level.READ) else [],
            "may_add": bool(roles & {"social_worker", "csws_manager"}),
            "may_confirm": bool(roles & {"iro", "conference_chair"}),
            "may_prepare": found is not None and policies.may_prepare(opened, found),
        },
    )


@require_http_methods(BOTH)
def prepare(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin a document: what it is and for whom."""
    opened = _open(request, reference)
    found = assessments.current(assessments.versions(opened.case))
    if found is None:
        raise Http404("There is no assessment on this record.")
    policies.check_may_prepare(opened, found)
    parents = [(person, who) for person, who in people.everybody(opened.case) if person.part == PersonPart.PARENT_CARER]
    names = [(str(person.pk), person.relationship or who.full_name) for person, who in parents]
    form = forms.PrepareForm(request.POST or None, parents=names)
    made: list[Disclosure] = []

    def change() -> None:
        said = form.cleaned_data
        person = next((one for one, _ in parents if str(one.pk) == said["person"]), None)
        made.append(
            actions.prepare(
                assessment=found,
                opened=opened,
                kind=said["kind"],
                to=said["to"],
                person=person,
                hearing_on=said["hearing_on"],
                at=clock.now(),
            )
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        return redirect("aim2:disclosure", reference, made[0].number)
    context = {**case_frame(opened, TAB, today=clock.today()), "form": form}
    return render(request, "aim2/disclosures/prepare.html", context, status=422 if form.errors else 200)


@require_http_methods(BOTH)
def show(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One document: its paragraphs to pick beside its preview, the gateway and why; who must name it before it leaves."""
    opened = _open(request, reference)
    disclosure = _one(opened, number)
    audience = AUDIENCES[Kind(disclosure.kind)]
    initial = {name: getattr(disclosure, name) for name in ("gateway", "why", "own_words")}
    posted = request.POST if request.method == "POST" else None
    form = forms.ReasonsForm(posted, initial=initial, gateways=audience.gateways)
    if request.method == "POST" and form.is_valid():
        given = {"disclosure": disclosure, "opened": opened, "at": clock.now()}
        try:
            actions.save(
                picked=set(request.POST.getlist("pick")),
                ties=_ties(request),
                values=form.cleaned_data,
                version=version_of(request),
                **given,
            )
            return redirect("aim2:disclosure", reference, number)
        except StaleVersion:
            form.add_error(
                None, "Somebody else changed this document. What they picked is shown now: pick again and save."
            )
            disclosure = _one(opened, number)
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
            given_now = actions.offered_for(disclosure, at=clock.now())
            disclosure.picks = actions.picks_of(given_now, set(request.POST.getlist("pick")), _ties(request))
    return _page(request, opened, disclosure, form)


def _ties(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix("tie-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("tie-") and value
    }


def _page(
    request: HttpRequest,
    opened: OpenCase,
    disclosure: Disclosure,
    form: forms.ReasonsForm,
    returned: forms.CommentForm | None = None,
) -> HttpResponse:
    at = clock.now()
    case = opened.case
    may_pick = policies.may_prepare(opened, disclosure.assessment) and disclosure.state in policies.WRITABLE
    known = allegations.of_case(case)
    groups: dict[str, list[Any]] = {}
    if may_pick and disclosure.kind != Kind.FULL:
        found = assessments.whole(disclosure.assessment, locks=gates.locks(case, at=at))
        for one in offers.offered(found, disclosure, known, offers.hidden_people(case)):
            groups.setdefault(HEADINGS[one.heading], []).append(one)
    manager = policies.may_countersign(opened, disclosure.assessment)
    countersigned = AUDIENCES[Kind(disclosure.kind)].countersigned
    context = {
        **case_frame(opened, TAB, today=clock.today()),
        "disclosure": disclosure,
        "form": form,
        "groups": groups,
        "allegations": known,
        "may_pick": may_pick,
        "content": actions.content_of(disclosure, at=at),
        "missing": policies.missing(disclosure),
        "countersigned": countersigned,
        "countersigner": policies.manager_words(disclosure.assessment),
        "may_send": may_pick and countersigned,
        "may_leave": (manager and disclosure.state == State.SENT) if countersigned else may_pick,
        "return_form": returned or forms.CommentForm(),
        "picked": sum(1 for one in disclosure.picks if one["picked"]),
    }
    bad = bool(form.errors or (returned and returned.errors))
    return render(request, "aim2/disclosures/show.html", context, status=422 if bad else 200)


@command("aim2:disclosure", "reference", "number")
def send(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Send it to the manager whose name it needs."""
    opened = _open(request, reference)
    actions.send(disclosure=_one(opened, number), opened=opened, at=clock.now())
    words = policies.manager_words(_one(opened, number).assessment)
    messages.success(request, f"Sent. It leaves only with the {words}’s name on it.")
    return redirect("aim2:disclosure", reference, number)


@require_POST
def send_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The manager returns it with a comment."""
    opened = _open(request, reference)
    disclosure = _one(opened, number)
    policies.check_may_countersign(opened, disclosure.assessment)
    form = forms.CommentForm(request.POST)

    def change() -> None:
        comment = form.cleaned_data["because"]
        actions.send_back(disclosure=disclosure, opened=opened, comment=comment, at=clock.now())

    if form.is_valid() and attempt(form, change):
        messages.success(request, "Returned with your comment.")
        return redirect("aim2:disclosure", reference, number)
    reasons = forms.ReasonsForm(None, gateways=AUDIENCES[Kind(disclosure.kind)].gateways)
    return _page(request, opened, disclosure, reasons, form)


@command("aim2:disclosure", "reference", "number")
def leave(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Let it leave: on the manager's name where it needs one."""
    opened = _open(request, reference)
    disclosure = _one(opened, number)
    actions.leave(disclosure=disclosure, opened=opened, version=version_of(request), at=clock.now())
    messages.success(request, "It has left, and is kept as it left. Download it and send it on.")
    return redirect("aim2:disclosure", reference, number)


@require_safe
def copy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The document as a tagged PDF, named by reference: as it left, or as it would read now."""
    opened = _open(request, reference)
    disclosure = _one(opened, number)
    at = clock.now()
    return record_as_pdf(
        request,
        "pdf/aim2.html",
        pdf_context(disclosure, at=at),
        name=f"{reference}-aim2-{disclosure.number}",
        case_id=opened.case.pk,
        what=disclosure.get_kind_display(),
        at=at,
        instead=lambda: redirect("aim2:disclosure", reference, number),
    )


def pdf_context(disclosure: Disclosure, *, at: Any) -> dict[str, Any]:
    """Answer what the PDF is drawn from: the same for ever once the document has left."""
    assessment = disclosure.assessment
    signed = [
        ("Quality assured by", assessment.signed_by.full_name if assessment.signed_by else "", assessment.signed_at)
    ]
    if AUDIENCES[Kind(disclosure.kind)].countersigned:
        signed.append(
            ("Countersigned by", disclosure.left_by.full_name if disclosure.left_by else "", disclosure.left_at)
        )
    content = actions.content_of(disclosure, at=at)
    hidden = content["plain"]
    return {
        "partnership": profile().partnership,
        "reference": disclosure.case.reference,
        "version": f"document {disclosure.number}{', interim' if disclosure.interim else ''}",
        "recipient": next((value for key, value in content["facts"] if key == "For"), ""),
        "rendered_at": disclosure.left_at or at,
        "content": content,
        "signed": [] if hidden else [(words, name, clock.local_date(on) if on else None) for words, name, on in signed],
    }


@command(*BACK)
def step_added(request: HttpRequest, reference: str, step_id: UUID) -> HttpResponse:
    """The social worker says that the recommendations are in the plan."""
    opened = _open(request, reference, Level.READ)
    actions.add_to_plan(step=_step(opened, step_id), opened=opened, at=clock.now())
    return redirect(*_back(reference))


@command(*BACK)
def step_confirmed(request: HttpRequest, reference: str, step_id: UUID) -> HttpResponse:
    """The reviewing officer confirms that they are."""
    opened = _open(request, reference, Level.READ)
    actions.confirm_in_plan(step=_step(opened, step_id), opened=opened, at=clock.now())
    return redirect(*_back(reference))


def _back(reference: str) -> tuple[str, str]:
    return "aim2:disclosures", reference


def _step(opened: OpenCase, step_id: UUID) -> Any:
    found = queries.step(opened.case, step_id)
    if found is None:
        raise Http404("There is no such step on this record.")
    return found
