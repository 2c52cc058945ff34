"""From the bytes of a file to a pack: refused with file, line, path and what to put right. Pure; quotes nothing of the wording."""

import json
from typing import Any, NoReturn

from pydantic import ValidationError

from aim2.instruments.checks import problems
from aim2.instruments.lines import Lines, Path, as_words, lines_of
from aim2.instruments.pack import Pack

LARGEST = 1_000_000
_NOT_JSON: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "is an archive or an Office document, not JSON. Unpack it and choose the JSON file in it"),
    (b"\x1f\x8b", "is an archive, not JSON. Unpack it and choose the JSON file in it"),
    (b"7z\xbc\xaf", "is an archive, not JSON. Unpack it and choose the JSON file in it"),
    (b"Rar!", "is an archive, not JSON. Unpack it and choose the JSON file in it"),
    (b"%PDF", "is a PDF, not JSON. Ask the holder of the licence for the pack as a JSON file"),
    (b"\xff\xfe", "is not written in UTF-8. Save it as UTF-8 and choose it again"),
    (b"\xfe\xff", "is not written in UTF-8. Save it as UTF-8 and choose it again"),
)


class PackInvalid(ValueError):
    """A file is no pack, or contradicts itself; the sentence says file, line, path and what to put right."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read(data: bytes, name: str = "The file") -> Pack:
    """Answer the pack in a file. Raises PackInvalid with line and path of the first thing that is wrong."""
    text = _text(data, name)
    try:
        found = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as broken:
        raise PackInvalid(f"{name}, line {broken.lineno}: this is not JSON: {broken.msg.lower()}.") from broken
    except (RecursionError, ValueError) as broken:
        raise PackInvalid(f"{name} is not a pack: it holds a number or a nesting that no pack has.") from broken
    lines = lines_of(text)
    if lines.twice:
        raise _wrong(name, lines, lines.twice[0], "this key stands twice")
    try:
        pack = Pack.model_validate(found)
    except ValidationError as wrong:
        # A key that is misspelt is missing too: said by the name that stands there.
        errors = wrong.errors(include_input=False, include_url=False)
        first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
        raise _wrong(name, lines, _path(first["loc"], found), _plain(first)) from None
    for path, sentence in problems(pack):
        raise _wrong(name, lines, path, sentence)
    return pack


def _text(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise PackInvalid(f"{name} is larger than a pack can be (1 MB). Choose the JSON file of one instrument.")
    for beginning, sentence in _NOT_JSON:
        if data.startswith(beginning):
            raise PackInvalid(f"{name} {sentence}.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        raise PackInvalid(
            f"{name}, line {line}, is not written in UTF-8. Save it as UTF-8 and choose it again."
        ) from broken


def _no_number(_: str) -> NoReturn:
    raise ValueError


def _path(loc: tuple[int | str, ...], found: Any) -> Path:
    """The path as the file has it: pydantic's, without the names of its own branches."""
    path: list[int | str] = []
    here = found
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            if step == loc[-1]:
                path.append(step)
            continue
        path.append(step)
    return tuple(path)


def _plain(error: Any) -> str:
    """What is wrong, in words."""
    said = {
        "missing": "it is missing",
        "extra_forbidden": "a pack has nothing of that name",
        "literal_error": f"it must be {error.get('ctx', {}).get('expected', 'one of the values of the format')}",
        "string_pattern_mismatch": "it has letters that are not allowed here, or is too long",
        "int_type": "it must be a whole number",
        "bool_type": "it must be true or false",
        "string_type": "it must be a text",
        "list_type": "it must be a list",
        "model_type": "it must be an object",
        "dict_type": "it must be an object",
    }
    return said.get(error["type"]) or str(error["msg"]).replace("Input", "it").rstrip(".")


def _wrong(name: str, lines: Lines, path: Path, sentence: str) -> PackInvalid:
    return PackInvalid(f"{name}, line {lines.of(path)}, {as_words(path)}: {sentence}.")
