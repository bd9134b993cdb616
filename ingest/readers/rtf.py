"""RTF: striprtf gives the text; tables and notes, which it runs together or drops, are marked before and set after."""

import re
from collections.abc import Iterator
from typing import Final

from striprtf.striprtf import rtf_to_text

from ingest.readers.base import Blob, Context, Item, SourceText
from ingest.readers.notes import with_notes
from ingest.readers.tables import lines_of
from ingest.readers.txt import is_blank

# noncharacters of Unicode, which no text holds: begin of a row, end of a cell, end of a row, a note's begin and end
ROW, CELL, END, NOTE, NOTE_END = (chr(0xFDD0 + place) for place in range(5))
CONTROLS: Final = {"trowd": ROW, "cell": CELL, "nestcell": CELL, "row": END}
CONTROL: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\(trowd|cell|nestcell|row)(?![a-z])-?\d*\x20?")
NOTE_GROUP: Final = re.compile(r"(?<!\\)\{\s*(?:\\\*\s*)?\\footnote(?![a-z])")
BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
TABLE: Final = re.compile(f"(?:{ROW}[^{END}]*{END}\\s*)+")
NOTE_TEXT: Final = re.compile(f"{NOTE}([^{NOTE_END}]*){NOTE_END}")
MARKS: Final = re.compile(f"[{ROW}{CELL}{END}{NOTE}{NOTE_END}]")
TITLE: Final = re.compile(r"\{\\title ([^{}]*)\}")


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the document, tables by row, notes behind it."""
    source = blob.bytes().decode("cp1252", "replace")
    plain = _plain(_marked_notes(CONTROL.sub(_marked, source)))
    notes = [MARKS.sub("", note) for note in NOTE_TEXT.findall(plain)]
    text = MARKS.sub("", TABLE.sub(_table, NOTE_TEXT.sub("", plain))).strip("\n")
    if is_blank(text):
        yield context.reject("empty", "the document holds no text; if it shows pictures of pages, save it as PDF")
        return
    text, hints = with_notes(text, notes)
    if (unreadable := text.count("\ufffd")) > 0:
        hints["unreadable_characters"] = str(unreadable)
    yield SourceText(text, "rtf", None, context.member, _title(source), None, hints)


def _title(source: str) -> str | None:
    """The title among the document's properties, in the encoding of the document."""
    found = TITLE.findall(source)
    page = re.search(r"\\ansicpg\d+", source)
    if not found:
        return None
    # the last one is in Unicode, where there are several
    return _plain(f"{{\\rtf1\\ansi{page[0] if page else ''} {found[-1]}}}").strip() or None


def _plain(source: str) -> str:
    """The text, its rare characters whole, which RTF writes in two halves (\\u-10112?\\u-8995?)."""
    text: str = rtf_to_text(source, errors="replace")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _escape(mark: str) -> str:
    """A mark as RTF writes characters: a signed number of sixteen bits."""
    return f"{{\\uc1\\u{ord(mark) - 0x10000}?}}"


def _marked(control: re.Match[str]) -> str:
    return control[1] + _escape(CONTROLS[control[2]])


def _marked_notes(source: str) -> str:
    """The source with marks around each note in place of the control word that makes striprtf drop it."""
    parts: list[str] = []
    position = 0
    while (found := NOTE_GROUP.search(source, position)) is not None:
        end = _closing(source, found.end())
        parts += [source[position : found.start()], "{", _escape(NOTE), source[found.end() : end], _escape(NOTE_END)]
        position = end
    return "".join([*parts, source[position:]])


def _closing(source: str, start: int) -> int:
    """Where the group closes that is open at ``start``."""
    depth = 1
    for brace in BRACE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.start()
    return len(source)


def _table(found: re.Match[str]) -> str:
    """The rows of a table; each one's text goes from its first mark to its end."""
    table: list[list[list[str]]] = []
    for row in found[0].split(END):
        cells = row.lstrip("\n").replace(ROW, "").split(CELL)
        last = cells.pop()
        table.append([cell.split("\n") for cell in cells] + ([[last]] if last.strip() else []))
    return "\n".join([*lines_of([row for row in table if row]), ""])
