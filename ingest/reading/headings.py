"""Headings by their form: numbering of every style, and where a heading ends that stands in running text."""

import re
from functools import cache
from typing import Final

from ingest import lexicon

_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
# first order, second order, third order
_FIRST: Final = re.compile(rf"第{_NUMERAL}(?:部分|[章篇部])|{_NUMERAL}(?:[、.]| (?=\S))|[IVX]{{1,4}}[、.]")
_SECOND: Final = re.compile(rf"第{_NUMERAL}节|[（(]{_NUMERAL}[）)]")
_THIRD: Final = re.compile(r"\d{1,3}(?:[、)）]|\.(?!\d))|[（(]\d{1,3}[）)]|[；•]|—{2}|[-*+] ")
# a part of these and of Markdown's marks, quick to look for: most lines begin otherwise
_NUMBERED: Final = re.compile(r"[#第一二三四五六七八九十IVX（(\d；•—*+-]")
# what Markdown sets in front of a heading; more of it (### ) for one of the second order
_HASHES: Final = re.compile(r"#{1,6} +")
_FEW_HASHES: Final = 3
# a heading in running text is no longer, and stands behind the end of a sentence
_INLINE: Final = re.compile(
    rf"(?:(?<=[。！？”）：])|(?<=^)|(?<= ))(?:第{_NUMERAL}部分[ ：]?|{_NUMERAL}、)(?=[^，。；：]{{2,40}})"
)
# the first of them may stand behind the name of the speaker: 县长高远山一、2025年工作回顾2025年，…
_FIRST_INLINE: Final = re.compile(r"(?<=[\u4e00-\u9fff])一、(?=[^，。；：]{2,40})")
_SPEAKER: Final = 200
_REACH: Final = 46
_OPENS: Final = lexicon.written("heading_stands_over")
_OPENING: Final = re.compile(_OPENS)
_TIME: Final = lexicon.written("heading_time")
_ANNEX: Final = lexicon.written("annex_mark")
# what a heading without a number begins with, behind the end of a sentence: the time that it is about
_TIMED: Final = re.compile(rf"(?:(?<=[。！？”）：])|(?<=[。！？”）：] )|(?<=[。！？”）：]  ))(?:{_TIME})")

# the same over a list that opens with its first number, with the mark of an annex above or without
_LISTED: Final = re.compile(
    rf"(?<=[。！？])(?:{_ANNEX})?"
    rf"(?P<heading>(?:{_TIME})[^，。；：\n]{{2,40}}?)(?=1[、.](?!\d)|一、(?!二、)|（一）)"
)


def level_of(words: str) -> int:
    """1 to 3 by the numbering that the words begin with (一、 （一） 1.), else by Markdown's #, 0 without either."""
    if not _NUMBERED.match(words):
        return 0
    hashes = _HASHES.match(words)
    if hashes:
        words = words[hashes.end() :]
    if _FIRST.match(words):
        return 1
    if _SECOND.match(words):
        return 2
    if hashes:
        return 1 if hashes.end() <= _FEW_HASHES else 2
    return 3 if _THIRD.match(words) else 0


@cache
def _tails() -> tuple[str, ...]:
    return lexicon.word_list("heading_tails")


@cache
def _inline_end() -> re.Pattern[str]:
    tails = "|".join(map(re.escape, _tails()))
    openers = "|".join(map(re.escape, lexicon.word_list("sentence_openers")))
    # 回顾“十四五”… opens a heading, …目标任务“十五五”时期是… begins the text behind one
    return re.compile(
        rf"[^，。；：\n]{{4,40}}?(?:{tails})(?=“[一二三四五六七八九十]{{1,2}}五”)"
        rf"|[^，。；：\n]{{2,40}}?(?:{tails})(?!的|和|与|及|、)"
        rf"(?=(?:19|20)\d\d年|[（(]?{_NUMERAL}[）)、]|\d{{1,2}}[、.]|——|《| |{openers})"
    )


def opens_paragraph(words: str) -> bool:
    """Whether the words begin as paragraphs do that stand under a heading: 2016年是…, “十三五”时期，…."""
    return bool(_OPENING.match(words))


def ends_heading(words: str) -> bool:
    """Whether the words end as headings do: …回顾, …安排, …任务."""
    return words.endswith(_tails())


@cache
def _likely_end() -> re.Pattern[str]:
    tails = "|".join(map(re.escape, _tails()))
    return re.compile(
        rf"[^。；：\n]{{2,45}}?(?={_OPENS})"
        rf"|[^，。；：\n]{{2,40}}?(?:{tails})++(?!的|和|与|及)(?=[\u4e00-\u9fff“《])"
        # 2022年财政决算2022年财政决算的收支…: the text takes up what the heading ends in
        r"|[^，。；：\n]{0,36}?(?P<said>[^，。；：\n]{6,20})(?=[^，。；：\n]{0,6}(?P=said))"
    )


def inline_headings(text: str, *, likely: bool = False) -> list[tuple[int, int]]:
    """Headings of the first order that stand in running text (一、2024年工作回顾2024年，…): start and end.

    The end is the start where the words do not tell how far the heading goes; ``likely``: words that headings end in
    are enough, or what opens a paragraph behind them, in a text of which nothing else can be told.
    """
    found = []
    first = _FIRST_INLINE.search(text, 0, _SPEAKER)
    told = first and _inline_end().match(text, first.end(), first.end() + _REACH + 8)
    if first and told:
        found.append((first.start(), told.end()))
    for match in _INLINE.finditer(text):
        reach = min(len(text), match.end() + _REACH + 8)
        end = _inline_end().match(text, match.end(), reach)
        if end is None and likely:
            end = _likely_end().match(text, match.end(), reach)
        found.append((match.start(), end.end() if end else match.start()))
    return found


def timed_headings(text: str) -> list[tuple[int, int]]:
    """Headings without a number that stand in running text (…意见。2023年工作回顾2023年，…): start and end.

    Only such as name a time first and end as headings do.
    """
    found = []
    for match in _TIMED.finditer(text):
        end = _inline_end().match(text, match.start(), min(len(text), match.start() + _REACH + 8))
        if end:
            found.append((match.start(), end.end()))
    return found


def listed_headings(text: str) -> set[int]:
    """Where headings begin and end that name a time and stand in running text over a numbered list.

    As those of an annex do, which number their items anew: …努力奋斗！附件2023年实事完成情况1.新建学校3所.
    """
    return {edge for match in _LISTED.finditer(text) for edge in (match.start(), *match.span("heading"))}
