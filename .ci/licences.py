"""Every package the running product needs may be shipped beside MIT code; a new licence is a decision, not an accident."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# LGPL (psycopg2) and MPL (pikepdf) keep their copyleft to themselves; GPL and AGPL would pass it to us.
ACCEPTED = re.compile(
    r"\b(0?BSD|MIT|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|HPND|Unlicense|Zlib)",
    re.IGNORECASE,
)


def is_accepted(words: str) -> bool:
    """Answer whether one of the licences offered is good enough: a package may offer a choice."""
    return any(ACCEPTED.search(offered) for offered in re.split(r";| OR ", words))


def licence(name: str) -> str | None:
    """Answer what the package says of itself, or None when it is not for this machine."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    said = about.get("License-Expression") or ""
    named = [c.rsplit("::", 1)[-1].strip() for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return said or "; ".join(named) or (about.get("License") or "").strip().partition("\n")[0]


def main() -> int:
    if not (ROOT / "LICENSE").read_text().startswith("MIT License"):
        print("LICENSE is not the MIT licence.")
        return 1
    names = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    said = {name: licence(name) for name in names}
    wrong = {name: words for name, words in said.items() if words is not None and not is_accepted(words)}
    for name, words in sorted(wrong.items()):
        print(f"{name}: {words or 'says nothing'}")
    print(f"{sum(words is not None for words in said.values())} packages looked at, {len(wrong)} to decide about.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
