"""Rows of a query as people and programs read them."""

import csv
import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any, Final, TextIO

from orchestration.inert import shown

Rows = Sequence[tuple[Any, ...]]
# no column is wider than a reader can take in
WIDEST: Final = 40
ELLIPSIS: Final = "…"
# a table for a terminal keeps its ends and says how much lies between
MOST_ROWS: Final = 400


def print_rows(names: Sequence[str], rows: Rows, output: str, width: int | None = None) -> None:
    """Print rows as table, csv, json, jsonl or markdown; ``width`` is that of the terminal, None for a file or pipe."""
    {"table": _table, "csv": _csv, "json": _json, "jsonl": _jsonl, "markdown": _markdown}[output](
        names, rows, sys.stdout, width
    )


def _table(names: Sequence[str], rows: Rows, out: TextIO, width: int | None) -> None:
    shown = (
        list(rows) if width is None or len(rows) <= MOST_ROWS else [*rows[: MOST_ROWS // 2], *rows[-MOST_ROWS // 2 :]]
    )
    numeric = [any(isinstance(row[n], int | float) for row in shown) for n in range(len(names))]
    texts = [[_told(value) for value in row] for row in shown]
    widths = [max([cells(name), *(cells(row[n]) for row in texts)]) for n, name in enumerate(names)]
    if width is not None:
        widths = [min(wide, WIDEST) for wide in widths]
    kept = columns_that_fit(widths, width)
    out.write(_line([names[n] if n is not None else ELLIPSIS for n in kept], [_wide(widths, n) for n in kept], None))
    out.write("─┼─".join("─" * _wide(widths, n) for n in kept) + "\n")
    for place, row in enumerate(texts):
        if len(shown) < len(rows) and place == MOST_ROWS // 2:
            out.write(f"{ELLIPSIS} {len(rows) - len(shown):,} rows\n")
        told = [row[n] if n is not None else ELLIPSIS for n in kept]
        out.write(_line(told, [_wide(widths, n) for n in kept], [n is not None and numeric[n] for n in kept]))
    left_out = len(names) - sum(n is not None for n in kept)
    columns = f", {len(names):,} columns ({len(names) - left_out} shown)" if left_out else ""
    out.write(f"{len(rows):,} rows{columns}\n")


def columns_that_fit(widths: Sequence[int], width: int | None) -> list[int | None]:
    """The columns that a terminal has room for: from both ends, with None where those between are left out."""
    if width is None or sum(widths) + 3 * (len(widths) - 1) <= width:
        return list(range(len(widths)))
    room = width - 1
    left: list[int] = [0]
    right: list[int] = []
    room -= widths[0] + 3
    front, back = 1, len(widths) - 1
    while front <= back:
        from_front = len(left) <= len(right) + 1
        place = front if from_front else back
        if widths[place] + 3 > room:
            break
        room -= widths[place] + 3
        if from_front:
            left.append(place)
            front += 1
        else:
            right.insert(0, place)
            back -= 1
    return [*left, None, *right]


def _wide(widths: Sequence[int], place: int | None) -> int:
    return 1 if place is None else widths[place]


def cells(text: str) -> int:
    """How many cells of a terminal a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool] | None) -> str:
    parts = []
    for place, (text, wide) in enumerate(zip(texts, widths, strict=True)):
        cut = _cut(text, wide)
        gap = " " * (wide - cells(cut))
        parts.append(gap + cut if right and right[place] else cut + gap)
    return " │ ".join(parts).rstrip() + "\n"


def _cut(text: str, wide: int) -> str:
    if cells(text) <= wide:
        return text
    while text and cells(text) > wide - 1:
        text = text[:-1]
    return text + ELLIPSIS


def _told(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else shown(" ".join(str(value).split()))


def _csv(names: Sequence[str], rows: Rows, out: TextIO, width: int | None) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    # for a program as it is, for a terminal as it can be looked at
    seen = rows if width is None else [tuple(shown(v) if isinstance(v, str) else v for v in row) for row in rows]
    writer.writerows(seen)


def _json(names: Sequence[str], rows: Rows, out: TextIO, width: int | None) -> None:
    found = [dict(zip(names, row, strict=True)) for row in rows]
    told = json.dumps(found, ensure_ascii=False, default=str, indent=1) + "\n"
    out.write(told if width is None else shown(told))


def _jsonl(names: Sequence[str], rows: Rows, out: TextIO, width: int | None) -> None:
    for row in rows:
        told = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str) + "\n"
        out.write(told if width is None else shown(told))


def _markdown(names: Sequence[str], rows: Rows, out: TextIO, width: int | None) -> None:
    for line in (names, ["---"] * len(names), *rows):
        out.write("| " + " | ".join(_told(value).replace("|", "\\|") for value in line) + " |\n")
