"""What is copied from the design systems may be served by us, and can be served under hashed names."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

from hsb.ui.management.commands.build_assets import FONT_STACK, build, fit_script, fit_sheet

MODULES = settings.BASE_DIR / "node_modules"


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not MODULES.exists():
        pytest.skip("node_modules is absent: run python3 start.py setup")
    target = tmp_path_factory.mktemp("assets") / "vendor"
    build(MODULES, target)
    return target


def test_sheet_loses_font_crest_and_source_map() -> None:
    css = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif}"
        ".b{background-image:url(/assets/images/govuk-crest.svg)}"
        ".c{background:url(/assets/images/icon-document.svg)}"
        "/*# sourceMappingURL=govuk-frontend.min.css.map */"
    )

    fitted, pictures = fit_sheet(css)

    assert fitted == (
        f".a{{font-family:{FONT_STACK}}}.b{{background-image:none}}.c{{background:url(images/icon-document.svg)}}"
    )
    assert pictures == ["images/icon-document.svg"]


def test_script_loses_its_source_map() -> None:
    assert fit_script("run();//# sourceMappingURL=all.js.map") == "run();"


def test_built_files_hold_nothing_of_gov_uk_alone(vendor: Path) -> None:
    names = {path.name for path in vendor.rglob("*")}
    sheets = "".join(path.read_text() for path in vendor.glob("*.css"))

    assert {"govuk-frontend.min.css", "govuk-frontend.min.js", "moj-frontend.min.css", "moj-frontend.min.js"} <= names
    assert not [
        name for name in names if name.endswith((".woff", ".woff2", ".map")) or "crest" in name or "crown" in name
    ]
    assert "GDS Transport" not in sheets
    assert "@font-face" not in sheets
    assert "/assets/" not in sheets
    assert "sourceMappingURL" not in sheets


def test_every_picture_a_sheet_names_is_there(vendor: Path) -> None:
    named = {
        name
        for sheet in vendor.glob("*.css")
        for name in re.findall(r"url\(([^)]+)\)", sheet.read_text())
        if not name.strip("\"'").startswith("data:")
    }

    assert named
    assert [name for name in named if not (vendor / name).exists()] == []


def test_files_can_be_served_under_hashed_names(vendor: Path, tmp_path: Path) -> None:
    storage = ManifestStaticFilesStorage(location=tmp_path)
    source = FileSystemStorage(location=vendor)
    files = {}
    for path in vendor.rglob("*"):
        if path.is_file():
            name = str(path.relative_to(vendor))
            storage._save(name, source.open(name))
            files[name] = (storage, name)

    processed = list(storage.post_process(files))

    assert [outcome for _, _, outcome in processed if isinstance(outcome, Exception)] == []
    assert re.fullmatch(r"govuk-frontend\.min\.[0-9a-f]{12}\.css", storage.stored_name("govuk-frontend.min.css"))


def test_building_twice_leaves_the_same_files(vendor: Path, tmp_path: Path) -> None:
    first = build(MODULES, tmp_path / "vendor")
    (tmp_path / "vendor" / "left-over.css").write_text("x")

    second = build(MODULES, tmp_path / "vendor")

    assert second == first
