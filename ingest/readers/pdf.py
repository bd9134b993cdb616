"""PDF: the text layer in reading order; pages that are pictures go through OCR where it is installed.

Running heads and page numbers are kept, behind the text: a sentence that crosses a page must not be torn by them.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers import ocr
from ingest.readers.base import Blob, Context, Item, Rejected, SourceText
from ingest.readers.layout import SENTENCE_END, is_full, is_indented, is_numbered, join, lay_out, paragraphs
from ingest.readers.limits import Limits
from ingest.readers.page_model import Block, Glyph, Gutter
from ingest.readers.pdf_inspect import active_content, has_scripts, lost_text
from ingest.readers.running_heads import running_heads

RENDER_DPI: Final = 200
LEAST_CHARS: Final = 10
MOST_GARBAGE: Final = 0.3
MOST_LOST: Final = 0.02
LEAST_RUNNING: Final = 7.0
LEAST_STARTS: Final = 3
MOST_INDENT: Final = 0.8
GARBAGE: Final = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
PASSWORD_ERROR: Final = 4
BELOW_LINE: Final = 0.12  # share of a character that reaches below its line


@dataclass(slots=True)
class _Page:
    """What a page gives: blocks in reading order, its height, text that stands askew, and whether it is a picture."""

    height: float
    blocks: list[Block] = field(default_factory=list)
    askew: str = ""
    is_picture: bool = False
    lost: Counter[str] = field(default_factory=Counter)
    gutters: list[Gutter] = field(default_factory=list)


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of all pages. Pages that are pictures are rejected by themselves where OCR is not installed."""
    data = blob.bytes()
    active = active_content(data)
    if active is not None:
        yield _active(active, context)
        return
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_ERROR or "password" in str(error).lower():
            yield context.reject("encrypted", "the PDF is protected by a password: save it without one")
        else:
            yield context.reject("damaged", f"the PDF cannot be opened: {error}")
        return
    try:
        yield from _read(document, context)
    finally:
        document.close()


def _read(document: Any, context: Context) -> Iterator[Item]:
    limits = context.settings.limits
    if len(document) > limits["pdf_pages"]:
        yield context.reject(
            "too_large", f"{len(document)} pages are more than {limits['pdf_pages']} (limit pdf_pages)"
        )
        return
    if has_scripts(document):
        yield _active("scripts", context)
        return
    pages: list[_Page] = []
    unread: list[int] = []
    for number in range(len(document)):
        before = pages[-1].gutters if pages else []
        page = _page(document, number, limits, before)
        if page is None:
            yield context.reject("too_large", f"page {number + 1} has too many characters (limit pdf_page_chars)")
            return
        if page.is_picture and not page.blocks:
            unread.append(number + 1)
        pages.append(page)
    lost = sum((page.lost for page in pages), Counter[str]())
    text, heads_from = _text(pages)
    if lost.total() > MOST_LOST * (len(text) + lost.total()):
        yield context.reject("missing_font", _lost_detail(lost))
        return
    if lost:
        numbers = [number for number, page in enumerate(pages, start=1) if page.lost]
        yield Rejected(_pages_member(numbers, context), "missing_font", _lost_detail(lost))
    if text:
        title = str(document.get_metadata_value("Title") or "").strip("\0 \t\r\n")
        hints = {"furniture_from": str(heads_from)} if heads_from < len(text) else {}
        yield SourceText(text, "pdf", None, context.member, title or None, None, hints)
    if unread:
        yield _unread(unread, bool(text), context)
    elif not text:
        yield context.reject("no_text", "the pages of the PDF are blank")


def _active(found: str, context: Context) -> Rejected:
    return context.reject("active_content", f"the PDF carries {found}: print it to a new PDF, which leaves that out")


