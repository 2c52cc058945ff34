"""Addresses of conferences."""

from django.urls import path

from strategy_meetings.conference import views

_MEETING = "meetings/<uuid:meeting_id>/"
_CHILD = f"{_MEETING}child/<int:number>/"

urlpatterns = [
    path("cases/<str:reference>/conference/ask/", views.ask, name="ask_for_conference"),
    path(f"{_CHILD}family/", views.the_family, name="conference_family"),
    path(f"{_CHILD}family/invite/", views.invite_family, name="invite_family"),
    path(f"{_CHILD}family/exclude/", views.exclude, name="exclude_family"),
    path(f"{_CHILD}family/letters/", views.send_invitations, name="send_invitations"),
    path(f"{_CHILD}family/nobody/", views.nobody_came, name="no_family_came"),
    path(f"{_CHILD}family/<uuid:row_id>/", views.took_part, name="family_took_part"),
    path(f"{_CHILD}report/<uuid:row_id>/", views.share_report, name="share_report"),
    path(f"{_MEETING}opening/", views.read_out, name="read_opening"),
    path(f"{_CHILD}view/", views.say_view, name="conference_view"),
    path(f"{_CHILD}item/", views.add_item, name="add_plan_item"),
    path(f"{_CHILD}item/<uuid:row_id>/", views.progress, name="plan_item_progress"),
    path(f"{_CHILD}without-family/", views.without_family, name="without_family"),
    path(f"{_CHILD}outline/", views.outline, name="conference_outline"),
    path(f"{_MEETING}letters/", views.decision_letters, name="conference_letters"),
    path("letters/<uuid:letter_id>/", views.letter, name="conference_letter"),
    path("letters/<uuid:letter_id>/pdf/", views.letter_pdf, name="conference_letter_pdf"),
]
