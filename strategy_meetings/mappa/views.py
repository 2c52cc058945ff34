"""Pages of MAPPA for one young person: eligible or not and why, the referral, the reply, the level."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases import form_page as pages
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.errors import AccessDenied
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.mappa import actions, grounds, policies, queries, rules
from strategy_meetings.mappa.forms import EligibilityForm, EndForm, LevelForm, ReferForm, ReplyForm
from strategy_meetings.mappa.states import Source, State
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.models import MappaEligibility, MappaReferral

HOME = "strategy_meetings:mappa"


def open_mappa(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    """Answer the case as this person may see its MAPPA record."""
    opened = access.get_case(request.user, reference, look="MAPPA", needs=(RecordClass.MAPPA, level))
    policies.check_has_a_part(opened)
    return opened


def the_referral(opened: OpenCase, referral_id: UUID) -> MappaReferral:
    """Answer the referral, or 404 where it is not of this young person."""
    found = queries.referral_of(opened.case, referral_id)
    if found is None:
        raise Http404("There is no such MAPPA referral of this young person.")
    return found


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it stands: eligible or not, referral, level, dates, who of ours attends, our own actions."""
    opened = open_mappa(request, reference, Level.SUMMARY)
    if not opened.case.has_displayed:
        raise Http404("There is nothing of MAPPA on this record.")
    case, reads = opened.case, opened.may(RecordClass.MAPPA, Level.READ)
    recorded = queries.eligibilities_of(case)
    eligible = next((one for one in recorded if one.is_eligible), recorded[0] if recorded else None)
    referrals = queries.referrals_of(case)
    current = next((one for one in referrals if one.is_open), None)
    user: Any = request.user
    roles = {membership.role for membership in agencies.memberships(user)}
    panel = kind_of("risk_panel")
    return render(
        request,
        "strategy_meetings/mappa/show.html",
        {
            **case_frame(opened, "mappa", today=clock.today()),
            "eligible": eligible,
            "recorded": recorded if reads else [],
            "steps": queries.steps_recorded(opened) if opened.may(RecordClass.CRIMINAL, Level.READ) and reads else [],
            "in_proceedings": _not_recorded(opened, recorded),
            "current": current,
            "earlier": [one for one in referrals if not one.is_open],
            "meetings": queries.meetings_of(case),
            "own_actions": queries.actions_of(opened) if reads or opened.may(RecordClass.TASKS, Level.READ) else [],
            "reads": reads,
            "may_write": opened.may(RecordClass.MAPPA, Level.WRITE),
            "may_attend": policies.may_see_to_attendance(opened),
            "may_panel": opened.may(RecordClass.MEETING, Level.APPROVE) and bool(roles & set(panel.convenes)),
        },
    )


def _not_recorded(opened: OpenCase, recorded: list[MappaEligibility]) -> list[grounds.Standing]:
    """Answer what stands in the proceedings and nobody has recorded for MAPPA yet, for whoever records it."""
    if not (opened.may(RecordClass.MAPPA, Level.WRITE) and opened.may(RecordClass.CRIMINAL, Level.READ)):
        return []
    known = {(one.basis, one.decided_on) for one in recorded}
    found = grounds.standing(opened.case, clock.today())
    return [one for one in found if (one.ground.basis, one.decided_on) not in known]


def form_page(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    change: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    hint: str = "",
) -> HttpResponse:
    """One form, one action; then the page of MAPPA."""
    return pages.form_page(
        request,
        opened,
        form,
        change,
        template="strategy_meetings/mappa/form.html",
        tab="mappa",
        then=HOME,
        title=title,
        button=button,
        done=done,
        hint=hint,
    )


def _initial(found: grounds.Standing | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "basis": found.ground.basis,
        "decided_on": found.decided_on,
        "what": found.what,
        "source_detail": f"The criminal proceedings on this record, entered by {found.source.label}",
        "must_notify": "yes" if found.ground.must_notify else "",
        "custody_months": found.ground.custody_months or None,
    }


