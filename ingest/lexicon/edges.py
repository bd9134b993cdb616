"""Which characters a match of a pattern may begin with or end in, or must hold: a look at one spares most searches.

They are read from the pattern itself, so that it stands in one place.
"""

import re
from collections.abc import Sequence
from functools import cache
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

# what any character may be of
ANY: Final = None
# no more characters of a range are told one by one
_WIDEST: Final = 256

Characters = frozenset[str] | None


@cache
def first_characters(pattern: str) -> Characters:
    """The characters that a match may begin with; ``ANY`` where they are not told, or it may be empty.

    >>> sorted(first_characters("年(?:初|末)|[ab]?月(?!均)"))
    ['a', 'b', '年', '月']
    """
    found, is_empty = _edge(list(_parser.parse(pattern)), 1)
    return ANY if is_empty else found


@cache
def last_characters(pattern: str) -> Characters:
    """The characters that a match may end in; ``ANY`` where they are not told, or it may be empty.

    >>> sorted(last_characters("(?:年产|月产)各?$"))
    ['产', '各']
    """
    found, is_empty = _edge(list(_parser.parse(pattern)), -1)
    return ANY if is_empty else found


def beginnings(pattern: str) -> frozenset[str]:
    """The characters that a match begins with where it is not empty; LookupError where they are not told."""
    return _told(pattern, _edge(list(_parser.parse(pattern)), 1)[0])


def endings(pattern: str) -> frozenset[str]:
    """The characters that a match ends in where it is not empty; LookupError where they are not told."""
    return _told(pattern, _edge(list(_parser.parse(pattern)), -1)[0])


def _told(pattern: str, found: Characters) -> frozenset[str]:
    if found is ANY:
        raise LookupError(pattern)
    return found


@cache
def signs(pattern: str) -> tuple[str, ...]:
    """Characters one of which every match holds, as few as can be told; LookupError where none can.

    >>> signs("(?:预期|主要)(?:目标|指标)")
    ('标',)
    """
    held = _held(_parser.parse(pattern))
    if not held:
        raise LookupError(pattern)
    return tuple(sorted(_fewest(held)))


@cache
def sign_of(pattern: str) -> re.Pattern[str]:
    """What finds a sign of a pattern in a text; it is found in every text where no sign can be told."""
    held = _held(_parser.parse(pattern))
    return re.compile(f"[{re.escape(''.join(sorted(_fewest(held))))}]" if held else "")


def _fewest(held: list[frozenset[str]]) -> frozenset[str]:
    return min(held, key=lambda one: (len(one), sorted(one)))


def _held(items: Sequence[Any]) -> list[frozenset[str]]:
    """Sets of characters of each of which every match holds one."""
    return [one for code, told in items for one in _held_by(str(code), told)]


def _held_by(code: str, told: Any) -> list[frozenset[str]]:
    if code == "LITERAL":
        return [frozenset(chr(told))]
    if code == "IN":
        members = _of_class(told)
        return [] if members is ANY else [members]
    if code == "SUBPATTERN":
        return _held(told[-1])
    if code in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _held(told[2]) if told[0] else []
    if code == "BRANCH":
        branches = [_held(branch) for branch in told[1]]
        if not all(branches):
            return []
        shared = frozenset[frozenset[str]].intersection(*map(frozenset, branches))
        return [*shared, frozenset[str]().union(*(_fewest(branch) for branch in branches))]
    return []


def _edge(items: Sequence[Any], step: int) -> tuple[Characters, bool]:
    """The characters at one edge of a sequence of parsed items, and whether the sequence may be empty."""
    met: frozenset[str] = frozenset()
    for code, told in items[::step]:
        found, is_empty = _of_item(str(code), told, step)
        if found is ANY:
            return ANY, False
        met |= found
        if not is_empty:
            return met, False
    return met, True


def _of_item(code: str, told: Any, step: int) -> tuple[Characters, bool]:
    """The same for one item; what only looks around is empty."""
    if code == "LITERAL":
        return frozenset(chr(told)), False
    if code == "IN":
        return _of_class(told), False
    if code in ("AT", "ASSERT", "ASSERT_NOT"):
        return frozenset(), True
    if code == "SUBPATTERN":
        return _edge(list(told[-1]), step)
    if code == "BRANCH":
        branches = [_edge(list(branch), step) for branch in told[1]]
        known = [found for found, _ in branches if found is not ANY]
        whole = frozenset[str]().union(*known) if len(known) == len(branches) else ANY
        return whole, any(is_empty for _, is_empty in branches)
    if code in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        found, is_empty = _edge(list(told[2]), step)
        return found, is_empty or told[0] == 0
    return ANY, False


def _of_class(members: Sequence[tuple[Any, Any]]) -> Characters:
    """The characters of a class such as [A-Za-z十]; ``ANY`` for [^，] and what holds digits of all scripts."""
    met: set[str] = set()
    for code, told in members:
        if str(code) == "LITERAL":
            met.add(chr(told))
        elif str(code) == "RANGE" and told[1] - told[0] < _WIDEST:
            met.update(map(chr, range(told[0], told[1] + 1)))
        else:
            return ANY
    return frozenset(met)
