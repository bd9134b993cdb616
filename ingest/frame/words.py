"""The words that tell time and stance, found in one pass over a text: 去年, “十五”期间, 力争, 取得了."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from ingest import lexicon
from ingest.reading import READINGS_KEPT

# what may stand around the name of a five-year plan; without any of these 十五 is a number
_QUOTED: Final = "“{}”"
_PERIODS: Final = ("时期", "期间", "末", "规划", "计划", "以来")
_IN_FULL: Final = ("", "计划", "规划")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of lexicon/frame_words.csv, time_words.csv or five_year_plans.csv.

    ``kind``: stance, neutral (a longer word that hides another: 主要 hides 要), year, term, now, since
    (建市以来), first_years (of a plan) or plan.
    ``weight`` of a stance: how much it speaks for what is to come (logit; negative for what was).
    ``clause``: the same for a figure in whose clause it stands.
    ``first`` and ``last``: years from the report's own, or the years of a plan.
    """

    text: str
    kind: str
    weight: float = 0.0
    clause: float = 0.0
    first: int = 0
    last: int = 0


class Hit(NamedTuple):
    """A word where it stands."""

    start: int
    end: int
    word: Word


def _words() -> list[Word]:
    stances = [
        Word(row["word"], row["kind"], float(row["weight"] or 0), float(row["clause"] or 0))
        for row in lexicon.rows("frame_words")
    ]
    times = [
        Word(row["word"], row["kind"], first=int(row["first"]), last=int(row["last"]))
        for row in lexicon.rows("time_words")
    ]
    return [*stances, *times, *_plans()]


def _plans() -> list[Word]:
    words = []
    for row in lexicon.rows("five_year_plans"):
        name = row["name"]
        in_full = f"第{name[:-1]}个五年"
        for text in (_QUOTED.format(name), *(name + one for one in _PERIODS), *(in_full + one for one in _IN_FULL)):
            words.append(Word(text, "plan", first=int(row["first"]), last=int(row["last"])))
    return words


@cache
def _automaton() -> tuple[AhoCorasick, tuple[Word, ...]]:
    """What finds the words, by their numbers, and the words; of one that stands in two tables the later row counts."""
    words = {word.text: word for word in _words()}
    # of all kinds of automaton the largest and fastest: there are few words
    found_by = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return found_by, tuple(words.values())


def find_words(text: str) -> list[Hit]:
    """All words of the lexicon in a text, in order; of those that overlap the first, then the longest one."""
    automaton, words = _automaton()
    return [Hit(start, end, words[number]) for number, start, end in automaton.find_matches_as_indexes(text)]


def words_between(hits: Sequence[Hit], starts: Sequence[int], start: int, end: int) -> Sequence[Hit]:
    """Those of the words that begin at ``start`` or behind it, and before ``end``; ``starts`` are those of all."""
    return hits[bisect_left(starts, start) : bisect_left(starts, end)]


@lru_cache(READINGS_KEPT)
def words_of_reading(text: str) -> Sequence[Hit]:
    """``find_words`` of the text of a reading, remembered as long as it is: parts and mentions ask for the same."""
    return find_words(text)
