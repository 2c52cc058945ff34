"""Every address of the two routes in. Each part brings its own list."""

from django.urls import URLPattern

from referrals.assessment.urls import urlpatterns as assessment
from referrals.drafts_urls import urlpatterns as drafts
from referrals.engagement.urls import urlpatterns as engagement
from referrals.mash.urls import urlpatterns as mash
from referrals.reading_urls import urlpatterns as reading
from referrals.yos.urls import urlpatterns as yos

app_name = "referrals"
urlpatterns: list[URLPattern] = [*mash, *assessment, *engagement, *yos, *reading, *drafts]
