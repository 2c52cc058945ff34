"""Pictures of pages, small enough to keep in the repository."""

import io
from pathlib import Path

from PIL import Image

from tests.faults.harness import REPOSITORY

FOLDER = REPOSITORY / "docs" / "screenshots"
LARGEST_BYTES = 150_000
TALLEST = 2000  # what is below is more of the same


def shrink(taken: bytes) -> bytes:
    """Answer the picture as a PNG with a palette, at most LARGEST_BYTES."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    while True:
        small = io.BytesIO()
        # Maximum coverage keeps the few green and blue pixels among all the white ones.
        few = picture.quantize(64, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(small, "PNG", optimize=True)
        if small.tell() <= LARGEST_BYTES:
            return small.getvalue()
        picture = picture.crop((0, 0, picture.width, int(picture.height * 0.9)))


def path_of(picture: str, width: int) -> Path:
    return FOLDER / f"{picture}-{width}.png"
