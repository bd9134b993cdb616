"""The indicator catalogue: from the words of a report to the id of an indicator.

A wording is scope + qualifiers + core. The catalogue looks for the whole wording first, then takes scopes, grades
and sizes off its front one by one, and last asks for the core alone: the longest head that the wording ends in
(省级现代农业产业园 is a 现代农业产业园). What stands in front of a head only tells which of its things are counted;
wordings that name two things, or a share, have no head.
"""

import re
from functools import cache, lru_cache
from typing import Final

from ingest import lexicon
from ingest.mentions.unit_kinds import kind_of, may_measure

# marks, blanks and 的 make no difference to what is meant
_IDLE: Final = re.compile(r"[“”‘’《》 \u200b（）()、·的]")
_IDLE_WORDS: Final = lexicon.pattern("catalogue_idle")
_SCOPES: Final = lexicon.word_list("catalogue_scopes")
_ENDINGS: Final = lexicon.word_list("catalogue_endings")
_OPENING: Final = lexicon.pattern("catalogue_opening")
_OTHER_THING: Final = lexicon.pattern("catalogue_other_thing")
# what is counted stays what it is with more words in front; a sum of money or people becomes a part of it
_COUNTED: Final = frozenset({"count", "area", "length"})
_SHORTEST_COUNTED: Final = 4
# 企业 alone is an indicator of a list, 国家级企业 is none
_SHORTEST_CORE: Final = 3
# growth of anything is told in these
_RATES: Final = frozenset({"", "percent", "points", "times"})
_HEADS_COUNTED: Final = frozenset({"count", "people"})
_REMEMBERED: Final = 1 << 16


@cache
def _wordings() -> dict[str, str]:
    known = {row["name_zh"]: row["indicator_id"] for row in lexicon.rows("indicators")}
    known |= {row["wording"]: row["indicator_id"] for row in lexicon.rows("indicator_wordings")}
    return {_clean(wording): indicator_id for wording, indicator_id in known.items()}


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    """Heads with their ids: several where units part them.

    The wordings of things that are counted or measured out are heads themselves.
    """
    ids: dict[str, tuple[str, ...]] = {}
    for row in lexicon.rows("indicator_heads"):
        head = _clean(row["head"])
        ids[head] = (*ids.get(head, ()), row["indicator_id"])
    counted = {one for one, kind in _kinds().items() if kind in _COUNTED}
    for wording, indicator_id in _wordings().items():
        if indicator_id in counted and len(wording) >= _SHORTEST_COUNTED:
            ids.setdefault(wording, (indicator_id,))
    return ids


@cache
def _head_lengths() -> dict[str, tuple[int, ...]]:
    """How long the heads are that end in a character, the longest first."""
    lengths: dict[str, set[int]] = {}
    for head in _heads():
        lengths.setdefault(head[-1:], set()).add(len(head))
    return {last: tuple(sorted(known, reverse=True)) for last, known in lengths.items()}


@cache
def _kinds() -> dict[str, str]:
    """The kind of unit that each indicator is told in."""
    return {row["indicator_id"]: kind_of(row["unit"]) for row in lexicon.rows("indicators")}


@cache
def _as_written() -> frozenset[str]:
    names = {row["name_zh"] for row in lexicon.rows("indicators")}
    return frozenset(names | {row["wording"] for row in lexicon.rows("indicator_wordings")})


def is_known(phrase: str) -> bool:
    """Whether the catalogue has the phrase word for word: what it knows is not taken apart any further."""
    return phrase in _as_written()


@lru_cache(_REMEMBERED)
def _clean(phrase: str) -> str:
    return _IDLE_WORDS.sub("", _IDLE.sub("", phrase))


@lru_cache(_REMEMBERED)
def indicator_id(phrase: str, measure: str = "", unit: str = "") -> str | None:
    """The catalogue's id for an indicator as a report words it; None where the catalogue does not know it.

    ``measure`` and ``unit`` of the figure, where known, part things that share their words: 亿元 count no 公路.

    >>> indicator_id("规模以上工业增加值") == indicator_id("规上工业增加值")
    True
    >>> indicator_id("省级现代农业产业园", "level", "个") == indicator_id("现代农业产业园")
    True
    """
    cleaned = _clean(phrase)
    if found := _whole(cleaned):
        return found
    kind = kind_of(unit) if measure in ("level", "change") else ""
    rest = cleaned
    while opening := _OPENING.match(rest):
        rest = rest[opening.end() :]
        if len(rest) >= _SHORTEST_CORE and (found := _whole(rest)) and may_measure(_kinds()[found], kind):
            return found
    return _by_head(phrase, cleaned, kind)


@lru_cache(_REMEMBERED)
def is_name(phrase: str) -> bool:
    """Whether a wording is a name that the catalogue has in whole; what only ends in a head is one of a class.

    >>> is_name("全市GDP"), is_name("青禾云台示范区")
    (True, False)
    """
    return _whole(_clean(phrase)) is not None


def counted_in(name: str, unit: str) -> bool:
    """Whether a figure in ``unit`` may be one of a thing that the catalogue knows by name; rates and unknowns may.

    >>> counted_in("高标准农田", "万亩"), counted_in("高标准农田", "亿元"), counted_in("青禾园区云台", "亿元")
    (True, False, True)
    """
    own, kind = _kinds().get(indicator_id(name) or "", ""), kind_of(unit)
    return not own or own == kind or kind in _RATES or {own, kind} <= _HEADS_COUNTED


def _whole(cleaned: str) -> str | None:
    """The id of a wording as it stands, or without its scope or its ending."""
    wordings = _wordings()
    if found := wordings.get(cleaned):
        return found
    if cleaned.startswith(_SCOPES):
        for scope in _SCOPES:
            if cleaned.startswith(scope) and (found := wordings.get(cleaned[len(scope) :])):
                return found
    if cleaned.endswith(_ENDINGS):
        for ending in _ENDINGS:
            if cleaned.endswith(ending) and (found := wordings.get(cleaned[: -len(ending)])):
                return found
    return None


def _by_head(phrase: str, cleaned: str, kind: str) -> str | None:
    """The id of the longest head that a wording ends in, with or without an ending."""
    heads, kinds = _heads(), _kinds()
    cores = [cleaned]
    if cleaned.endswith(_ENDINGS):
        cores += [cleaned[: -len(end)] for end in _ENDINGS if cleaned.endswith(end)]
    for core in cores:
        for length in _head_lengths().get(core[-1:], ()):
            if length > len(core) or (head := core[-length:]) not in heads:
                continue
            fitting = [one for one in heads[head] if may_measure(kinds[one], kind)]
            if fitting:
                exact = [one for one in fitting if kinds[one] == kind]
                return None if _OTHER_THING.search(_before(phrase, head)) else (exact or fitting)[0]
    return None


def _before(phrase: str, head: str) -> str:
    """What stands in front of a head, marks included."""
    end, left = len(phrase), len(head)
    while end and left:
        end -= 1
        left -= not _IDLE.match(phrase[end])
    return phrase[:end]
