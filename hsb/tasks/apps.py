from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "hsb.tasks"

    def ready(self) -> None:
        from hsb.agencies.permissions import Level, RecordClass
        from hsb.cases import frame

        frame.add_tab("tasks", "Tasks", "tasks:list", RecordClass.TASKS, group="case", order=15, level=Level.SUMMARY)
