"""Pictures of pages: read by OCR where the extra is installed."""

import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from ingest.readers import ocr
from ingest.readers.base import Blob, Context, Item, SourceText
from ingest.readers.layout import blocks_of, paragraphs


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of a picture; of all pages, where the picture has several."""
    if not ocr.is_available():
        yield context.reject("needs_ocr", f"the file is a picture; {ocr.MISSING}")
        return
    most = context.settings.limits["image_pixels"]
    lines: list[str] = []
    for picture in _pages(blob.bytes(), most):
        if picture is None:
            yield context.reject("too_large", f"the picture has more than {most} pixels (limit image_pixels)")
            return
        for block in blocks_of(ocr.recognise(picture)):
            lines.extend(paragraphs(block))
    if not lines:
        yield context.reject("no_text", "no text could be recognised in the picture")
        return
    yield SourceText("\n".join(lines), "image", None, context.member)


def _pages(data: bytes, most_pixels: int) -> Iterator[Any]:
    """The pages as arrays of pixels; null in place of one that is too large."""
    numpy, image, sequence = (import_module(name) for name in ("numpy", "PIL.Image", "PIL.ImageSequence"))
    with image.open(io.BytesIO(data)) as picture:
        for page in sequence.Iterator(picture):
            if page.width * page.height > most_pixels:
                yield None
                return
            yield numpy.asarray(page.convert("RGB"))
