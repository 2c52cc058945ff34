"""The page of notices: what one was told, newest first."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hsb import clock
from hsb.notifications import actions, queries
from hsb.ui.components import Pages
from hsb.ui.words import count_of


@require_GET
def list_notices(request: HttpRequest) -> HttpResponse:
    unread_only = request.GET.get("show") == "unread"
    page = queries.notice_page(request.user, unread_only=unread_only, after=request.GET.get("after", ""))
    shown = {"show": "unread"} if unread_only else {}
    count = queries.unread_count(request.user)
    return render(
        request,
        "notifications/list.html",
        {
            "matters": queries.by_matter(page.rows),
            "pages": Pages(next=f"?{urlencode({**shown, 'after': page.next_key})}" if page.next_key else ""),
            "unread_only": unread_only,
            "unread": count,
            "unread_words": queries.unread_words(count),
        },
    )


@require_POST
def read(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    actions.read(user=request.user, notice_id=notice_id, at=clock.now(), with_record="record" in request.GET)
    return redirect("notices:list")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = actions.read_all(user=request.user, at=clock.now())
    messages.success(request, f"{count_of(count, 'notice')} marked as read.")
    return redirect("notices:list")
