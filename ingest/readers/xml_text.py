"""The text of an office document's XML: paragraphs as lines, tables as rows, notes apart.

What each element does stands in a table of ``ingest/lexicon``; the walk is the same for Word and OpenDocument.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.readers.lexicon import rows
from ingest.readers.tables import lines_of

TEXTS: Final = {"tab": "\t", "break": "\n", "hyphen": "-", "space": " "}
WHITE: Final = re.compile(r"[ \t\r\n]+")
MOST_SPAN: Final = 64
CLOSED: Final = frozenset({"paragraph", "cell", "row", "table", "note"})


@dataclass(frozen=True, slots=True)
class Grammar:
    """What elements do (paragraph, table, row, cell, note, text, tab, break, …; anything else only holds others).

    ``is_mixed``: text stands between elements, not only in those of treatment ``text``. ``span`` tells over how many
    columns a cell reaches.
    """

    treatments: Mapping[str, str]
    is_mixed: bool
    span: Callable[[Any], int]


@dataclass(slots=True)
class _Body:
    """Text in the making: a document, a cell or a note."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)

    def end(self) -> None:
        self.lines.extend("".join(self.line).split("\n"))
        self.line = []

    def done(self) -> list[str]:
        if self.line:
            self.end()
        return self.lines


def grammar(table: str, *, is_mixed: bool, span: Callable[[Any], int]) -> Grammar:
    """The grammar of a lexicon table with the columns element and treatment."""
    return Grammar({row["element"]: row["treatment"] for row in rows(table)}, is_mixed, span)


def text_of(root: Any, known: Grammar) -> tuple[str, list[str]]:
    """The text below an element, and its notes in order; deep nesting costs no recursion."""
    walk = _Walk(known)
    walk.through(root)
    return "\n".join(walk.bodies[0].done()).strip("\n"), walk.notes


class _Walk:
    """One walk through a tree: the bodies and tables that are open, the innermost last."""

    def __init__(self, known: Grammar) -> None:
        self.known = known
        self.bodies = [_Body()]
        self.tables: list[list[list[list[str]]]] = []
        self.notes: list[str] = []
        self.paragraphs = 0

    def through(self, root: Any) -> None:
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            treatment = self.known.treatments.get(local(element), "inline")
            if leaving:
                self._leave(element, treatment)
                self._tail(element, root)
            elif treatment == "drop":
                self._tail(element, root)
            else:
                self._enter(element, treatment)
                stack.append((element, True))
                stack.extend((child, False) for child in reversed(element))

    def _enter(self, element: Any, treatment: str) -> None:
        if treatment in {"cell", "note"}:
            self.bodies.append(_Body())
        elif treatment == "table":
            if self.bodies[-1].line:
                self.bodies[-1].end()
            self.tables.append([])
        elif treatment == "row" and self.tables:
            self.tables[-1].append([])
        elif treatment == "paragraph":
            self.paragraphs += 1
        if treatment == "text":
            self.bodies[-1].line.append(element.text or "")
        elif treatment in TEXTS:
            self.bodies[-1].line.append(TEXTS[treatment])
        elif self.known.is_mixed:
            self._write(element.text)

    def _leave(self, element: Any, treatment: str) -> None:
        if treatment == "paragraph":
            self.paragraphs -= 1
            self.bodies[-1].end()
        elif treatment == "cell":
            lines = self.bodies.pop().done()
            if self.tables and self.tables[-1]:
                empty: list[list[str]] = [[] for _ in range(min(self.known.span(element), MOST_SPAN) - 1)]
                self.tables[-1][-1].extend([lines, *empty])
            else:  # a cell outside of any table: what it says is not lost
                self.bodies[-1].lines.extend(lines)
        elif treatment == "table":
            self.bodies[-1].lines.extend(lines_of(self.tables.pop()))
        elif treatment == "note":
            self.notes.append("\n".join(self.bodies.pop().done()))

    def _tail(self, element: Any, root: Any) -> None:
        if self.known.is_mixed and element is not root:
            self._write(element.tail)

    def _write(self, text: str | None) -> None:
        """Text between elements; outside of paragraphs it is only the indent of the source."""
        if text and self.paragraphs:
            self.bodies[-1].line.append(WHITE.sub(" ", text))


def local(element: Any) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else "_comment"
