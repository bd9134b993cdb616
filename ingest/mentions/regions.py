"""Sub-regions in front of an indicator: 泸州经济总量, 松阳、龙泉、缙云GDP增速."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from ingest import lexicon

_AREA: Final = lexicon.pattern("area")
# 宁波舟山港 is a harbour, not a figure of 宁波
_ENTITY: Final = lexicon.pattern("entity")
# what may stand behind the short name of a region, and between several; behind the word for a basin it is none
_KINDS: Final = frozenset("市县区州")
_JOINED_BY: Final = frozenset("、和与及")
_BASIN: Final = "域"
_WHAT_THEY_HAVE: Final = re.compile(r"[\u4e00-\u9fffA-Z]{2}")
_REMEMBERED: Final = 1 << 16
_PROVINCE: Final = 2


@cache
def _regions() -> tuple[dict[str, str], ...]:
    """The rows of the gazetteer, read once."""
    return tuple(lexicon.rows("regions"))


@cache
def _of_province(digits: str) -> tuple[dict[str, str], ...]:
    """The rows of the gazetteer whose codes begin with the two digits of a province: regions look through these."""
    return tuple(row for row in _regions() if row["code"].startswith(digits))


@cache
def children(region_code: str | None) -> tuple[tuple[str, str], ...]:
    """(name, code) of the regions below a region, short names included, the longest first."""
    if region_code is None:
        return ()
    prefix = region_code.rstrip("0") if region_code != "000000" else ""
    if prefix and len(prefix) % 2:
        prefix += "0"
    found: dict[str, str] = {}
    for row in _of_province(prefix[:_PROVINCE]):
        code = row["code"]
        below = code.startswith(prefix) and code != region_code
        if not below or (region_code == "000000" and row["level"] != "province"):
            continue
        for name in (row["name"], row["short_name"], *row["other_names"].split("|")):
            if len(name) > 1:
                found.setdefault(name, code)
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


@cache
def _codes(region_code: str | None) -> dict[str, str]:
    return dict(children(region_code))


@cache
def _names(region_code: str | None) -> dict[str, tuple[str, ...]]:
    """The names of the regions below a region by their first characters: most phrases begin with none of these."""
    return lexicon.by_first_character(name for name, _ in children(region_code))


def _regions_end(phrase: str, start: int, names: dict[str, tuple[str, ...]]) -> int | None:
    """Where the names of regions end that a phrase lists from ``start``, in front of the words for what they have.

    As many names as there are, each as long as it can be: 松阳、龙泉、缙云GDP增速; None for no such list.
    """
    for end in _name_ends(phrase, start, names):
        if phrase[end : end + 1] in _JOINED_BY and (last := _regions_end(phrase, end + 1, names)) is not None:
            return last
        if _WHAT_THEY_HAVE.match(phrase, end):
            return end
    return None


def _name_ends(phrase: str, start: int, names: dict[str, tuple[str, ...]]) -> Iterator[int]:
    """Where the name of a region may end that begins at ``start``: 泸州 or 泸州市, no 流域; the longest first."""
    for name in names.get(phrase[start : start + 1], ()):
        if phrase.startswith(name, start):
            end = start + len(name)
            for last in (end + 1, end) if phrase[end : end + 1] in _KINDS else (end,):
                if not phrase.startswith(_BASIN, last):
                    yield last


@cache
def _own(region_code: str | None) -> tuple[str, ...]:
    """The names of a region itself, which say nothing in its own report."""
    if region_code is None:
        return ()
    _, _, outside = region_code.partition("-")
    if outside:
        # the code of a place that stands in no table holds its name
        return (outside,)
    return tuple(
        name
        for row in _of_province(region_code[:_PROVINCE])
        if row["code"] == region_code and not row["valid_to"]
        for name in (row["name"], row["short_name"])
    )


@lru_cache(_REMEMBERED)
def split_region(phrase: str, region_code: str | None) -> tuple[str, str]:
    """The sub-region that a phrase begins with, and the rest: 泸州经济总量 -> (泸州, 经济总量)."""
    if phrase in _codes(region_code):
        return phrase, ""
    if area := _AREA.match(phrase):
        return area[0], phrase[area.end() :].lstrip("的")
    for name in _own(region_code):
        if phrase == name:
            return "", ""
        if phrase.startswith(name) and len(phrase) > len(name) + 1:
            return "", phrase[len(name) :].lstrip("的")
    end = _regions_end(phrase, 0, _names(region_code))
    if end is None:
        return "", phrase
    rest = phrase[end:].lstrip("的")
    return ("", phrase) if _ENTITY.match(rest) else (phrase[:end], rest)


def region_code_of(region: str, region_code: str | None) -> str | None:
    """The code of a sub-region as written; None for several or for one that has no code of its own."""
    names = _codes(region_code)
    return names.get(region) or names.get(region.rstrip("市县区州")) if region else None
