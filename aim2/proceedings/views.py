"""Pages of criminal proceedings: one case; and the small forms beside the entries.

Over 300 lines: the small forms share the page they come back to.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm as DjangoForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aim2.models import HeardOf, OutcomeToTell, ReportAsked
from aim2.proceedings import actions, early, forms, hold, page, policies, queries
from aim2.proceedings.kinds import KINDS
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.visible import visible_cases
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.press import press_of

WRITE = (RecordClass.CRIMINAL, Level.WRITE)


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The allegations, what may be recorded, what stands beside them, and every step. On a harmed child's record: what the family
    is to be told."""
    opened = access.get_case(
        request.user, reference, look="criminal proceedings", needs=(RecordClass.CRIMINAL, Level.SUMMARY)
    )
    if opened.case.is_harmed:
        return _family_page(request, opened)
    if not opened.may(RecordClass.CRIMINAL, Level.READ):
        return _summary_page(request, opened)
    today = clock.today()
    numbered = queries.numbered(opened.case)
    stands, _ = queries.with_offences(opened.case)
    numbers = {str(row.pk): number for number, row, _ in numbered}
    may_write = opened.may(*WRITE)
    return render(
        request,
        "aim2/proceedings/show.html",
        {
            **case_frame(opened, "proceedings", today=today),
            "cards": page.cards(stands, numbered),
            "stands": stands,
            "goes_on": hold.GOES_ON,
            "bails": page.bails(opened.case.pk, numbers, today),
            "steps": page.steps(opened, numbers),
            "groups": page.kinds_for(opened) if may_write else [],
            "early_reports": early.reports(opened.case, today),
            "may_write": may_write,
            "may_add": may_write and Role.POLICE_OFFICER in opened.roles,
            "may_ask_for_aim2": may_write and Role.POLICE_OFFICER in opened.roles and stands.may_police_ask.yes,
            "may_lift": policies.may_lift(opened),
            "may_choose": policies.may_choose(opened),
            "may_acknowledge": policies.may_acknowledge(opened),
            "may_tell": policies.may_tell(opened),
            "welfare": queries.welfare_asked(opened.case) if policies.may_decide_welfare(opened) else [],
            **page.side(opened.case.pk, today),
        },
    )


def _summary_page(request: HttpRequest, opened: OpenCase) -> HttpResponse:
    """For those who know that there are proceedings and where they stand, and no more."""
    stands = queries.standing(opened.case)
    roles = page.kinds_for(opened)
    return render(
        request,
        "aim2/proceedings/summary.html",
        {**case_frame(opened, "proceedings", today=clock.today()), "stands": stands, "groups": roles},
    )


def _family_page(request: HttpRequest, opened: OpenCase) -> HttpResponse:
    return render(
        request,
        "aim2/proceedings/family.html",
        {
            **case_frame(opened, "proceedings", today=clock.today()),
            "steps": queries.family_steps(opened.case),
            "may_tell": _may_tell_family(opened),
        },
    )


def _may_tell_family(opened: OpenCase) -> bool:
    return bool({Role.VICTIM_WORKER, Role.POLICE_OFFICER, Role.SOCIAL_WORKER} & opened.roles)


@require_safe
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """From “What happened?” to the form of that entry."""
    opened = access.get_case(request.user, reference, look="criminal proceedings, recording", needs=WRITE)
    code = request.GET.get("entry", "")
    allowed = {code for _, kinds in page.kinds_for(opened) for code, _ in kinds}
    if code == "allegation.added" and code in allowed:
        return redirect("aim2:add_allegation", reference)
    if code not in allowed:
        messages.warning(request, "Choose what happened.")
        return redirect("aim2:proceedings", reference)
    return redirect("aim2:record_proceedings", reference, code)


def _back(request: HttpRequest, opened: OpenCase) -> HttpResponse:
    """To the page of the case; for MASH, whose part may have ended with this, to what else there is to do."""
    if visible_cases(request.user).filter(pk=opened.case.pk).exists():
        return redirect("aim2:proceedings", opened.case.reference)
    return redirect("pages:home")


