"""Pictures of pages, small enough to keep in the repository."""

import io
from pathlib import Path

from PIL import Image

from tests.faults.harness import REPOSITORY

FOLDER = REPOSITORY / "docs" / "screenshots"
LARGEST_BYTES = 150_000
COLOURS = 64
TALLEST = 2000  # what is below is more of the same


def shrink(taken: bytes) -> bytes:
    """Answer the picture as a PNG with a palette, at most LARGEST_BYTES."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    palette = palette_of(picture)
    while True:
        small = io.BytesIO()
        picture.quantize(palette=palette, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() <= LARGEST_BYTES:
            return small.getvalue()
        picture = picture.crop((0, 0, picture.width, int(picture.height * 0.9)))


def palette_of(picture: Image.Image) -> Image.Image:
    """Answer its commonest colours: a page is flat areas and letters, and each area keeps exactly its own colour."""
    counted = sorted(picture.getcolors(1 << 24) or [], reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in counted for part in colour])  # type: ignore[union-attr]
    return palette


def path_of(picture: str, width: int) -> Path:
    return FOLDER / f"{picture}-{width}.png"
