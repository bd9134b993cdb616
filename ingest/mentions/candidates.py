"""Every number-like token of a text: where it stands and what it is worth.

A candidate is a number written in Arabic digits, a Chinese numeral that could count something, or a word that
stands for a number (清零, 倍增, 首位). What it means is decided elsewhere; nothing is dropped here but numerals
inside ordinary words (统一, 一批, 万物).
"""

import re
from dataclasses import dataclass
from typing import Final

from ingest import lexicon
from ingest.lexicon.edges import beginnings
from ingest.mentions.numerals import DIGITS, PLACES, SCALES, chinese_number, read_scaled

_CHINESE: Final = "零〇一二两三四五六七八九十百千万亿"
_CAPITAL: Final = "壹贰叁肆伍陆柒捌玖"


@dataclass(slots=True)
class Candidate:
    """A number-like token.

    ``form``: arabic, chinese, digit (a lone 两 to 十), percent (百分之…, 一成半), fraction, ratio (床位与人口比1：50,
    or one of the three parts of 12：49：39; ``word`` tells which: 1, 2, 3), ordinal (第…), word (清零, 倍增, 首位, …;
    ``word`` tells which). A digit that shares the places of the next (四、五十亿) is chinese, ``word`` pair; two
    neighbouring digits before a place (七八百) are chinese, ``word`` about.
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
    rf"[0-9零〇一二两三四五六七八九十百千万亿清归翻倍减首榜半过双{_CAPITAL}]"
    r"(?:(?<=[0-9零〇二两三四五六七八九十百千万亿])"
    rf"|(?<=一)(?=[{_CHINESE}点半分倍季是、）]|成[半左以多，。、；二三四五六七八九])|(?<=第一)|(?<=[清归])(?=零)|(?<=翻)(?=[一两二三番了近])"
    r"|(?<=倍)(?=增)|(?<=减)(?=半)|(?<=首)(?=位)|(?<=榜)(?=首)|(?<=半)(?=数)|(?<=过)(?=半)|(?<=双)(?=位数)"
    rf"|(?<=[{_CAPITAL}])(?=[拾佰仟]|[万亿][元美人吨]))"
)
_TO_CHINESE: Final = str.maketrans("123456789", "一二三四五六七八九")
_WORD_FIRST: Final = frozenset("清归翻倍减首榜半过双")
_ARABIC: Final = re.compile(r"[1-9]\d{0,2}(?:[,，]\d{3})+(?:\.\d+)?(?![\d,，])|\d+(?:\u200b\d+)*(?:\.\d+)?")
_GROUPING: Final = re.compile("[,，\u200b]")
_SCALE_BEHIND: Final = re.compile(r"[ \u200b\n]*[多余几]?[万亿千百十]+")
_BEFORE_SCALE: Final = beginnings(_SCALE_BEHIND.pattern)
# 2万5千, 3万2千亿, 3万4000, 1亿2千万, 3亿5000万: one number in two scales
_TWO_SCALES: Final = re.compile(
    r"(?P<large>[万亿])(?:(?P<places>[1-9][千百](?:[1-9]百)?)(?P<more>[万亿]?)(?![千百])"
    r"|(?P<digits>\d{4}(?![\d.年,])|\d{1,4}(?=万))(?P<tail>万?))"
)
_RATIO_PART: Final = r"[ ]*：[ ]*(\d+(?:\.\d+)?)"
_RATIO: Final = re.compile(rf"{_RATIO_PART}(?:{_RATIO_PART})?(?![\d.：万亿千百])")
_PLACE: Final = 3
_THOUSAND_UNITS: Final = ("瓦", "克", "米", "伏", "卡")
_WHOLE: Final = (98.0, 102.0)
_SLASH: Final = re.compile(r"([1-9])/([1-9]\d?)(?![\d/年])")
_PERCENT: Final = re.compile(r"[百千]分之(负?)([零〇一二两三四五六七八九十百点]+|\d+(?:\.\d+)?)")
# the second number of 百分之十至十五
_PERCENT_ON: Final = re.compile(r"(?:[至到、]|——?)(?=([一二三四五六七八九十点]+)(?:$|[，。；、）左以的上]))")
_TENTHS: Final = re.compile(
    r"([一二两三四五六七八九])成([半一二三四五六七八九])(?![\u4e00-\u9fff]?[功立]|[般级批个次手线等])"
)
_CAPITAL_RUN: Final = re.compile(rf"[{_CAPITAL}零拾佰仟万亿]+")
_ABOUT: Final = re.compile(r"[一二三四五六七八九]([二三四五六七八九])(?=[十百千万亿])")
_MANY_SCALE: Final = re.compile(r"[多余几][百千]?[万亿]+")
_PAIR: Final = re.compile(r"[一二三四五六七八九]、[一二三四五六七八九]([十百千])")
_FRACTION: Final = re.compile(r"([一二两三四五六七八九十]+)分之([一二两三四五六七八九十]+)")
_RUN: Final = re.compile(rf"[{_CHINESE}]+(?:点[零〇一二三四五六七八九]+)?")
_WORDS: Final = tuple(
    (re.compile(row["pattern"]), row["word"], float(row["value"])) for row in lexicon.rows("number_words")
)
_ZERO: Final = lexicon.pattern("zero")
_LONE_NUMERAL_COUNTS: Final = lexicon.pattern("lone_numeral_counts")
# 七台河, 三元区: too short a name may be a number with its unit (五台, 三元)
_PLACES: Final = (
    name for row in lexicon.rows("regions") for name in (row["name"], row["short_name"]) if name[0] in _CHINESE
)
_NO_NUMERAL: Final = re.compile(
    "|".join(
        (
            *sorted({name for name in _PLACES if len(name) >= _PLACE}, key=len, reverse=True),
            *lexicon.word_list("ordinary_words"),
            lexicon.pattern("no_numeral").pattern,
        )
    )
)


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
            if candidate.form == "ratio":
                found += _further_parts(text, candidate)
                position = found[-1].end
                continue
            # the scale of an Arabic number (5万, 3 亿) is no candidate of its own
            position = candidate.end
            if text[position : position + 1] in _BEFORE_SCALE and (scale := _SCALE_BEHIND.match(text, position)):
                position = scale.end()
            continue
        candidate = (_word(text, start) or start + 1) if first in _WORD_FIRST else _chinese(text, start)
        if isinstance(candidate, int):
            position = candidate
            continue
        append(candidate)
        position = candidate.end
        if candidate.form == "chinese" and (scale := _MANY_SCALE.match(text, position)):
            # 一千多万: the scale belongs to the number before it
            position = scale.end()
        elif candidate.form == "percent" and (more := _percent_on(text, position)):
            append(more)
            position = more.end
    return found


def _arabic(text: str, start: int) -> Candidate:
    """12,000, 6.3, 2/3, 第15."""
    before = text[start - 1] if start else ""
    if (
        text.startswith("/", start + 1)
        and (match := _SLASH.match(text, start))
        and not (before.isdigit() or before in tuple("./"))
    ):
        return Candidate(start, match.end(), "fraction", round(100.0 * int(match[1]) / int(match[2]), 2))
    match = _ARABIC.match(text, start)
    assert match is not None
    written, end = match[0], match.end()
    value = float(written if written.isdecimal() else _GROUPING.sub("", written))
    if before == "第":
        return Candidate(start, end, "ordinal", value)
    follower = text[end : end + 1]
    if follower in SCALES and (both := _two_scales(text, start, end, value)):
        return both
    if follower in ("：", " ") and before not in ("：", ".") and (ratio := _ratio(text, start, end, value)):
        return ratio
    return Candidate(start, end, "arabic", value)


def _two_scales(text: str, start: int, end: int, value: float) -> Candidate | None:
    """2万5千 is 2.5 万, 3亿5000万 is 3.5 亿; None for a number of one scale (29万65岁)."""
    match = _TWO_SCALES.match(text, end)
    if not match or not value.is_integer():
        return None
    large, below = SCALES[match["large"]], 0
    if match["places"]:
        small, more = chinese_number(match["places"].translate(_TO_CHINESE)), match["more"]
        if more == "亿" and large == SCALES["万"]:
            return Candidate(start, match.end(), "arabic", value + small / large, "万亿")
        below = int(small) * SCALES.get(more, 1)
    else:
        below = int(match["digits"]) * (SCALES["万"] if match["tail"] else 1)
    if below >= large:
        return None
    return Candidate(start, match.end(), "arabic", round(value + below / large, 8), match["large"])


def _ratio(text: str, start: int, end: int, value: float) -> Candidate | None:
    """The first part of a ratio of three that make up a whole, or the ratio of two as one number; 2.35：1 is 2.35."""
    match = _RATIO.match(text, end)
    if not match:
        return None
    second = float(match[1])
    if match[2] is not None:
        low, high = _WHOLE
        is_whole = low <= value + second + float(match[2]) <= high
        return Candidate(start, end, "ratio", value, word="1") if is_whole else None
    if second in (0.0, 1.0):
        return None
    return Candidate(start, match.end(), "ratio", round(value / second, 4), word="of two")


def _further_parts(text: str, first: Candidate) -> list[Candidate]:
    """The second and third part of a ratio of three."""
    match = _RATIO.match(text, first.end)
    if first.word != "1" or match is None:
        return []
    return [Candidate(*match.span(part), "ratio", float(match[part]), word=str(part + 1)) for part in (1, 2)]


def _percent_on(text: str, position: int) -> Candidate | None:
    """The 十五 of 百分之十至十五."""
    match = _PERCENT_ON.match(text, position)
    if not match or (value := _value(match[1])) is None:
        return None
    return Candidate(*match.span(1), "percent", value, word="%")


def _word(text: str, start: int) -> Candidate | None:
    """清零, 翻一番, 首位."""
    for pattern, word, value in _WORDS:
        if match := pattern.match(text, start):
            return Candidate(start, match.end(), "word", value, word=word)
    return None


def _chinese(text: str, start: int) -> Candidate | int:
    """The candidate of a Chinese numeral that begins at ``start``, or the offset at which to look on."""
    before = text[start - 1] if start else ""
    run = (_CAPITAL_RUN if text[start] in _CAPITAL else _RUN).match(text, start)
    assert run is not None
    if before and before in "/每":
        return run.end()
    if candidate := _compound(text, start, run.end()):
        return candidate
    end, digits = run.end(), run[0]
    if len(digits) > 1 and (digits[-1] == "零" or (digits[-1] == "千" and text.startswith(_THOUSAND_UNITS, end))):
        # 五万千瓦, 百亿零碳产业园: the last character belongs to the next word
        end, digits = end - 1, digits[:-1]
    if before != "第":
        if phrase := _NO_NUMERAL.match(text, start):
            return max(end, phrase.end())
        if len(digits) == 1 and not (_LONE_NUMERAL_COUNTS.match(text, end) or (before and before in "前破")):
            return end
    about = _ABOUT.match(digits)
    numeral = digits[:1] + digits[2:] if about else digits
    if "亿" in digits and (more := _MANY_SCALE.match(text, end)):
        # 一亿六千余万
        numeral += more[0][1:]
    try:
        number, scale = read_scaled(numeral)
    except (ValueError, OverflowError):
        return end
    if text.startswith("倍半", end):
        number += 0.5
    form = "ordinal" if before == "第" else "digit" if len(digits) == 1 and digits not in "百千万亿" else "chinese"
    return Candidate(start, end, form, number, scale, word="about" if about else "")


def _compound(text: str, start: int, end: int) -> Candidate | None:
    """Numerals with more than digits and places: 百分之十五, 四、五十亿, 零突破, 一半, 三分之二.

    ``end``: where the plain numeral ends that begins at ``start``.
    """
    first, second = text[start], text[start + 1 : start + 2]
    if first in "百千" and (match := _PERCENT.match(text, start)) and (value := _value(match[2])) is not None:
        unit = "‰" if first == "千" else "%"
        return Candidate(start, match.end(), "percent", -value if match[1] else value, word=unit)
    if second == "成" and (tenths := _TENTHS.match(text, start)):
        part = 5 if tenths[2] == "半" else DIGITS[tenths[2]]
        return Candidate(start, tenths.end(), "percent", float(10 * DIGITS[first] + part), word="%")
    if second == "、" and (pair := _PAIR.match(text, start)):
        return Candidate(start, start + 1, "chinese", float(DIGITS[first] * PLACES[pair[1]]), word="pair")
    if first == "零" and _ZERO.match(text, start):
        return Candidate(start, start + 1, "word", 0.0, word="zero")
    if first in "一两" and (word := _word(text, start)):
        return word
    if text.startswith("分之", end) and (match := _FRACTION.match(text, start)):
        whole, share = _value(match[1]), _value(match[2])
        if whole and share:
            return Candidate(start, match.end(), "fraction", round(100.0 * share / whole, 2))
    return None


def _value(numeral: str) -> float | None:
    """The value of a Chinese numeral; None where it is none, or has hundreds of digits (torn tables)."""
    try:
        return float(numeral) if numeral[0].isdigit() and numeral.isascii() else chinese_number(numeral)
    except (ValueError, OverflowError):
        return None
