"""Every address of the two routes in. Each part brings its own list."""

from django.urls import URLPattern

from referrals.allocation.urls import urlpatterns as allocation
from referrals.assessment.urls import urlpatterns as assessment
from referrals.checks.urls import urlpatterns as checks
from referrals.drafts.urls import urlpatterns as drafts
from referrals.engagement.urls import urlpatterns as engagement
from referrals.inbox.urls import urlpatterns as inbox
from referrals.mash.urls import urlpatterns as mash
from referrals.matching.urls import urlpatterns as matching
from referrals.yos.urls import urlpatterns as yos

app_name = "referrals"
urlpatterns: list[URLPattern] = [
    *mash, *checks, *matching, *allocation, *assessment, *engagement, *yos, *inbox, *drafts,
]  # fmt: skip
