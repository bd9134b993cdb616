"""Looks for what a PDF could do besides showing text: scripts, programs it starts, forms it sends."""

import ctypes
import re
import zlib
from collections import Counter
from functools import cache
from typing import Any, Final

import pypdfium2.raw as pdfium

from ingest.readers.lexicon import rows

ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
MOST_OBJECT_BYTES: Final = 64 << 20
BEFORE: Final = 400
LEAST_WIDTH: Final = 0.01


def active_content(document: Any, data: bytes) -> str | None:
    """What was found, for a person; null where the PDF only shows something."""
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        return "scripts (/JavaScript)"
    for part in (_without_streams(data), *_object_streams(data)):
        found = _named(part)
        if found is not None:
            return found
    return None


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


def _without_streams(data: bytes) -> bytes:
    """The objects outside of streams: pictures and page contents would give false alarms."""
    return re.sub(rb"\bstream\r?\n.*?\bendstream", b"", data, flags=re.DOTALL)


def _object_streams(data: bytes) -> list[bytes]:
    """The objects that stand packed in object streams, as far as they unfold within bounds."""
    found = []
    left = MOST_OBJECT_BYTES
    for match in re.finditer(rb"\bstream\r?\n", data):
        if b"/ObjStm" not in data[max(0, match.start() - BEFORE) : match.start()]:
            continue
        end = data.find(b"endstream", match.end())
        unpacker = zlib.decompressobj()
        try:
            unfolded = unpacker.decompress(data[match.end() : end if end >= 0 else None], left)
        except zlib.error:
            continue
        left -= len(unfolded)
        found.append(unfolded)
        if left <= 0:
            break
    return found
