"""Looks for what a PDF could do besides showing text: scripts, programs it starts, forms it sends."""

import contextlib
import ctypes
import re
import zlib
from collections import Counter
from functools import cache
from typing import Any, Final

import pypdfium2.raw as pdfium

from ingest.readers.lexicon import rows

STREAM: Final = re.compile(rb"\bstream\r?\n")
ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
MOST_OBJECT_BYTES: Final = 64 << 20
BEFORE: Final = 400
LEAST_WIDTH: Final = 0.01


def has_scripts(document: Any) -> bool:
    """Whether the library finds scripts of the document, wherever they stand."""
    return int(pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw)) > 0


def active_content(data: bytes) -> str | None:
    """What the bytes give away, for a person; null where the PDF only shows something."""
    outside, packed = _split(data)
    return next((found for part in (outside, *packed) if (found := _named(part)) is not None), None)


def _named(objects: bytes) -> str | None:
    """The first dangerous name among the objects, with escapes (/J#61vaScript) undone."""
    plain = ESCAPE.sub(lambda match: bytes([int(match.group(1), 16)]), objects)
    for token, meaning in _tokens():
        if token.search(plain):
            return meaning
    return None


def lost_text(page: Any) -> Counter[str]:
    """Fonts whose text the library cannot see on a page, with the number of such pieces; empty where all is well.

    Text in a font that neither the PDF nor the machine has takes no room on the page, and is passed over in silence.
    """
    lost: Counter[str] = Counter()
    for piece in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=3):
        left, bottom, right, top = piece.get_bounds()
        if right - left > LEAST_WIDTH or top - bottom > LEAST_WIDTH:
            continue
        font = pdfium.FPDFTextObj_GetFont(piece.raw)
        if font and not pdfium.FPDFFont_GetIsEmbedded(font):
            name = _font_name(font)
            if not name.casefold().startswith(_latin_fonts()):
                lost[name] += 1
    return lost


def _font_name(font: Any) -> str:
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    return buffer.value.decode("utf-8", "replace")


@cache
def _latin_fonts() -> tuple[str, ...]:
    """Fonts that every machine replaces: a piece of theirs that takes no room is a blank."""
    return tuple(row["prefix"] for row in rows("pdf_latin_fonts"))


@cache
def _tokens() -> tuple[tuple[re.Pattern[bytes], str], ...]:
    return tuple(
        (re.compile(rb"/S\s*/" + row["name"].encode() + rb"(?![A-Za-z0-9])"), f"{row['meaning']} (/{row['name']})")
        for row in rows("pdf_active_content")
    )


def _split(data: bytes) -> tuple[bytes, list[bytes]]:
    """The objects outside of streams (pictures would give false alarms), and those packed in object streams."""
    outside: list[bytes] = []
    packed: list[bytes] = []
    left = MOST_OBJECT_BYTES
    position = 0
    while (start := STREAM.search(data, position)) is not None:
        outside.append(data[position : start.start()])
        end = data.find(b"endstream", start.end())
        if end < 0:
            position = start.end()
            break
        if left > 0 and b"/ObjStm" in data[max(position, start.start() - BEFORE) : start.start()]:
            with contextlib.suppress(zlib.error):
                packed.append(zlib.decompressobj().decompress(data[start.end() : end], left))
                left -= len(packed[-1])
        position = end + len(b"endstream")
    outside.append(data[position:])
    return b"\n".join(outside), packed
