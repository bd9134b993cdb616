"""Tables of tasks: which column says what is to be done, and which who owes it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest import lexicon

_NUMBER: Final = re.compile("序 ?号|编 ?号")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: of the number, of the task, and those of units with their role.

    ``names``: the columns that say what is to be done where that of the task holds a mere figure, the best first.
    """

    number: int | None
    task: int
    units: tuple[tuple[int, str], ...]
    names: tuple[int, ...] = ()


def columns_of(cells: Sequence[str], roles: Mapping[str, str]) -> Columns | None:
    """What the columns of a head row hold; None where it is none: no column of units, or none of tasks."""
    heads = [cell.replace(" ", "") for cell in cells]
    units = tuple((at, roles[head]) for at, head in enumerate(heads) if head in roles)
    task_words = lexicon.pattern("task_column")
    task = [at for at, head in enumerate(heads) if head not in roles and task_words.search(head)]
    if not task or not any(role not in ("person", "due") for _, role in units):
        return None
    number = next((at for at, head in enumerate(heads) if _NUMBER.fullmatch(head)), None)
    # 目标名称 | 具体任务: what is to be done stands last; 指标 | 2024年目标: there it stands first
    before = [at for at in range(task[-1] - 1, -1, -1) if at != number and heads[at] not in roles]
    names = tuple(sorted(before, key=lambda at: at not in task))
    return Columns(number, task[-1], units, names)
