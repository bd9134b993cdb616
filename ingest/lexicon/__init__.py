"""What the domain knows, as CSV files beside this module, and the one reader for them."""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``lexicon/NAME.csv`` as dictionaries, in file order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        # some 40,000 rows are read at every start, and csv.DictReader takes several times as long
        read = csv.reader(file)
        names = next(read)
        yield from (dict(zip(names, row, strict=False)) for row in read if row)


@cache
def column(name: str, key: str) -> tuple[str, ...]:
    """One column of a lexicon, in file order."""
    return tuple(row[key] for row in rows(name))


@cache
def mapping(name: str, key: str, value: str) -> dict[str, str]:
    """Two columns of a lexicon as a dictionary."""
    return {row[key]: row[value] for row in rows(name)}


@cache
def grouped(name: str, key: str, value: str) -> dict[str, list[str]]:
    """The values of one column of a lexicon by those of another, in file order."""
    groups: dict[str, list[str]] = {}
    for row in rows(name):
        groups.setdefault(row[key], []).append(row[value])
    return groups


@cache
def word_list(name: str) -> tuple[str, ...]:
    """A list of ``word_lists.csv``, the longest first; KeyError for a list that is not there."""
    return tuple(sorted(grouped("word_lists", "list", "word")[name], key=len, reverse=True))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of ``patterns.csv``; KeyError for a name that is not there.

    >>> bool(pattern("annual_average").search("年均增长"))
    True
    """
    return re.compile(_expanded(name))


@cache
def written(name: str) -> str:
    """A pattern of ``patterns.csv`` as text, for engines with regular expressions of their own."""
    return _expanded(name)


def _expanded(name: str) -> str:
    """``(?&scope)`` inside a pattern stands for the pattern of that name."""
    written = mapping("patterns", "name", "pattern")[name]
    return re.sub(r"\(\?&(\w+)\)", lambda cited: f"(?:{_expanded(cited[1])})", written)


def by_first_character(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words grouped by their first character, the longest first: what a scan for the longest match needs.

    >>> by_first_character(["亿元", "亿", "家"])
    {'亿': ('亿元', '亿'), '家': ('家',)}
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in groups.items()}
