"""Pages of a conference: its family, reports, views, plan items, outline, the part without the family, and its letters.

Over 300 lines: one conference’s pages, each a few lines.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Level, RecordClass
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import access
from hsb.cases.access import CaseNotThere
from hsb.cases.frame import case_frame
from hsb.documents.download import as_download
from hsb.errors import AccessDenied
from hsb.tasks.queries import askable
from hsb.ui.commands import READ_AND_CHANGE, attempt, command
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.conference import asking, family, forms, letters, queries, writing
from strategy_meetings.conference.live import shown
from strategy_meetings.meetings.call_views import instant
from strategy_meetings.meetings.live_page import user_of
from strategy_meetings.meetings.live_views import opened_to_write
from strategy_meetings.meetings.policies import check_may_convene
from strategy_meetings.meetings.queries import ChildHere, OpenMeeting, open_meeting
from strategy_meetings.minutes.states import PdfState
from strategy_meetings.models import ConferenceLetter

HOME = "strategy_meetings:meeting"


def _arrange(request: HttpRequest, meeting_id: UUID, look: str) -> OpenMeeting:
    """The meeting for whoever arranges it: the chair, the minute-taker, and who may call such a meeting for each of its children."""
    opened = open_meeting(user_of(request), meeting_id, look=look)
    if not opened.writes:
        if not opened.may_decide:
            raise AccessDenied("Only the chair, the minute-taker or a manager who may call such a meeting does this.")
        check_may_convene(opened.kind, user_of(request), on=clock.today())
    if not opened.kind.has_family:
        raise Http404("The family has no part in this kind of meeting.")
    return opened


def _write(request: HttpRequest, meeting_id: UUID) -> OpenMeeting:
    opened = opened_to_write(request, meeting_id)
    if not opened.kind.has_family:
        raise Http404("This is no conference.")
    return opened


def _page(
    request: HttpRequest,
    opened: OpenMeeting,
    here: ChildHere,
    form: BaseForm,
    change: Callable[[dict[str, Any]], object],
    *,
    title: str,
    submit: str,
    anchor: str,
    hint: str = "",
    back: str = "",
) -> HttpResponse:
    """One form about one child: what is refused is said on it with what was typed, else back to where it came from."""
    to = back or f"{reverse('strategy_meetings:meeting_child', args=[opened.meeting.pk, here.row.number])}#{anchor}"
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: change(form.cleaned_data)):
        return redirect(to)
    return render(
        request,
        "strategy_meetings/conference/form.html",
        {
            "opened": opened,
            "meeting": opened.meeting,
            "here": here,
            "form": form,
            "title": title,
            "submit": submit,
            "hint": hint,
            "back": to,
            "once": press_of(request),
        },
        status=422 if form.errors else 200,
    )


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


# -- the family ---------------------------------------------------------------------------------------------------------------


@require_safe
def the_family(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """Who of one child’s family is invited or not and why, and the letters to them."""
    opened = _arrange(request, meeting_id, "meeting, family")
    here = opened.child(number)
    return render(
        request,
        "strategy_meetings/conference/family.html",
        {
            "opened": opened,
            "meeting": opened.meeting,
            "here": here,
            "conference": shown(opened, here),
            "letters": letters.letters_of(opened.meeting, [here.case.pk]),
            "decision": letters.decision(opened.meeting, here.case) if _is_decided(opened) else [],
            "once": press_of(request),
        },
    )


def _is_decided(opened: OpenMeeting) -> bool:
    return opened.meeting.ended_at is not None and opened.kind.is_conference and opened.meeting.state != "not_quorate"


def _people(here: ChildHere) -> dict[str, Any]:
    return {str(person.pk): (person, details) for person, details in family.around(here.case)}


def _named(people: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (
            key,
            ", ".join(
                filter(None, (details.full_name or "No name known", person.relationship or person.get_part_display()))
            ),
        )
        for key, (person, details) in people.items()
    ]


@require_http_methods(READ_AND_CHANGE)
def invite_family(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """Invite one of the family, an advocate, or the child."""
    opened = _arrange(request, meeting_id, "meeting, inviting family")
    here = opened.child(number)
    people = _people(here)
    form = forms.InviteFamilyForm(_posted(request), people=_named(people))

    def change(typed: dict[str, Any]) -> object:
        person = people.get(typed.pop("person"), (None, None))[0]
        return family.invite(
            meeting=opened.meeting, case=here.case, person=person, by=user_of(request), at=clock.now(), **typed
        )

    back = reverse("strategy_meetings:conference_family", args=[meeting_id, number])
    return _page(
        request,
        opened,
        here,
        form,
        change,
        title="Invite somebody of the family",
        submit="Invite",
        anchor="",
        back=back,
    )


@require_http_methods(READ_AND_CHANGE)
def exclude(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """Somebody is not invited, with the reason."""
    opened = _arrange(request, meeting_id, "meeting, not inviting")
    here = opened.child(number)
    people = _people(here)
    form = forms.ExcludeForm(_posted(request), people=_named(people))

    def change(typed: dict[str, Any]) -> object:
        person = people.get(typed.pop("person"), (None, None))[0]
        return family.exclude(
            meeting=opened.meeting, case=here.case, person=person, by=user_of(request), at=clock.now(), **typed
        )

    back = reverse("strategy_meetings:conference_family", args=[meeting_id, number])
    title = "Somebody is not invited"
    return _page(request, opened, here, form, change, title=title, submit="Record it", anchor="", back=back)


@command("strategy_meetings:conference_family", "meeting_id", "number")
def send_invitations(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """Make the letters that this child’s family has not had yet."""
    opened = _arrange(request, meeting_id, "meeting, letters")
    here = opened.child(number)
    count = letters.send_invitations(meeting=opened.meeting, case=here.case, by=user_of(request), at=clock.now())
    messages.success(
        request, f"{count} letter{'' if count == 1 else 's'} made." if count else "Everybody has their letter."
    )
    return redirect("strategy_meetings:conference_family", meeting_id, number)


@require_http_methods(READ_AND_CHANGE)
def took_part(request: HttpRequest, meeting_id: UUID, number: int, row_id: UUID) -> HttpResponse:
    """Whether one of the family is there."""
    opened = _write(request, meeting_id)
    here = opened.child(number)
    member = queries.family_member(opened.meeting, here.case, row_id)
    if member is None:
        raise Http404("There is nobody of that number.")
    said = "yes" if member.took_part else ""
    form = forms.TookPartForm(_posted(request), initial={"here": said, "absent_because": member.absent_because})

    def change(typed: dict[str, Any]) -> object:
        at, started = clock.now(), opened.meeting.starts_at
        there = typed["here"] == "yes"
        late = (
            at
            if there and at - started > timedelta(minutes=10) and not opened.meeting.was_recorded_afterwards
            else None
        )
        return family.took_part(
            member=member,
            here=there,
            absent_because=typed["absent_because"],
            joined_at=late,
            by=user_of(request),
            at=at,
        )

    return _page(request, opened, here, form, change, title=f"{member.name}: here?", submit="Save", anchor="family")


@require_http_methods(READ_AND_CHANGE)
def nobody_came(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """Why a core group is held without a parent or the child."""
    opened = _write(request, meeting_id)
    here = opened.child(number)

    def change(typed: dict[str, Any]) -> object:
        return family.nobody_came(meeting=opened.meeting, case=here.case, by=user_of(request), at=clock.now(), **typed)

    form = forms.NobodyForm(_posted(request))
    return _page(request, opened, here, form, change, title="Without parent or child", submit="Save", anchor="family")


# -- what is written ----------------------------------------------------------------------------------------------------------


@command(HOME, "meeting_id")
def read_out(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The opening statement has been read out."""
    opened = _write(request, meeting_id)
    writing.read_out(meeting=opened.meeting, by=user_of(request), at=clock.now())
    return redirect(HOME, meeting_id)


