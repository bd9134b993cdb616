"""Reads the tables of ``ingest/lexicon`` that tell who speaks, of which region, in which year."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from ingest import lexicon

DIGITS: Final = {"〇": 0, "○": 0, "零": 0, "Ｏ": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
DIGITS.update({"六": 6, "七": 7, "八": 8, "九": 9, "两": 2})


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of ``ingest/lexicon/<table>.csv``."""
    return tuple(lexicon.rows(table))


def union(patterns: list[str], flags: int = 0) -> Callable[[str], "re.Match[str] | None"]:
    """The search function of the alternation of patterns; one that finds nothing where there are none."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", flags).search


def number(written: str) -> int | None:
    """A whole number below 10,000 in Arabic or Chinese digits: 12, 十二, 七十五, 一百; None where it is neither."""
    if written.isascii() and written.isdigit():
        return int(written)
    total = digit = 0
    for character in written:
        if character in DIGITS:
            digit = digit * 10 + DIGITS[character] if digit and total == 0 else DIGITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            return None
    return total + digit if written else None
