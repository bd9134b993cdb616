"""Parts of a document: what looks back, what looks ahead, and what is not part of the report at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.collecting import uncollected
from ingest.frame.parts import find_parts
from ingest.frame.words import words_of_reading
from ingest.lexicon import mapping
from ingest.reading import reading_of
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


Mark = tuple[int, str]
# share of a text that a repeat has at least where it is the whole report a second time
_WHOLE: Final = 0.3


@uncollected()
def find_sections(
    text: str, kind: str, report_year: int | None, excluded: Sequence[tuple[int, int, str]] = ()
) -> list[Section]:
    """The sections of a document, in order and without gaps.

    ``excluded`` are stretches of furniture, appendices and repeats; they win over everything else.
    What a document of the kind opens with, and what its plans are, is told in lexicon/document_kinds.csv.
    """
    opens, plans = (mapping("document_kinds", "kind", column)[kind] for column in ("opens", "plans"))
    if mapping("document_kinds", "kind", "parts")[kind] == "no":
        return _cut([(0, opens)], sorted(excluded), len(text))
    reading = reading_of(text)
    again = next((start for start, end, why in excluded if why == "repeat" and end - start >= _WHOLE * len(text)), None)
    parts = find_parts(
        reading,
        words_of_reading(reading.text),
        report_year,
        opens,
        None if again is None else reading.seen(again),
    )
    marks = [
        (reading.raw(part.start) if part.start else 0, plans if part.part == "plan" else part.part) for part in parts
    ]
    # a note between the paragraphs explains what it stands under: none of its figures is told or promised
    notes = [
        (*reading.raw_span(block.start, block.end), "appendix") for block in reading.blocks if block.kind == "note"
    ]
    return _cut(marks, sorted([*excluded, *notes]), len(text))


def _cut(marks: list[Mark], excluded: list[tuple[int, int, str]], length: int) -> list[Section]:
    """The sections between the marks, with what is excluded cut out of them."""
    sections: list[Section] = []
    for (start, section), (end, _) in pairwise([*marks, (length, "")]):
        position = start
        for from_, to, why in excluded:
            if to <= position or from_ >= end or position >= end:
                continue
            if from_ > position:
                sections.append(Section(position, from_, section))
            sections.append(Section(max(from_, position), min(to, end), section + REPEAT if why == "repeat" else why))
            position = min(to, end)
        if position < end:
            sections.append(Section(position, end, section))
    return sections