@require_http_methods(READ_AND_CHANGE)
def say_view(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """What one agency says for this child."""
    opened = _write(request, meeting_id)
    here = opened.child(number)
    there = queries.professionals(opened.meeting, here.case)
    found = {str(one.agency_kind): one for one in there.order_by("took_part")}
    choices = [(key, str(AgencyKind(key).label)) for key in sorted(found)]
    form = forms.ViewForm(_posted(request), agencies=choices, initial={"agency": request.GET.get("agency", "")})

    def change(typed: dict[str, Any]) -> object:
        return writing.say_view(
            meeting=opened.meeting,
            case=here.case,
            agency_kind=typed["agency"],
            agency=found[typed["agency"]].agency,
            view=typed["view"],
            text=typed["text"],
            by=user_of(request),
            at=clock.now(),
        )

    return _page(request, opened, here, form, change, title="What an agency says", submit="Save", anchor="views")


@require_http_methods(READ_AND_CHANGE)
def add_item(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """One more item of the plan."""
    opened = _write(request, meeting_id)
    here = opened.child(number)
    asked = {one.value: one for one in askable(here.case, at=clock.now())}
    form = forms.ItemForm(_posted(request), askable=[(value, one.words) for value, one in asked.items()])

    def change(typed: dict[str, Any]) -> object:
        owner = asked.get(typed["owner"])
        return writing.add_item(
            meeting=opened.meeting,
            case=here.case,
            need=typed["need"],
            what=typed["what_is_done"],
            owner=owner.person if owner else None,
            owner_agency=owner.agency if owner else None,
            owner_name=owner.name if owner else typed["owner_name"],
            due_on=typed["due_on"],
            known_by=typed["known_by"],
            by=user_of(request),
            at=clock.now(),
        )

    hint = "What the family does is followed up by the key worker."
    return _page(
        request,
        opened,
        here,
        form,
        change,
        title="Add an item to the plan",
        submit="Add it",
        anchor="plan_items",
        hint=hint,
    )


@require_http_methods(READ_AND_CHANGE)
def progress(request: HttpRequest, meeting_id: UUID, number: int, row_id: UUID) -> HttpResponse:
    """How one item of the plan stands."""
    opened = _write(request, meeting_id)
    here = opened.child(number)
    item = queries.plan_item(opened.meeting, here.case, row_id)
    if item is None:
        raise Http404("There is no such item.")
    form = forms.ProgressForm(_posted(request), initial={"progress": item.progress})

    def change(typed: dict[str, Any]) -> object:
        return writing.say_progress(action=item, progress=typed["progress"], by=user_of(request), at=clock.now())

    return _page(
        request, opened, here, form, change, title=f"Item {item.number}: how it stands", submit="Save", anchor="plan_items",
        hint=f"{item.need} {item.what}",
    )  # fmt: skip


@require_http_methods(READ_AND_CHANGE)
def without_family(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """A part without the family."""
    opened = _write(request, meeting_id)
    here = opened.child(number)
    form = forms.WithoutFamilyForm(_posted(request))

    def change(typed: dict[str, Any]) -> object:
        day = clock.local_date(opened.meeting.starts_at)
        return writing.without_family(
            meeting=opened.meeting,
            case=here.case,
            began_at=instant(day, typed.pop("began")),
            ended_at=instant(day, typed.pop("ended")),
            by=user_of(request),
            at=clock.now(),
            **typed,
        )

    hint = "Read by those who have the restricted annex. No child of another family is its subject."
    return _page(
        request,
        opened,
        here,
        form,
        change,
        title="A part without the family",
        submit="Save",
        anchor="without",
        hint=hint,
    )


@require_http_methods(READ_AND_CHANGE)
def outline(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """Key worker, core group with its first date, review."""
    opened = _write(request, meeting_id)
    here = opened.child(number)
    conference = shown(opened, here)
    row = conference["row"]
    workers = {str(one.person.pk): one.person for one in askable(here.case, at=clock.now()) if one.person is not None}
    there = list(queries.professionals(opened.meeting, here.case).order_by("agency_kind", "name"))
    # A chair is called to the meeting, not on the record: behind the second wall they see who is in the room, and nobody else.
    workers |= {str(one.user.pk): one.user for one in there if one.user is not None}
    members: dict[str, tuple[str, Any, Any]] = {f"attendance:{one.pk}": (one.name, one.user, None) for one in there}
    members |= {f"family:{one.pk}": (one.name, None, one) for one in conference["family"] if one.state == "invited"}
    named = {one.name for one in conference["core_group"]}
    form = forms.OutlineForm(
        _posted(request),
        workers=[(key, person.full_name) for key, person in workers.items()],
        members=[(key, name) for key, (name, _, _) in members.items()],
        initial={
            "key_worker": str(row.key_worker_id or ""),
            "members": [key for key, (name, _, _) in members.items() if name in named],
            **_when("core_group", row.core_group_at),
            **_when("review", row.review_at),
        },
    )

    def change(typed: dict[str, Any]) -> object:
        group = [members[key] for key in typed["members"]]
        group += [(typed["also"], None, None)] if typed["also"] else []
        return writing.outline(
            meeting=opened.meeting,
            case=here.case,
            key_worker=workers[typed["key_worker"]],
            core_group=group,
            core_group_at=instant(typed["core_group_on"], typed["core_group_begins"]),
            review_at=instant(typed["review_on"], typed["review_begins"]),
            by=user_of(request),
            at=clock.now(),
        )

    title = "Key worker, core group, review"
    hint = "First core group within 10 working days, first review within 3 months, later ones within 6."
    return _page(request, opened, here, form, change, title=title, submit="Save", anchor="outline", hint=hint)


def _when(name: str, at: datetime | None) -> dict[str, Any]:
    if at is None:
        return {}
    return {f"{name}_on": clock.local_date(at), f"{name}_begins": clock.local_time(at).time()}


@require_http_methods(READ_AND_CHANGE)
def share_report(request: HttpRequest, meeting_id: UUID, number: int, row_id: UUID) -> HttpResponse:
    """When and how the family was shown a report."""
    opened = _arrange(request, meeting_id, "meeting, reports")
    here = opened.child(number)
    invitation = queries.invitation(opened.meeting, here.case, row_id)
    if invitation is None:
        raise Http404("There is no such report.")
    form = forms.ShareForm(_posted(request), initial={"shared_on": clock.today()})

    def change(typed: dict[str, Any]) -> object:
        return writing.share_report(invitation=invitation, by=user_of(request), at=clock.now(), **typed)

    back = reverse("strategy_meetings:conference_family", args=[meeting_id, number])
    title = f"Report of {invitation.name}: shown to the family"
    return _page(request, opened, here, form, change, title=title, submit="Save", anchor="", back=back)


# -- letters ------------------------------------------------------------------------------------------------------------------


@require_http_methods(READ_AND_CHANGE)
def decision_letters(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Read each child’s decision letter, then send them."""
    opened = open_meeting(user_of(request), meeting_id, look="meeting, decision letters")
    if not (opened.is_chair and opened.all_children):
        raise AccessDenied("The chair sends the decision letters. The chair can be handed over, with a reason.")
    if not _is_decided(opened):
        raise Http404("The conference has not ended.")
    form = forms.SureForm(_posted(request))

    def change() -> object:
        return letters.send_decision(
            meeting=opened.meeting, by=user_of(request), at=clock.now(), press=press_of(request)
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The decision letters are sent. Their PDFs are being made.")
        return redirect("strategy_meetings:conference_letters", meeting_id)
    made = letters.letters_of(opened.meeting, [child.case.pk for child in opened.children])
    return render(
        request,
        "strategy_meetings/conference/letters.html",
        {
            "opened": opened,
            "meeting": opened.meeting,
            "drafts": [
                {
                    "here": child,
                    "sections": letters.decision(opened.meeting, child.case),
                    "to": shown(opened, child)["family"],
                }
                for child in opened.children
            ],
            "letters": [one for one in made if one.kind == "decision"],
            "form": form,
            "once": press_of(request),
        },
        status=422 if form.errors else 200,
    )


def _letter(request: HttpRequest, letter_id: UUID) -> ConferenceLetter:
    """A letter, for whoever arranges or writes its meeting."""
    found = queries.letter(letter_id)
    if found is None:
        raise CaseNotThere
    opened = _arrange(request, found.meeting_id, "meeting, a letter")
    if all(child.case.pk != found.case_id for child in opened.children):
        raise CaseNotThere
    return found


@require_safe
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The letter as it was sent."""
    found = _letter(request, letter_id)
    return render(
        request,
        "strategy_meetings/conference/letter.html",
        {
            "letter": found,
            "says": found.contents,
            "meeting": found.meeting,
            "is_ready": found.pdf_state == PdfState.READY,
        },
    )


@require_safe
def letter_pdf(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Its PDF, to be printed and posted or handed over."""
    found = _letter(request, letter_id)
    if found.pdf_state != PdfState.READY or found.pdf is None:
        raise Http404("The PDF is not made yet.")
    audit.record(
        AuditKind.COPY_MADE, by=user_of(request), at=clock.now(), case_id=found.case_id, what="conference letter"
    )
    return as_download(bytes(found.pdf), "application/pdf", f"{found.case.reference}-letter-{found.number}.pdf")


# -- asking for one -----------------------------------------------------------------------------------------------------------


@require_http_methods(READ_AND_CHANGE)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """An agency asks for a conference."""
    opened = access.get_case(
        request.user, reference, look="conference, asking", needs=(RecordClass.MEETING, Level.SUMMARY)
    )
    if opened.is_narrow:
        raise AccessDenied("Ask at the meeting you are called to.")
    form = forms.AskForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        reason, press = form.cleaned_data["reason"], press_of(request)
        if attempt(
            form,
            lambda: asking.ask(case=opened.case, reason=reason, by=user_of(request), at=clock.now(), press=press),
        ):
            messages.success(request, "Asked. Whoever may call a conference has been told why.")
            return redirect("strategy_meetings:meetings_of_case", reference)
    return render(
        request,
        "strategy_meetings/meetings/form.html",
        {
            **case_frame(opened, "meetings", today=clock.today()),
            "form": form,
            "title": "Ask for a child protection conference",
            "submit": "Ask for it",
            "once": press_of(request),
        },
        status=422 if form.errors else 200,
    )
