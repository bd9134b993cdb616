"""Blocks of a reading -> tasks with the units that owe them."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import Final

from ingest import lexicon
from ingest.mentions.tables.figures import is_figure
from ingest.reading import Reading
from ingest.reading.blocks import Block
from ingest.reading.rows import cells_of, is_rule
from ingest.tasks.due import due_of
from ingest.tasks.model import Task
from ingest.tasks.names import Government
from ingest.tasks.tables import Columns, columns_of
from ingest.tasks.units import LEAD, RESPONSIBLE, are_units, is_unit, read_units, verbs

_NUMBER: Final = re.compile(r"（?(?P<number>\d{1,3})(?:[、．.)）]|\.(?!\d)) ?")
_SECOND: Final = re.compile(r"（(?P<number>[一二三四五六七八九十]{1,3})）")
_BRACKET: Final = re.compile(r"（(?P<inner>(?:[^（）]|（[^（）]*）)+)）[。；]?")
_SHORT_PATH: Final = 60
_APART: Final = re.compile("[、，；,;]")
# a cell of a dash is empty
_WORD: Final = re.compile(r"[^\W\d_]")


@cache
def _label() -> re.Pattern[str]:
    labels = sorted(lexicon.column("task_labels", "label"), key=len, reverse=True)
    return re.compile(f"[【（\\[]?(?P<label>{'|'.join(labels)})[】\\]]? ?[：:] ?")


@cache
def _roles() -> dict[str, str]:
    return lexicon.mapping("task_labels", "label", "role")


def _owes(words: str) -> bool:
    """Whether words in brackets say who does it; by when, or how to read the list, may stand behind that."""
    return any(piece.endswith(tuple(verbs())) for piece in re.split(_APART, words))


class TaskReader:
    """Reads the tasks of one text: ``wanted`` tells which positions count, ``government`` whose units."""

    def __init__(self, reading: Reading, government: Government, wanted: Callable[[int], bool]) -> None:
        self.reading, self.text, self.blocks = reading, reading.text, reading.blocks
        self.government, self.wanted = government, wanted
        self.tasks: list[Task] = []
        self._path: dict[int, str] = {}
        self._open: Task | None = None
        self._columns: Columns | None = None
        self._head: list[str] = []
        self._above: dict[int, tuple[int, int]] = {}

    def read(self) -> list[Task]:
        """All tasks, in order."""
        for block, following in zip_longest(self.blocks, self.blocks[1:]):
            if self.wanted(block.start):
                self._take(block, following)
        return [task for task in self.tasks if task.item or task.units]

    def _take(self, block: Block, following: Block | None) -> None:
        words = self.text[block.start : block.end]
        if block.kind == "row":
            self._take_row(block)
            return
        if following is None or following.kind != "row" or "。" in words:
            # else a line between rows (一、扩大投资) parts a table and ends none
            self._columns, self._head = None, []
        if block.kind in ("front_matter", "note"):
            return
        label = _label().match(words)
        if label and self._open:
            self._take_labels(block.start, block.end)
        elif block.kind == "heading" or self._is_title(block) or self._heads(block, following):
            self._close()
            self._enter(block)
        else:
            self._take_words(block, words)

    def _is_title(self, block: Block) -> bool:
        """Whether a block stands above all tasks."""
        return block.kind == "title" and not self.tasks and not _NUMBER.match(self.text, block.start)

    def _heads(self, block: Block, following: Block | None) -> bool:
        """Whether a numbered line stands over items, though it ends as a sentence: （一）全力以赴稳增长。"""
        if block.level not in (1, 2) or block.end - block.start > _SHORT_PATH or following is None:
            return False
        owed = _label().search(self.text, block.start, block.end) or self._bracket(block.start, block.end)
        return not owed and not _label().match(self.text, following.start)

    def _bracket(self, start: int, end: int) -> bool:
        return any(_owes(bracket["inner"]) for bracket in _BRACKET.finditer(self.text, start, end))

    def _enter(self, heading: Block) -> None:
        level = heading.level or (max(self._path, default=0) or 1)
        self._path = {depth: words for depth, words in self._path.items() if depth < level}
        self._path[level] = self.text[heading.start : heading.end][:_SHORT_PATH].rstrip("。；：")

    def _close(self) -> None:
        self._open = None

    def _take_words(self, block: Block, words: str) -> None:
        """An item, or a paragraph: it goes on with the item before it, unless that has its units."""
        number = _NUMBER.match(words) or _SECOND.match(words)
        task = self._open
        if number or task is None or task.units or task.item is None:
            start = block.start + (number.end() if number else 0)
            path = " › ".join(self._path[depth] for depth in sorted(self._path))
            task = self._open = Task(start, block.end, block.end, number["number"] if number else None, path)
            self.tasks.append(task)
        else:
            start, task.end, task.closes = block.start, block.end, block.end
        self._cut_units(task, start, block.end)

    def _cut_units(self, task: Task, start: int, end: int) -> None:
        """Units that stand in the block of the task itself: behind a label, in brackets."""
        label = _label().search(self.text, start, end)
        if label and not self.text.startswith(("（", "("), label.start()):
            task.end = label.start()
            self._take_labels(label.start(), end)
            return
        for bracket in _BRACKET.finditer(self.text, start, end):
            if self._take_bracket(task, bracket) and bracket.end() == end:
                task.end = bracket.start()

    def _take_labels(self, start: int, end: int) -> None:
        """责任单位：… 配合单位：… of one block."""
        task = self._open
        assert task is not None
        labels = list(_label().finditer(self.text, start, end))
        for number, label in enumerate(labels):
            stop = labels[number + 1].start() if number + 1 < len(labels) else end
            self._say(task, _roles()[label["label"]], label.end(), stop)
        task.closes = max(task.closes, end)

    def _say(self, task: Task, role: str, start: int, end: int) -> None:
        if role == "due":
            task.due = self.text[start:end].strip(" 。；，）")
        elif role != "person":
            for begin, stop in self._lines(start, end):
                task.units.extend(read_units(self.text, begin, stop, role, self.government))

    def _lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches that blanks part which the reading left out, where a unit stands on both sides of them.

        A cell has one unit to a line: 市渔业局 / 市海港局.
        """
        for at in range(start + 1, end):
            if self.reading.raw(at) - self.reading.raw(at - 1) > 1:
                before, behind = re.split(_APART, self.text[start:at])[-1], re.split(_APART, self.text[at:end])[0]
                if is_unit(before) and is_unit(behind):
                    yield start, at
                    start = at
        yield start, end

    def _take_bracket(self, task: Task, bracket: re.Match[str]) -> bool:
        """（市渔业局牵头，市海港局配合）, （责任单位：市渔业局）; whether it names units."""
        before = len(task.units)
        start, end = bracket.span("inner")
        label = _label().match(self.text, start, end)
        if label:
            # a label may follow a label
            self._take_labels_of(task, start, end)
        elif _owes(bracket["inner"]) or self._lists_units(task, bracket):
            found = read_units(self.text, start, end, RESPONSIBLE, self.government)
            task.units.extend(u for u in found if is_unit(u.unit_text))
            if len(task.units) > before:
                task.due = task.due or due_of(bracket["inner"]).text or ""
        return len(task.units) > before

    def _lists_units(self, task: Task, bracket: re.Match[str]) -> bool:
        """Whether a bracket at the end of what is to be done names units without a word of what they do."""
        return task.start < bracket.start() and bracket.end() == task.end and are_units(bracket["inner"])

    def _take_labels_of(self, task: Task, start: int, end: int) -> None:
        opened, self._open = self._open, task
        self._take_labels(start, end)
        self._open = opened

    def _take_row(self, block: Block) -> None:
        """A row of a table: its head says which column names what is to be done, and which who owes it."""
        if is_rule(self.text[block.start : block.end]):
            return
        cells = cells_of(self.text, block.start, block.end)
        if self._take_head([self.text[start:end] for start, end in cells]):
            return
        columns = self._columns
        if columns is None or columns.task >= len(cells):
            return
        # empty cells at the end of a row get lost
        cells += [(block.end, block.end)] * (max(at for at, _ in columns.units) + 1 - len(cells))
        start, end = self._task_cell(columns, cells)
        if start == end:
            return
        item = self.text[slice(*cells[columns.number])] if columns.number is not None else ""
        path = " › ".join(self._path[depth] for depth in sorted(self._path))
        task = Task(start, end, block.end, item or None, path)
        for at, role in columns.units:
            self._say(task, role, *self._merged(at, role, cells[at]))
        if task.units or item:
            self.tasks.append(task)

    def _take_head(self, cells: list[str]) -> bool:
        """Whether a row heads a table; its head may have two rows: what is empty in the second stands in the first."""
        if any(cell.replace(" ", "") in _roles() for cell in cells):
            joined = [cell or above for cell, above in zip_longest(cells, self._head[: len(cells)], fillvalue="")]
            head = columns_of(joined, _roles())
            if head is not None:
                self._columns, self._above, self._head = head, {}, joined
                self._close()
                return True
        self._head = [] if self._columns else cells
        return False

    def _task_cell(self, columns: Columns, cells: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """The cell that says what is to be done: the task's own, unless it is empty or a mere figure."""
        own = cells[columns.task]
        written = (own, *(cells[at] for at in columns.names))
        return next((cell for cell in written if self._names_task(self.text[slice(*cell)])), own)

    @staticmethod
    def _names_task(words: str) -> bool:
        return bool(_WORD.search(words)) and not is_figure(words)

    def _merged(self, at: int, role: str, cell: tuple[int, int]) -> tuple[int, int]:
        """A cell; where it is empty, the one above that reaches over its row."""
        if cell[0] == cell[1] and role in (LEAD, RESPONSIBLE):
            return self._above.get(at, cell)
        self._above[at] = cell
        return cell
