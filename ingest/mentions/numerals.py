"""Numerals to numbers: Arabic, full-width and Chinese digits, fractions, and the scales 万 and 亿."""

from typing import Final

DIGITS: Final = (
    dict(zip("零一二三四五六七八九", range(10), strict=True))
    | dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
    | {"〇": 0, "两": 2}
)
PLACES: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
SCALES: Final = {"万": 10_000, "亿": 100_000_000}


def chinese_integer(text: str) -> int:
    """The value of a Chinese integer below 万: 一千六百三十 is 1630, 百 is 100, 二〇二五 is 2025.

    Raises ValueError for characters that are no numerals.
    """
    if len(text) > 1 and not any(character in PLACES for character in text):
        return int("".join(str(_digit(character)) for character in text))
    total, digit = 0, None
    for character in text:
        if character in PLACES:
            total += (1 if digit is None else digit) * PLACES[character]
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
