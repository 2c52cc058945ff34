from django.apps import AppConfig

from hsb.definer import Definer


class TimelinessConfig(AppConfig):
    name = "hsb.timeliness"
    label = "timeliness"

    @property
    def definer_functions(self) -> tuple[Definer, ...]:
        from hsb.timeliness import recounts

        return (recounts.DEFINER,)
