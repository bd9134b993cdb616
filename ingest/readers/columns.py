"""Which columns of a bulk file hold what: from lexicon/bulk_columns.csv, or from a table of the user's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.readers.lexicon import rows


@dataclass(frozen=True, slots=True)
class Columns:
    """Field (text, title, year, region, url, publish_date) to the column names it may have, best first."""

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


def _key(name: str) -> str:
    return name.strip().lstrip("\ufeff").casefold()


DEFAULT_COLUMNS: Final = load_columns()
