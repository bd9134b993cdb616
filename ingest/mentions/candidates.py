"""Every number-like token of a text: where it stands and what it is worth.

A candidate is a number written in Arabic digits, a Chinese numeral that could count something, or a word that
stands for a number (清零, 倍增, 首位). What it means is decided elsewhere; nothing is dropped here but numerals
inside ordinary words (统一, 一批, 万物).
"""

import re
from dataclasses import dataclass
from typing import Final

from ingest.mentions.numerals import DIGITS, PLACES, chinese_integer, chinese_number, split_scale

_CHINESE: Final = "零〇一二两三四五六七八九十百千万亿"


@dataclass(slots=True)
class Candidate:
    """A number-like token.

    ``form``: arabic, chinese, digit (a lone 两 to 十), percent (百分之…), fraction, ordinal (第…), word (清零, 倍增, 首位, …).
    ``value`` in the unit that follows, before any scale (万, 亿) written behind it.
    ``scale`` is the scale that is part of the token itself (千亿 -> 1000, 亿); "" otherwise.
    """

    start: int
    end: int
    form: str
    value: float
    scale: str = ""
    word: str = ""


_START = re.compile(
    rf"[0-9零〇二两三四五六七八九十百千万亿]|一(?=[{_CHINESE}点半分倍季是、）])|(?<=第)一"
    r"|[清归](?=零)|翻(?=[一两二三番了])|倍(?=增)|减(?=半)|首(?=位)|榜(?=首)|半(?=数)|过(?=半)|双(?=位数)"
)
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\u200b\d+)*(?:\.\d+)?")
_SCALE_BEHIND: Final = re.compile(r"[ \u200b\n]*[多余几]?[万亿千百十]+")
_SLASH = re.compile(r"([1-9])/([1-9]\d?)(?![\d/年])")
_PERCENT = re.compile(r"[百千]分之(负?[零〇一二两三四五六七八九十百点]+)")
_PAIR = re.compile(r"[一二三四五六七八九]、[一二三四五六七八九]([十百千])")
_FRACTION = re.compile(r"([一二两三四五六七八九十]+)分之([一二两三四五六七八九十]+)")
_RUN = re.compile(rf"[{_CHINESE}]+(?:点[零〇一二三四五六七八九]+)?")
_WORDS: Final = (
    # pattern, word, value
    (re.compile(r"清零|归零"), "zero_out", 0.0),
    (re.compile(r"翻一番|翻番|翻了一番"), "doubling", 100.0),
    (re.compile(r"翻两番|翻二番|翻了两番"), "doubling", 300.0),
    (re.compile(r"翻三番"), "doubling", 700.0),
    (re.compile(r"(?<!成)倍增(?![计工行提战效式加])"), "doubling", 100.0),
    (re.compile(r"减半"), "halving", -50.0),
    (re.compile(r"首位(?![度置])"), "first", 1.0),
    (re.compile(r"榜首"), "first", 1.0),
    (re.compile(r"半数|一半|过半"), "half", 50.0),
    (re.compile(r"两位数|双位数"), "two_digits", 10.0),
)
_WORD_FIRST: Final = {"清", "归", "翻", "倍", "减", "首", "榜", "半", "过", "双"}
_ZERO = re.compile(r"(?<!消)零(?=[”’]?的?[”’]?突破|增长|负增长|伤亡|亡人|死亡|事故|发生|新增|感染|差错|投诉|上访|违规|失误|容忍|距离|疫情|欠薪|案件|缺陷|报告|延误)")
# a lone Chinese numeral is a candidate only before a word that it can count
_COUNTED = re.compile(
    r"[成倍次年连名场家部项个户条所张座位亿万元件人支只台套处批轮岁天亩吨公届大类度强番月类宗辆艘头千百架期种省市县区镇乡村级产线届列头对例吨匹孔斤元季方、）好中是]|分之"
)
_NOT_A_NUMBER = re.compile(
    r"千家万户|千方百计|成千上万|千军万马|千秋万代|千山万水|千言万语|千行百业|万水千山|万众一心|百家争鸣|百花齐放|[一二三四五六七八九]{2}(?![一二三四五六七八九十百千万亿点〇零])(?=[个名家种项次轮人天年线级])|"
    r"一[个次批些系般定起直致样体流时切旦贯举面方种边项条位天人年名家部场大类级处带股件把番套度产日月]|万[物里象众民事紫家灯](?!元)|百姓|千方百计|十分(?!之)|百花|百业|"
    r"千家万户|成千上万|千军万马|千锤百炼|千载难逢|千秋|百年(?!目标)|四面八方|七上八下|三心二意|五湖四海|九牛二虎|亿万"
)


