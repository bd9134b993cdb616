"""Text in pictures, through the optional extra ``ocr`` (rapidocr, which brings its models along)."""

import importlib.util
from functools import cache
from typing import Any, Final

from ingest.readers.page_model import Glyph

MISSING: Final = (
    "install OCR into duixian's own environment (.venv/bin/pip install 'duixian[ocr]') and run again, "
    "or put in a file with a text layer"
)


def is_available() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def recognise(picture: Any) -> list[Glyph]:
    """The pieces of text in a picture (an array of pixels), each with its box."""
    result = _engine()(picture)
    if result.boxes is None or result.txts is None:
        return []
    pieces = []
    for corners, text in zip(result.boxes, result.txts, strict=True):
        across = [float(corner[0]) for corner in corners]
        down = [float(corner[1]) for corner in corners]
        pieces.append(Glyph(str(text), min(across), min(down), max(across), max(down)))
    return pieces


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "warning"})
