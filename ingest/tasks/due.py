"""By when a task is due, where it says so: 6月底前, 上半年, 2027年底前."""

import re
from functools import cache
from typing import Final, NamedTuple

from ingest import lexicon

_YEAR: Final = re.compile(r"(20\d\d)年$")


class Due(NamedTuple):
    """The year and month by whose end it is due, None where not said, and the words that say so."""

    year: int | None
    month: int | None
    text: str | None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], int | None], ...]:
    return tuple(
        (re.compile(row["pattern"]), int(row["month"]) if row["month"] else None) for row in lexicon.rows("task_due")
    )


def due_of(words: str) -> Due:
    """The latest date that the words set.

    >>> due_of("6月底前开工渔港")
    Due(year=None, month=6, text='6月底前')
    """
    found: list[Due] = []
    taken: list[tuple[int, int]] = []
    for pattern, month in _patterns():
        for match in pattern.finditer(words):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            year = _YEAR.search(words, max(0, match.start() - 5), match.start())
            begin = year.start() if year else match.start()
            said = month if month is not None else int(match["month"])
            found.append(Due(int(year[1]) if year else None, said, words[begin : match.end()]))
    return max(found, key=lambda due: (due.year or 0, due.month or 0), default=Due(None, None, None))
