"""The words right before a number, read from the number leftwards: 增长超过, 稳定在, 不低于, 分别达."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Final

from ingest import lexicon

_STRIP: Final = " \u200b“”‘’、"
_COMPARISON: Final = lexicon.pattern("comparison")
_BASIS: Final = lexicon.pattern("basis")
_TRAILING_YEAR: Final = lexicon.pattern("trailing_year")
_NOTE: Final = re.compile(r"（[^（）]{1,24}）[ “”]*$")
_REMEMBERED: Final = 1 << 16
_STOPS: Final = frozenset({"keep", "trans"})

Cue = tuple[str, str, str]


@dataclass(slots=True)
class Before:
    """What the words before a number say.

    ``rest`` is what remains in front of them, ``grow`` +1 or -1 where a verb or noun of change was read, else 0,
    ``is_level`` where a verb leads to a level (提高到), ``comparator`` as the words bound it,
    ``ceiling`` where the number is what something is held at (控制在), ``distributed`` for 分别,
    ``origin`` where the number is what something rose or fell from (从), ``popped`` how many words were read.
    """

    rest: str
    grow: int = 0
    is_level: bool = False
    comparator: str = ""
    ceiling: bool = False
    distributed: bool = False
    origin: bool = False
    popped: int = 0


_fields: Final = attrgetter(*Before.__slots__)


def _by_last_character(cues: list[Cue]) -> dict[str, tuple[Cue, ...]]:
    groups: dict[str, list[Cue]] = {}
    for cue in cues:
        groups.setdefault(cue[0][-1], []).append(cue)
    return {last: tuple(sorted(group, key=lambda cue: -len(cue[0]))) for last, group in groups.items()}


@cache
def _endings() -> dict[str, tuple[Cue, ...]]:
    """Cues by their last character, the longest first; a transitive verb of one character ends no reading."""
    cues = [(row["word"], row["kind"], row["value"]) for row in lexicon.rows("cues_before")]
    return _by_last_character([cue for cue in cues if cue[1] != "trans" or len(cue[0]) > 1])


@cache
def transitive_verbs() -> frozenset[str]:
    """Verbs that take the counted thing as their object: 建成6个园区."""
    return frozenset(row["word"] for row in lexicon.rows("cues_before") if row["kind"] == "trans")


# verbs that change percentages, and do something to things that are counted: 提升5%, 提升5个园区
_OF_PERCENTAGES: Final = {"weak": 1, "weaker": -1}


@cache
def _verb_endings() -> dict[str, tuple[Cue, ...]]:
    return _by_last_character([(verb, "trans", "") for verb in transitive_verbs()])


def governing_verb(words: str) -> str:
    """The longest transitive verb that ``words`` end in: 建成 of 全省新建成; "" for none."""
    return cue[0] if (cue := _last_cue(words, _verb_endings())) else ""


def read_before(words: str, large: bool = False, position: bool = False, percentage: bool = True) -> Before:
    """Read the words in front of a number: 全市生产总值同比增长超过 leaves 全市生产总值, grows, and is at least.

    ``large``: the number is a round 千, 万 or 亿 (上千万, 破亿). ``position``: it is a rank or a run, and 增速 before
    it is what is ranked. ``percentage``: it is one; else verbs that change nothing by a count end the reading
    (改造提升).
    """
    return Before(*_read(words, large, position, percentage))


@lru_cache(_REMEMBERED)
def _read(words: str, large: bool, position: bool, percentage: bool) -> tuple[Any, ...]:
    """The fields of what read_before says: the same words say the same, and whoever asks gets a Before of his own."""
    endings = _endings()
    before = Before(_without_comparison(_without_note(words, endings)))
    is_rate = False
    while cue := _last_cue(before.rest, endings):
        word, kind, value = cue
        if kind in _STOPS or (word == "上" and not large):
            break
        if (position and kind in ("grow", "rate")) or (value in _OF_PERCENTAGES and not percentage):
            break
        is_rate = is_rate or kind == "rate"
        _take(before, word, kind, value)
        before.rest = _without_year(before.rest[: -len(word)])
    if before.is_level and not is_rate and not before.ceiling:
        # 提高到5% is a level, 上涨控制在5% still a rate
        before.grow = 0
    return _fields(before)


def _without_note(words: str, endings: dict[str, tuple[Cue, ...]]) -> str:
    """The words without a note in brackets between a verb and its number: 增长（以下简称“增长”）, 下降（同口径）."""
    if "）" not in words[-2:]:
        return words
    bracket = _NOTE.search(words)
    if bracket and _last_cue(words[: bracket.start()].rstrip(_STRIP), endings):
        return words[: bracket.start()]
    return words


def _without_comparison(words: str) -> str:
    """The words without what a change is compared with (比上年), and without a year right before the number."""
    if "比" in words or "较" in words or "价" in words or "口径" in words:
        words = _COMPARISON.sub("", words)
    if "口径" in words or "因素" in words or "自然" in words or "除" in words:
        words = _BASIS.sub("", words)
    return _without_year(words)


def _without_year(words: str) -> str:
    """The words without the year that they end in: 粮食产量2025年 in front of 达到."""
    words = words.rstrip(_STRIP)
    return _TRAILING_YEAR.sub("", words) if words.endswith(("年的", "年", "底", "末", "前的")) else words


def _last_cue(words: str, endings: dict[str, tuple[Cue, ...]]) -> Cue | None:
    """The longest cue that the words end in."""
    for cue in endings.get(words[-1:], ()):
        if words.endswith(cue[0]):
            return cue
    return None


def _take(before: Before, word: str, kind: str, value: str) -> None:
    """Note what one cue says; the cue nearest to the number wins."""
    before.popped += 1
    if kind == "level":
        before.is_level = before.is_level or not before.grow
        before.ceiling = before.ceiling or value == "ceiling"
    elif kind in ("grow", "rate"):
        before.grow = before.grow or _OF_PERCENTAGES.get(value) or int(value)
    elif kind == "cmp":
        before.comparator = before.comparator or value
    elif kind == "fixed":
        before.origin = True
    elif word == "分别":
        before.distributed = True
