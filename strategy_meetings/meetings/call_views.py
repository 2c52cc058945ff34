"""Calling a meeting, and recording one that was held.

Over 300 lines: the two pages share what they offer.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind, Membership
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.models import Case, CaseLink
from hsb.cases.visible import open_cases
from hsb.errors import ActionNotAllowed
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from hsb.ui.words import date_time
from strategy_meetings.meetings import attending, called, calling, dates, ending, invitees, partners, policies, queries
from strategy_meetings.meetings.calling import Invited, Where
from strategy_meetings.meetings.families import of_one_family
from strategy_meetings.meetings.forms import CallForm, RecordForm
from strategy_meetings.meetings.kinds import Kind, kind_of, kinds
from strategy_meetings.meetings.live_page import user_of
from strategy_meetings.models import Meeting

WRITES = (AgencyKind.CSWS, AgencyKind.YOS)
"""Whose minute-takers are offered: in other agencies the role is held by partners who come to one meeting."""


def opened_to_convene(request: HttpRequest, reference: str, kind_key: str, look: str) -> tuple[OpenCase, Kind]:
    kind = kinds().get(kind_key)
    # A key worker calls the core group; every other meeting is called by who may decide on the record.
    level = Level.WRITE if kind is not None and kind.is_core_group else Level.APPROVE
    opened = access.get_case(request.user, reference, look=look, needs=(RecordClass.MEETING, level))
    if kind is None:
        raise Http404("There is no such kind of meeting.")
    policies.check_may_convene(kind, user_of(request), on=clock.today())
    return opened, kind


def children_to_choose(opened: OpenCase, kind: Kind | None = None) -> list[Case]:
    """Answer this child and those of the same matter whose record this person may decide on too, this one first. Where the family is
    there, of the same family only."""
    links = CaseLink.objects.filter(case=opened.case)
    if kind is not None and kind.has_family:
        links = links.filter(of_one_family())
    linked = links.values("linked_case")
    others = Case.objects.filter(pk__in=linked, merged_into=None) & open_cases(opened.user)
    return [opened.case, *others.order_by("kind", "opened_at")]


def chairs_of(kind: Kind) -> list[tuple[str, str]]:
    held = (
        Membership.objects.current(clock.today())
        .filter(agency_role__role__in=[str(role) for role in kind.chairs], user__is_active=True)
        .select_related("user", "agency_role__agency")
        .order_by("user__full_name")
    )
    return list({m.user_id: (str(m.user_id), f"{m.user.full_name}, {m.agency.short_name}") for m in held}.values())


def _minute_takers() -> list[tuple[str, str]]:
    held = (
        Membership.objects.current(clock.today())
        .filter(agency_role__role=Role.MINUTE_TAKER, agency_role__agency__kind__in=WRITES, user__is_active=True)
        .select_related("user")
        .order_by("user__full_name")
    )
    return [(str(m.user_id), m.user.full_name) for m in held]


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Call a meeting: about whom, when, who chairs, who is asked and why; a POST calls it."""
    opened, its_kind = opened_to_convene(request, reference, kind, "meetings, calling one")
    user, at = user_of(request), clock.now()
    children = children_to_choose(opened, its_kind)
    proposed = [one for case in children for one in invitees.proposed(its_kind, case, chair=user, at=at)]
    follows = _follows(opened, its_kind)
    form = CallForm(
        request.POST or None,
        initial=_first(opened, its_kind, proposed, user, follows),
        children=[(str(case.pk), _child_words(case)) for case in children],
        chairs=chairs_of(its_kind),
        minute_takers=_minute_takers(),
        proposed=[
            (
                one.key,
                f"{_about(one.case, children)}{one.words}. {one.because}{', has to be asked' if one.required else ''}",
            )
            for one in proposed
            if one.user is not None
        ],
        outside=outside_of(its_kind),
        asks_about_day=its_kind.asks_about_day,
        to_incorporate=_to_incorporate(opened, its_kind),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        chosen = [case for case in children if str(case.pk) in typed["children"]]
        try:
            meeting = calling.call(
                kind=kind,
                children=chosen,
                chair=User.objects.get(pk=typed["chair"]),
                starts_at=instant(typed["on"], typed["begins"]),
                where=where_of(typed),
                invited=_invited(proposed, chosen, typed),
                by=user,
                at=at,
                follows=follows,
                incorporates=_incorporated(opened, typed),
                press=press_of(request),
            )
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Called. Everybody asked has an e-mail and a calendar entry.")
            return redirect("strategy_meetings:meeting", meeting.pk)
    nobody = [one for one in proposed if one.user is None]
    return form_page(
        request,
        opened,
        form,
        title=f"Call a {its_kind.title.lower()}",
        submit="Call the meeting",
        says=dates.says([case.pk for case in children], None, at=at),
        nobody=nobody,
        date_address=reverse("strategy_meetings:meeting_date_says", args=[reference]),
    )


def _first(
    opened: OpenCase, kind: Kind, proposed: Sequence[invitees.Proposed], user: User, follows: Meeting | None
) -> dict[str, Any]:
    before = [str(pk) for pk in follows.children.values_list("case_id", flat=True)] if follows else []
    return {
        "children": before or [str(opened.case.pk)],
        "chair": str(user.pk) if not kind.is_conference else "",
        "invite": [one.key for one in proposed if one.user is not None and one.is_sure],
        "agenda": "\n".join(kind.agenda),
        "on": clock.today(),
    }


def _follows(opened: OpenCase, kind: Kind) -> Meeting | None:
    if not kind.follows:
        return None
    found = queries.followed_by(kind, opened.case)
    if found is None and kind.is_strategy:
        raise Http404("No strategy meeting about this child has been held yet.")
    return found  # a review without a conference before it is refused with the reason when it is called


def _to_incorporate(opened: OpenCase, kind: Kind) -> list[tuple[str, str]]:
    """Answer the meetings still to be held that a conference can stand for: planning and reconvened ones (P5.8)."""
    if not kind.is_conference:
        return []
    waiting = called.called_for(opened.case, ("planning", "reconvened"))
    return [(str(one.pk), f"{kind_of(one.kind).title}, {date_time(one.starts_at)}") for one in waiting]


def _incorporated(opened: OpenCase, typed: dict[str, Any]) -> Meeting | None:
    chosen = typed.get("incorporates")
    return called.meeting_of(opened.case, chosen) if chosen else None


def _about(case: Case, children: Sequence[Case]) -> str:
    return f"{case.label}: " if len(children) > 1 else ""


def _child_words(case: Case) -> str:
    age = case.age_on(clock.today())
    part = {"displayed": "behaviour displayed", "harmed": "harmed", "considered": "considered"}[case.kind]
    return ", ".join(filter(None, (case.label, str(age) if age is not None else "", part)))


def instant(on: date, begins: Any) -> datetime:
    return datetime.combine(on, begins, tzinfo=clock.LONDON)


def where_of(typed: dict[str, Any]) -> Where:
    minute_taker = typed.get("minute_taker")
    return Where(
        how=typed["how"],
        place=typed["place"],
        video_link=typed["video_link"],
        agenda=typed.get("agenda", ""),
        minutes=typed["minutes"],
        minute_taker=User.objects.get(pk=minute_taker) if minute_taker else None,
        day_reason=typed.get("day_reason", ""),
    )


def _invited(proposed: Sequence[invitees.Proposed], chosen: Sequence[Case], typed: dict[str, Any]) -> list[Invited]:
    """Answer who is asked for the children chosen; a required agency nobody of which is, with the reason given."""
    found: list[Invited] = []
    ids = {case.pk for case in chosen}
    asked = set(typed["invite"])
    kinds_asked = {(one.case.pk, one.kind) for one in proposed if one.key in asked}
    for one in proposed:
        if one.case.pk not in ids:
            continue
        if one.key in asked and one.user is not None:
            found.append(Invited(one.case, one.kind, one.because, one.required, one.user, one.agency, one.role))
        elif one.required and (one.case.pk, one.kind) not in kinds_asked:
            kinds_asked.add((one.case.pk, one.kind))
            found.append(Invited(one.case, one.kind, one.because, True, agency=one.agency, left_out=typed["left_out"]))
    return found + [one for case in chosen[:1] for one in from_outside(case, typed)]


def from_outside(case: Case, typed: dict[str, Any]) -> list[Invited]:
    """Answer the person named by an address, for one child: of which agency they come, where one was chosen."""
    if not typed["outside_email"]:
        return []
    agency = agencies.agency(typed["outside_agency"])
    return [
        Invited(
            case,
            agency.kind if agency else AgencyKind.OTHER,
            "Asked by the chair",
            agency=agency,
            name=typed["outside_name"],
            email=typed["outside_email"],
        )
    ]


def outside_of(kind: Kind) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in partners.agencies_of(kind)]


