"""What units of the reports mean in English: unit_meanings.csv. A figure keeps the unit that its report gives it."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

MEANINGS: Final = Path(__file__).parent / "unit_meanings.csv"


@cache
def meanings() -> dict[str, str]:
    """The English meaning by unit; the multiples 万 and 亿 come first."""
    with MEANINGS.open(encoding="utf-8", newline="") as stream:
        return {row["unit"]: row["en"] for row in csv.DictReader(stream)}
