"""Departments as written -> one name each: 市发改委 and 市发展和改革委员会 are 发展改革委."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest import lexicon

_NOTE: Final = re.compile(r"（[^（）]*）")
_MARKS: Final = re.compile("[“” ]")
# longest first: 自治区发展改革委 is not 自治 + 区…
_LEVEL: Final = re.compile("自治区|自治州|自治县|自治旗|[省市县区州盟旗]")
# words whose first character looks like a level
_NO_LEVEL: Final = re.compile("[省市县区州][直级]|市场|区域|县域|市域|省际|区块|市政(?!府)")
_FORMS: Final = {
    "委员会": "委",
    "办公室": "办",
    "人民政府": "政府",
    "人民法院": "法院",
    "人民检察院": "检察院",
    "有限责任公司": "公司",
    "有限公司": "公司",
}
_LONG: Final = re.compile("|".join(_FORMS))
_AND: Final = re.compile("[和与]")


@dataclass(frozen=True, slots=True)
class Government:
    """Whose units are named: the names of its region, and ``rank``: national, provincial or local."""

    own: tuple[str, ...] = ()
    rank: str = "local"


NOBODY: Final = Government()


@cache
def _known() -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = {}
    for row in lexicon.rows("departments"):
        for written in (row["name"], row["provincial"], row["national"], *row["written"].split("|")):
            if written:
                known[_squeezed(written)] = row
    return known


def _squeezed(words: str) -> str:
    return _AND.sub("", _LONG.sub(lambda found: _FORMS[found[0]], words))


def unit_name(written: str, government: Government = NOBODY) -> str:
    """The one name of a unit of that government, without its level and the names of its region.

    >>> unit_name("市发展和改革委员会"), unit_name("海州市渔业局", Government(("海州市", "海州")))
    ('发展改革委', '渔业局')
    >>> unit_name("市委渔村工作办公室"), unit_name("市级有关部门")
    ('党委渔村工作办', '市级有关部门')
    """
    if written.startswith("各"):
        return written
    bare = _MARKS.sub("", _NOTE.sub("", written))
    name = bare
    for form in _forms(bare, government.own):
        name = _LONG.sub(lambda found: _FORMS[found[0]], form)
        if (known := _known().get(_squeezed(form))) is not None:
            return known.get(government.rank) or known["name"]
    # 市委老干部局 is one of the Party's committee
    return f"党{name}" if name.startswith("委") else name or written


def _forms(bare: str, own: Iterable[str]) -> Iterable[str]:
    """The words, then without the region's name, then without their level."""
    yield bare
    front = next((name for name in own if len(name) > 1 and bare.startswith(name) and len(bare) > len(name) + 1), "")
    bare = bare[len(front) :]
    if front:
        yield bare
    level = _LEVEL.match(bare)
    if level and len(bare) > level.end() + 1 and not _NO_LEVEL.match(bare):
        yield bare[level.end() :]
