"""Copy the design-system files the pages use from node_modules to `var/assets/vendor/`, made fit for this product.

Four things are changed on the way: GDS Transport and the crown's crest go (they belong to GOV.UK), the font becomes
Helvetica or Arial, absolute `/assets/` addresses become relative, and source-map comments go because hashed static files
refuse to point at a file that is not there.
"""

import hashlib
import re
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
SHEETS = (GOVUK / "govuk-frontend.min.css", MOJ / "moj-frontend.min.css")
SCRIPTS = (GOVUK / "govuk-frontend.min.js", MOJ / "moj-frontend.min.js")
# Pictures that templates or scripts name themselves; those named by a stylesheet are found there.
PICTURES = tuple(
    MOJ / "assets/images" / name
    for name in (
        "icon-alert-information.svg",
        "icon-alert-success.svg",
        "icon-alert-warning.svg",
        "icon-arrow-black-down.svg",
        "icon-arrow-black-up.svg",
        "icon-search-black.svg",
        "icon-search-white.svg",
    )
)
FONT_STACK = 'Helvetica,Arial,"Liberation Sans",sans-serif'
GOVUK_ONLY = ("govuk-crest.svg", "govuk-logotype-crown.png")

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
GDS_TRANSPORT = re.compile(r"""["']?GDS Transport["']?\s*,\s*arial\s*,\s*sans-serif""", re.IGNORECASE)
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*")
ASSET = re.compile(r"""url\(["']?/assets/(?P<path>[^)"']+)["']?\)""")


def fit_sheet(css: str) -> tuple[str, list[str]]:
    """Answer the stylesheet without what we may not serve, and the names of the pictures it still needs."""
    pictures: list[str] = []

    def relative(match: re.Match[str]) -> str:
        name = match["path"].rsplit("/", 1)[-1]
        if name in GOVUK_ONLY:
            return "none"
        pictures.append(match["path"])
        return f"url(images/{name})"

    css = SOURCE_MAP.sub("", FONT_FACE.sub("", css))
    return ASSET.sub(relative, GDS_TRANSPORT.sub(FONT_STACK, css)), pictures


def fit_script(script: str) -> str:
    """Answer the script without its source-map comment."""
    return SOURCE_MAP.sub("", script)


def build(modules: Path, target: Path) -> list[Path]:
    """Leave exactly the files the pages need in `target`, and answer them. What was there before is gone."""
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "images").mkdir(parents=True)
    for sheet in SHEETS:
        css, pictures = fit_sheet((modules / sheet).read_text(encoding="utf-8"))
        (fresh / sheet.name).write_text(css, encoding="utf-8")
        for picture in pictures:
            shutil.copyfile(modules / sheet.parent / "assets" / picture, fresh / "images" / Path(picture).name)
    for script in SCRIPTS:
        (fresh / script.name).write_text(fit_script((modules / script).read_text(encoding="utf-8")), encoding="utf-8")
    for path in PICTURES:
        shutil.copyfile(modules / path, fresh / "images" / path.name)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return sorted(path for path in target.rglob("*") if path.is_file())


def fingerprint(root: Path) -> str:
    """Answer what the result depends on: the locked versions and this recipe."""
    return hashlib.sha256((root / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()


class Command(BaseCommand):
    help = "Copy the design-system files the pages use from node_modules to var/assets/vendor/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="Build again although nothing changed.")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        modules, target = settings.BASE_DIR / "node_modules", settings.VAR / "assets" / "vendor"
        stamp, wanted = target / ".built-from", fingerprint(settings.BASE_DIR)
        if not force and stamp.exists() and stamp.read_text() == wanted:
            return
        missing = [str(path) for path in (*SHEETS, *SCRIPTS) if not (modules / path).exists()]
        if missing:
            raise CommandError(
                f"{missing[0]} is not in node_modules. Run `python3 start.py setup` (or `npm ci --ignore-scripts`)."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        files = build(modules, target)
        stamp.write_text(wanted)
        self.stdout.write(f"{len(files)} design-system files are ready in {target}.")
