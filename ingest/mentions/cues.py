"""The words right before a number, read from the number leftwards: 增长超过, 稳定在, 不低于, 分别达."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest import lexicon

_STRIP: Final = " \u200b“”‘’、"


@dataclass(slots=True)
class Before:
    """What the words before a number say.

    ``rest`` is what remains in front of them, ``grow`` +1 or -1 where a verb or noun of change was read, else 0,
    ``is_level`` where a verb leads to a level (提高到), ``comparator`` as the words bound it,
    ``ceiling`` where the number is what something is held at (控制在), ``distributed`` for 分别,
    ``verb`` the transitive verb that directly governs the number (建成, 打造), "" for none.
    """

    rest: str
    grow: int
    is_level: bool
    comparator: str
    ceiling: bool
    distributed: bool
    popped: int


@cache
def _endings() -> dict[str, tuple[tuple[str, str, str], ...]]:
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for row in lexicon.rows("cues_before"):
        if row["kind"] != "trans":
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


def read_before(words: str, large: bool) -> Before:
    """Read the words in front of a number; ``large`` where the number is a round 千, 万 or 亿 (上千万, 破亿)."""
    grow, is_level, comparator, ceiling, distributed, popped = 0, False, "", False, False, 0
    words = words.rstrip(_STRIP)
    endings = _endings()
    while words:
        for word, kind, value in endings.get(words[-1], ()):
            if words.endswith(word):
                break
        else:
            break
        if kind == "keep" or (word == "上" and not large):
            break
        popped += 1
        if kind == "level":
            if not grow:
                is_level = True
            ceiling = ceiling or value == "ceiling"
        elif kind in ("grow", "rate"):
            if not grow:
                grow = int(value)
        elif kind == "cmp":
            comparator = comparator or value
        elif word == "分别":
            distributed = True
        words = words[: -len(word)].rstrip(_STRIP)
    return Before(words, 0 if is_level else grow, is_level, comparator, ceiling, distributed, popped)
