"""One character for one character: the text as the patterns see it, with every offset unchanged.

Full-width digits and letters become ASCII, ASCII marks of sentences their full-width forms, straight quotation marks
curly ones, every dash of a range ``—`` or ``～``, every odd space a blank, radicals that stand for characters these,
and traditional characters simplified ones.
"""

import re
import unicodedata
from functools import cache

from ingest import lexicon

# the comma of ３，６００ groups digits
_GROUPED = re.compile(r"，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_DASHES = "－–—―─━‒"
_TILDES = "~〜∼"
_SPACES = "\u00a0\u3000\u2002\u2003\u2009\t\r\x0b\x0c"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
INVISIBLE = "\u200b"
_KANGXI = range(0x2F00, 0x2FD6)
_HAN = range(0x3400, 0x9FFF)
# a comma that groups no digits, a point in the middle of a number, a point that ends a sentence
# (each begins with its mark, which is what a search is fast for)
_COMMA = re.compile(r",(?:(?!\d)|(?<!\d,))")
_MIDDLE_POINTS = "·•・"
_MIDDLE_POINT = re.compile(r"[·•・](?<=\d[·•・])(?=\d)")
# typed without direction; a report quotes names and slogans, on a line or over its end
_QUOTED = re.compile('"([^"\\n]{1,60}(?:\\n[^"\\n]{1,60})?)"')
# as converters to Markdown write a range, a dash and a mark that is no mark of theirs: 7--8, 甲---乙, 50\\%
_HYPHENS = re.compile(r"-(?<=[^\s|-]-)-{1,2}(?=[^\s|-])")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_FULL_STOP = re.compile(r"\.(?<=[\u4e00-\u9fff%）”]\.)(?=[ \n\u4e00-\u9fff]|$)")


@cache
def table() -> dict[int, str]:
    """The translation table."""
    full_width = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    keep = {ord(mark): mark for mark in "，；：？！（）"}
    changes = dict(zip(map(ord, "();:?!％﹪℅∶．"), "（）；：？！%%%：.", strict=True))
    changes |= dict.fromkeys(map(ord, _DASHES), "—") | dict.fromkeys(map(ord, _TILDES), "～") | {ord("～"): "～"}
    changes |= dict.fromkeys(map(ord, _SPACES), " ") | dict.fromkeys(map(ord, _INVISIBLE), INVISIBLE)
    changes |= {ord(mark): "“" for mark in "「『"} | {ord(mark): "”" for mark in "」』"}
    # ①②③ and bullets open list items
    changes |= dict.fromkeys([*range(9312, 9332), *map(ord, "●○■□◆◇▲△★☆▶►")], "；")
    radicals = {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI}
    radicals |= {ord(row["radical"]): row["character"] for row in lexicon.rows("radicals")}
    simple = _traditional()
    # ⾧ is 長, which is 长
    changes |= {code: character.translate(simple) for code, character in radicals.items()}
    return {**full_width, **simple, **keep, **changes}


def _traditional() -> dict[int, str]:
    """Each traditional character to its simplified one, as OpenCC has it without context."""
    import opencc

    simple = opencc.OpenCC("t2s").convert("\n".join(map(chr, _HAN))).split("\n")
    return {code: new for code, new in zip(_HAN, simple, strict=True) if new != chr(code) and len(new) == 1}


@cache
def _changing() -> tuple[re.Pattern[str], dict[str, str]]:
    changes = {chr(code): new for code, new in table().items() if chr(code) != new}
    return re.compile(f"[{re.escape(''.join(changes))}]"), changes


def normalise(text: str) -> str:
    """The text in the form that the patterns expect; ``len(normalise(text)) == len(text)``."""
    if "\\" in text:
        text = _ESCAPE.sub(INVISIBLE, text)
    if "--" in text:
        text = _HYPHENS.sub(lambda hyphens: "—" + INVISIBLE * (len(hyphens[0]) - 1), text)
    # few characters of a report change: finding them takes a tenth of the time of str.translate
    pattern, changes = _changing()
    if "，" in text:
        text = _GROUPED.sub(",", text)
    text = pattern.sub(lambda match: changes[match[0]], text)
    if '"' in text:
        text = _QUOTED.sub(r"“\1”", text)
    text = _COMMA.sub("，", text)
    if any(point in text for point in _MIDDLE_POINTS):
        text = _MIDDLE_POINT.sub(".", text)
    return _FULL_STOP.sub("。", text)
