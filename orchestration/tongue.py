"""What the terminal says, in the language of the locale: every sentence is a row of messages.csv."""

import csv
import os
from functools import cache
from pathlib import Path
from typing import Any, Final

from dashboard.words import Speech, speech

MESSAGES: Final = Path(__file__).parent / "messages.csv"
LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def language() -> str:
    """zh where the locale is Chinese, else en."""
    told = next((value for name in LOCALES if (value := os.environ.get(name))), "")
    return "zh" if told.lower().startswith("zh") else "en"


@cache
def messages() -> dict[str, dict[str, str]]:
    """Every sentence by key and language."""
    with MESSAGES.open(encoding="utf-8", newline="") as stream:
        return {row["key"]: {"en": row["en"], "zh": row["zh"]} for row in csv.DictReader(stream)}


def say(key: str, /, **values: Any) -> str:
    """The sentence of a key with its blanks filled; raises KeyError for a key that no row has."""
    return messages()[key][language()].format(**values)


def spoken() -> Speech:
    """Codes and reasons of the warehouse in the language of the locale, in the words of the pages."""
    return speech(language())