def _form_page(
    request: HttpRequest,
    opened: OpenCase,
    form: DjangoForm,
    change: Callable[[dict[str, Any]], object],
    *,
    title: str,
    submit: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    """One small form, its action, and back to the page of the case."""
    if request.method == "POST" and form.is_valid():
        try:
            change(form.cleaned_data)
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done)
            return _back(request, opened)
    return render(
        request,
        "aim2/proceedings/form.html",
        {
            **case_frame(opened, "proceedings", today=clock.today()),
            "form": form,
            "title": title,
            "submit": submit,
            "lead": lead,
            "once": press_of(request),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_AND_CHANGE)
def add_allegation(request: HttpRequest, reference: str) -> HttpResponse:
    """Police name a further allegation."""
    opened = access.get_case(request.user, reference, look="criminal proceedings, allegation", needs=WRITE)
    policies.check_may_record(opened, ["allegation.added"])
    _displayed(opened)

    def change(said: dict[str, Any]) -> None:
        actions.add_allegation(
            case=opened.case,
            offence=said["offence"],
            alleged_on=said["alleged_on"].isoformat() if said["alleged_on"] else "",
            sexual=not said["not_sexual"],
            occurred=clock.instant_on(said["on"], at=clock.now()),
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        )

    form = forms.AllegationForm(request.POST or None)
    lead = "Never another child’s name: the chosen name on this record, or “a girl of 14”."
    return _form_page(
        request, opened, form, change, title="Further allegation", submit="Record", done="Recorded.", lead=lead
    )


def _displayed(opened: OpenCase) -> None:
    if opened.case.is_harmed:
        raise Http404("Proceedings stand on the young person’s record.")


@require_http_methods(READ_AND_CHANGE)
def hear(request: HttpRequest, reference: str) -> HttpResponse:
    """What somebody was told, to be confirmed by those who record it."""
    opened = access.get_case(request.user, reference, look="criminal proceedings, heard", needs=WRITE)
    _displayed(opened)

    def change(said: dict[str, Any]) -> None:
        actions.hear(
            case=opened.case,
            allegations=[],
            what=said["what"],
            told_by=said["told_by"],
            kind=said["kind"],
            occurred=clock.instant_on(said["on"], at=clock.now()),
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        )

    form = forms.HeardForm(request.POST or None)
    lead = "Nothing follows from it until it is confirmed. If somebody is in danger, act now and ring."
    done = "Recorded. They are asked to confirm it."
    return _form_page(request, opened, form, change, title="Add what you heard", submit="Record", done=done, lead=lead)


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, reference: str, heard_id: UUID) -> HttpResponse:
    """Police or YOS say whether what was heard is so."""
    opened = access.get_case(request.user, reference, look="criminal proceedings, heard", needs=WRITE)
    heard = HeardOf.objects.filter(case=opened.case, pk=heard_id).first()
    if heard is None:
        raise Http404("There is no such entry.")
    policies.check_may_confirm(opened, heard.confirmed_by)

    def change(said: dict[str, Any]) -> None:
        actions.answer_heard(
            case=opened.case,
            heard=str(heard_id),
            is_so=said["is_so"] == "yes",
            answer=said["answer"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        )

    form = forms.AnswerForm(request.POST or None)
    lead = f"{heard.what.rstrip('.')}. Told by {heard.told_by}."
    done = "Answered. If something follows from it, record it as an entry of its own."
    return _form_page(request, opened, form, change, title="Confirm", submit="Answer", done=done, lead=lead)


@require_http_methods(READ_AND_CHANGE)
def strike_out(request: HttpRequest, reference: str, event_id: int) -> HttpResponse:
    """An entry that did not happen."""
    opened = access.get_case(request.user, reference, look="criminal proceedings, striking out", needs=WRITE)
    entry = CaseEvent.objects.filter(case=opened.case, pk=event_id).first()
    if entry is None or entry.code not in KINDS:
        raise Http404("There is no such entry.")
    policies.check_may_record(opened, [entry.code])

    def change(said: dict[str, Any]) -> None:
        actions.strike_out(
            case=opened.case,
            entry=entry,
            reason=said["reason"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        )

    form = forms.ReasonForm(request.POST or None)
    kind = KINDS[entry.code].label
    return _form_page(
        request,
        opened,
        form,
        change,
        title=f"Strike out: {kind.lower()}",
        submit="Strike out",
        done="Struck out. Nothing follows from it any more.",
        lead="The words stay, struck through. Use this for what did not happen; what was only entered wrongly is put right.",
    )


@require_http_methods(READ_AND_CHANGE)
def lift_hold(request: HttpRequest, reference: str) -> HttpResponse:
    """A YOS manager lifts the hold, with a reason."""
    opened = access.get_case(request.user, reference, look="hold on AIM2", needs=WRITE)
    policies.check_may_lift(opened)
    form = forms.ReasonForm(request.POST or None)
    held = queries.standing(opened.case).hold

    def change(said: dict[str, Any]) -> None:
        actions.lift_hold(
            case=opened.case, reason=said["reason"], by=request.user, at=clock.now(), press=press_of(request)
        )

    lead = f"AIM2 is held: {held.because}. Everything said in the work may be disclosed in court." if held else ""
    return _form_page(
        request,
        opened,
        form,
        change,
        title="Lift the hold on AIM2",
        submit="Lift the hold",
        done="AIM2 is no longer held.",
        lead=lead,
    )


@require_POST
def acknowledge(request: HttpRequest, reference: str, outcome_id: UUID) -> HttpResponse:
    """“I know of it”."""
    opened = access.get_case(
        request.user, reference, look="outcome of proceedings", needs=(RecordClass.CRIMINAL, Level.READ)
    )
    policies.check_may_acknowledge(opened)
    actions.acknowledge(
        case=opened.case, outcome=str(outcome_id), by=request.user, at=clock.now(), press=press_of(request)
    )
    messages.success(request, "Acknowledged.")
    return _back(request, opened)


@require_http_methods(READ_AND_CHANGE)
def tell(request: HttpRequest, reference: str, outcome_id: UUID) -> HttpResponse:
    """YOS rang about an outcome."""
    opened = access.get_case(request.user, reference, look="outcome of proceedings", needs=WRITE)
    if not policies.may_tell(opened):
        raise AccessDenied("YOS tells children’s social care of an outcome.")
    outcome = OutcomeToTell.objects.filter(case=opened.case, pk=outcome_id).first()
    if outcome is None:
        raise Http404("There is no such outcome.")

    def change(said: dict[str, Any]) -> None:
        actions.tell_by_telephone(
            case=opened.case,
            outcome=str(outcome_id),
            to=said["to"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        )

    form = forms.ToldForm(request.POST or None)
    done = "Recorded. It waits for their own word."
    return _form_page(
        request, opened, form, change, title="Record call", submit="Record call", done=done, lead=outcome.what
    )


@require_http_methods(READ_AND_CHANGE)
def decide_welfare(request: HttpRequest, reference: str, step: UUID) -> HttpResponse:
    """Social care says what this child needs now that nothing of the criminal case carries the plan."""
    opened = access.get_case(request.user, reference, look="welfare decision", needs=WRITE)
    if not policies.may_decide_welfare(opened):
        raise AccessDenied("Children’s social care decides what this child needs now.")
    if str(step) not in {one for one, _ in queries.welfare_asked(opened.case)}:
        raise Http404("There is no such decision to make.")

    def change(said: dict[str, Any]) -> None:
        actions.decide_welfare(
            case=opened.case, step=str(step), by=request.user, at=clock.now(), press=press_of(request), **said
        )

    form = forms.WelfareForm(request.POST or None)
    return _form_page(
        request, opened, form, change, title="What does this child need now?", submit="Decide", done="Decided."
    )


@require_http_methods(READ_AND_CHANGE)
def choose_for_report(request: HttpRequest, reference: str, report_id: UUID) -> HttpResponse:
    """The manager chooses how to report before the assessment is finished."""
    opened = access.get_case(request.user, reference, look="pre-sentence report", needs=WRITE)
    policies.check_may_choose(opened)
    if not ReportAsked.objects.filter(case=opened.case, pk=report_id).exists():
        raise Http404("There is no such report.")

    def change(said: dict[str, Any]) -> None:
        actions.choose_for_report(
            case=opened.case, report=str(report_id), by=request.user, at=clock.now(), press=press_of(request), **said
        )

    form = forms.ReportChoiceForm(request.POST or None)
    lead = "The report is due before the assessment it draws on."
    return _form_page(
        request, opened, form, change, title="How is the court told?", submit="Choose", done="Chosen.", lead=lead
    )


@require_http_methods(READ_AND_CHANGE)
def family_told(request: HttpRequest, reference: str, step: UUID) -> HttpResponse:
    """The harmed child's family was told of a step. On that child's own record."""
    opened = access.get_case(request.user, reference, look="family told", needs=(RecordClass.CRIMINAL, Level.SUMMARY))
    if not _may_tell_family(opened):
        raise AccessDenied("Police, the victim worker or the social worker tell the family.")
    if not opened.case.is_harmed:
        messages.info(request, "Families are told on the record of the child harmed.")
        return redirect("aim2:proceedings", reference)
    if str(step) not in {one.step for one in queries.family_steps(opened.case)}:
        raise Http404("There is no such step.")

    def change(said: dict[str, Any]) -> None:
        actions.family_told(
            case=opened.case, step=str(step), how=said["how"], by=request.user, at=clock.now(), press=press_of(request)
        )

    form = forms.FamilyForm(request.POST or None)
    return _form_page(request, opened, form, change, title="The family was told", submit="Record", done="Recorded.")
