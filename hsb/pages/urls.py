"""Pages that read across features."""

from django.urls import include, path

from hsb.pages import access_log, case_list, case_overview, emergency, guidance, notes, work

cases = [
    path("", case_list.show, name="list"),
    path("emergency/", emergency.ask, name="emergency"),
    path("<str:reference>/", case_overview.show, name="overview"),
    path("<str:reference>/notes/", notes.show, name="notes"),
    path("<str:reference>/people/", case_overview.people_page, name="people"),
    path("<str:reference>/documents/", case_overview.documents_page, name="documents"),
    path("<str:reference>/access/", access_log.show, name="access"),
]

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("", work.home, name="home"),
                    path("help/", guidance.help_page, name="help"),
                    path("privacy/", guidance.privacy, name="privacy"),
                    path("accessibility/", guidance.accessibility, name="accessibility"),
                ],
                "pages",
            )
        ),
    ),
    path("cases/", include((cases, "cases"))),
]