@require_safe
def date_says(request: HttpRequest, reference: str) -> JsonResponse:
    """What a day would break: asked by the page while somebody chooses one."""
    opened = access.get_case(
        request.user, reference, look="meetings, choosing a day", needs=(RecordClass.MEETING, Level.APPROVE)
    )
    try:
        day = datetime.strptime(request.GET.get("on", ""), "%Y-%m-%dT%H:%M").replace(tzinfo=clock.LONDON)
    except ValueError:
        return JsonResponse({"says": []})
    return JsonResponse({"says": dates.says([opened.case.pk], day, at=clock.now())})


@require_http_methods(["GET", "HEAD", "POST"])
def record_held(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Record a meeting that was held: when to the minute, how, who took part; then its parts on the same page as a live one's."""
    opened, its_kind = opened_to_convene(request, reference, kind, "meetings, recording one")
    children = children_to_choose(opened, its_kind)
    form = RecordForm(
        request.POST or None,
        initial={"children": [str(opened.case.pk)], "chair": str(user_of(request).pk), "on": clock.today()},
        children=[(str(case.pk), _child_words(case)) for case in children],
        chairs=chairs_of(its_kind),
        asks_about_day=its_kind.asks_about_day,
    )
    if request.method == "POST" and form.is_valid():
        typed, at, user = form.cleaned_data, clock.now(), user_of(request)
        began, ended = instant(typed["on"], typed["began"]), instant(typed["on"], typed["ended"])
        try:
            meeting = ending.record_held(
                kind=kind,
                children=[case for case in children if str(case.pk) in typed["children"]],
                chair=User.objects.get(pk=typed["chair"]),
                started=began,
                ended=ended if ended >= began else ended + timedelta(days=1),
                where=Where(how=typed["how"], day_reason=typed.get("day_reason", "")),
                by=user,
                at=at,
                before_referral=typed["before_referral"],
                follows=_follows(opened, its_kind),
                press=press_of(request),
            )
            if not meeting.attendance.filter(is_chair=False).exists():
                _took_part(meeting, typed, by=user, at=at)
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("strategy_meetings:meeting", meeting.pk)
    return form_page(
        request, opened, form, title=f"Record a {its_kind.title.lower()} that was held", submit="Go on to what was said"
    )


def _took_part(meeting: Meeting, typed: dict[str, Any], *, by: User, at: datetime) -> None:
    for kind, said in ((AgencyKind.POLICE, typed["police"]), (AgencyKind.HEALTH, typed["health"])):
        name, _, role = said.partition(",")
        for child in meeting.children.select_related("case") if name.strip() else ():
            attending.add_attendance(
                meeting=meeting, case=child.case, agency_kind=kind, name=name, role_words=role, by=by, at=at
            )


# -- asking for one, refusing one, considering a child of the household ---------------------------------------------------------


def form_page(
    request: HttpRequest, opened: OpenCase, form: BaseForm, *, title: str, submit: str, **more: Any
) -> HttpResponse:
    return render(
        request,
        "strategy_meetings/meetings/form.html",
        {
            **case_frame(opened, "meetings", today=clock.today()),
            "form": form,
            "title": title,
            "submit": submit,
            "once": press_of(request),
            **more,
        },
        status=422 if form.errors else 200,
    )
