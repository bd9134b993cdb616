"""Sketches of texts, from which the share of common words of two texts can be estimated without the texts.

A sketch holds the smallest hashes of all stretches of SHINGLE characters of a text (a bottom-k or KMV sketch:
Beyer et al., On synopses for distinct-value estimation under multiset operations, SIGMOD 2007).
Blanks, punctuation, furniture and appendices do not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ingest.identity.repeats import gram_hashes, letters

SHINGLE: Final = 8
SIZE: Final = 512
BANDS: Final = 16
"""Buckets of a text: the smallest hash of each of so many classes of hashes."""

Codes = npt.NDArray[Any]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest hashes, sorted; ``size`` is larger than their number where the text has more."""

    hashes: Hashes
    size: int


def count_letters(text: str, left_out: Iterable[tuple[int, int]] = ()) -> int:
    """Letters, digits and percent signs of a text without the stretches that are left out."""
    return int(_kept(text, left_out)[1].sum())


def _kept(text: str, left_out: Iterable[tuple[int, int]]) -> tuple[Codes, npt.NDArray[np.bool_]]:
    """The code points of letters, and which of them count."""
    places, codes = letters(text)
    keep = np.ones(len(codes), dtype=bool)
    for start, end in left_out:
        keep[np.searchsorted(places, start) : np.searchsorted(places, end)] = False
    return codes, keep


def sketch(text: str, left_out: Iterable[tuple[int, int]] = ()) -> Sketch:
    """The sketch of a text without the stretches that are left out."""
    codes, keep = _kept(text, left_out)
    hashes = gram_hashes(codes[keep], SHINGLE)
    if len(hashes) > 8 * SIZE:
        # hashes are spread evenly: four times as many as needed lie below this bound
        low: Any = np.unique(hashes[hashes < np.uint64((1 << 64) // len(hashes) * 4 * SIZE)])
        if len(low) > SIZE:
            return Sketch(low[:SIZE].copy(), len(hashes))
    found: Any = np.unique(hashes)
    return Sketch(found[:SIZE].copy(), len(found))


def resemblance(a: Sketch, b: Sketch) -> tuple[float, float]:
    """Estimates for two texts: the share of common shingles in both together, and in the shorter of them."""
    if not a.size or not b.size:
        return 0.0, 0.0
    limits = [s.hashes[-1] for s in (a, b) if s.size > len(s.hashes)]
    limit = min(limits) if limits else max(a.hashes[-1], b.hashes[-1])
    left, right = (s.hashes[: np.searchsorted(s.hashes, limit, side="right")] for s in (a, b))
    common = len(np.intersect1d(left, right, assume_unique=True))
    together = len(left) + len(right) - common
    return common / max(together, 1), common / max(min(len(left), len(right)), 1)


def bands(one: Sketch) -> list[int]:
    """Numbers of which two texts that resemble each other very probably have one in common.

    Each class of hashes (by their last bits) gives its smallest one: two texts with resemblance r share that of one
    class with probability r, and none of 16 with (1 - r) ** 16, one in 60,000 for r = 0.5.
    """
    classes = one.hashes % np.uint64(BANDS)
    _, first = np.unique(classes, return_index=True)
    return [int(number) for number in one.hashes[first]]
