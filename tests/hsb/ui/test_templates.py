"""Rules every page's template keeps, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from hsb.ui.jinja import rows

ROOT = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path for path in ROOT.rglob("*.html") if path.relative_to(ROOT).parts[0] not in ("pdf", "emails"))
NAMES = re.compile(r"full_name|given_name|family_name|known_as|initials|pseudonym|\bchild\b|\.label\b")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def source_of(path: Path) -> str:
    return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.html")), ids=name_of)
def test_template_compiles(path: Path) -> None:
    get_template(name_of(path))


@pytest.mark.parametrize("path", sorted((ROOT / "rows").glob("*.jinja")), ids=name_of)
def test_row_template_compiles_with_escaping_on(path: Path) -> None:
    assert rows().get_template(path.name).environment.autoescape is True


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_page_has_nothing_the_content_policy_refuses(path: Path) -> None:
    source = source_of(path)

    assert not re.search(r"\sstyle=|<style", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"\son[a-z]+=", source)
    assert not re.search(r"(href|src)=\"(https?:)?//", source), "the product's own pages bring everything themselves"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_page_never_switches_escaping_off(path: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape off|safeseq", source_of(path))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_title_holds_no_name(path: Path) -> None:
    for title in re.findall(r"{% block (?:title|page_name) %}(.*?){% endblock", source_of(path), flags=re.DOTALL):
        assert not NAMES.search(title)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_new_tab_says_so_and_keeps_the_page_to_itself(path: Path) -> None:
    for link in re.findall(r"<a [^>]*target=\"_blank\".*?</a>", source_of(path), flags=re.DOTALL):
        assert 'rel="noopener' in link
        assert "new tab" in link


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_button_is_dead(path: Path) -> None:
    """What cannot be pressed yet is said in words, with what opens it."""
    assert not re.search(r"<(button|input|select|textarea)[^>]*\sdisabled", source_of(path))
