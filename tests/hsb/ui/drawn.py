"""What a browser would make of our HTML, asked by CSS selector (cssselect2 comes with the PDF renderer)."""

from collections.abc import Iterator
from typing import Any

import cssselect2
import lxml.html


class Drawn:
    """An element of a page. What it cannot answer itself, lxml's element answers."""

    def __init__(self, element: Any) -> None:
        self.element = element

    def __getattr__(self, name: str) -> Any:
        return getattr(self.element, name)

    def __iter__(self) -> Iterator["Drawn"]:
        return (Drawn(child) for child in self.element)

    def cssselect(self, selector: str) -> list["Drawn"]:
        root = cssselect2.ElementWrapper.from_html_root(self.element)
        return [Drawn(found.etree_element) for found in root.query_all(selector)]

    def one(self, selector: str) -> "Drawn":
        (found,) = self.cssselect(selector)
        return found


def fragment(html: str) -> Drawn:
    """Answer a piece of a page."""
    return Drawn(lxml.html.fromstring(f"<div>{html}</div>"))


def page(html: str | bytes) -> Drawn:
    """Answer a whole page."""
    return Drawn(lxml.html.fromstring(html))
