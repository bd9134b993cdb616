"""Running heads and feet: what stands in the margin of pages and is no part of the text."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from ingest.readers.lexicon import rows
from ingest.readers.page_model import Block

MARGIN: Final = 0.09
PAGE_NUMBER: Final = re.compile(r"[\s—–\-·.•|/第共页版0-9０-９ivxlc]+", re.IGNORECASE)
LEVEL: Final = 0.5  # share of the lower line that has to overlap

Page = tuple[float, Sequence[Block]]
"""The height of a page and its blocks."""


def running_heads(pages: Sequence[Page]) -> set[int]:
    """The blocks (by ``id``) that are page numbers, that repeat, or that stand on one level with such a block.

    What stands on one level counts as a whole too: a page may part it in other places than the next one.
    """
    margins = [[block for block in blocks if _in_margin(block, height)] for height, blocks in pages]
    repeated = Counter(pattern for inside in margins for pattern in {p for b in inside for p in _patterns(b, inside)})
    found: set[int] = set()
    for inside in margins:
        told = [
            block
            for block in inside
            if any(repeated[pattern] > 1 for pattern in _patterns(block, inside)) or _is_known(_words(block))
        ]
        found |= {id(block) for block in inside if any(_on_level(block, other) for other in told)}
    return found


def _in_margin(block: Block, height: float) -> bool:
    near = block.bottom < MARGIN * height or block.top > (1 - MARGIN) * height
    return near and len(block.lines) == 1


def _words(block: Block) -> str:
    return block.lines[0].text


def _patterns(block: Block, inside: Sequence[Block]) -> tuple[str, str]:
    """The words of a block and of all that stands on its level, without their numbers and blanks."""
    level = sorted((other for other in inside if _on_level(block, other)), key=lambda other: other.left)
    whole = "".join(map(_words, level))
    own, all_of = (re.sub(r"\d+", "#", "".join(words.split())) for words in (_words(block), whole))
    return own, all_of


def _is_known(text: str) -> bool:
    """Whether a line in the margin is a page number, or what programs print there."""
    return bool(PAGE_NUMBER.fullmatch(text)) or any(pattern.fullmatch(text) for pattern in _margins())


def _on_level(first: Block, second: Block) -> bool:
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return shared > LEVEL * min(first.bottom - first.top, second.bottom - second.top)


@cache
def _margins() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in rows("pdf_margins"))
