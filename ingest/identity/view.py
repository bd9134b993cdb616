"""The same text without blanks and in one notation, with the way back to the offsets of the raw text."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

_WIDE: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {ord("〔"): ord("("), ord("〕"): ord(")")}
_WIDE_RUN: Final = re.compile(f"[{re.escape(''.join(map(chr, _WIDE)))}]+")
_WIDE_MARKS: Final = tuple(zip("，；：（）", ",;:()", strict=True))
_SKIPPED: Final = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\ufeff\u2002\u2003\u2009\ue003*#"
_SKIP: Final = frozenset(_SKIPPED)
_SKIP_RUN: Final = re.compile(f"[{re.escape(_SKIPPED)}]+")
_YEAR: Final = re.compile(r"[一二][一二三四五六七八九〇○零ＯO0]{3}(?=年)")
_DIGIT: Final = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零ＯO0", "0")
_TRADITIONAL: Final = re.compile("[報國會為們這縣區發經濟與對後將個時開關長務業]")

TRADITIONAL: Final = 5
"""Traditional characters in the beginning of a text from which it is read as one in traditional characters."""


class _Converter(Protocol):
    def convert(self, text: str) -> str:
        """Text in simplified characters."""


@cache
def _simplifier() -> _Converter:
    import opencc

    converter: _Converter = opencc.OpenCC("t2s")
    return converter


def plain(text: str) -> str:
    """The text in half width and with Arabic years: same length."""
    # a translation of the whole text looks up each of its characters, and most wide ones are these marks
    for wide, half in _WIDE_MARKS:
        text = text.replace(wide, half)
    text = _WIDE_RUN.sub(lambda run: run.group().translate(_WIDE), text)
    if "年" in text:
        text = _YEAR.sub(lambda match: "".join(_DIGIT[c] for c in match.group()), text)
    return text


def is_traditional(text: str) -> bool:
    """Whether a text is in traditional characters."""
    return len(_TRADITIONAL.findall(text, 0, 6000)) >= TRADITIONAL


def simplify(text: str) -> str:
    """The text in simplified characters, where it is in traditional ones: same length."""
    if not is_traditional(text):
        return text
    simple = _simplifier().convert(text)
    return simple if len(simple) == len(text) else "".join([_one(character) for character in text])


def _one(character: str) -> str:
    simple = _simplifier().convert(character)
    return simple if len(simple) == 1 else character


def squeeze(text: str) -> str:
    """The plain text without blanks, zero-width characters and marks of headings."""
    return _SKIP_RUN.sub("", plain(text))


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is squeezed; ``at[i]`` is the raw offset of its character i."""

    text: str
    at: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw stretch of a stretch of the view."""
        return self.at[start], self.at[end - 1] + 1


def view(text: str, start: int, end: int) -> View:
    """The view of text[start:end]."""
    pairs = [(i, c) for i, c in enumerate(plain(text[start:end]), start) if c not in _SKIP]
    return View("".join([c for _, c in pairs]), [i for i, _ in pairs])
