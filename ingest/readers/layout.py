"""Where characters stand on a page, and in which order a person reads them: columns, headlines, page furniture.

A page is taken apart into lines, lines into columns at gutters (blank stripes that several full lines share), columns
into blocks; blocks are ordered the way Breuel does it: above before below where they overlap sideways, left before
right where nothing reaches over both. Tables are no columns: their cells are too short, so rows stay rows.
"""

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from ingest.readers.gutters import gutters_of
from ingest.readers.page_model import Block, Glyph, Gutter, Line

SAME_LINE: Final = 0.5  # share of the lower line that has to overlap
GUTTER_EMS: Final = 0.7  # a blank at least this wide may be a gutter
WORD_EMS: Final = 0.25  # a blank at least this wide is a blank between words
BLOCK_GAP: Final = 1.6  # blank between two lines of one block, in line heights
SIZE_STEP: Final = 1.25  # a line larger by this is a headline, not the same block
INDENT_EMS: Final = 0.8
SHORT_EMS: Final = 1.6
SLACK_EMS: Final = 0.6  # lines end where they like within this
SENTENCE_END: Final = re.compile(r"[。！？；：:!?;][”’」』）)]*$")
# 二、 or （三） behind the end of a sentence begins a paragraph, in whatever place it stands
NUMBERED: Final = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
# what no typesetter parts: a number or word, and the marks around it; quotation marks hold on to both their neighbours
_UNIT: Final = r"[“‘（《〈【「]*(?:[A-Za-z0-9.,%％+\-—]+|.)[，。、；：！？）”’》〉】」%％,.;:!?)]*"
UNBREAKABLE: Final = re.compile(rf"{_UNIT}(?:(?:(?<=[”’])|(?=[“‘])){_UNIT}){{0,3}}")
RUNNING_EMS: Final = 8.0  # narrower blocks are headlines and lists: no line of theirs runs on


def blocks_of(glyphs: Sequence[Glyph]) -> list[Block]:
    """The blocks of a page in reading order."""
    return lay_out(glyphs, ())[0]


def lay_out(glyphs: Sequence[Glyph], known: Sequence[Gutter]) -> tuple[list[Block], list[Gutter]]:
    """The blocks of a page in reading order, and its gutters.

    ``known`` are the gutters of the page before: on a last page with little text they are believed on sight.
    """
    rows = [_pieces(row) for row in _rows(glyphs)]
    gutters = gutters_of(rows, known)
    lines = [line for row in rows for line in _joined(row, gutters)]
    _put_in_cells(lines, gutters)
    return _ordered(_blocks(lines)), gutters


def paragraphs(block: Block) -> list[str]:
    """The block's text with lines joined where a paragraph only runs on to the next line."""
    found: list[str] = []
    previous: Line | None = None
    for line in block.lines:
        if previous is not None and runs_on(block, previous, line):
            found[-1] = join(found[-1], line.text)
        else:
            found.append(line.text)
        previous = line
    return found


def runs_on(block: Block, line: Line, following: Line) -> bool:
    """Whether a paragraph goes on from one line to the next: the first is full, the second not indented."""
    if max(line.em, following.em) > SIZE_STEP * min(line.em, following.em):
        return False
    return (
        not is_numbered(line.text, following) and is_full(block, line, following) and not is_indented(block, following)
    )


def is_numbered(before: str, line: Line) -> bool:
    """Whether a line behind the end of a sentence begins with the number of a chapter or section."""
    return bool(SENTENCE_END.search(before)) and bool(NUMBERED.match(line.text))


def is_full(block: Block, line: Line, following: Line) -> bool:
    """Whether a line is one of running text that had no room for what the following one begins with.

    Behind the end of a sentence a paragraph may end anywhere: there the line has to reach the edge.
    """
    is_running = not line.is_row and block.right - block.left >= RUNNING_EMS * line.em
    missing = SHORT_EMS * line.em if SENTENCE_END.search(line.text) else following.begins + SLACK_EMS * line.em
    return is_running and line.right >= block.right - missing


