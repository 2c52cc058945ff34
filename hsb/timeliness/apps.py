from django.apps import AppConfig


class TimelinessConfig(AppConfig):
    name = "hsb.timeliness"
    label = "timeliness"

    @property
    def definer_functions(self) -> tuple[str, ...]:
        from hsb.timeliness import recounts

        return recounts.DEFINER_FUNCTIONS
