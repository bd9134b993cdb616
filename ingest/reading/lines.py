"""Which line breaks of a text end something, and which only wrap it: hard wrapping, blank lines inside a sentence.

Decided by form alone (marks at the ends, numbering, widths), never by what the words mean.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from ingest import lexicon
from ingest.reading.headings import ends_heading, opens_paragraph
from ingest.reading.rows import LONGEST_TORN, flat_row, holds_figures, is_row, row_end

# what ends a sentence at the end of a line, and the marks that may close behind it
_TERMINAL: Final = frozenset("。！？；：!?;:…")
_CLOSERS: Final = "”’）)】》"
# what cannot end a line of its own
_OPEN_END: Final = re.compile(r"[，、,（(“‘《+/]$")
# what cannot begin a line of its own
_GOES_ON: Final = re.compile(r"[，。、；：！？%）)”’》…·]")
_MARKER: Final = re.compile(
    r"第?[一二三四五六七八九十]{1,3}(?:[、.]|[部章节篇](?=[ 分：\u4e00-\u9fff])| (?=\S))"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)]|\d{1,3}(?:[、)）]|\.(?!\d))|[；•]|—{2}|[-*+] |#{1,6} |[>|]"
)
_HEADING: Final = re.compile(
    r"第?[一二三四五六七八九十]{1,3}(?:[、.]|[部章节篇]| )|[（(][一二三四五六七八九十]{1,3}[）)]|#{1,6} "
)
ADDRESS: Final = re.compile(rf"{lexicon.written('address')}|同志们[：，！:]")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_PROSE: Final = 40
_LONGEST_HEADING: Final = 45
_SHORT: Final = 32
# how much narrower than the width a full line may be, and how many cut lines make a wrapped text
_SLACK: Final = 0.1
_FEWEST_WRAPPED: Final = 6
_CHAIN: Final = 3
_BRACKET: Final = 24
# how long a name in quotation marks may be that a line break parts: “十五 | 五”时期
_QUOTED: Final = 10
# what shows the beginning of a paragraph stands at most behind one of so many lines that are cut
_RARELY_IN_SENTENCES: Final = 10
_HARDLY_IN_SENTENCES: Final = 20
_FEWEST_OPENED: Final = 3
_YEAR: Final = re.compile("(?:19|20)\\d\\d年")
# what goes on in the next line, though it reads like a heading: …的成绩和 | 今后五年
_JOINS: Final = ("的", "和", "与", "及", "或")
# what a number that ends a line counts, where nothing else follows: …供应商282 | 家。
_UNITS: Final = "|".join(map(re.escape, lexicon.column("units", "unit")))
_UNIT_ALONE: Final = re.compile(rf"(?:{_UNITS})[，。；、]")
# what no paragraph begins with: …全年总产值完成 | 39亿元，增长5%
_FIGURE_ALONE: Final = re.compile(rf"(?!\d+[年月日])\d[\d.]*[十百千万亿]*(?:{_UNITS})[，。；、]")
# three shares of a whole, torn behind a mark between them: 由9.1： | 41.3：49.6调整为
_RATIO_TORN: Final = re.compile(r"\d：(?:\d[\d.]*：\n\d|\n\d[\d.]*：\d)")
_CLOSES_QUOTE: Final = re.compile(r"[^“”。，]{1,9}”")


class Line(NamedTuple):
    """A line that is not blank: offsets without the blanks around it, its words without marks of emphasis.

    ``width`` in columns (a Chinese character takes two), ``indent``: blanks stand in front of it,
    ``bold``: all of it is emphasised, ``is_closed``: it ends as a sentence does, ``marks``: how many marks of emphasis
    took up room in it, ``gap``: a blank line stands in front of it.
    """

    start: int
    end: int
    words: str
    width: int
    indent: bool
    bold: bool
    is_closed: bool
    marks: int = 0
    gap: bool = False

    @property
    def opens(self) -> bool:
        """Whether it shows by its place that a paragraph begins."""
        return self.gap or self.indent

    @property
    def is_marked(self) -> bool:
        """Whether it begins with a number of a list, a bullet or a mark of a heading."""
        return bool(_MARKER.match(self.words))

    @property
    def is_numbered_heading(self) -> bool:
        """Whether it is numbered as headings are and too short for a paragraph."""
        return len(self.words) <= _LONGEST_HEADING and bool(_HEADING.match(self.words)) and not self.is_closed

    def is_heading_over(self, following: "Line") -> bool:
        """Whether it is numbered as headings are and the next line opens a paragraph: …新局面 | 2016年是…."""
        return self.is_numbered_heading and opens_paragraph(following.words) and not self.words.endswith(_JOINS)


# **三、2012年工作部署** 今年是…: a heading of the first order in the line of its paragraph
_RUN_IN: Final = re.compile(r"\*\*([一二三四五六七八九十]{1,3}、[^*。；\n]{2,40})\*\* *(?=[^ ])")
# characters that take one column
_NARROW: Final = re.compile("[^\u2e80-\U0010ffff]+")
_BLANKS: Final = " \u200b"
# a picture of a Markdown text, normalised, behind its mark: it shows nothing that can be read
PICTURE_BEHIND: Final = r"\[[^\]\n]{0,80}\]（[^（）\n]{1,300}）\*{0,2}"
_PICTURES: Final = re.compile(rf"(?:\*{{0,2}}！{PICTURE_BEHIND}\s*)+")


def lines_of(text: str) -> list[Line]:
    """The lines of a normalised text that hold anything but blanks."""
    lines: list[Line] = []
    behind = 0
    for written in text.split("\n"):
        begins, behind = behind, behind + len(written) + 1
        inner = written.strip(_BLANKS)
        if not inner or (inner[:1] in "！*" and _PICTURES.fullmatch(inner)):
            continue
        start = begins + len(written) - len(written.lstrip(_BLANKS))
        words = inner.replace("\u200b", "")
        bold, marks = False, 0
        if "**" in words:
            if head := _RUN_IN.match(inner):
                text_starts = start + head.end()
                lines.append(Line(start, text_starts, head[1], 2 * len(head[1]), written[:1] == " ", True, False))
                start, inner = text_starts, inner[head.end() :]
                words = inner.replace("\u200b", "")
            bold = words.startswith("**") and words.endswith("**") and "**" not in words[2:-2]
            marks = 2 * words.count("**")
            words = words.replace("**", "").strip()
        narrow = "".join(_NARROW.findall(words)) if len(words) <= _PROSE * 3 else ""
        width = 2 * len(words) - len(narrow)
        closed = words.rstrip(_CLOSERS)[-1:] in _TERMINAL
        gap = bool(lines) and text.count("\n", lines[-1].end, start) > 1
        lines.append(Line(start, start + len(inner), words, width, written[:1] == " ", bold, closed, marks, gap))
    return lines


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a text is wrapped: at so many columns, or where ``in_characters`` at so many characters."""

    width: int
    in_characters: bool

    def size(self, line: Line) -> int:
        """The size of a line by the measure that the text is wrapped by."""
        return (len(line.words) if self.in_characters else line.width) + line.marks

    def fills(self, line: Line, slack: float) -> bool:
        """Whether a line reaches as far as lines do that are cut."""
        return self.size(line) >= self.width * (1 - slack)


