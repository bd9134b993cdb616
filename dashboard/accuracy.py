"""How right mentions and verdicts are, as measured against labels read by people: the rows of two tables."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent


@cache
def reading() -> tuple[dict[str, str], ...]:
    """How many mentions are found, and read right in every field, by labelled set."""
    return _rows("accuracy.csv")


@cache
def verdicts() -> tuple[dict[str, str], ...]:
    """How many verdicts and links are right, and how many decided ones are false, by labelled set."""
    return _rows("accuracy_verdicts.csv")


def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
