"""Every number-like token of a text: where it stands and what it is worth.

A candidate is a number written in Arabic digits, a Chinese numeral that could count something, or a word that
stands for a number (清零, 倍增, 首位). What it means is decided elsewhere; nothing is dropped here but numerals
inside ordinary words (统一, 一批, 万物).
"""

import re
from dataclasses import dataclass
from typing import Final

from ingest import lexicon
from ingest.mentions.numerals import DIGITS, PLACES, chinese_number, split_scale

_CHINESE: Final = "零〇一二两三四五六七八九十百千万亿"


@dataclass(slots=True)
class Candidate:
    """A number-like token.

    ``form``: arabic, chinese, digit (a lone 两 to 十), percent (百分之…), fraction, ordinal (第…), word (清零, 倍增,
    首位, …; ``word`` tells which). A digit that shares the places of the next (四、五十亿) is chinese, ``word`` pair.
    ``value`` in the unit that follows, before any scale (万, 亿) written behind it.
    ``scale`` is the scale that is part of the token itself (千亿 -> 1000, 亿); "" otherwise.
    """

    start: int
    end: int
    form: str
    value: float
    scale: str = ""
    word: str = ""


# where a candidate may begin: a plain numeral, 一 by what stands around it, a word by its first character
_START: Final = re.compile(
    r"[0-9零〇一二两三四五六七八九十百千万亿清归翻倍减首榜半过双](?:(?<=[0-9零〇二两三四五六七八九十百千万亿])"
    rf"|(?<=一)(?=[{_CHINESE}点半分倍季是、）])|(?<=第一)|(?<=[清归])(?=零)|(?<=翻)(?=[一两二三番了])"
    r"|(?<=倍)(?=增)|(?<=减)(?=半)|(?<=首)(?=位)|(?<=榜)(?=首)|(?<=半)(?=数)|(?<=过)(?=半)|(?<=双)(?=位数))"
)
_WORD_FIRST: Final = frozenset("清归翻倍减首榜半过双")
_ARABIC: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\u200b\d+)*(?:\.\d+)?")
_SCALE_BEHIND: Final = re.compile(r"[ \u200b\n]*[多余几]?[万亿千百十]+")
_SLASH: Final = re.compile(r"([1-9])/([1-9]\d?)(?![\d/年])")
_PERCENT: Final = re.compile(r"[百千]分之(负?)([零〇一二两三四五六七八九十百点]+)")
_PAIR: Final = re.compile(r"[一二三四五六七八九]、[一二三四五六七八九]([十百千])")
_FRACTION: Final = re.compile(r"([一二两三四五六七八九十]+)分之([一二两三四五六七八九十]+)")
_RUN: Final = re.compile(rf"[{_CHINESE}]+(?:点[零〇一二三四五六七八九]+)?")
_WORDS: Final = tuple(
    (re.compile(row["pattern"]), row["word"], float(row["value"])) for row in lexicon.rows("number_words")
)
_ZERO: Final = lexicon.pattern("zero")
_LONE_NUMERAL_COUNTS: Final = lexicon.pattern("lone_numeral_counts")
_NO_NUMERAL: Final = re.compile("|".join((*lexicon.word_list("ordinary_words"), lexicon.pattern("no_numeral").pattern)))


def candidates(text: str) -> list[Candidate]:
    """All candidates of a normalised text, in order, none overlapping another."""
    found: list[Candidate] = []
    append = found.append
    position, search = 0, _START.search
    while match := search(text, position):
        start = match.start()
        first = text[start]
        candidate: Candidate | int
        if first <= "9":
            candidate = _arabic(text, start)
            append(candidate)
            # the scale of an Arabic number (5万, 3 亿) is no candidate of its own
            scale = _SCALE_BEHIND.match(text, candidate.end)
            position = scale.end() if scale else candidate.end
            continue
        candidate = (_word(text, start) or start + 1) if first in _WORD_FIRST else _chinese(text, start)
        if isinstance(candidate, int):
            position = candidate
        else:
            append(candidate)
            position = candidate.end
    return found


def _arabic(text: str, start: int) -> Candidate:
    """12,000, 6.3, 2/3, 第15."""
    before = text[start - 1] if start else ""
    if (match := _SLASH.match(text, start)) and not (before.isdigit() or before in tuple("./")):
        return Candidate(start, match.end(), "fraction", round(100.0 * int(match[1]) / int(match[2]), 2))
    match = _ARABIC.match(text, start)
    assert match is not None
    form = "ordinal" if before == "第" else "arabic"
    return Candidate(start, match.end(), form, float(match[0].replace(",", "").replace("\u200b", "")))


def _word(text: str, start: int) -> Candidate | None:
    """清零, 翻一番, 首位."""
    for pattern, word, value in _WORDS:
        if match := pattern.match(text, start):
            return Candidate(start, match.end(), "word", value, word=word)
    return None


def _chinese(text: str, start: int) -> Candidate | int:
    """The candidate of a Chinese numeral that begins at ``start``, or the offset at which to look on."""
    before = text[start - 1] if start else ""
    run = _RUN.match(text, start)
    assert run is not None
    if before and before in "/每":
        return run.end()
    if candidate := _compound(text, start):
        return candidate
    end, digits = run.end(), run[0]
    if before != "第":
        if phrase := _NO_NUMERAL.match(text, start):
            return max(end, phrase.end())
        if len(digits) == 1 and not (_LONE_NUMERAL_COUNTS.match(text, end) or (before and before in "前破")):
            return end
    number, scale = split_scale(digits)
    value = _value(number)
    if value is None:
        return end
    form = "ordinal" if before == "第" else "digit" if len(digits) == 1 and digits not in "百千万亿" else "chinese"
    return Candidate(start, end, form, value, scale)


def _compound(text: str, start: int) -> Candidate | None:
    """Numerals with more than digits and places: 百分之十五, 四、五十亿, 零突破, 一半, 三分之二."""
    first = text[start]
    if first in "百千" and (match := _PERCENT.match(text, start)) and (value := _value(match[2])) is not None:
        unit = "‰" if first == "千" else "%"
        return Candidate(start, match.end(), "percent", -value if match[1] else value, word=unit)
    if pair := _PAIR.match(text, start):
        return Candidate(start, start + 1, "chinese", float(DIGITS[first] * PLACES[pair[1]]), word="pair")
    if first == "零" and _ZERO.match(text, start):
        return Candidate(start, start + 1, "word", 0.0, word="zero")
    if first in "一两" and (word := _word(text, start)):
        return word
    if match := _FRACTION.match(text, start):
        whole, part = _value(match[1]), _value(match[2])
        if whole and part:
            return Candidate(start, match.end(), "fraction", round(100.0 * part / whole, 2))
    return None


def _value(numeral: str) -> float | None:
    """The value of a Chinese numeral; None where it is none, or has hundreds of digits (torn tables)."""
    try:
        return chinese_number(numeral)
    except (ValueError, OverflowError):
        return None
