"""Mentions as a table for people: target and result in colour, the number marked in its sentence."""

import sys
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.inert import shown_row
from orchestration.tongue import say, spoken

COLOURS = {"target": "cyan", "result": "green", "none": "dim"}
SIGNS = {"eq": "", "ge": "≥ ", "le": "≤ ", "approx": "≈ ", "lo": "≥ ", "hi": "≤ "}
AROUND = 60
WIDTH_WITHOUT_TERMINAL = 160


def print_table(name: str, document: dict[str, Any], mentions: pl.DataFrame) -> None:
    """One table per document, and how many of each role."""
    speech = spoken()
    region, year = document["region_name"], document["report_year"]
    place = f"{region or speech('word.region_unknown')} {year or speech('word.year_unknown')}"
    table = Table(title=f"{name}: {place}", title_justify="left", show_lines=False, expand=True)
    table.add_column(say("ext.role"))
    table.add_column(say("ext.year"))
    table.add_column(say("ext.indicator"), ratio=2)
    table.add_column(say("ext.value"), justify="right")
    table.add_column(say("ext.measure"))
    table.add_column(say("ext.sentence"), ratio=5)
    for row in map(shown_row, mentions.iter_rows(named=True)):
        table.add_row(*_cells(row), style="dim" if row["role"] == "none" else None)
    console = Console(file=sys.stdout, emoji=False)
    if not console.is_terminal:
        console = Console(file=sys.stdout, emoji=False, width=WIDTH_WITHOUT_TERMINAL)
    console.print(table)
    counts = dict(mentions.group_by("role").len().iter_rows())
    console.print(
        ", ".join(f"{counts.get(role, 0)} {speech.value_of('role', role)}" for role in COLOURS), "\n", highlight=False
    )


def _cells(row: dict[str, Any]) -> tuple[Text, ...]:
    colour, speech = COLOURS[row["role"]], spoken()
    what = row["indicator"] or (row["relation"] and speech.value_of("relation", row["relation"]))
    if row["role"] == "none":
        what = speech.value_of("reason", row["reason"])
    told = [speech.value_of("measure", row["measure"])] if row["measure"] else []
    told += [speech.value_of("commitment", row["commitment"])] if row["commitment"] not in (None, "plain") else []
    where = f"{row['region']} " if row["region"] else ""
    return (
        Text(speech.value_of("role", row["role"]), colour),
        Text(str(row["year"] or "")),
        Text(f"{where}{what or ''}", colour),
        Text(_value(row), colour),
        Text(" ".join(told)),
        _sentence(row, colour),
    )


def _value(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return "" if row["role"] == "none" else str(row["reference"] or "")
    return f"{SIGNS.get(row['comparator'] or '', '')}{row['value']:.12g} {row['unit'] or ''}"


def _sentence(row: dict[str, Any], colour: str) -> Text:
    sentence: str = row["sentence"] or ""
    start = row["value_start"] - row["sentence_start"]
    end = row["value_end"] - row["sentence_start"]
    first, last = max(0, start - AROUND), min(len(sentence), end + AROUND)
    text = Text(("…" if first else "") + _flat(sentence[first:start]))
    text.append(_flat(sentence[start:end]), f"bold reverse {colour}")
    text.append(_flat(sentence[end:last]) + ("…" if last < len(sentence) else ""))
    return text


def _flat(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