def wrap_of(lines: Sequence[Line]) -> Wrap | None:
    """How the text is wrapped; None where it is not."""
    cut = [line for line in lines if not line.is_closed and line.width >= 16 and not line.is_numbered_heading]
    if len(cut) < _FEWEST_WRAPPED or len(cut) * 3 < len(lines):
        return None
    columns = Wrap(int(median(line.width for line in cut)), False)
    characters = Wrap(int(median(len(line.words) for line in cut)), True)
    # a line of digits is as wide as another of half as many characters: only one of both is the same for most lines
    wrap = max((columns, characters), key=lambda one: sum(one.size(line) == one.width for line in cut))
    near = sum(abs(wrap.size(line) - wrap.width) <= wrap.width * _SLACK for line in cut)
    wider = sum(wrap.size(line) > wrap.width * (1 + _SLACK) for line in lines)
    return wrap if near * 3 >= len(cut) * 2 and wider * 10 <= len(lines) else None


def front_end(lines: Sequence[Line]) -> int:
    """How many lines at the beginning are title, session, speaker and the like: those before the first prose."""
    for number, line in enumerate(lines[:60]):
        if ADDRESS.match(line.words) or (_HEADING.match(line.words) and number > 0):
            return number
        if len(line.words) >= _PROSE and (line.is_closed or "，" in line.words or "。" in line.words):
            return number
    return min(len(lines), 1)


def breaks(lines: Sequence[Line]) -> list[bool]:
    """For each line but the last, whether what it belongs to ends with it."""
    wrap, front, torn = wrap_of(lines), front_end(lines), rows_torn(lines)
    rarely, hardly = (_tells_paragraphs(lines, seldom) for seldom in (_RARELY_IN_SENTENCES, _HARDLY_IN_SENTENCES))
    found = []
    for number, (line, following) in enumerate(pairwise(lines)):
        if number in torn:
            found.append(False)
            continue
        opens = following.opens and ((rarely and line.is_closed) or (hardly and not _runs_on(line, following)))
        # where every paragraph shows its beginning, a line that nothing closes goes on in the next
        goes_on = rarely and not (following.opens or line.is_closed or line.is_numbered_heading or line.bold)
        in_front = _ends_in_front(lines, number, wrap, front)
        found.append(opens or _breaks(lines, number, wrap, in_front, goes_on))
    return found


