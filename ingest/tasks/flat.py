"""Tables that lost their columns: number, task and units in one line, parted by blanks.

序号 工作任务 责任单位 / 1 新增渔港3个 渔业局、海港局
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.reading.headings import level_of
from ingest.tasks.model import Task
from ingest.tasks.names import Government
from ingest.tasks.units import RESPONSIBLE, is_unit, read_units

_LINE: Final = re.compile(r"[^\n]*[^\s]")
_ROW: Final = re.compile(r" *(?P<number>\d{1,3}) +(?=[\u4e00-\u9fff“])")
_FEWEST: Final = 3
_LONGEST_HEADING: Final = 60


@cache
def _head() -> re.Pattern[str]:
    owed = [row["label"] for row in lexicon.rows("task_labels") if row["role"] not in ("person", "due")]
    labels = "|".join(" ?".join(label) for label in sorted(owed, key=len, reverse=True))
    return re.compile(f"序 ?号[^\\n|]{{0,40}}(?:{labels})")


def flat_tasks(text: str, government: Government, wanted: Callable[[int], bool]) -> list[Task]:
    """The tasks of such a table in a normalised text, with offsets into it; none where it holds no such table."""
    if not _head().search(text):
        return []
    tasks: list[Task] = []
    path: dict[int, str] = {}
    going_on = False
    for line in _LINE.finditer(text):
        if not wanted(line.start()):
            continue
        row = _ROW.match(line[0])
        if row:
            above = " › ".join(path[level] for level in sorted(path))
            start = line.start() + row.end()
            tasks.append(Task(start, line.end(), line.end(), row["number"], above))
            going_on = True
        elif _head().search(line[0]):
            path, going_on = {}, False
        elif (level := level_of(line[0].strip())) and len(line[0]) <= _LONGEST_HEADING:
            path = {depth: words for depth, words in path.items() if depth < level} | {level: line[0].strip()}
            going_on = False
        elif going_on:
            tasks[-1].end = tasks[-1].closes = line.end()
        if tasks and going_on and _cut_units(text, tasks[-1], government):
            going_on = False
    return tasks if sum(bool(task.units) for task in tasks) >= _FEWEST else []


def _cut_units(text: str, task: Task, government: Government) -> bool:
    """Cut what stands behind the last blank, where it names units and nothing else."""
    blank = text.rfind(" ", task.start, task.end)
    found = read_units(text, blank + 1, task.end, RESPONSIBLE, government) if blank > 0 else []
    if not found or not all(is_unit(unit.unit_text) for unit in found):
        return False
    task.units, task.end = found, blank
    return True