def is_indented(block: Block, line: Line) -> bool:
    """Whether a line starts a paragraph."""
    return line.left > block.left + INDENT_EMS * line.em


def join(first: str, second: str) -> str:
    """Two lines as one: a blank parts the letters of two words, nothing parts Chinese text, numbers and TOD."""
    if _is_letter(first[-1:]) and _is_letter(second[:1]) and not (first[-1].isupper() and second[0].isupper()):
        return f"{first} {second}"
    return first + second


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand on one level, from top to bottom, each row from left to right."""
    rows: list[list[Glyph]] = []
    edges: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.top + one.bottom) / 2):
        for index in range(len(rows) - 1, max(-1, len(rows) - 6), -1):
            top, bottom = edges[index]
            shared = min(bottom, glyph.bottom) - max(top, glyph.top)
            lower = min(bottom - top, glyph.bottom - glyph.top)
            if shared > SAME_LINE * lower and glyph.bottom - glyph.top < 2 * (bottom - top):
                rows[index].append(glyph)
                break
        else:
            rows.append([glyph])
            edges.append((glyph.top, glyph.bottom))
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _pieces(row: Sequence[Glyph]) -> list[Line]:
    """The stretches of a row between blanks that are wide enough for a gutter."""
    pieces: list[Line] = []
    members: list[list[Glyph]] = []
    em = median(max(glyph.bottom - glyph.top, (glyph.right - glyph.left) / max(1, len(glyph.text))) for glyph in row)
    for glyph in row:
        last = pieces[-1] if pieces else None
        if last is None or glyph.left - last.right > GUTTER_EMS * em:
            pieces.append(Line(glyph.text, glyph.left, glyph.top, glyph.right, glyph.bottom, em))
            members.append([glyph])
            continue
        members[-1].append(glyph)
        if glyph.left - last.right > WORD_EMS * em and _is_latin(last.text[-1]) and _is_latin(glyph.text[0]):
            last.text += " "
        last.text += glyph.text
        last.right = max(last.right, glyph.right)
        last.top, last.bottom = min(last.top, glyph.top), max(last.bottom, glyph.bottom)
    for piece, glyphs in zip(pieces, members, strict=True):
        piece.begins = _first_word(glyphs) - piece.left
    return pieces


def _first_word(glyphs: Sequence[Glyph]) -> float:
    """Where ends what no typesetter parts at the beginning of a line."""
    word = UNBREAKABLE.match("".join(glyph.text for glyph in glyphs))
    length = 0
    for glyph in glyphs:
        length += len(glyph.text)
        if word is None or length >= word.end():
            return glyph.right if len(glyph.text) == 1 else glyph.left
    return glyphs[-1].right


def _is_latin(character: str) -> bool:
    """Whether blanks beside the character part words; between Chinese characters they only fill the line."""
    return character.isascii() and character.isalnum()


def _joined(row: Sequence[Line], gutters: Sequence[Gutter]) -> list[Line]:
    """The pieces of a row put together again wherever no gutter runs between them."""
    lines: list[Line] = []
    for piece in row:
        last = lines[-1] if lines else None
        if last is not None and not any(
            left >= last.right - 0.3 * last.em
            and right <= piece.left + 0.3 * piece.em
            and top - 0.1 <= piece.bottom
            and bottom + 0.1 >= piece.top
            for left, right, top, bottom in gutters
        ):
            last.text = f"{last.text.rstrip()} {piece.text}"
            last.right = piece.right
            last.is_row = True
            last.top, last.bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
        else:
            lines.append(piece)
    return lines


def _put_in_cells(lines: Sequence[Line], gutters: Sequence[Gutter]) -> None:
    """Gives every line the bounds of its column: a short line belongs to all of its column's width.

    A gutter reaches up and down until a line crosses it: below the last line of a column there is still the column.
    """
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    reaching = []
    for begin, end, top, bottom in gutters:
        crossing = [line for line in lines if line.left < begin - 0.5 * line.em and line.right > end + 0.5 * line.em]
        upper = max((line.bottom for line in crossing if line.bottom <= top + 0.5 * line.em), default=float("-inf"))
        lower = min((line.top for line in crossing if line.top >= bottom - 0.5 * line.em), default=float("inf"))
        reaching.append((begin, end, upper, lower))
    for line in lines:
        middle = (line.top + line.bottom) / 2
        beside = [gutter for gutter in reaching if gutter[2] < middle < gutter[3]]
        line.cell = (
            max((end for _, end, _, _ in beside if end <= line.left + 0.5 * line.em), default=left),
            min((begin for begin, _, _, _ in beside if begin >= line.right - 0.5 * line.em), default=right),
        )


def _blocks(lines: Sequence[Line]) -> list[Block]:
    """Chains of lines: each the only one below the other, near it, of the same size."""
    ordered = sorted(lines, key=lambda line: (line.top, line.left))
    below: dict[int, list[int]] = {}
    above: dict[int, list[int]] = {}
    for i, line in enumerate(ordered):
        reach = line.bottom + BLOCK_GAP * line.height
        nearest = reach
        for j in range(i + 1, len(ordered)):
            other = ordered[j]
            if other.top > nearest + 0.5 * line.height:
                break
            if other.top >= line.bottom - SAME_LINE * line.height and _overlap(line, other):
                nearest = min(nearest, other.top)
                below.setdefault(i, []).append(j)
                above.setdefault(j, []).append(i)
    blocks: list[Block] = []
    block_of: dict[int, Block] = {}
    for i, line in enumerate(ordered):
        upper = above.get(i, [])
        block = block_of.get(upper[0]) if len(upper) == 1 else None
        if block is None or len(below[upper[0]]) != 1 or not _same_size(ordered[upper[0]], line):
            block = Block()
            blocks.append(block)
        block.lines.append(line)
        block_of[i] = block
    return blocks


def _overlap(first: Line | Block, second: Line | Block) -> bool:
    return min(first.cell[1], second.cell[1]) - max(first.cell[0], second.cell[0]) > 0.3 * min(first.em, second.em)


def _same_size(first: Line, second: Line) -> bool:
    return max(first.em, second.em) <= SIZE_STEP * min(first.em, second.em)


def _ordered(blocks: Sequence[Block]) -> list[Block]:
    """Reading order: repeatedly the uppermost, leftmost block that no other has to come before."""
    earlier = {
        i: {j for j in range(len(blocks)) if j != i and _before(blocks[j], blocks[i], blocks)}
        for i in range(len(blocks))
    }
    order: list[Block] = []
    left = set(range(len(blocks)))
    while left:
        free = [i for i in left if not earlier[i] & left] or list(left)
        chosen = min(free, key=lambda i: _place(blocks[i], bool(order)))
        left.discard(chosen)
        order.append(blocks[chosen])
    return order


def _place(block: Block, started: bool) -> tuple[float, float]:
    """What is read first among blocks that may come next: at the top of the page the uppermost, later the leftmost."""
    return (block.cell[0], block.top) if started else (block.top, block.cell[0])


def _before(first: Block, second: Block, blocks: Sequence[Block]) -> bool:
    if _overlap(first, second):
        return first.top < second.top
    if first.cell[1] > second.cell[0] + 0.3 * first.em:
        return False
    top, bottom = min(first.bottom, second.bottom), max(first.top, second.top)
    return not any(
        between is not first
        and between is not second
        and top - 0.1 <= (between.top + between.bottom) / 2 <= bottom + 0.1
        and _overlap(between, first)
        and _overlap(between, second)
        for between in blocks
    )
