"""Addresses of disagreements: on a case, over all one's cases, and the board's inbox."""

from django.urls import path

from hsb.escalation import steps, views

app_name = "escalation"
urlpatterns = [
    path("disagreements/", views.mine, name="mine"),
    path("disagreements/board/", views.board_inbox, name="board_inbox"),
    path("cases/<str:reference>/disagreements/", views.of_case, name="list"),
    path("cases/<str:reference>/disagreements/raise/", views.raise_one, name="raise"),
    path("cases/<str:reference>/disagreements/<int:number>/", views.show, name="show"),
    path("cases/<str:reference>/disagreements/<int:number>/answer/", steps.answer, name="answer"),
    path("cases/<str:reference>/disagreements/<int:number>/close/", steps.close, name="close"),
    path("cases/<str:reference>/disagreements/<int:number>/further/", steps.take_further, name="further"),
    path("cases/<str:reference>/disagreements/<int:number>/resolve/", steps.resolve, name="resolve"),
    path("cases/<str:reference>/disagreements/<int:number>/withdraw/", steps.withdraw, name="withdraw"),
    path(
        "cases/<str:reference>/disagreements/<int:number>/letters/<str:kind>/", steps.write_letter, name="write_letter"
    ),
    path(
        "cases/<str:reference>/disagreements/<int:number>/letters/<uuid:letter_id>/file/", steps.letter, name="letter"
    ),
]
