"""What stands right behind a number: scale, unit, and the words that bound it (万亩以上, 亿元左右)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.lexicon.edges import beginnings

_SCALE: Final = re.compile(
    r"([ \u200b\n]*)([多余几]?)(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦伏]))?([多余]?)"
    r"[ \u200b]*(?:(?<=[万亿])\n)?"
)
# what a scale, or the words and blanks around it, may begin with: most numbers have their unit right behind them
_BEFORE_UNIT: Final = beginnings(_SCALE.pattern)
_WORKING_DAYS: Final = frozenset(lexicon.word_list("working_days"))
_PAREN: Final = re.compile(r"（[间个套人户处台张]{1,2}）")
# a second measure word that counts the same: 头（只）, 家（次）
_OR_MEASURED: Final = re.compile(r"（[只次头条座所家场辆批件宗]）")
_PER: Final = re.compile(r"/(?:[百千万亿]{0,2})[\u4e00-\u9fffA-Za-z]{1,4}")
_BREAK_UNITS: Final = frozenset({"percent", "points", "currency", "area", "mass", "energy", "length"})


@dataclass(slots=True)
class Suffix:
    """What follows a number.

    ``unit`` as written without its scale, ``kind`` of the unit after lexicon/units.csv ("" where there is none),
    ``comparator`` ("" where no word bounds the number), ``end`` behind all of it, ``unit_end`` behind the unit.
    ``is_class`` where 级 follows: the number names a class of size (50亿级项目).
    """

    scale: str
    unit: str
    kind: str
    comparator: str
    unit_end: int
    end: int
    is_class: bool


@cache
def _units() -> dict[str, tuple[tuple[str, str, str], ...]]:
    known = {row["unit"]: row for row in lexicon.rows("units")}
    groups = lexicon.by_first_character(known)
    return {
        first: tuple((unit, known[unit]["kind"], known[unit]["not_before"]) for unit in group)
        for first, group in groups.items()
    }


@cache
def _bounds() -> dict[str, tuple[tuple[str, str], ...]]:
    comparators = lexicon.mapping("cues_after", "word", "comparator")
    groups = lexicon.by_first_character(comparators)
    return {first: tuple((word, comparators[word]) for word in group) for first, group in groups.items()}


def unit_at(text: str, position: int) -> tuple[str, str]:
    """The longest unit of the lexicon that begins at ``position``, and its kind; two empty strings for none."""
    for unit, kind, not_before in _units().get(text[position : position + 1], ()):
        if text.startswith(unit, position):
            follower = text[position + len(unit) : position + len(unit) + 1]
            if not follower or follower not in not_before:
                return unit, kind
    return "", ""


def read_suffix(text: str, position: int) -> Suffix:
    """Read what follows a number that ends at ``position`` in a normalised text."""
    gap = many = scale = more = ""
    unit_start = position
    if text[position : position + 1] in _BEFORE_UNIT:
        match = _SCALE.match(text, position)
        assert match is not None
        gap, many, scale, more = match.groups("")
        unit_start = match.end()
    unit, kind = unit_at(text, unit_start)
    if "\n" in gap and not (scale or kind in _BREAK_UNITS):
        return Suffix("", "", "", "", position, position, False)
    if not unit:
        end = unit_start if scale or many else position
        if text.startswith("级", end):
            return Suffix(scale, "", "", "", end, end, True)
        return _bounded(text, Suffix(scale, "", "", "ge" if many or more else "", end, end, False))
    end = unit_start + len(unit)
    follower = text[end : end + 1]
    if follower == "（" and (paren := _PAREN.match(text, end)):
        unit, end = unit + paren[0], paren.end()
    elif follower == "（" and (other := _OR_MEASURED.match(text, end)):
        end = other.end()
    elif follower == "/" and (per := _PER.match(text, end)):
        unit, kind, end = unit + per[0], "rate", per.end()
    comparator = "ge" if many or more else ""
    if text.startswith("多", end) and kind in ("times", "time", "percent") and not text.startswith("多元", end):
        comparator, end = "ge", end + 1
    suffix = Suffix(scale, unit, kind, comparator, end, end, text.startswith("级", end))
    return _bounded(text, suffix)


def _bounded(text: str, suffix: Suffix) -> Suffix:
    """The suffix with the word behind it that bounds the number: 5亿元以上."""
    position = suffix.end
    while text[position : position + 1] == " ":
        position += 1
    if suffix.unit in _WORKING_DAYS and text.startswith("内", position):
        # 3个工作日内办结 is a promise, 3天内 only says when
        suffix.end, suffix.comparator = position + 1, "le"
        return suffix
    for word, comparator in _bounds().get(text[position : position + 1], ()):
        if text.startswith(word, position):
            suffix.end = position + len(word)
            suffix.comparator = comparator
            break
    return suffix
