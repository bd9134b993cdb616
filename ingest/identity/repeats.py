"""Passages that stand twice in one document (loops of OCR, pages copied into each other), in linear time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ingest.identity.model import Span

SEED: Final = 14
"""Characters, without blanks and punctuation, that must agree in a row for two passages to be compared."""
SHORTEST: Final = 26
"""Characters, without blanks and punctuation, that a copy has at least: about 30 with them."""
GAP: Final = 10
"""Characters that may differ between two stretches of a copy."""
SHIFT: Final = 6
"""Characters that one copy may have more than the other between two stretches."""

LONGEST: Final = 4_000_000
"""Characters of a text in which copies are looked for; the longest known report has 60,000."""
LONG: Final = 60
"""Characters of a copy on the other side of the turn from review to plan; a shorter one is a figure reached and set."""

TWICE: Final = 0.3
"""Share of a text that copies in step with each other make up from where it holds the whole report a second time."""
IN_STEP: Final = 0.05
"""How much, as a share of it, the distance of such copies from what they repeat may vary."""
DENSE: Final = 0.6
"""Share of the second reading that such copies fill at least; between them stand passages without figures."""

_AHEAD: Final = re.compile("力争|争取|确保|全年(?:计划|招商|谋划|新增|实现|完成)|计划|加快|推进|谋划|着力|将")
_EDGES: Final = "\n,，。；;：:、！!？?”“"
_STOPS: Final = "。；;！!”"
_FIGURE: Final = re.compile(r"[0-9０-９十百千万亿]")
# what is left of a hash without these are its first 16 bits
_FIRST_BITS: Final = np.uint64(48)
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Copy:
    """text[start:end] repeats text[first:first_end]; offsets of the raw text."""

    first: int
    first_end: int
    start: int
    end: int


def find_repeats(text: str) -> list[Span]:
    """The later copies of passages with figures that stand more than once, in order, without overlap.

    Verbatim or nearly so (blanks and punctuation do not matter), about 30 characters or more. The time is that of
    sorting one number per character.
    """
    return [(copy.start, copy.end) for copy in find_copies(text)]


def repeats_of_report(text: str, turn: int | None) -> list[Span]:
    """The copies that must not count in a report whose plan begins at ``turn``.

    Of a passage that stands in the review and in the plan, and speaks of what is to be done, the copy in the review is
    the stray one; a short figure that stands in both is one reached and one set, and both count. Where the whole report
    stands a second time, its second reading is one copy, whatever stands in it.
    """
    copies = find_copies(text)
    again = _second_reading(copies, len(text))
    spans: list[Span] = [again] if again else []
    for copy in copies:
        if again and again[0] <= copy.start < again[1]:
            continue
        if turn is None or not copy.first < turn <= copy.start:
            spans.append((copy.start, copy.end))
        elif copy.end - copy.start >= LONG:
            ahead = len(_AHEAD.findall(text, copy.start, copy.end)) * 100 >= copy.end - copy.start
            spans.append((copy.first, copy.first_end) if ahead else (copy.start, copy.end))
    return sorted(spans)


def _second_reading(copies: Sequence[Copy], length: int) -> Span | None:
    """Where the report stands a second time: copies at one distance from what they repeat, one behind the other."""
    if not copies:
        return None
    by_distance = sorted(copies, key=lambda copy: copy.start - copy.first)
    half = sum(copy.end - copy.start for copy in copies) / 2
    for middle in by_distance:
        half -= middle.end - middle.start
        if half <= 0:
            break
    distance = middle.start - middle.first
    in_step = [copy for copy in copies if abs(copy.start - copy.first - distance) <= IN_STEP * distance]
    copied = sum(copy.end - copy.start for copy in in_step)
    start, end = in_step[0].start, max(copy.end for copy in in_step)
    # a sentence said a dozen times in a row is a dozen copies and no second report
    is_again = (
        copied >= TWICE * length and copied >= DENSE * (end - start) and distance >= (end - start) * (1 - IN_STEP)
    )
    # what is left behind the last copy has no figures: the closing formula
    return (start, length if length - end < IN_STEP * length else end) if is_again else None


@lru_cache(1)
def find_copies(text: str) -> Sequence[Copy]:
    """The later copies with the place of the passage that they repeat; identity and sections ask for the same."""
    kept, codes = letters(text[:LONGEST])
    if len(codes) < 2 * SEED:
        return []
    here, before = _pairs(gram_hashes(codes, SEED))
    copies: list[Copy] = []
    end = 0
    for start, stop, shift in _runs(here, before, codes):
        if stop - start < SHORTEST:
            continue
        raw_start, raw_end = _trim(text, max(int(kept[start]), end), int(kept[stop - 1]) + 1)
        if raw_end - raw_start >= SHORTEST and _FIGURE.search(text, raw_start, raw_end):
            first, first_end = _trim(text, int(kept[start - shift]), int(kept[stop - 1 - shift]) + 1)
            copies.append(Copy(first, first_end, raw_start, raw_end))
            end = raw_end
    return copies


def _skip_table() -> npt.NDArray[np.bool_]:
    skip = np.array([not chr(code).isalnum() for code in range(0x10000)])
    skip[ord("%")] = skip[ord("％")] = False
    return skip


_SKIP: Final = _skip_table()


def letters(text: str) -> tuple[Array, Array]:
    """Raw offsets and code points of letters, digits and percent signs."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kept = np.flatnonzero(~_SKIP[np.minimum(codes, 0xFFFF)])
    return kept, codes[kept]


