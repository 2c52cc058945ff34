"""The Jinja2 environment of templates/rows: the bodies of long lists, where Django's templates were measured to cost.

Rows are fed values only (no models, no queries). Escaping is on for every file, whatever it is called.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hsb.ui.status_tags import status_tag_html


def environment(**options: Any) -> Environment:
    """Answer the environment Django's Jinja2 backend uses (TEMPLATES, "rows")."""
    options["autoescape"] = True
    options["undefined"] = StrictUndefined
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    built = Environment(**options)  # nosec B701: autoescape is set above
    built.globals["status_tag"] = status_tag_html
    return built


@lru_cache(maxsize=1)
def rows() -> Environment:
    """Answer the environment the row tags use."""
    folder = Path(settings.BASE_DIR) / "templates" / "rows"
    return environment(loader=FileSystemLoader(folder), auto_reload=settings.DEBUG)


def render_rows(template: str, **values: Any) -> SafeString:
    """Answer the HTML of a list's rows; the environment above has escaped every value in it."""
    return SafeString(rows().get_template(template).render(**values))  # nosec B703: escaped there
