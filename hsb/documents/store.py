"""Where the bytes of documents are: a folder no web server serves, under names that say nothing."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class FileMissing(Exception):
    """The stored file is not there, or is not what was stored."""


def _storage() -> FileSystemStorage:
    return FileSystemStorage(
        location=Path(settings.MEDIA_ROOT) / "documents",
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def name_for(document_id: UUID) -> str:
    """Answer the name a document is stored under: opaque, spread over folders, without an ending."""
    return f"{document_id.hex[:2]}/{document_id.hex}"


def write(name: str, content: bytes) -> None:
    """The bytes are stored under exactly this name, whole and on the disk; raises FileExistsError when the name is taken.

    They are written beside it, flushed and renamed: whoever is killed on the way, or finds the disk full, leaves nothing under it.
    """
    storage = _storage()
    if storage.exists(name):
        raise FileExistsError(name)
    place = Path(storage.path(name))
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.{os.getpid()}.half")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(half, place)  # unlike a rename it never takes the place of another
    finally:
        half.unlink(missing_ok=True)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(name: str, *, sha256: str) -> bytes:
    """Answer the stored bytes; raises FileMissing unless they are exactly what was stored."""
    try:
        with _storage().open(name) as stored:
            content: bytes = stored.read()
    except OSError as trouble:
        raise FileMissing(name) from trouble
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileMissing(name)
    return content


def names_before(instant: datetime) -> list[str]:
    """Answer the names of everything stored before this instant."""
    storage = _storage()
    if not Path(storage.location).exists():
        return []
    found = [f"{folder}/{name}" for folder in storage.listdir("")[0] for name in storage.listdir(folder)[1]]
    return [name for name in found if storage.get_modified_time(name) < instant]


def remove(name: str) -> None:
    """Nothing is stored under this name any more."""
    _storage().delete(name)
