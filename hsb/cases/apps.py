from django.apps import AppConfig

from hsb.definer import Definer


class CasesConfig(AppConfig):
    name = "hsb.cases"
    label = "cases"

    @property
    def definer_functions(self) -> tuple[Definer, ...]:
        from hsb.cases import acting, emergency, grants, matching

        return (grants.DEFINER, matching.DEFINER, emergency.DEFINER, acting.DEFINER)
