"""Addresses of criminal proceedings, consent, AIM2 and the intervention plan. Each subject brings its own list."""

from django.urls import URLPattern

from aim2.agreements import urls as agreements
from aim2.assessments import urls as assessments
from aim2.closures import urls as closures
from aim2.consent import urls as consent
from aim2.custody import urls as custody
from aim2.dated import urls as dated
from aim2.disclosures import urls as disclosures
from aim2.gates import urls as gates
from aim2.instruments import urls as instruments
from aim2.looked_after import urls as looked_after
from aim2.plans import urls as plans
from aim2.proceedings import urls as proceedings
from aim2.ratings import urls as ratings
from aim2.requests import urls as requests
from aim2.transitions import urls as transitions

app_name = "aim2"
urlpatterns: list[URLPattern] = []
urlpatterns += proceedings.urls
urlpatterns += gates.urls
urlpatterns += consent.urls
urlpatterns += requests.urls
urlpatterns += agreements.urls
urlpatterns += disclosures.urls  # before the assessment, whose versions share the beginning of the address
urlpatterns += assessments.urls
urlpatterns += plans.urls
urlpatterns += instruments.urls
urlpatterns += ratings.urls
urlpatterns += looked_after.urls
urlpatterns += custody.urls
urlpatterns += dated.urls
urlpatterns += transitions.urls
urlpatterns += closures.urls
