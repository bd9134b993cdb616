"""Short names of tables and columns, for tools that have no room for what a column means: rows of labels.csv.

``zh`` is the Chinese name, ``en`` a whole phrase of at most 80 characters, given where the meaning itself is longer.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
# as many as Stata has room for
LENGTH: Final = 80
BETWEEN: Final = {"zh": "：", "en": ": "}


@cache
def _labels() -> dict[str, dict[str, str]]:
    with (HERE / "labels.csv").open(encoding="utf-8", newline="") as stream:
        return {row["column"]: row for row in csv.DictReader(stream)}


def label_of(column: str, language: str = "zh") -> str | None:
    """The label of a table or column; one of the panel is named by its indicator and its field. None without a row."""
    labels = {name: row[language] for name, row in _labels().items() if row[language]}
    if column in labels:
        return labels[column]
    endings = sorted((key for key in labels if key.startswith("_") and column.endswith(key)), key=len)
    for ending in reversed(endings):
        subject = labels.get(column.removesuffix(ending))
        if subject:
            return f"{subject}{BETWEEN[language]}{labels[ending]}"
    return None


def short(name: str, meaning: str) -> str:
    """What a table or column means in at most 80 characters: in whole words, a whole phrase where a row gives one."""
    if len(meaning) <= LENGTH:
        return meaning
    told = label_of(name, "en")
    return told if told is not None else meaning[: LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:(") + "…"