def rows_torn(lines: Sequence[Line]) -> set[int]:
    """The lines behind which a row goes on that pipes fence in on both sides."""
    torn: set[int] = set()
    for number, line in enumerate(lines):
        if number not in torn and number - 1 not in torn and line.words.startswith("|"):
            near = lines[number : number + LONGEST_TORN + 1]
            gap = next((at for at, one in enumerate(near) if at and one.gap), len(near))
            torn |= set(range(number, number + row_end([one.words for one in near[:gap]])))
    return torn


def _tells_paragraphs(lines: Sequence[Line], seldom: int) -> bool:
    """Whether every paragraph of a wrapped text shows where it begins: by a blank line above it, or by its indent.

    So it is where at most one of ``seldom`` lines that nothing closes has such a thing behind it.
    """
    pairs = list(pairwise(lines))
    running = median(line.width for line in lines) / 2 if lines else 0
    closed = [following.opens for line, following in pairs if line.is_closed]
    cut = [following.opens for line, following in pairs if not line.is_closed and line.width >= running]
    return (
        sum(closed) >= _FEWEST_OPENED
        and len(cut) >= _FEWEST_WRAPPED
        and len(cut) * 3 >= len(pairs)
        and sum(cut) * seldom <= len(cut)
    )


def _ends_in_front(lines: Sequence[Line], number: int, wrap: Wrap | None, front: int) -> bool:
    """Whether a line stands in front of the first prose and is not cut: each line there is a thing of its own."""
    if number >= front or (wrap is not None and wrap.fills(lines[number], 0)):
        return False
    return number + 1 < front or not _runs_on(lines[number], lines[number + 1])


def _are_rows(words: str, ahead: str) -> bool:
    """Whether a line and the next are rows of a table, by their cells or by the numbers that both end in."""
    if is_row(ahead) or (is_row(words) and not _GOES_ON.match(ahead)):
        return True
    return holds_figures(words) or bool(flat_row(words) and flat_row(ahead))


def _runs_on(line: Line, following: Line) -> bool:
    """Whether the marks at both ends say that one goes on in the other: …收入、 | 34 | 0亿元."""
    words, ahead = line.words, following.words
    if words[-1:].isdigit() and ahead[:1].isdigit():
        return bool(_HAN.search(words)) and bool(_HAN.search(ahead))
    if _FIGURE_ALONE.match(ahead) or (words[-1:].isdigit() and _UNIT_ALONE.match(ahead)):
        return True
    opened = words.rfind("（", max(0, len(words) - _BRACKET)) > words.rfind("）") and not words.endswith("（")
    quoted = words.rfind("“", max(0, len(words) - _QUOTED)) > words.rfind("”") and _CLOSES_QUOTE.match(ahead)
    return opened or bool(quoted) or bool(_OPEN_END.search(words)) or bool(_GOES_ON.match(ahead))


def _breaks(lines: Sequence[Line], number: int, wrap: Wrap | None, in_front: bool, goes_on: bool) -> bool:
    """Whether a block ends between a line and the next: by the marks at both ends, then numbering, then widths.

    ``goes_on``: nothing but its own number could begin something in the next line.
    """
    line, following = lines[number], lines[number + 1]
    words, ahead = line.words, following.words
    if words.endswith("：") and _RATIO_TORN.search(f"{words[-_QUOTED:]}\n{ahead[:_QUOTED]}"):
        return False
    is_full = wrap is not None and wrap.fills(line, _SLACK)
    # 三证合 | 一、一照一码: what stands behind a full line that nothing closes begins no item
    is_cut = wrap is not None and wrap.fills(line, 0) and not (line.is_closed or line.bold or following.indent)
    if (following.is_marked and not is_cut) or in_front or _are_rows(words, ahead):
        return True
    if line.is_closed:
        fills = wrap is not None and wrap.fills(line, 0)
        return not is_full or following.indent or (words.endswith(("：", ":")) and not fills)
    if goes_on or _runs_on(line, following):
        return False
    if line.bold or (line.is_numbered_heading and not is_full) or (is_full and line.is_heading_over(following)):
        return True
    if following.bold:
        return True
    if wrap is not None:
        return not is_full and (not ahead[:1].isdigit() or bool(following.indent and _YEAR.match(ahead)))
    return _breaks_unwrapped(lines, number, words, ahead)


def _breaks_unwrapped(lines: Sequence[Line], number: int, words: str, ahead: str) -> bool:
    """The same for a text without a width of its own, behind a line that neither a mark nor a number closes."""
    is_heading_like = len(words) <= _SHORT and "。" not in words
    if is_heading_like and len(ahead) >= _PROSE:
        return True
    if is_heading_like and not any(line.is_closed for line in lines[number + 1 : number + 1 + _CHAIN]):
        return True
    has_marks = "，" in words or "。" in words or "、" in words
    if ahead[:1].isdigit():
        return not (has_marks or not ahead.startswith(("19", "20")))
    return is_heading_like and not has_marks and ends_heading(words)
