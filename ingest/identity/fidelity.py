"""How faithful a copy of a report is: what was broken, left in or torn when the text was saved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.identity.view import is_traditional

# each sign is found by its first character, which is what a search is fast for
BROKEN: Final = re.compile(
    "[\ufffd\ue000-\uf8ff\u2e80-\u2fdf\x00-\x08\x0e-\x1f?锟&]"
    r"(?:(?<![?锟&])|(?<=\?)\?+|(?<=锟)斤拷|(?<=&)(?:#\d+|[a-z]{2,6});)"
)
MARK: Final = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u00ad*#<\\]]"
    r"(?:(?<![*#<\]])|(?<=\*)\*|(?<=(?m:^)#)#{0,5} |(?<=<)/?[a-z][^>\n]{0,80}>|(?<=\])\(http)"
)
# a line of prose (no heading) that ends within a sentence, and the beginning of one that goes on
TORN: Final = re.compile(
    r"(?m)^(?!\s*[（(]?[一二三四五六七八九十]{1,3}[、）)])(?=[^\n]*[，；、])[^\n]{13,}+(?<![。！？；：\s”）.!?;:|])"
    r"\n\s*(?=[一-鿿\d，、])"
)
# a chapter that begins within a line
RUN_TOGETHER: Final = re.compile(r"[。！”][^\S\n]*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]、)")
TELLING: Final = re.compile(r"\d\s?(?:%|亿|万)")


@dataclass(frozen=True, slots=True, order=True)
class Blemishes:
    """What a copy has suffered, the worst first; copies compare by it.

    ``broken``: characters that are no longer what they were. ``marks``: signs that no reader of the report saw,
    lines torn within sentences and chapters run together. ``furniture``: characters of the page around the report, and
    of passages that the copy holds a second time. ``converted``: it is in traditional characters, as no government of
    the mainland writes.
    """

    broken: int
    marks: int
    furniture: int
    converted: bool = False


def blemishes(text: str, furniture: Iterable[tuple[int, int]]) -> Blemishes:
    """The blemishes of a text whose furniture stands at those offsets.

    >>> blemishes("**增长**6\ufffd", [])
    Blemishes(broken=1, marks=2, furniture=0, converted=False)
    """
    marks = sum(len(found.findall(text)) for found in (MARK, TORN, RUN_TOGETHER))
    around = sum(end - start for start, end in furniture)
    return Blemishes(len(BROKEN.findall(text)), marks, around, is_traditional(text))


def telling_figures(text: str, left_out: Iterable[tuple[int, int]]) -> int:
    """How many figures of a normalised text are shares or large amounts: a copy that lacks some lacks passages.

    What stands in the stretches ``left_out`` does not count: a copy that holds the report twice has no more to tell.
    """
    twice = sum(len(TELLING.findall(text, start, end)) for start, end in left_out)
    return len(TELLING.findall(text)) - twice
