"""The packs that come with the product, as files. Without anybody's wording."""

from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).with_name("packs")


@cache
def files() -> dict[str, bytes]:
    """Answer the shipped packs by name of file, in order."""
    return {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}


@cache
def digests() -> frozenset[str]:
    """Answer the digests of the shipped packs: these need no licence."""
    return frozenset(sha256(data).hexdigest() for data in files().values())
