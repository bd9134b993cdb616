"""Units that can measure one thing: 公里 and 条 count roads, 亿元 and % do not."""

from functools import cache
from typing import Final

from ingest import lexicon

_SCALES: Final = "百千万亿十多余"
_PEOPLE: Final = frozenset(lexicon.word_list("people_units"))
# kinds after lexicon/units.csv that never stand for one another; all others are amounts of things
_APART: Final = {
    "": "",
    "special": "",
    "percent": "share",
    "points": "share",
    "currency": "money",
    "price": "price",
    "time": "time",
    "rate": "rate",
    "times": "share",
}


@cache
def kind_of(unit: str) -> str:
    """The kind of a unit with its scale, after lexicon/units.csv, ``price`` for plain 元, or ``people``; "" for none.

    >>> kind_of("万亩"), kind_of("亿元"), kind_of("元"), kind_of("%")
    ('area', 'currency', 'price', 'percent')
    """
    if unit == "元":
        return "price"
    bare = unit.lstrip(_SCALES)
    if bare in _PEOPLE:
        return "people"
    known = lexicon.mapping("units", "unit", "kind")
    return known.get(unit) or known.get(bare) or ("count" if unit else "")


def may_measure(own: str, kind: str) -> bool:
    """Whether a figure in units of one kind may be of a thing that is told in another; "" fits all.

    >>> may_measure("count", "area"), may_measure("count", "currency")
    (True, False)
    """
    return not own or not kind or _APART.get(own, "amount") == _APART.get(kind, "amount")
