"""Addresses of referrals being written or sent by the person who writes them. No names in any of them."""

from django.urls import path

from referrals.drafts import item_views, section_views, sending, views

urlpatterns = [
    path("referrals/", views.list_, name="list"),
    path("referrals/new/", views.new, name="new"),
    path("referrals/<uuid:draft_id>/", views.draft_page, name="draft"),
    path("referrals/<uuid:draft_id>/danger/", views.danger, name="danger"),
    path("referrals/<uuid:draft_id>/discard/", views.discard, name="discard"),
    path("referrals/<uuid:draft_id>/check/", sending.check, name="check"),
    path("referrals/<uuid:draft_id>/check/readers/", sending.readers, name="readers"),
    path("referrals/<uuid:draft_id>/sent/", sending.sent, name="sent"),
    path("referrals/<uuid:draft_id>/sent/answers/", sending.sent_answers, name="sent_answers"),
    path("referrals/<uuid:draft_id>/sent/copy/", sending.copy, name="copy"),
    path("referrals/<uuid:draft_id>/addendum/", sending.addendum, name="addendum"),
    path("referrals/<uuid:draft_id>/upload/", section_views.upload, name="upload"),
    path("referrals/<uuid:draft_id>/<slug:key>/", section_views.section, name="section"),
    path("referrals/<uuid:draft_id>/<slug:key>/autosave/", section_views.section_autosave, name="section_autosave"),
    path("referrals/<uuid:draft_id>/<slug:key>/<slug:list_key>/<int:number>/", item_views.item, name="item"),
    path(
        "referrals/<uuid:draft_id>/<slug:key>/<slug:list_key>/<int:number>/autosave/",
        item_views.item_autosave,
        name="item_autosave",
    ),
]
