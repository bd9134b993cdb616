"""Which part of a document looks back and which ahead, decided over the whole sequence of its blocks.

Every block gives evidence for each part (ingest.frame.evidence). Moving from one part to another costs, little at a
heading, much within running text, most where a plan would turn back into a review (lexicon/part_moves.csv). The
sequence with the best sum wins (Viterbi).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from ingest import lexicon
from ingest.frame.evidence import PARTS, WEIGHT, Evidence, evidence_of, leads_to_figures
from ingest.frame.words import Hit, words_between
from ingest.reading import Block, Reading

# a heading must speak this clearly for the text under it to be a chapter
_TOLD: Final = WEIGHT["told"]
# the level of a heading that is numbered as a chapter: 一、
_NUMBERED: Final = 1
_MOVE: Final = 1e-6
_TIE: Final = 1e-9
_NEVER: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a reading from ``start`` to the next part."""

    start: int
    part: str


@cache
def _moves(place: str) -> tuple[tuple[tuple[int, float], ...], ...]:
    """For each part, from which others one comes to it at a place, by their numbers, and at what cost.

    No row, no move.
    """
    costs = {(row["from"], row["to"]): float(row[place]) for row in lexicon.rows("part_moves")}
    return tuple(
        tuple((number, costs[old, new]) for number, old in enumerate(PARTS) if old != new and (old, new) in costs)
        for new in PARTS
    )


def find_parts(
    reading: Reading, hits: Sequence[Hit], report_year: int | None, begins: str, again: int | None = None
) -> list[Part]:
    """The parts of a document, in order; ``begins`` is the one that it opens with.

    ``again``: where the whole report stands a second time. It opens anew there, so that its review does not pull the
    end of the plan before it along.
    """
    blocks = [block for block in reading.blocks if block.kind != "front_matter"]
    if again is None:
        return _parts(reading, blocks, hits, report_year, begins)
    first, second = ([block for block in blocks if (block.end > again) == behind] for behind in (False, True))
    parts = _parts(reading, first, hits, report_year, begins)
    return parts + [Part(part.start or again, part.part) for part in _parts(reading, second, hits, report_year, begins)]


def _parts(
    reading: Reading, blocks: Sequence[Block], hits: Sequence[Hit], report_year: int | None, begins: str
) -> list[Part]:
    """The parts of some blocks that stand one behind the other."""
    if not blocks:
        return [Part(0, begins)]
    text, starts = reading.text, [hit.start for hit in hits]
    evidence = [
        evidence_of(
            text,
            block,
            words_between(hits, starts, block.start, block.end),
            report_year,
            partial(leads_to_figures, text, blocks, number),
        )
        for number, block in enumerate(blocks)
    ]
    places = _places(blocks, evidence)
    path = _best([_weighed(found) for found in evidence], places, begins)
    parts = [Part(0, path[0])]
    for block, part in zip(blocks, path, strict=True):
        if part != parts[-1].part:
            parts.append(Part(block.start, part))
    return parts


def _places(blocks: Sequence[Block], evidence: Sequence[Evidence]) -> list[str]:
    """Where a move would happen at each block: at a heading that speaks of time, in running text, or in a chapter.

    A chapter (``in_back``, ``in_ahead``) stands under a heading that tells clearly whether it looks back or ahead, in a
    document that has headings for both: its text turns that way, hardly the other. Under a heading of both
    (``in_both``: 回顾过去五年和今后五年的目标) it will turn; under one that looks back on a year and on several
    (``in_back_term``: 2024年和“十四五”工作回顾) it turns between these with ease.
    """
    ways = [_way(block, found) for block, found in zip(blocks, evidence, strict=True)]
    tells = {way for way in ways if way} >= {"back", "ahead"}
    numbered = {way for way, block in zip(ways, blocks, strict=True) if block.level == _NUMBERED}
    great = WEIGHT["great_chapter_of_both" if numbered >= {"back", "ahead"} else "great_chapter"]
    places, chapter, sibling = [], "in_text", False
    for way, block, found in zip(ways, blocks, evidence, strict=True):
        if way is not None:
            chapter = f"in_{way}" if tells or way == "both" else "in_text"
            if chapter == "in_back" and found["of_both_times"]:
                chapter = "in_back_term"
            if tells and way != "both":
                found["chapter"] = abs(_lean(found))
            # 一、2020年工作回顾 is one of the great chapters: what is numbered alike is another
            sibling = block.level == _NUMBERED and _lean(found) <= -great
            places.append("at_heading")
        elif sibling and block.level == _NUMBERED:
            # 二、奋力开启新征程 does not say whether it looks back or ahead: its text will, in the same line or below
            chapter, sibling = "in_text", False
            places.append("at_heading")
        else:
            places.append(chapter)
    return places


def _weighed(found: Evidence) -> list[float]:
    """The evidence of a block by part; a heading that opens a chapter outweighs its text, the clearer the more."""
    clear = found.get("chapter") or 1.0
    return [found.get(part, 0.0) * clear for part in PARTS]


def _way(block: Block, found: Evidence) -> str | None:
    """Whether a heading opens what looks back or ahead; None for one that says nothing of it."""
    if block.kind != "heading" or block.level > 1:
        return None
    if found.get("both"):
        return "both"
    if not any(found.get(part, 0.0) > 0 for part in PARTS):
        return None
    lean = _lean(found)
    return "back" if lean < -_TOLD else "ahead" if lean > _TOLD else None


def _lean(found: Evidence) -> float:
    """How much more a heading speaks of what is to come than of what was."""
    return found.get("plan", 0.0) - found.get("review", 0.0)


def _best(evidence: Sequence[Sequence[float]], places: Sequence[str], begins: str) -> list[str]:
    """The sequence of parts with the best sum of evidence, less what its moves cost."""
    first = PARTS.index(begins)
    scores = [
        (0.0 if part == first else -dict(moves).get(first, _NEVER)) + evidence[0][part]
        for part, moves in enumerate(_moves(places[0]))
    ]
    came: list[list[int]] = []
    for found, place in zip(evidence[1:], places[1:], strict=True):
        following, origin = [], []
        for part, moves in enumerate(_moves(place)):
            best, old = scores[part], part
            for other, cost in moves:
                # of paths that are worth the same the one that moves less often, and late: where the evidence stands
                if (score := scores[other] - cost - _MOVE) > best - _TIE:
                    best, old = score, other
            following.append(best + found[part])
            origin.append(old)
        scores = following
        came.append(origin)
    part = max(range(len(PARTS)), key=scores.__getitem__)
    path = [part]
    for origin in reversed(came):
        part = origin[part]
        path.append(part)
    return [PARTS[part] for part in reversed(path)]
