"""On which line of a JSON text each value stands, and which key stands twice: what `json` itself does not say. Pure."""

import re
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass
class Lines:
    """Answers of one text: `of` a path, and the paths of keys that stand twice in one object."""

    at: dict[Path, int] = field(default_factory=dict)
    twice: list[Path] = field(default_factory=list)

    def of(self, path: Path) -> int:
        """Answer the line of a value; of what it stands in, where it does not stand itself."""
        while path and path not in self.at:
            path = path[:-1]
        return self.at.get(path, 1)


@dataclass
class _Open:
    """An object or array that is being read."""

    path: Path
    is_object: bool
    key: str | None = None
    index: int = 0

    def here(self) -> Path:
        return (*self.path, self.key if self.is_object and self.key is not None else self.index)


def lines_of(text: str) -> Lines:
    """Answer the lines of a text that `json.loads` has read. Paths are made of keys and places, as pydantic names them."""
    found, stack, line, last = Lines(), [], 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", last, token.start())
        last = token.start()
        mark = token.group()
        top: _Open | None = stack[-1] if stack else None
        if mark in "}]":
            stack.pop()
        elif mark == ",":
            assert top is not None
            top.key, top.index = None, top.index + 1
        elif mark == ":":
            continue
        elif top is not None and top.is_object and top.key is None:
            top.key = mark[1:-1]
            if top.here() in found.at:
                found.twice.append(top.here())
            found.at[top.here()] = line
        else:
            path = top.here() if top is not None else ()
            found.at.setdefault(path, line)
            if mark in "{[":
                stack.append(_Open(path, mark == "{"))
    return found


def as_words(path: Path) -> str:
    """Answer a path as a person reads it: “items[3].domain”."""
    said = ""
    for step in path:
        said += f"[{step}]" if isinstance(step, int) else f".{step}" if said else str(step)
    return said or "the file"
