"""Which columns of a bulk file hold what: from lexicon/bulk_columns.csv, or from a table of the user's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.readers.lexicon import rows

PLACES: Final = ("province", "city", "county", "region")
"""Fields that name a place, from the largest to the smallest."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Field to the column names it may have, best first.

    Fields: text, title, year, region, url, publish_date; province, city, county where a row names its place in parts.
    """

    aliases: Mapping[str, tuple[str, ...]]

    def assign(self, names: Iterable[str]) -> dict[str, str]:
        """Field to the column that holds it, for the fields that have one; case and blanks do not matter."""
        by_key = {_key(name): name for name in reversed(list(names))}
        found = {}
        for field, aliases in self.aliases.items():
            hit = next((by_key[_key(alias)] for alias in aliases if _key(alias) in by_key), None)
            if hit is not None:
                found[field] = hit
        return found

    def describe_text(self) -> str:
        """The column names that are taken for the text, for messages."""
        return ", ".join(self.aliases.get("text", ()))


def load_columns(table: str | Path = "bulk_columns") -> Columns:
    """Columns from lexicon/bulk_columns.csv or from a CSV file of the same columns (field, column)."""
    aliases: dict[str, list[str]] = {}
    for row in rows(table):
        aliases.setdefault(row["field"], []).append(row["column"])
    return Columns({field: tuple(names) for field, names in aliases.items()})


def in_one_place(record: Mapping[str, str]) -> dict[str, str]:
    """The record with its place as ``region``, from the top down: 浙江省, 丽水市 and 青田县 are 浙江省丽水市青田县.

    What names the region itself goes last; a part that it begins with already is not said twice, and a code is enough.
    """
    rest = {field: value for field, value in record.items() if field not in PLACES}
    parts: list[str] = []
    for field in PLACES:
        value = record.get(field, "").strip()
        if value.isdigit() or (parts and value.startswith("".join(parts))):
            parts = [value]
        elif value:
            parts.append(value)
    return {**rest, "region": "".join(parts)} if parts else rest


def _key(name: str) -> str:
    return name.strip().lstrip("\ufeff").casefold()


DEFAULT_COLUMNS: Final = load_columns()
