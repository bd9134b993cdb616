"""The codebook: every column with its meaning, type and values, as Markdown and as a page that needs nothing else."""

from collections.abc import Sequence
from html import escape
from typing import Final

import duckdb

from orchestration.exports.tables import KEYS, Column, Exported, key_of, references_of

FEW: Final = 12
STYLE: Final = (
    ":root{color-scheme:light dark;background:light-dark(#fff,#14171b);color:light-dark(#1b1f24,#e6e9ed)}"
    "body{font:16px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;max-width:70rem;"
    "margin:2rem auto;padding:0 1rem}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8884;min-width:6rem}"
)
HEAD_OF_PAGE: Final = (
    "<!doctype html><html lang=en><meta charset=utf-8>"
    "<meta name=viewport content='width=device-width,initial-scale=1'><title>Codebook</title>"
)
HEAD: Final = ("column", "type", "meaning", "values", "source")


def values_of(warehouse: duckdb.DuckDBPyConnection, table: Exported, column: Column) -> str:
    """The values of a column that has few, the range of one that counts or measures, else nothing."""
    name = f'"{column.name}"'
    if column.kind == "VARCHAR":
        found = warehouse.execute(
            f"select distinct {name} from {table.source} where {name} is not null order by 1 limit {FEW + 1}"
        ).fetchall()
        short = [str(row[0]) for row in found]
        return ", ".join(short) if len(short) <= FEW and all(len(value) <= 24 for value in short) else ""
    if column.kind == "BOOLEAN":
        return "true, false"
    row = warehouse.execute(f"select min({name}), max({name}) from {table.source}").fetchone()
    return "" if row is None or row[0] is None else f"{_short(row[0])} to {_short(row[1])}"


def _short(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def source_of(table: Exported, column: Column) -> str:
    """Where a column comes from: the table that it leads to, the text, or the rules."""
    key = key_of(table.name, table.names)
    goal = references_of(table.name, [column.name], KEYS).get(column.name)
    told = [".".join(goal)] if goal else []
    if column.name in key:
        told.append("key" if len(key) == 1 else "part of the key")
    if told:
        return ", ".join(told)
    if column.name.endswith(("_start", "_end")):
        return "the document's text"
    return ""


def codebook(warehouse: duckdb.DuckDBPyConnection, tables: Sequence[Exported]) -> tuple[str, str]:
    """The codebook as Markdown and as HTML."""
    markdown, page = ["# Codebook", ""], [f"{HEAD_OF_PAGE}<style>{STYLE}</style><h1>Codebook</h1>"]
    for table in tables:
        rows = [
            (c.name, c.kind.lower(), c.meaning, values_of(warehouse, table, c), source_of(table, c))
            for c in table.columns
        ]
        markdown += [f"## {table.name}", "", table.meaning, "", _line(HEAD), _line(["---"] * len(HEAD))]
        markdown += [*(_line([f"`{row[0]}`", *row[1:]]) for row in rows), ""]
        heads = "".join(f"<th scope=col>{head}</th>" for head in HEAD)
        page.append(f"<h2 id={table.name}>{table.name}</h2><p>{escape(table.meaning)}</p>")
        page.append(f"<div class=wide tabindex=0><table><tr>{heads}</tr>")
        page += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
        page.append("</table></div>")
    return "\n".join(markdown).rstrip() + "\n", "\n".join(page) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
