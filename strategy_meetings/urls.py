"""Every address of meetings and plans. Each part brings its own list."""

from django.urls import URLPattern

from strategy_meetings.child_plans.urls import urlpatterns as child_plans
from strategy_meetings.conference.urls import urlpatterns as conference
from strategy_meetings.incidents.urls import urlpatterns as incidents
from strategy_meetings.mappa.urls import urlpatterns as mappa
from strategy_meetings.meetings.urls import urlpatterns as meetings
from strategy_meetings.minutes.urls import urlpatterns as minutes
from strategy_meetings.opinions.urls import urlpatterns as opinions
from strategy_meetings.safety_plans.urls import urlpatterns as safety_plans
from strategy_meetings.section47.urls import urlpatterns as section47
from strategy_meetings.support.urls import urlpatterns as support
from strategy_meetings.transfers.urls import urlpatterns as transfers

app_name = "strategy_meetings"
urlpatterns: list[URLPattern] = [
    *(*safety_plans, *meetings, *minutes, *section47, *opinions),
    *(*incidents, *transfers, *mappa, *conference, *child_plans, *support),
]
