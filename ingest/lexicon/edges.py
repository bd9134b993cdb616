"""Which characters a match of a pattern may begin with or end in: a look at one character spares most searches."""

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
