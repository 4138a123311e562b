"""A place's logo: a picture and nothing else, drawn anew so that nothing rides in it."""

from __future__ import annotations

import io
from typing import IO

from django.core.files.base import ContentFile
from PIL import Image

from commonweal.core.refused import Refused

MOST_BYTES = 1_000_000
MOST_PIXELS = 2_000
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def picture(file: IO[bytes]) -> ContentFile[bytes]:
    """The logo as a new file of the same format, at most 2,000 pixels a side.

    :raises Refused: for anything but a PNG, JPEG or WebP of at most one megabyte. SVG is refused
        because it can carry script.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("The logo is larger than one megabyte. Save it smaller.", field="logo")
    try:
        with Image.open(io.BytesIO(content), formats=list(FORMATS)) as drawn:
            if max(drawn.size) > MOST_PIXELS:
                raise Refused("The logo is more than 2,000 pixels across.", field="logo")
            kind = str(drawn.format)
            fresh = io.BytesIO()
            drawn.copy().save(fresh, format=kind)
    except Refused:
        raise
    except Exception as error:
        raise Refused("The logo must be a PNG, JPEG or WebP picture.", field="logo") from error
    return ContentFile(fresh.getvalue(), name=f"logo.{FORMATS[kind]}")
