from django.apps import AppConfig


class StrategyMeetingsConfig(AppConfig):
    name = "strategy_meetings"

    def ready(self) -> None:
        from hsb.agencies.permissions import RecordClass
        from hsb.cases import frame

        frame.add_tab("safety_plan", "Safety plan", "strategy_meetings:safety_plan", RecordClass.SAFETY_PLAN, order=60)
