"""Units as written -> what they count and how much of it: 万亩 is 10,000 亩, a dimension of area."""

import re
from functools import cache
from typing import Final

from ingest import lexicon

BARE: Final = "bare"
_MULTIPLIERS: Final = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "亿": 1e8, "余": 1.0, "多": 1.0}
_SCALE: Final = re.compile(f"[{''.join(_MULTIPLIERS)}]*")


@cache
def _bases() -> dict[str, tuple[str, float]]:
    return {row["unit"]: (row["dimension"], float(row["factor"])) for row in lexicon.rows("units")}


@cache
def measure_of(unit: str) -> tuple[str, float]:
    """Dimension of a unit as written, and the factor to the dimension's base unit.

    What no row knows is a dimension of its own; a multiplier alone counts things that are not named.

    >>> measure_of("万亩")
    ('area', 10000.0)
    >>> measure_of("万")
    ('bare', 10000.0)
    """
    for start in range(len(unit)):
        if not _SCALE.fullmatch(unit, 0, start):
            break
        if found := _bases().get(unit[start:]):
            return found[0], found[1] * _scale(unit[:start])
    match = _SCALE.match(unit)
    scale = match[0] if match else ""
    return unit[len(scale) :] or BARE, _scale(scale)


def _scale(signs: str) -> float:
    product = 1.0
    for sign in signs:
        product *= _MULTIPLIERS[sign]
    return product
