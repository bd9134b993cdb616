"""The words right before a number, read from the number leftwards: 增长超过, 稳定在, 不低于, 分别达."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest import lexicon

_STRIP: Final = " \u200b“”‘’、"
_COMPARISON: Final = re.compile(
    r"(?:同比|比|较|与)(?:上一?年|年初|年中|去年|前年|上年同期|去年同期|同期|(?:20|19)\d\d年|“?十[一二三四五]五”?末?|五年前|十年前|[一二三四五]年前)"
    r"(?:年初预算|年初|预算|末|底|同期)?(?:相比)?"
)
_TRAILING_YEAR: Final = re.compile(r"(?:是|为|相当于)?(?:(?:20|19)\d\d年(?:底|末|初)?|[一二三四五六七八九十]+年前|上年|去年)的?$")


@dataclass(slots=True)
class Before:
    """What the words before a number say.

    ``rest`` is what remains in front of them, ``grow`` +1 or -1 where a verb or noun of change was read, else 0,
    ``is_level`` where a verb leads to a level (提高到), ``comparator`` as the words bound it,
    ``ceiling`` where the number is what something is held at (控制在), ``distributed`` for 分别,
    ``origin`` where the number is what something rose or fell from (从), ``popped`` how many words were read.
    """

    rest: str
    grow: int
    is_level: bool
    comparator: str
    ceiling: bool
    distributed: bool
    origin: bool
    popped: int


@cache
def _endings() -> dict[str, tuple[tuple[str, str, str], ...]]:
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for row in lexicon.rows("cues_before"):
        # a transitive verb ends the reading: 新增 is not 增
        if row["kind"] != "trans" or len(row["word"]) > 1:
            groups.setdefault(row["word"][-1], []).append((row["word"], row["kind"], row["value"]))
    return {last: tuple(sorted(words, key=lambda word: -len(word[0]))) for last, words in groups.items()}


@cache
def transitive_verbs() -> frozenset[str]:
    """Verbs that take the counted thing as their object: 建成6个园区."""
    return frozenset(row["word"] for row in lexicon.rows("cues_before") if row["kind"] == "trans")


@cache
def _verb_endings() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for verb in transitive_verbs():
        groups.setdefault(verb[-1], []).append(verb)
    return {last: tuple(sorted(verbs, key=len, reverse=True)) for last, verbs in groups.items()}


def governing_verb(words: str) -> str:
    """The longest transitive verb that ``words`` end in; "" for none."""
    if words:
        for verb in _verb_endings().get(words[-1], ()):
            if words.endswith(verb):
                return verb
    return ""


def read_before(words: str, large: bool = False, position: bool = False, percentage: bool = True) -> Before:
    """Read the words in front of a number.

    ``large``: the number is a round 千, 万 or 亿 (上千万, 破亿). ``position``: it is a rank or a run, and 增速 before it
    is what is ranked. ``percentage``: it is one; else verbs that change nothing by a count end the reading (改造提升).
    """
    grow, is_rate, is_level, comparator, ceiling, distributed, origin, popped = 0, False, False, "", False, False, False, 0
    if "比" in words or "较" in words:
        words = _COMPARISON.sub("", words)
    words = words.rstrip(_STRIP)
    if words.endswith(("年的", "年", "底", "末", "前的")):
        words = _TRAILING_YEAR.sub("", words)
    endings = _endings()
    while words:
        for word, kind, value in endings.get(words[-1], ()):
            if words.endswith(word):
                break
        else:
            break
        if kind in ("keep", "trans") or (word == "上" and not large):
            break
        if (position and kind in ("grow", "rate")) or (value == "weak" and not percentage):
            break
        popped += 1
        if kind == "level":
            if not grow:
                is_level = True
            ceiling = ceiling or value == "ceiling"
        elif kind in ("grow", "rate"):
            is_rate = is_rate or kind == "rate"
            if not grow:
                grow = 1 if value == "weak" else int(value)
        elif kind == "cmp":
            comparator = comparator or value
        elif kind == "fixed":
            origin = True
        elif word == "分别":
            distributed = True
        words = words[: -len(word)].rstrip(_STRIP)
    return Before(words, 0 if is_level and not is_rate else grow, is_level, comparator, ceiling, distributed, origin, popped)
