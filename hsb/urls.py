"""Every address of the product. Feature apps bring their own; what reads across features is in `hsb.pages`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from hsb.pages import health

PLACES = (
    ("", "hsb.accounts.urls"),
    ("", "hsb.people.urls"),
    ("", "hsb.pages.urls"),
    ("", "hsb.notifications.urls"),
    ("", "hsb.documents.urls"),
    ("", "hsb.tasks.urls"),
    ("", "hsb.escalation.urls"),
    ("", "hsb.ui.urls"),
    ("", "referrals.urls"),
    ("", "strategy_meetings.urls"),
    ("", "aim2.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    *(path(prefix, include(module)) for prefix, module in PLACES if find_spec(module)),
]

handler400 = "hsb.ui.views.bad_request"
handler403 = "hsb.ui.views.forbidden"
handler404 = "hsb.ui.views.not_found"
handler500 = "hsb.ui.views.server_error"
