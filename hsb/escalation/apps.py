from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "hsb.escalation"
    label = "escalation"

    def ready(self) -> None:
        from hsb.agencies.permissions import Level, RecordClass
        from hsb.cases import frame
        from hsb.escalation import events, queries  # noqa: F401  (what can happen is declared by being imported)

        queries.levels()  # a profile whose levels make no sense stops the start, not a page
        frame.add_tab(
            "disagreements",
            "Disagreements",
            "escalation:list",
            RecordClass.ESCALATION,
            group="case",
            order=85,
            level=Level.SUMMARY,
        )