def gram_hashes(codes: Array, length: int) -> Array:
    """A 64-bit hash of every ``length`` characters in a row."""
    count = len(codes) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    wide = codes.astype(np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(length):
        hashes = hashes * _FACTOR + wide[offset : offset + count]
    hashes ^= hashes >> np.uint64(31)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(29))


def _pairs(hashes: Array) -> tuple[Array, Array]:
    """Places whose seed stood before, in order, and the nearest place before where it stood."""
    # most seeds stand once: to sort the bare hashes is far faster than to sort their places, and leaves few of these
    ordered = np.sort(hashes)
    begins_as_one_met_twice = np.zeros(1 << 16, dtype=bool)
    begins_as_one_met_twice[ordered[1:][ordered[1:] == ordered[:-1]] >> _FIRST_BITS] = True
    places = np.flatnonzero(begins_as_one_met_twice[hashes >> _FIRST_BITS])
    order = places[np.argsort(hashes[places], kind="stable")]
    same = hashes[order[1:]] == hashes[order[:-1]]
    here, before = order[1:][same], order[:-1][same]
    by_place = np.argsort(here, kind="stable")
    return here[by_place], before[by_place]


def _runs(here: Array, before: Array, codes: Array) -> list[tuple[int, int, int]]:
    """Stretches (start, end, distance to the passage before) that agree, save for small gaps without digits."""
    if len(here) == 0:
        return []
    shift = here - before
    breaks = np.flatnonzero((np.diff(here) != 1) | (np.diff(shift) != 0)) + 1
    starts = np.concatenate([[0], breaks])
    ends = np.concatenate([breaks, [len(here)]]) - 1
    runs: list[tuple[int, int, int]] = []
    for first, last in zip(starts.tolist(), ends.tolist(), strict=True):
        start, stop, distance = int(here[first]), int(here[last]) + SEED, int(shift[first])
        if runs:
            a, b, d = runs[-1]
            near = start - b <= GAP and abs(distance - d) <= SHIFT
            if near and not _digits(codes[b:start]) and not _digits(codes[b - d : start - distance]):
                runs[-1] = (a, stop, d)
                continue
        runs.append((start, stop, distance))
    return runs


def _digits(codes: Array) -> bool:
    return any(chr(code).isdecimal() for code in codes.tolist())


def _trim(text: str, start: int, end: int) -> Span:
    """Shrinks a stretch to whole clauses, so that no number is cut and no foreign word is taken along."""
    if start > 0 and text[start - 1] not in _EDGES and not text[start - 1].isspace():
        cut = min((at for at in (text.find(edge, start, end) for edge in _EDGES) if at >= 0), default=end - 1)
        start = cut + 1
    if end < len(text) and text[end] not in _EDGES and not text[end].isspace():
        end = max((text.rfind(edge, start, end) for edge in _EDGES), default=-1)
    end = max(start, end)
    while start < end < len(text) and text[end] in _STOPS:
        end += 1
    return start, end
