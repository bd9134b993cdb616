"""Limits of size, depth and ratio, from lexicon/limits.csv."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.readers.lexicon import rows


@dataclass(frozen=True, slots=True)
class Limits:
    """Named limits; a name that is not there is a mistake of the program and raises KeyError."""

    values: Mapping[str, float]

    def __getitem__(self, name: str) -> int:
        return int(self.values[name])

    def seconds(self, name: str) -> float:
        """A limit of time, in seconds."""
        return self.values[name]

    def with_(self, **changed: float) -> "Limits":
        """The same limits, some of them changed."""
        unknown = changed.keys() - self.values.keys()
        if unknown:
            raise KeyError(f"no such limit: {', '.join(sorted(unknown))}")
        return Limits({**self.values, **changed})

    def for_format(self, name: str) -> int:
        """Most bytes that a file of this format may have."""
        return int(self.values.get(f"{name}_bytes", self.values["unknown_bytes"]))


def load_limits(table: str | Path = "limits") -> Limits:
    """Limits from lexicon/limits.csv or from a CSV file of the same columns."""
    return Limits({row["name"]: float(row["value"]) for row in rows(table)})


def human(size: int) -> str:
    """A size for people: 300 MB."""
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:.4g} {unit}"
    return f"{size} bytes"


DEFAULT_LIMITS: Final = load_limits()
