"""Numerals to numbers: Arabic, full-width and Chinese digits, fractions, and the scales 万 and 亿."""

from functools import lru_cache
from typing import Final

DIGITS: Final = (
    dict(zip("零一二三四五六七八九", range(10), strict=True))
    | dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
    | {"〇": 0, "两": 2}
)
PLACES: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
SCALES: Final = {"万": 10_000, "亿": 100_000_000}
_REMEMBERED: Final = 1 << 12


def chinese_integer(text: str) -> int:
    """The value of a Chinese integer below 万: 一千六百三十 is 1630, 百 is 100, 二〇二五 is 2025.

    A digit that closes a numeral behind 百 or 千 counts the next lower place: 一百五 is 150.
    Raises ValueError for characters that are no numerals.
    """
    if len(text) > 2 and text[-2] in "百千佰仟" and text[-1] in DIGITS:
        return chinese_integer(text[:-1]) + _digit(text[-1]) * PLACES[text[-2]] // 10
    if len(text) > 1 and not any(character in PLACES for character in text):
        return int("".join(str(_digit(character)) for character in text))
    total, digit = 0, None
    for character in text:
        if character in PLACES:
            # 零十二: a zero that only holds a place
            total += (digit or 1) * PLACES[character]
            digit = None
        else:
            digit = _digit(character)
    return total + (digit or 0)


def chinese_number(text: str) -> float:
    """The value of any Chinese numeral with 点, 万 and 亿: 十三点四 is 13.4, 二十万亿 is 2e13.

    Raises ValueError for characters that are no numerals.
    """
    whole, _, fraction = text.partition("点")
    value = _scaled(whole)
    if fraction:
        value += float("0." + "".join(str(_digit(character)) for character in fraction))
    return value


def split_scale(text: str) -> tuple[str, str]:
    """A Chinese numeral and the scale it ends in, which reports write as part of the unit.

    >>> split_scale("一千六百三十亿")
    ('一千六百三十', '亿')
    >>> split_scale("万亿")
    ('一', '万亿')
    """
    for scale in ("万亿", "亿", "万"):
        if text.endswith(scale):
            number = text[: -len(scale)]
            if not any(character in SCALES for character in number):
                return number or "一", scale
    return text, ""


@lru_cache(_REMEMBERED)
def read_scaled(text: str) -> tuple[float, str]:
    """The value of a Chinese numeral in its largest scale, and that scale: 二十七亿四千万 is 27.4 亿.

    A number of 万 with a remainder (一万零十二) has no scale. Raises ValueError for characters that are no numerals.

    >>> read_scaled("三亿零四百七十五万")
    (3.0475, '亿')
    >>> read_scaled("三万二千亿")
    (3.2, '万亿')
    """
    number, scale = split_scale(text)
    value = chinese_number(number)
    if scale or "亿" not in number:
        return value, scale
    scale = "万亿" if "万" in number.partition("亿")[0] else "亿"
    return round(value / (1e12 if scale == "万亿" else 1e8), 8), scale


def _scaled(text: str) -> float:
    """亿 first, then 万: 二十万亿 multiplies, 三亿五千万 adds."""
    for scale, factor in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = text.rpartition(scale)
        if found:
            high = _scaled(head) if head else 1.0
            return high * factor + (_scaled(tail) if tail else 0.0)
    return float(chinese_integer(text)) if text else 0.0


def _digit(character: str) -> int:
    try:
        return DIGITS[character]
    except KeyError:
        raise ValueError(f"{character!r} is no numeral") from None
