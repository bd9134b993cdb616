"""Sub-regions in front of an indicator: 泸州经济总量, 松阳、龙泉、缙云GDP增速."""

import re
from functools import cache, lru_cache
from typing import Final

from ingest import lexicon

_AREA: Final = lexicon.pattern("area")
# 宁波舟山港 is a harbour, not a figure of 宁波
_ENTITY: Final = lexicon.pattern("entity")
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
def _pattern(region_code: str | None) -> re.Pattern[str] | None:
    names = [re.escape(name) for name, _ in children(region_code)]
    if not names:
        return None
    one = f"(?:{'|'.join(names)})[市县区州]?(?!域)"
    return re.compile(rf"^{one}(?:[、和与及]{one})*(?=[\u4e00-\u9fffA-Z]{{2}})")


@cache
def _first_characters(region_code: str | None) -> frozenset[str]:
    """What names of the regions below a region begin with: most phrases begin otherwise and need no look at them."""
    return frozenset(name[0] for name, _ in children(region_code))


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
    pattern = _pattern(region_code) if phrase[:1] in _first_characters(region_code) else None
    match = pattern.match(phrase) if pattern else None
    if not match:
        return "", phrase
    rest = phrase[match.end() :].lstrip("的")
    return ("", phrase) if _ENTITY.match(rest) else (match[0], rest)


def region_code_of(region: str, region_code: str | None) -> str | None:
    """The code of a sub-region as written; None for several or for one that has no code of its own."""
    names = _codes(region_code)
    return names.get(region) or names.get(region.rstrip("市县区州")) if region else None
