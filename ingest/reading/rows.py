"""Rows of tables in a text: their cells between pipes, or a name and numbers that only blanks part."""

import re
from collections.abc import Sequence
from typing import Final

from ingest.reading.headings import level_of

_PART: Final = re.compile(r"[^|]*(?:\||$)")
_RULE: Final = re.compile(r"[|+:：\-= —]+")
# +------+------+ of Markdown's grids, between rows and below their head
_GRID: Final = re.compile(r"\+(?:[-—=：:]+\+)+")
_GRID_BEGINS: Final = re.compile(r"\+[-—=：:]")
# how long a row may be that only blanks part
LONGEST_FLAT: Final = 60
# how many lines a row may be torn into
LONGEST_TORN: Final = 12
# the orders of headings; what is numbered below them may be a cell
_CHAPTERS: Final = (1, 2)
_NUMBERED: Final = re.compile(r"\d+ ?\|")
_CUT: Final = re.compile(r"[|\d.,，]$")
# possessive: digits that stand together are one figure, else a line of thirty digits is tried in every way to part them
FIGURE: Final = r"[—−+-]?(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d++)(?:\.\d++)?(?: ?[\u4e00-\u9fffA-Za-z%]{1,6})?"
_FIGURE: Final = re.compile(FIGURE)
_DATE: Final = re.compile(r"\d ?[年月日]")
_DIGIT: Final = re.compile(r"\d")
_FLAT: Final = re.compile(
    r"(?:[-*] +)?(?:\d{1,2}[、.] ?)?"
    r"(?P<name>(?:其中：)?(?:\d{1,3}个)?[^\d，。；？！|]*[\u4e00-\u9fff][^\d，。；？！|]*?(?:（注\d{1,2}）|\[\d{1,2}\])?)"
    rf"(?P<values>(?: *{FIGURE})+)\**"
)


def is_row(words: str) -> bool:
    """Whether a line is a row with pipes between its cells.

    >>> is_row("粮食 | 12万吨"), is_row("| 粮食 |"), is_row("粮食产量12万吨。")
    (True, True, False)
    """
    return words.startswith("|") or " | " in words or (words.startswith("+") and bool(_GRID.fullmatch(words)))


def may_hold_rows(text: str) -> bool:
    """Whether any line of a text may be such a row: most texts have none."""
    return "|" in text or bool(_GRID_BEGINS.search(text))


def row_end(lines: Sequence[str]) -> int:
    """Which of the lines closes the row that the first one opens with a pipe; the first where none does.

    >>> row_end(["| 1 |", "粮食 | 万吨", "| 12 |", "| 2 | 棉花 |"]), row_end(["| 粮食 | 12", "| 棉花 | 3"])
    (2, 0)
    """
    for at, words in enumerate(lines[:LONGEST_TORN]):
        if at and _begins_anew(lines[at - 1], words):
            return 0
        ahead = lines[at + 1] if at + 1 < len(lines) else ""
        if (at or len(words) > 1) and words.endswith("|") and (ahead.startswith("|") or "|" not in ahead):
            return at
    return 0


def _begins_anew(above: str, words: str) -> bool:
    """Whether a line is no rest of the row above: a heading, or a row with a number of its own."""
    return level_of(words) in _CHAPTERS or bool(_NUMBERED.match(words) and not _CUT.search(above))


def is_rule(words: str) -> bool:
    """Whether a line is the rule below the head of Markdown's tables."""
    return bool(_RULE.fullmatch(words)) and any(mark in words for mark in "-—=")


def flat_row(words: str) -> re.Match[str] | None:
    """A line that is a name with numbers behind it and nothing else: its ``name`` and its ``values``.

    >>> flat_row("茶叶 12.5 万吨 -3.1")["name"], flat_row("茶叶产量12.5万吨，增长3%")
    ('茶叶', None)
    """
    if len(words) > LONGEST_FLAT or words[-1:] in "，。；" or not _DIGIT.search(words):
        return None
    return _FLAT.fullmatch(words)


def holds_figures(words: str) -> bool:
    """Whether a line is a flat row of two figures or more, and no date.

    >>> holds_figures("茶叶 12.5 万吨 -3.1"), holds_figures("茶叶12.5万吨"), holds_figures("茶叶 2023年6月")
    (True, False, False)
    """
    row = flat_row(words)
    return row is not None and len(_FIGURE.findall(row["values"])) > 1 and not _DATE.search(row["values"])


def cells_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a row stand, without the blanks around them.

    >>> [("| 粮食 |  | 12万吨 |")[slice(*cell)] for cell in cells_of("| 粮食 |  | 12万吨 |", 0, 15)]
    ['粮食', '', '12万吨']
    """
    if text.startswith("|", start):
        start += 1
    if end > start and text[end - 1] == "|":
        end -= 1
    cells = []
    for part in _PART.finditer(text[start:end]):
        written = part[0].rstrip("|")
        if part.end() == part.start():
            continue
        begin = start + part.start() + len(written) - len(written.lstrip())
        cells.append((begin, begin + len(written.strip())))
    return cells
