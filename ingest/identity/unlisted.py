"""Places that report and stand in no table: towns and streets, development zones, the 兵团, a county unheard of.

Such a place is written behind a region of the table, the nearest known parent. Its code is that of the parent, a
hyphen and its name (330782-佛堂镇): the same place has the same code in every year, no two places of one name have,
and it is never the code of a region of the table.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest.identity.lexicon import rows
from ingest.identity.regions import NATION, Region, gazetteer
from ingest.lexicon import pattern

HYPHEN: Final = "-"
UNRANKED: Final = "zone"
"""The level of a place whose name tells none."""
LONGEST: Final = 24
"""Characters that the name of a place without its parents has at most."""

_ORGAN: Final = re.compile("(?:(?:人民)?政府|行政公署|办事处|管委会|管理委员会|党工委)+$")


@dataclass(frozen=True, slots=True)
class Shape:
    """A row of lexicon/unlisted_places.csv: how such names are built, and the level of what has one."""

    pattern: re.Pattern[str]
    level: str


@cache
def _shapes() -> tuple[Shape, ...]:
    return tuple(Shape(re.compile(row["pattern"]), row["level"]) for row in rows("unlisted_places"))


def without_organ(place: str) -> str:
    """A place without the organ that speaks for it: 北山街道办事处 is of 北山街道."""
    return _ORGAN.sub("", place)


def bare_name(words: str) -> str | None:
    """The words, if they are the name of such a place that stands by itself: 佛堂镇; 经济开发区 does not."""
    name = without_organ(words)
    shaped = _shape(name)
    return name if shaped and shaped[1] else None


def unlisted(place: str, year: int | None) -> list[Region]:
    """What a place can be that is written behind its parent; several where several regions have the parent's name.

    Empty where no region of the table stands before it. A town or county needs its parent's name in full; the name of
    a zone or of the 兵团 may hold the short one (昆山经济技术开发区).

    >>> [region.code for region in unlisted("浙江省义乌市佛堂镇人民政府", 2023)]
    ['330782-佛堂镇']
    """
    place = without_organ(place)
    for parents, rest, is_full in _readings(place, year):
        shaped = _shape(rest)
        if shaped and (is_full or not shaped[1] or shaped[0].level == UNRANKED):
            return [below(rest, parent) for parent in parents]
    return []


def below(name: str, parent: Region) -> Region:
    """The place of that name in a region; a name that says only what it is (高新区) has its parent's before it."""
    shaped = _shape(name)
    written = name if shaped is None or shaped[1] or name.startswith(parent.short_name) else parent.short_name + name
    level = shaped[0].level if shaped else UNRANKED
    return Region(f"{parent.code}{HYPHEN}{written}", written, written, level, parent.code, None, None, ())


def coded(code: str, year: int | None) -> Region | None:
    """The region of a code, in the table or below one that is; None where it is no code.

    >>> coded("330782-佛堂镇", 2023).level, coded("331122", 2023).name, coded("990000-佛堂镇", 2023)
    ('township', '缙云县', None)
    """
    parent_code, hyphen, name = code.partition(HYPHEN)
    parent = gazetteer().coded(parent_code, year)
    if not hyphen or parent is None:
        return None if hyphen else parent
    return below(name, parent) if 0 < len(name) <= LONGEST and not re.search(r"[\s;/\\-]", name) else None


def is_unlisted(region: Region) -> bool:
    """Whether a region stands in no table."""
    return HYPHEN in region.code


def _shape(name: str) -> tuple[Shape, bool] | None:
    """The first shape that the name has, and whether it has a name of its own, not only a word for what it is."""
    if len(name) > LONGEST or pattern("no_place_name").search(name):
        return None
    for shape in _shapes():
        match = shape.pattern.fullmatch(name)
        if match:
            return shape, bool(match.groupdict().get("own"))
    return None


def _readings(place: str, year: int | None) -> list[tuple[list[Region], str, bool]]:
    """How the front of a place reads as regions, each within the one before, the longest front first.

    With each the regions that it ends with, what is left, and whether all names are official ones.
    """
    gaz = gazetteer()
    found: list[tuple[list[Region], str, bool]] = []
    open_ends: list[tuple[int, frozenset[str] | None, bool]] = [(0, None, True)]
    for start, above, is_full in open_ends:
        for end in range(start + 2, min(len(place), start + gaz.longest + 1)):
            name = place[start:end]
            inside = [
                region
                for region in gaz.named(name, year)
                if region.code != NATION and (above is None or above & {up.code for up in gaz.ancestors(region)})
            ]
            if inside:
                official = is_full and any(name == region.name for region in inside)
                one_each = list({region.code: region for region in inside}.values())
                found.append((one_each, place[end:], official))
                open_ends.append((end, frozenset(region.code for region in inside), official))
    return sorted(found, key=lambda reading: len(reading[1]))
