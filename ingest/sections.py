"""Parts of a document: what looks back, what looks ahead, and what is not part of the report at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from ingest import lexicon
from ingest.normalise import normalise
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


_HEADING: Final = re.compile(
    r"(?m)^[ \u200b]*(?:第?[一二三四五六七八九十]+[、.．，]|[IVX]+、|第[一二三四五六七八九十]+部分)[^\n。；]{2,60}$"
)
_PARAGRAPH: Final = re.compile(r"(?m)^[^\n]+$")
# how much of a paragraph tells what it speaks of
_OPENING: Final = 40
_TURN: Final = 120
_REVIEWS: Final = ("review", "term_review")
_PLANS: Final = ("plan", "term_plan")
# stands in a pattern for the report's own year
_TERM: Final = re.compile(r"“十.五”")
_OWN_TERM: Final = "TERM"
_OWN_YEAR: Final = "YEAR"

Mark = tuple[int, str]


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


def _marks(text: str, report_year: int | None) -> list[Mark]:
    """Where a section begins and which, from the headings first, from the paragraphs where a heading holds both."""
    marks = [(0, "opening")]
    current = "opening"
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)] if headings else []
    for heading, end in zip(headings, ends, strict=True):
        found = _heading(heading[0], current)
        if found == "both":
            chapter = _halves(text, heading, end, report_year)
            marks += chapter
            found = chapter[-1][1]
        elif found:
            marks.append((heading.start(), found))
        current = found or current
    if len(marks) == 1:
        turn = _turn(text, 0, len(text), _turns(report_year))
        marks = [(0, "review")] + ([(turn, "plan")] if turn else [])
    return _inner(text, marks)


def _halves(text: str, heading: re.Match[str], end: int, report_year: int | None) -> list[Mark]:
    """The marks of a chapter that looks back and ahead: on a year, or on a term (“十三五”…和“十四五”…目标)."""
    terms = _TERM.findall(heading[0])
    if len(terms) > 1:
        ahead = re.compile(_cues("turn_of_term").pattern.replace(_OWN_TERM, re.escape(terms[-1])))
        turn, halves = _turn(text, heading.end(), end, ahead), ("term_review", "term_plan")
    else:
        turn, halves = _turn(text, heading.end(), end, _turns(report_year)), ("review", "plan")
    return [(heading.start(), halves[0])] + ([(turn, halves[1])] if turn else [])


def _heading(heading: str, current: str) -> str:
    """The section a first-order heading opens; "" where it does not change the section."""
    back = bool(_cues("review").search(heading))
    ahead = bool(_cues("plan").search(heading))
    if back and ahead:
        return "both"
    if back:
        of_term = _cues("term_review").search(heading) and not _cues("year_review").search(heading)
        return "term_review" if of_term else "review"
    if ahead:
        return "term_plan" if _cues("term_plan").search(heading) else "plan"
    # once a report has looked back, its further chapters look ahead
    if current not in (*_REVIEWS, *_PLANS):
        return ""
    return "term_plan" if _cues("term_plan").search(heading) else "plan"


@cache
def _turns(report_year: int | None) -> re.Pattern[str]:
    """What tells that a paragraph looks ahead: 今年是, or the report's own year with what is to be done in it."""
    turns = [_cues("turn").pattern]
    if report_year:
        turns.append(_cues("turn_of_year").pattern.replace(_OWN_YEAR, str(report_year)))
    return re.compile("|".join(turns))


def _turn(text: str, start: int, end: int, turns: re.Pattern[str]) -> int | None:
    """The paragraph in which a chapter that holds both turns from what was to what is to come."""
    for match in _PARAGRAPH.finditer(text, start, end):
        if turns.search(match[0][:_TURN]):
            return match.start()
    return None


def _inner(text: str, marks: list[Mark]) -> list[Mark]:
    """The marks, and those of a term inside a year and the other way round: 过去五年, “十四五”时期."""
    result: list[Mark] = []
    for (start, section), (end, _) in pairwise([*marks, (len(text), "")]):
        result.append((start, section))
        if section not in _REVIEWS and section not in _PLANS:
            continue
        inner = section
        for match in _PARAGRAPH.finditer(text, start, end):
            if _HEADING.match(match[0]):
                continue
            new = _paragraph(match[0].lstrip(" \u200b")[:_OPENING], section)
            if new and new != inner:
                inner = new
                result.append((match.start(), new))
    return result


def _paragraph(opening: str, section: str) -> str:
    """The section that a paragraph of a review or of a plan opens; "" where its opening does not tell."""
    is_review = section in _REVIEWS
    if _cues("term_paragraph" if is_review else "term_plan_paragraph").search(opening):
        return "term_review" if is_review else "term_plan"
    if _cues("year_paragraph" if is_review else "year_plan_paragraph").search(opening):
        return "review" if is_review else "plan"
    return ""


def _cut(marks: list[Mark], excluded: list[tuple[int, int, str]], length: int) -> list[Section]:
    """The sections between the marks, with what is excluded cut out of them."""
    sections: list[Section] = []
    for (start, section), (end, _) in pairwise([*marks, (length, "")]):
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