@require_http_methods(READ_AND_CHANGE)
def record_eligibility(request: HttpRequest, reference: str) -> HttpResponse:
    """Police or YOS record a caution, conviction or sentence; whether it makes eligible follows, with the reason. `?from=` brings what
    stands in the proceedings into the form."""
    opened = open_mappa(request, reference, Level.WRITE)
    found = next((one for one in _not_recorded(opened, []) if one.key == request.GET.get("from")), None)
    form = EligibilityForm(request.POST if request.method == "POST" else None, initial=_initial(found))

    def change() -> object:
        given = dict(form.cleaned_data)
        also = set(given.pop("also"))
        ground = rules.Ground(
            basis=given.pop("basis"),
            must_notify=bool(given.pop("must_notify")),
            custody_months=given.pop("custody_months") or 0,
            specified="specified" in also,
            otherwise_dangerous="otherwise_dangerous" in also,
            terrorist="terrorist" in also,
        )
        source = Source.POLICE if Role.POLICE_OFFICER in opened.roles else Source.YOS
        return actions.record_eligibility(
            case=opened.case,
            ground=ground,
            source=source,
            by=request.user,
            at=clock.now(),
            press=press_of(request),
            **given,
        )

    return form_page(
        request,
        opened,
        form,
        change,
        title="Record a caution, conviction or sentence",
        button="Record it",
        done="Recorded. Whether the young person is eligible, and why, stands on this page.",
        hint="Only these make a young person eligible for MAPPA. What is alleged or feared does not.",
    )


@require_http_methods(READ_AND_CHANGE)
def refer(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the referral was sent; there is no such page for somebody who is not eligible."""
    opened = open_mappa(request, reference, Level.WRITE)
    eligible = queries.eligibility(opened.case)
    if eligible is None or not eligible.is_eligible:
        raise AccessDenied(
            "This young person is not eligible for MAPPA, so there is no referral. Hold a risk panel instead."
        )
    form = ReferForm(request.POST if request.method == "POST" else None, initial={"sent_on": clock.today()})

    def change() -> object:
        given = {**form.cleaned_data, "level": int(form.cleaned_data["level"])}
        return actions.refer(case=opened.case, by=request.user, at=clock.now(), press=press_of(request), **given)

    return form_page(
        request,
        opened,
        form,
        change,
        title="The MAPPA referral was sent",
        button="Record that it was sent",
        done="Recorded. Record the reply when it comes.",
        hint="The referral form is the Responsible Authority’s. Send it their way; it is not written or kept here.",
    )


@require_http_methods(READ_AND_CHANGE)
def reply(request: HttpRequest, reference: str, referral_id: UUID) -> HttpResponse:
    """Record what the coordinator replied."""
    opened = open_mappa(request, reference, Level.WRITE)
    referral = the_referral(opened, referral_id)
    initial = {"replied_on": clock.today(), "level": str(referral.level)}
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=initial)

    def change() -> object:
        given = form.cleaned_data
        return actions.reply(
            referral=referral,
            to=State(given["to"]),
            level=int(given["level"] or 0),
            replied_on=given["replied_on"],
            reply=given["reply"],
            by=request.user,
            at=clock.now(),
        )

    return form_page(
        request, opened, form, change, title="The coordinator’s reply", button="Record the reply", done="Recorded."
    )


@require_http_methods(READ_AND_CHANGE)
def level(request: HttpRequest, reference: str, referral_id: UUID) -> HttpResponse:
    """Record the level it is managed at, when it changes and before a release."""
    opened = open_mappa(request, reference, Level.WRITE)
    referral = the_referral(opened, referral_id)
    form = LevelForm(request.POST if request.method == "POST" else None, initial={"level": str(referral.level)})

    def change() -> object:
        return actions.set_level(
            referral=referral, level=int(form.cleaned_data["level"]), by=request.user, at=clock.now()
        )

    return form_page(
        request,
        opened,
        form,
        change,
        title="MAPPA level",
        button="Record the level",
        done="Recorded.",
        hint="The Responsible Authority decides the level; six months before a release it is confirmed.",
    )


@require_http_methods(READ_AND_CHANGE)
def end(request: HttpRequest, reference: str, referral_id: UUID) -> HttpResponse:
    """Record that MAPPA management has ended."""
    opened = open_mappa(request, reference, Level.WRITE)
    referral = the_referral(opened, referral_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        opened,
        form,
        lambda: actions.end(referral=referral, by=request.user, at=clock.now(), **form.cleaned_data),
        title="MAPPA management has ended",
        button="Record it",
        done="Recorded.",
    )
