"""One quick page over many cases, for police and for the court officer; and the result of a hearing in one line."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.models import Hearing
from aim2.proceedings import actions, events, policies, preview, queries
from aim2.proceedings.lists import Lists
from aim2.proceedings.plan import Occasion
from aim2.proceedings.record_views import digest
from aim2.proceedings.standing import Proceedings
from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.frame import case_frame
from hsb.errors import ActionNotAllowed
from hsb.ui.forms import BaseForm, Choice, DateField, SelectField, TextField
from hsb.ui.press import press_of

RESULTS = {
    "adjourned": "Adjourned",
    "guilty_plea": "Guilty plea, accepted",
    "not_guilty_plea": "Not guilty plea",
    "guilty": "Found guilty",
    "not_guilty": "Found not guilty",
    "dropped": "Charge dropped",
}


class ResultForm(BaseForm):
    """A hearing's result in one line; for more, the case is opened."""

    result = SelectField(
        label="Result",
        choices=[Choice(code, words) for code, words in RESULTS.items()],
        error_messages={"required": "Choose the result"},
    )
    next_on = DateField(label="Next hearing, if set", required=False, what="the day of the next hearing")
    said = TextField(label="In a line", required=False, max_length=300)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is due over the cases this person is on: bail, CPS, hearings today, reports, outcomes, what others wait for."""
    policies.check_may_read_list(request.user)
    today, at = clock.today(), clock.now()
    roles = agencies.roles(request.user)
    context: dict[str, Any] = {"today": today}
    if Role.POLICE_OFFICER in roles:
        lists = Lists(request.user, Role.POLICE_OFFICER, at=at, today=today)
        context |= {
            "police": [
                ("Bail ending", "Return date; beside it, what the law allows", lists.bails()),
                ("Under investigation, not on bail", "No limit in law; reviewed here every 28 days", lists.released()),
                ("With the CPS", "", lists.with_cps()),
                ("Others wait for you", "", lists.heard("police")),
            ],
            "cases": len(lists.cases),
            "hearings": lists.hearings(),
        }
    if Role.COURT_OFFICER in roles:
        lists = Lists(request.user, Role.COURT_OFFICER, at=at, today=today)
        context |= {
            "court": [
                ("Results not recorded", "", lists.overdue_hearings()),
                ("Reports due", "", lists.reports()),
                ("Outcomes told to social care", "Each one until it is acknowledged", lists.outcomes()),
                ("Others wait for you", "", lists.heard("yos")),
            ],
            "cases": len(lists.cases),
            "hearings": lists.hearings(),
            "results": RESULTS,
            "parts": (("day", 2), ("month", 2), ("year", 4)),
        }
    return render(request, "aim2/proceedings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, reference: str, hearing_id: UUID) -> HttpResponse:
    """The result typed in a row: what follows from it, then the press that records it."""
    opened = access.get_case(request.user, reference, look="hearing, result", needs=(RecordClass.CRIMINAL, Level.WRITE))
    policies.check_may_record(opened, ["hearing.held", "plea.entered", "finding.made"])
    hearing = Hearing.objects.filter(case=opened.case, pk=hearing_id).first()
    if hearing is None:
        raise Http404("There is no such hearing.")
    form, follows = ResultForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        stands = queries.standing(opened.case)
        occurred = clock.instant_on(hearing.hearing_on, at=clock.now())
        try:
            entries = entries_of_result(hearing, stands.now, form.cleaned_data)
            if request.POST.get("seen") == digest(request):
                actions.record_occasion(
                    case=opened.case,
                    entries=entries,
                    occurred=occurred,
                    by=request.user,
                    at=clock.now(),
                    press=press_of(request),
                )
                messages.success(request, f"Recorded for {reference}.")
                return redirect("aim2:proceedings_list")
            made = actions.planned(opened.case, Occasion(tuple(entries), occurred))
            to_mash = not any(one.role == Role.SOCIAL_WORKER for one in opened.everyone)
            follows = preview.follows(
                made, case_kind=opened.case.kind, families=queries.has_harmed(opened.case), to_mash=to_mash
            ) or [preview.Follows("Nothing else changes.")]
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
    return render(
        request,
        "aim2/proceedings/record.html",
        {
            **case_frame(opened, "proceedings", today=clock.today()),
            "title": "Result of the hearing",
            "submit": "Record result",
            "form": form,
            "follows": follows,
            "seen": digest(request) if follows else "",
            "once": press_of(request),
        },
        status=422 if form.errors else 200,
    )


def entries_of_result(hearing: Hearing, now: Proceedings, said: dict[str, Any]) -> list[Any]:
    """Answer the entries a result in one line stands for: of the charges of the hearing that have no finding yet. Pure."""
    ids = [str(one) for one in hearing.allegations]
    open_ones = [one.id for one in now.allegations if one.id in ids and one.is_charged]
    line = said["said"] or RESULTS[said["result"]]
    found: list[Any] = [events.HearingHeld(allegations=ids, hearing=str(hearing.pk), result=line)]
    if said["result"] != "adjourned" and not open_ones:
        raise ActionNotAllowed("No charge of this hearing is without a finding. Choose “Adjourned”, or open the case.")
    made = {
        "guilty_plea": lambda: events.PleaEntered(allegations=open_ones, plea="guilty"),
        "not_guilty_plea": lambda: events.PleaEntered(allegations=open_ones, plea="not_guilty"),
        "guilty": lambda: events.FindingMade(allegations=open_ones, guilty=True),
        "not_guilty": lambda: events.FindingMade(allegations=open_ones, guilty=False),
        "dropped": lambda: events.ChargeDiscontinued(allegations=open_ones, reason=line),
    }.get(said["result"])
    if made is not None:
        found.append(made())
    if said["next_on"]:
        following = events.HearingSet(
            allegations=ids, hearing=str(uuid4()), hearing_on=said["next_on"].isoformat(), court=hearing.court
        )
        found.append(following)
    return found
