from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hsb.cases"
    label = "cases"

    @property
    def definer_functions(self) -> tuple[str, ...]:
        from hsb.cases import acting, emergency, grants, matching

        return (
            *grants.DEFINER_FUNCTIONS,
            *matching.DEFINER_FUNCTIONS,
            *emergency.DEFINER_FUNCTIONS,
            *acting.DEFINER_FUNCTIONS,
        )
