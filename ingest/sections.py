"""Parts of a document: what looks back, what looks ahead, and what is not part of the report at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.mentions.normalise import normalise
from ingest.schemas import REPEAT


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text, ``start`` to ``end`` (exclusive).

    ``section``: furniture, appendix (not part of the report); opening, review, term_review (over several years),
    plan, term_plan (a five-year plan); with the ending ``_repeat`` where the passage stands twice in the document.
    """

    start: int
    end: int
    section: str


_HEADING: Final = re.compile(r"(?m)^[ \u200b]*(?:第?[一二三四五六七八九十]+[、.．，]|[IVX]+、|第[一二三四五六七八九十]+部分)[^\n。；]{2,60}$")
_PARAGRAPH: Final = re.compile(r"(?m)^[^\n]+$")


@cache
def _cues(kind: str) -> re.Pattern[str]:
    patterns = [row["pattern"] for row in lexicon.rows("section_headings") if row["section"] == kind]
    return re.compile("|".join(patterns))


def find_sections(
    text: str, kind: str, report_year: int | None, excluded: Sequence[tuple[int, int, str]] = ()
) -> list[Section]:
    """The sections of a document, in order and without gaps.

    ``excluded`` are stretches of furniture, appendices and repeats; they win over everything else.
    A responsibility breakdown holds plans only.
    """
    seen = normalise(text)
    marks = [(0, "plan")] if kind == "responsibility_breakdown" else _marks(seen, report_year)
    return _cut(marks, sorted(excluded), len(text))


def _marks(text: str, report_year: int | None) -> list[tuple[int, str]]:
    """Where a section begins and which, from the headings first, from the paragraphs where a heading holds both."""
    marks = [(0, "opening")]
    current = "opening"
    for match in _HEADING.finditer(text):
        found = _heading(match[0], current)
        if found == "both":
            marks.append((match.start(), "review"))
            turn = _turn(text, match.end(), report_year)
            if turn:
                marks.append((turn, "plan"))
                found = "plan"
            else:
                found = "review"
        elif found:
            marks.append((match.start(), found))
        current = found or current
    if len(marks) == 1:
        turn = _turn(text, 0, report_year)
        marks = [(0, "review")] + ([(turn, "plan")] if turn else [])
    return _inner(text, marks)


def _heading(heading: str, current: str) -> str:
    """The section a first-order heading opens; "" where it does not change the section."""
    back = bool(_cues("review").search(heading))
    ahead = bool(_cues("plan").search(heading))
    if back and ahead:
        return "both"
    if back:
        return "term_review" if _cues("term_review").search(heading) and not _cues("year_review").search(heading) else "review"
    if ahead:
        return "term_plan" if _cues("term_plan").search(heading) else "plan"
    # once a report has looked back, its further chapters look ahead
    return "plan" if current in ("review", "term_review", "term_plan") else ""


def _turn(text: str, start: int, report_year: int | None) -> int | None:
    """The paragraph in which a chapter that holds both turns from what was to what is to come."""
    own_year = f"|{report_year}年(?:政府|经济|全[省市县国]|工作|我们|要|的主要|是)" if report_year else ""
    pattern = re.compile(_cues("turn").pattern + own_year)
    for match in _PARAGRAPH.finditer(text, start):
        if pattern.search(match[0][:120]):
            return match.start()
    return None


def _inner(text: str, marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Reviews of a whole term inside the review of a year: 过去五年, “十四五”时期."""
    result: list[tuple[int, str]] = []
    for (start, section), end in zip(marks, [mark[0] for mark in marks[1:]] + [len(text)], strict=True):
        result.append((start, section))
        if section not in ("review", "term_review", "plan", "term_plan"):
            continue
        inner = section
        for match in _PARAGRAPH.finditer(text, start, end):
            opening = match[0].lstrip(" \u200b")[:40]
            if section in ("review", "term_review"):
                new = "term_review" if _cues("term_paragraph").search(opening) else ""
                new = new or ("review" if _cues("year_paragraph").search(opening) else "")
            else:
                new = "term_plan" if _cues("term_plan_paragraph").search(opening) else ""
                new = new or ("plan" if _cues("year_plan_paragraph").search(opening) else "")
            if new and new != inner:
                inner = new
                result.append((match.start(), new))
    return result


def _cut(marks: list[tuple[int, str]], excluded: list[tuple[int, int, str]], length: int) -> list[Section]:
    sections: list[Section] = []
    bounds = [*marks, (length, "")]
    for (start, section), (end, _) in zip(bounds, bounds[1:], strict=False):
        position = start
        for from_, to, why in excluded:
            if to <= position or from_ >= end:
                continue
            if from_ > position:
                sections.append(Section(position, from_, section))
            sections.append(Section(max(from_, position), min(to, end), section + REPEAT if why == "repeat" else why))
            position = min(to, end)
        if position < end:
            sections.append(Section(position, end, section))
    return sections
