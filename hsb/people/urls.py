from django.urls import include, path

from hsb.people import account_views, calendar_page, contacts, proposals, reachable, views

own = [
    path("", account_views.account, name="account"),
    path("calendar/", calendar_page.show, name="calendar"),
    path("calendar/make/", calendar_page.make, name="make_calendar"),
    path("calendar/stop/", calendar_page.stop, name="stop_calendar"),
    path("sessions/end/", account_views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("sessions/<int:pk>/end/", account_views.end_session, name="end_session"),
    path("reachable/", reachable.reachable, name="reachable"),
    path("reachable/weekdays/", reachable.set_weekdays, name="quiet_weekdays"),
    path("reachable/days/", reachable.add_spell, name="quiet_spell_add"),
    path("reachable/days/<int:pk>/remove/", reachable.remove_spell, name="quiet_spell_remove"),
    path("absences/", reachable.record_absence, name="record_absence"),
    path("absences/<int:pk>/", reachable.change_absence, name="change_absence"),
    path("absences/<int:pk>/back/", reachable.return_early, name="return_early"),
]
people = [
    path("", views.people_list, name="list"),
    path("invite/", views.invite, name="invite"),
    path("invitations/<uuid:pk>/again/", views.send_again, name="send_again"),
    path("invitations/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("proposals/", proposals.waiting, name="proposals"),
    path("proposals/<uuid:pk>/", proposals.show, name="proposal"),
    path("undelivered/", views.undelivered, name="undelivered"),
    path("contacts/", contacts.show, name="contacts"),
    path("contacts/add/", contacts.add, name="contact_add"),
    path("contacts/<int:pk>/end/", contacts.end, name="contact_end"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/roles/", views.give_role, name="give_role"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/sign-out/", views.sign_out, name="sign_out"),
    path("<int:pk>/second-step/remove/", views.remove_second_step, name="remove_second_step"),
    path("roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("invitation/accept/", account_views.accept, name="accept"),
    path("invitation/<str:token>/", account_views.open_invitation, name="invitation"),
]
urlpatterns = [
    path("account/", include((own, "accounts"))),
    path("people/", include((people, "people"))),
]
