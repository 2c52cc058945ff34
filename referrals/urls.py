"""Every address of the two routes in. Each part brings its own list."""

from referrals.drafts_urls import urlpatterns as drafts

app_name = "referrals"
urlpatterns = [*drafts]