def candidates(text: str) -> list[Candidate]:
    """All candidates of a normalised text, in order, none overlapping another."""
    found: list[Candidate] = []
    append = found.append
    position, search = 0, _START.search
    while match := search(text, position):
        start = match.start()
        candidate = _read(text, start)
        if isinstance(candidate, int):
            position = candidate
        else:
            append(candidate)
            position = candidate.end
            if candidate.end - candidate.start and text[candidate.start] <= "9":
                position = _behind_scale(text, position)
    return found


def _read(text: str, start: int) -> Candidate | int:
    """The candidate that begins at ``start``, or the offset at which to look on."""
    first = text[start]
    if first <= "9":
        if match := _SLASH.match(text, start):
            if start == 0 or not (text[start - 1].isdigit() or text[start - 1] in "./"):
                return Candidate(start, match.end(), "fraction", round(100.0 * int(match[1]) / int(match[2]), 2))
        match = _ARABIC.match(text, start)
        assert match is not None
        form = "ordinal" if start and text[start - 1] == "第" else "arabic"
        return Candidate(start, match.end(), form, float(match[0].replace(",", "").replace("\u200b", "")))
    if first in _WORD_FIRST:
        return _word(text, start)
    return _chinese(text, start)


def _word(text: str, start: int) -> Candidate | int:
    for pattern, word, value in _WORDS:
        if match := pattern.match(text, start):
            return Candidate(start, match.end(), "word", value, word=word)
    return start + 1


def _chinese(text: str, start: int) -> Candidate | int:
    first = text[start]
    if start and text[start - 1] in "/每":
        run = _RUN.match(text, start)
        return run.end() if run else start + 1
    if first in "百千" and (match := _PERCENT.match(text, start)):
        digits = match[1]
        sign = -1.0 if digits[0] == "负" else 1.0
        value = sign * chinese_number(digits.lstrip("负"))
        return Candidate(start, match.end(), "percent", value, word="‰" if first == "千" else "%")
    if pair := _PAIR.match(text, start):
        # 四、五十亿 is forty to fifty: the first digit shares the places of the second
        return Candidate(start, start + 1, "chinese", float(DIGITS[first] * PLACES[pair[1]]), word="pair")
    if first == "零" and _ZERO.match(text, start):
        return Candidate(start, start + 1, "word", 0.0, word="zero")
    if first in "一两" and (match := _word_at(text, start)):
        return match
    if match2 := _FRACTION.match(text, start):
        whole, part = chinese_integer(match2[1]), chinese_integer(match2[2])
        return Candidate(start, match2.end(), "fraction", round(100.0 * part / whole, 2))
    match3 = _RUN.match(text, start)
    assert match3 is not None
    end = match3.end()
    run = match3[0]
    ordinal = start > 0 and text[start - 1] == "第"
    if not ordinal:
        if phrase := _NOT_A_NUMBER.match(text, start):
            return max(end, phrase.end())
        if len(run) == 1 and not (_COUNTED.match(text, end) or (start > 0 and text[start - 1] in "前破")):
            return end
    number, scale = split_scale(run)
    try:
        value = chinese_number(number)
    except ValueError:
        return end
    form = "ordinal" if ordinal else "digit" if len(run) == 1 and run not in "百千万亿" else "chinese"
    return Candidate(start, end, form, value, scale)


def _word_at(text: str, start: int) -> Candidate | None:
    found = _word(text, start)
    return found if isinstance(found, Candidate) else None


def _behind_scale(text: str, position: int) -> int:
    """The offset behind the scale of an Arabic number (5万, 3 亿): the scale is no candidate of its own."""
    match = _SCALE_BEHIND.match(text, position)
    return match.end() if match else position
