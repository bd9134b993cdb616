"""Web pages: the whole visible text, block by block. Navigation is kept; it is marked as furniture later, not here."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.readers.base import Blob, Context, Item, SourceText
from ingest.readers.encodings import Decoded, Undecodable, decode
from ingest.readers.lexicon import rows
from ingest.readers.notes import with_notes
from ingest.readers.tables import Cell, is_data, lines_of
from ingest.readers.txt import error_hints, is_blank

CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:\-]+)""", re.IGNORECASE)
SAVED_FROM: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)")
WHITE: Final = re.compile(r"[ \t\n\r\f]+")
INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
WIDE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
HEAD_BYTES: Final = 4_096
# every element but those that the next of their kind closes
NESTING: Final = re.compile(
    r"<!--|<script\b|<style\b|<(/?)(?!(?:p|li|d[td]|t[drh]|option|br|img|hr|input|meta|link|wbr)\b)[a-z]", re.IGNORECASE
)
SKIPPED: Final = {
    "<!--": re.compile("-->"),
    "<script": re.compile("</script", re.IGNORECASE),
    "<style": re.compile("</style", re.IGNORECASE),
}
STRENGTH: Final = {"": 0, "\r": 1, " ": 2, "\t": 3, "\n": 4}
ELEMENTS: Final = {row["element"]: row["treatment"] for row in rows("html_elements")}
CELLS: Final = frozenset(element for element, treatment in ELEMENTS.items() if treatment == "cell")
MOST_SPAN: Final = 64
NOTES: Final[dict[str, list[tuple[str, Callable[[str], object], str]]]] = {
    element: [
        (row["attribute"], re.compile(row["pattern"]).fullmatch, row["treatment"])
        for row in rows("html_notes")
        if row["element"] == element
    ]
    for element in {row["element"] for row in rows("html_notes")}
}


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The page as text, with its title, address and publication date where the page names them."""
    yield page(blob.bytes(), context, None)


def page(data: bytes, context: Context, charset: str | None) -> Item:
    """One page; ``charset`` is what a mail header or server said of it."""
    declared = CHARSET.search(data[:HEAD_BYTES])
    decoded = decode(data, charset or (declared.group(1).decode("ascii") if declared else None))
    if isinstance(decoded, Undecodable):
        return context.reject(decoded.reason, decoded.detail)
    return from_text(decoded, context)


def from_text(decoded: Decoded, context: Context) -> Item:
    """One page whose bytes are decoded already."""
    most, deepest = context.settings.limits["html_nodes"], context.settings.limits["html_depth"]
    if depth(decoded.text, deepest) > deepest:
        return context.reject("too_large", f"the page nests more than {deepest} elements (limit html_depth)")
    tree = LexborHTMLParser(decoded.text)
    shown = visible_text(tree.root, most) if tree.root is not None else ("", [])
    if shown is None:
        return context.reject("too_large", f"the page has more than {most} nodes (limit html_nodes)")
    if is_blank(shown[0]):
        return context.reject("empty", "the page shows no text: it may build itself by script; save it from a browser")
    facts = _facts(tree)
    url = facts.pop("url", None) or _saved_from(decoded.text)
    text, noted = with_notes(*shown)
    hints = {**facts, **error_hints(decoded), **noted}
    return SourceText(text, "html", decoded.encoding, context.member, hints.pop("title", None), url, hints)


def depth(source: str, enough: int) -> int:
    """How many elements may be open at once; counted only until there are more than enough.

    The parser takes time in the square of this depth, so that it has to be known before.
    """
    open_now = most = position = 0
    while most <= enough and (tag := NESTING.search(source, position)) is not None:
        position = tag.end()
        end = SKIPPED.get(tag.group().casefold())
        if end is not None:
            closing = end.search(source, position)
            if closing is None:
                break
            position = closing.end()
        elif tag.group(1):
            open_now = max(0, open_now - 1)
        else:
            open_now += 1
            most = max(most, open_now)
    return most


def visible_text(root: LexborNode, most: int) -> tuple[str, list[str]] | None:
    """Text of a tree in reading order, a line per block or row of a table, and its notes; None beyond ``most``."""
    walk = _Walk(most)
    try:
        return walk.through(root), walk.notes
    except _TooManyNodesError:
        return None


class _TooManyNodesError(Exception):
    """The page has more nodes than the limit."""


class _Walk:
    """Walks through a page without recursion but for the cells of tables and for notes, which hold neither."""

    def __init__(self, most: int) -> None:
        self.left = most
        self.notes: list[str] = []

    def through(self, root: LexborNode, *, is_inner: bool = False) -> str:
        """The text below a node; ``is_inner`` in a cell or a note."""
        writer = _Writer()
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            treatment = ELEMENTS.get(node.tag or "", "inline")
            if leaving:
                writer.gap(_GAPS.get(treatment, ""))
                continue
            self.left -= 1
            if self.left < 0:
                raise _TooManyNodesError
            following = None if node is root else node.next
            if following is not None:
                stack.append((following, False))
            if node.is_text_node:
                writer.write(node.text_content or "", keep_white=node.parent is not None and node.parent.tag == "pre")
                continue
            of_note = _note_treatment(node)
            if of_note and not (is_inner and of_note == "note"):
                treatment = of_note
            if treatment == "note":
                self.notes.append(self.through(node, is_inner=True))
            elif treatment != "drop" and not (treatment == "table" and self._table(node, writer)):
                writer.gap(_GAPS.get(treatment, ""))
                if _GAPS.get(treatment):
                    stack.append((node, True))
                child = node.child
                if child is not None:
                    stack.append((child, False))
        return "".join(writer.parts)

    def _table(self, node: LexborNode, writer: "_Writer") -> bool:
        """Writes a table by its rows; false for one that only lays out a page."""
        if any(child.css_first("table") is not None for child in node.iter()):
            return False
        cells = cells_of(node, lambda cell: self.through(cell, is_inner=True).split("\n"))
        if not is_data(cells):
            return False
        caption = node.css_first("caption")
        title = [] if caption is None else self.through(caption, is_inner=True).split("\n")
        for line in [*title, *lines_of(cells)]:
            writer.gap("\n")
            writer.write(line, keep_white=True)
        writer.gap("\n")
        return True


def cells_of(table: LexborNode, text_of: Callable[[LexborNode], list[str]]) -> list[list[Cell]]:
    """The rows of a table, with an empty cell wherever a wider or higher one reaches."""
    rows: list[list[Cell]] = []
    hanging: dict[int, int] = {}
    for row in table.css("tr"):
        cells: list[Cell] = []
        for cell in row.iter():
            if cell.tag in CELLS:
                _fill(cells, hanging)
                here = len(cells)
                wide = _span(cell, "colspan")
                cells += [text_of(cell), *([[]] * (wide - 1))]
                hanging |= dict.fromkeys(range(here, here + wide), _span(cell, "rowspan") - 1)
        _fill(cells, hanging)
        rows.append(cells)
    return rows


def _fill(cells: list[Cell], hanging: dict[int, int]) -> None:
    """Empty cells where those of rows above reach down."""
    while hanging.get(len(cells), 0) > 0:
        hanging[len(cells)] -= 1
        cells.append([])


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return max(1, min(int(value), MOST_SPAN)) if value.isascii() and value.isdecimal() else 1


def _note_treatment(node: LexborNode) -> str | None:
    """What a note, or the mark of one, is treated as; None for any other element."""
    known = NOTES.get(node.tag or "")
    if not known:
        return None
    attributes = node.attributes
    return next((found for name, fits, found in known if fits(attributes.get(name) or "")), None)


_GAPS: Final = {"block": "\n", "table": "\n", "break": "\n", "cell": "\t"}


class _Writer:
    """Puts pieces of text together, with the strongest of the gaps that stand between two of them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._gap = ""

    def gap(self, gap: str) -> None:
        if STRENGTH[gap] > STRENGTH[self._gap]:
            self._gap = gap

    def write(self, text: str, *, keep_white: bool) -> None:
        if keep_white:
            self._put(text)
            return
        position = 0
        for white in WHITE.finditer(text):
            self._put(text[position : white.start()])
            # a line break of the source is no blank between two Chinese characters
            self.gap("\r" if "\n" in white.group() else " ")
            position = white.end()
        self._put(text[position:])

    def _put(self, text: str) -> None:
        text = INVISIBLE.sub("", text)
        if not text:
            return
        if self.parts:
            gap = self._gap
            if gap == "\r":
                gap = "" if WIDE.match(self.parts[-1][-1]) and WIDE.match(text[0]) else " "
            if gap:
                self.parts.append(gap)
        self._gap = ""
        self.parts.append(text)


def _facts(tree: LexborHTMLParser) -> dict[str, str]:
    """What the page says of itself: title, url, publish_date, from the elements named in lexicon/html_metadata.csv."""
    facts: dict[str, str] = {}
    for row in rows("html_metadata"):
        if row["field"] in facts:
            continue
        node = tree.css_first(row["selector"])
        value = None if node is None else (node.attributes.get(row["attribute"]) if row["attribute"] else node.text())
        if value and value.strip():
            facts[row["field"]] = WHITE.sub(" ", value.strip())
    return facts


def _saved_from(text: str) -> str | None:
    found = SAVED_FROM.search(text[:HEAD_BYTES])
    return found.group(1) if found else None
