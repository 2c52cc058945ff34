"""My work: what is mine to do, overdue first; then what waits for others. The home page of everybody who works cases."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.pages.work.lists import Found, Group, WorkLists, read
from hsb.pages.work.rows import tabs, work_rows
from hsb.timeliness import keyset
from hsb.ui.components import Link, Pages, WorkRow

SHOWN = 12
"""Of each group on the page itself: with all of them it stays one page to look down. The rest is a link away."""
PAGE_SIZE = 50
TITLES = {
    Group.OVERDUE: "Overdue",
    Group.SOON: "Today and tomorrow",
    Group.LATER: "Coming up",
    Group.EXPLAIN: "Was late: say why",
    Group.PAUSED: "Paused for weeks: does the reason still hold?",
    Group.WAITING: "Waiting for others",
    Group.WAITING_LATER: "Waiting for others, not due yet",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My work, group by group. Two statements for the rows, with one more each for tasks, joined decisions and acting."""
    today = clock.today()
    lists = WorkLists(request.user, today)
    found = read({group: lists.of(group) for group in Group}, SHOWN)
    shown = [pk for group in Group if group != Group.WAITING_LATER for pk in found[group].ids]
    waits = [*found[Group.PAUSED].ids, *found[Group.WAITING].ids]
    rows = work_rows(lists, shown, waits=waits, explains=found[Group.EXPLAIN].ids)
    audit.record(
        AuditKind.LIST_LOOKED_AT,
        by=request.user,
        at=clock.now(),
        what="my work",
        facts={"rows": len(rows)},
    )
    sections = [_section(group, found[group], rows) for group in Group if group != Group.WAITING_LATER]
    sections = [section for section in sections if section["rows"]]
    powers = agencies.powers(request.user)
    return render(
        request,
        "pages/home.html",
        {
            "sections": sections,
            "first": next((s["group"] for s in sections if s["group"] in (Group.OVERDUE, Group.SOON, Group.LATER)), ""),
            "waiting_later": found[Group.WAITING_LATER].count,
            "waiting_later_words": found[Group.WAITING_LATER].count_words,
            "nothing": not sections,
            "tabs": tabs() if Power.MANAGE_TEAM in powers else [],
            "active_tab": "mine",
            "may_refer": Power.MAKE_REFERRAL in powers,
            "may_mash": Power.MASH_INBOX in powers,
            "may_yos": Power.YOS_INBOX in powers,
            "today": today,
        },
    )


def _section(group: Group, found: Found, rows: Mapping[int, WorkRow]) -> dict[str, Any]:
    """Answer what the page shows of a group."""
    shown = [rows[pk] for pk in found.ids if pk in rows]
    capped = found.count > SHOWN
    whole = reverse("pages:work", args=[group.value])
    return {
        "group": group,
        "title": TITLES[group],
        "rows": shown,
        "count": found.count_words,
        "more": Link(f"All {found.count_words}", whole, TITLES[group].lower()) if capped else None,
        "late": group == Group.OVERDUE,
    }


@require_safe
def whole(request: HttpRequest, group: str) -> HttpResponse:
    """One group of My work, all of it, page by page."""
    if group not in set(Group):
        raise Http404("There is no such list.")
    wanted, today = Group(group), clock.today()
    lists = WorkLists(request.user, today)
    query = lists.of(wanted)
    found = read({"count": query, "page": keyset.after(query, request.GET.get("after", ""))}, PAGE_SIZE + 1)
    ids = found["page"].ids[:PAGE_SIZE]
    waits = ids if wanted in (Group.PAUSED, Group.WAITING, Group.WAITING_LATER) else []
    rows = work_rows(lists, ids, waits=waits, explains=ids if wanted == Group.EXPLAIN else [])
    audit.record(AuditKind.LIST_LOOKED_AT, by=request.user, at=clock.now(), what="my work", facts={"rows": len(rows)})
    more = len(found["page"].ids) > PAGE_SIZE
    return render(
        request,
        "pages/work_list.html",
        {
            "title": TITLES[wanted],
            "count": found["count"].count_words,
            "rows": [rows[pk] for pk in ids if pk in rows],
            "late": wanted == Group.OVERDUE,
            "pages": Pages(next=f"?after={keyset.key(rows[ids[-1]].judged_on, ids[-1])}" if more else ""),
        },
    )
