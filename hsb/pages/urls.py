"""Pages that read across features."""

from django.urls import include, path

from hsb.agencies import guidance
from hsb.agencies import help_views as help_edit
from hsb.cases.views import access_changes, access_log, case_list, emergency
from hsb.clocks import steps as step
from hsb.clocks import views as clock_page
from hsb.notes import views as notes
from hsb.pages import calendar_feed
from hsb.pages.audit import views as audit_viewer
from hsb.pages.delay import partnership
from hsb.pages.delay import views as delay
from hsb.pages.overview import court
from hsb.pages.overview import views as case_overview
from hsb.pages.team import hand_over
from hsb.pages.team import views as team
from hsb.pages.work import views as work
from hsb.timeliness.views import timescales, working_days

delays = [
    path("", delay.show, name="delay"),
    path("steps/", delay.steps, name="delay_steps"),
    path("waiting/", delay.waiting, name="delay_waiting"),
    path("clocks/", delay.clocks, name="delay_clocks"),
    path("partnership/", partnership.show, name="partnership_delay"),
]

cases = [
    path("", case_list.show, name="list"),
    path("emergency/", emergency.ask, name="emergency"),
    path("emergency/close/", emergency.close, name="emergency_close"),
    path("emergency/let/<int:pk>/", emergency.let, name="emergency_let"),
    path("<str:reference>/", case_overview.show, name="overview"),
    path("<str:reference>/steps/<str:code>/", step.show, name="step"),
    path("<str:reference>/notes/", notes.show, name="notes"),
    path("<str:reference>/notes/autosave/", notes.autosave, name="note_autosave"),
    path("<str:reference>/notes/<int:pk>/move/", notes.move, name="move_note"),
    path("<str:reference>/chronology/", court.make, name="chronology_copy"),
    path("<str:reference>/people/", case_overview.people_page, name="people"),
    path("<str:reference>/documents/", case_overview.documents_page, name="documents"),
    path("<str:reference>/clocks/<int:pk>/", clock_page.show, name="clock"),
    path("<str:reference>/clocks/<int:pk>/extend/", clock_page.extend, name="extend_clock"),
    path("<str:reference>/clocks/<int:pk>/pause/", clock_page.pause, name="pause_clock"),
    path("<str:reference>/clocks/<int:pk>/go-on/", clock_page.resume, name="resume_clock"),
    path("<str:reference>/clocks/<int:pk>/why-late/", clock_page.explain_delay, name="explain_delay"),
    path("<str:reference>/access/", access_log.show, name="access"),
    path("<str:reference>/access/restrict/", access_changes.restrict, name="restrict"),
    path("<str:reference>/access/restriction/lift/", access_changes.unrestrict, name="unrestrict"),
    path("<str:reference>/access/bring-in/", access_changes.bring_in, name="bring_in"),
    path("<str:reference>/access/deny/", access_changes.deny, name="deny"),
    path("<str:reference>/access/denials/<int:pk>/lift/", access_changes.lift_denial, name="lift_denial"),
    path("<str:reference>/access/parts/<uuid:pk>/end/", access_changes.end_involvement, name="end_involvement"),
    path("<str:reference>/access/emergencies/<uuid:pk>/", access_changes.review_emergency, name="review_emergency"),
]

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("", work.home, name="home"),
                    path("work/<str:group>/", work.whole, name="work"),
                    path("team/", team.show, name="team"),
                    path("team/overdue/", team.overdue, name="team_overdue"),
                    path("team/to-allocate/", team.unallocated, name="team_unallocated"),
                    path("team/<int:pk>/", team.worker, name="team_worker"),
                    path("team/<int:pk>/cases/", team.give_cases, name="team_give_cases"),
                    path("team/<int:pk>/hand-over/", hand_over.show, name="team_hand_over"),
                    path("team/<int:pk>/tasks/", team.give_tasks, name="team_give_tasks"),
                    path("help/", guidance.help_page, name="help"),
                    path("help/edit/", help_edit.show, name="help_edit"),
                    path("help/edit/add/", help_edit.add, name="help_add"),
                    path("help/edit/<int:pk>/", help_edit.change, name="help_change"),
                    path("help/edit/<int:pk>/remove/", help_edit.remove, name="help_remove"),
                    path("help/edit/<int:pk>/move/", help_edit.move, name="help_move"),
                    path("settings/working-days/", working_days.show, name="working_days"),
                    path("settings/working-days/add/", working_days.add, name="working_days_add"),
                    path("settings/working-days/load/", working_days.load, name="working_days_load"),
                    path("settings/working-days/<int:pk>/remove/", working_days.remove, name="working_days_remove"),
                    path("settings/timescales/", timescales.show, name="timescales"),
                    path("settings/timescales/<slug:code>/", timescales.detail, name="timescale"),
                    path("settings/timescales/<slug:code>/change/", timescales.change, name="timescale_change"),
                    path("settings/timescales/<slug:code>/retire/", timescales.retire, name="timescale_retire"),
                    path("audit/", audit_viewer.show, name="audit"),
                    path("audit/cases/<str:reference>/", audit_viewer.of_case, name="audit_case"),
                    path("audit/people/<int:pk>/", audit_viewer.of_person, name="audit_person"),
                    path("feed/<str:token>.ics", calendar_feed.show, name="calendar_feed"),
                    path("delay/", include(delays)),
                    path("privacy/", guidance.privacy, name="privacy"),
                    path("accessibility/", guidance.accessibility, name="accessibility"),
                ],
                "pages",
            )
        ),
    ),
    path("cases/", include((cases, "cases"))),
]