def _shown(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (", ..." if len(numbers) > 20 else "")


def _pages_member(numbers: list[int], context: Context) -> str:
    return (f"{context.member}/" if context.member else "") + f"pages {_shown(numbers)}"


def _lost_detail(lost: Counter[str]) -> str:
    fonts = ", ".join(sorted(lost)[:5])
    return (
        f"the PDF does not carry its font ({fonts}) and this machine has none for it: {lost.total()} characters "
        "cannot be read; install a Chinese font (Debian: fonts-noto-cjk) or print it to a new PDF"
    )


def _unread(numbers: list[int], others: bool, context: Context) -> Rejected:
    shown = _shown(numbers)
    member = _pages_member(numbers, context) if others else context.member
    if ocr.is_available():
        return Rejected(member, "no_text", f"no text could be recognised on page {shown}, which is a picture")
    return Rejected(member, "needs_ocr", f"page {shown} is a picture of text; {ocr.MISSING}")


def _page(document: Any, number: int, limits: Limits, before: list[Gutter]) -> _Page | None:
    """One page; null where it has more characters than the limit."""
    page = document[number]
    try:
        width, height = page.get_size()
        textpage = page.get_textpage()
        try:
            if textpage.count_chars() > limits["pdf_page_chars"]:
                return None
            glyphs, askew = _glyphs(textpage, height)
        finally:
            textpage.close()
        found = _Page(height, askew=askew, lost=lost_text(page))
        garbage = sum(bool(GARBAGE.match(glyph.text)) for glyph in glyphs)
        if len(glyphs) >= LEAST_CHARS and garbage <= MOST_GARBAGE * len(glyphs):
            found.blocks, found.gutters = lay_out(glyphs, before)
            return found
        has_picture = any(thing.type == pdfium.FPDF_PAGEOBJ_IMAGE for thing in page.get_objects(max_depth=3))
        found.is_picture = has_picture or garbage > 0
        if found.is_picture and ocr.is_available():
            scale = min(RENDER_DPI / 72, (limits["image_pixels"] / max(1.0, width * height)) ** 0.5)
            pieces = ocr.recognise(page.render(scale=scale).to_numpy())
            found.blocks, found.gutters = lay_out([_scaled(piece, 1 / scale) for piece in pieces], before)
        elif not found.is_picture and glyphs:
            found.blocks, found.gutters = lay_out(glyphs, before)
        return found
    finally:
        page.close()


def _glyphs(textpage: Any, height: float) -> tuple[list[Glyph], str]:
    """The characters that stand upright, with their boxes, and those that do not (a watermark), as they come."""
    glyphs: list[Glyph] = []
    askew: list[str] = []
    handle = textpage.raw
    boxes = _Boxes(handle, height)
    high = 0
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if code > 0x10FFFF or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF, 0x02):
            continue
        text = chr(code)
        if text.isspace() or code == 0 or pdfium.FPDFText_IsGenerated(handle, index) == 1:
            continue
        if abs(pdfium.FPDFText_GetCharAngle(handle, index)) > 0.1:
            askew.append(text)
        elif (box := boxes.of(index)) is not None:
            glyphs.append(Glyph(text, *box))
    return glyphs, "".join(askew)


class _Boxes:
    """Boxes of characters as a typesetter sees them: as high as their size, on the line on which they stand.

    What the library gives may be the ink alone: then a 一 floats above its line, and Latin letters sink below it.
    """

    def __init__(self, handle: Any, height: float) -> None:
        self._handle, self._height = handle, height
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def of(self, index: int) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom; y grows downwards."""
        handle, box, matrix = self._handle, self._box, self._matrix
        if not pdfium.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box)):
            return None
        top, bottom = box.top, box.bottom
        if pdfium.FPDFText_GetCharOrigin(handle, index, self._x, self._y) and pdfium.FPDFText_GetMatrix(
            handle, index, ctypes.byref(matrix)
        ):
            em = pdfium.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
            if em > 0:
                bottom = self._y.value - BELOW_LINE * em
                top = bottom + em
        return box.left, self._height - top, box.right, self._height - bottom


def _text(pages: list[_Page]) -> tuple[str, int]:
    """All pages as one text (the body, joined over columns and pages; then running heads), and where heads begin."""
    heads_of_pages = running_heads([(page.height, page.blocks) for page in pages])
    body: list[str] = []
    furniture: list[str] = []
    previous: Block | None = None
    indents = _indents(block for page in pages for block in page.blocks)
    for page in pages:
        for block in page.blocks:
            text = paragraphs(block)
            if id(block) in heads_of_pages:
                furniture.extend(text)
                continue
            if previous is not None and body and _goes_on(previous, block, body[-1], indents):
                body[-1] = join(body[-1], text.pop(0))
            body.extend(text)
            previous = block
        if page.askew:
            furniture.append(page.askew)
    whole = "\n".join(body)
    heads = "\n".join(furniture)
    return (f"{whole}\n{heads}" if whole and heads else whole + heads), len(whole)


def _indents(blocks: Iterable[Block]) -> bool:
    """Whether paragraphs start with an indent: then a line without one goes on, even behind a full stop."""
    starts = [
        is_indented(block, line)
        for block in blocks
        for before, line in pairwise(block.lines)
        if before.ems > LEAST_RUNNING and not is_full(block, before, line)
    ]
    return len(starts) >= LEAST_STARTS and sum(starts) > MOST_INDENT * len(starts)


def _goes_on(first: Block, second: Block, text: str, indents: bool) -> bool:
    """Whether a paragraph goes on in the next column or page."""
    last, following = first.lines[-1], second.lines[0]
    alike = max(last.em, following.em) <= 1.1 * min(last.em, following.em)
    is_flush = following.left <= second.cell[0] + 0.5 * following.em
    long_enough = last.ems > LEAST_RUNNING and (is_flush or second.right - second.left > LEAST_RUNNING * second.em)
    return (
        alike
        and long_enough
        and is_full(first, last, following)
        and not is_indented(second, following)
        and not is_numbered(text, following)
        and (indents or not SENTENCE_END.search(text))
    )


def _scaled(glyph: Glyph, factor: float) -> Glyph:
    return Glyph(glyph.text, glyph.left * factor, glyph.top * factor, glyph.right * factor, glyph.bottom * factor)
