"""What provinces and prefectures are called in English: places.csv, after the customary spelling, else pinyin.

Counties, towns and zones have no row: their names stand as they are written.
"""

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
_NOT_A_LETTER: Final = re.compile(r"[^a-z]")
# 杭州 2023, Hangzhou 2023, 杭州市2023年: the year that someone types after a place
_YEAR: Final = re.compile(r"\s*(?P<year>(?:19|20)\d\d)年?$")


@cache
def english() -> dict[str, str]:
    """The English name by the full Chinese one."""
    with (HERE / "places.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row["en"] for row in csv.DictReader(stream)}


@cache
def _by_letters() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, told in english().items():
        for spelling in (told, told.partition(" (")[0], told.removesuffix(" City")):
            found.setdefault(_letters(spelling), set()).add(name)
    return {letters: frozenset(names) for letters, names in found.items()}


def _letters(spelling: str) -> str:
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKD", spelling).lower())


def in_chinese(asked: str) -> frozenset[str]:
    """The full Chinese names of a place asked for in Latin letters (hangzhou, Xi'an, urumqi); none for other words."""
    return _by_letters().get(_letters(asked), frozenset()) if asked.isascii() else frozenset()


def place_and_year(asked: str) -> tuple[str, int | None]:
    """A place and the year behind it; a code of six digits is a place."""
    found = _YEAR.search(asked)
    place = asked[: found.start()].strip() if found else ""
    return (place, int(found["year"])) if found and place and not asked.isdigit() else (asked, None)
