"""The administrative divisions after GB/T 2260, in force and former, from lexicon/regions.csv."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest.identity.lexicon import rows

NATION: Final = "000000"
GENERIC: Final = re.compile("市?[城郊矿市新东南西北中]区")
LEVELS: Final = ("nation", "province", "prefecture", "county", "township", "zone")


@dataclass(frozen=True, slots=True)
class Region:
    """One division under one name: code, official name, level, parent; in force from year to year (None: open)."""

    code: str
    name: str
    short_name: str
    level: str
    parent_code: str
    valid_from: int | None
    valid_to: int | None
    other_names: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        """All its names, the official one first."""
        return tuple(dict.fromkeys((self.name, self.short_name, *self.other_names)))

    def in_force(self, year: int | None) -> bool:
        """Whether it had this name and code in the year; without a year, whether it has them today."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= year) and (self.valid_to is None or year <= self.valid_to)


class Gazetteer:
    """Looks regions up by code and by any of their names."""

    def __init__(self, regions: list[Region]) -> None:
        self.regions = regions
        self.by_code: dict[str, list[Region]] = {}
        self.by_name: dict[str, list[Region]] = {}
        self.children: dict[str, list[Region]] = {}
        for region in regions:
            self.by_code.setdefault(region.code, []).append(region)
            self.children.setdefault(region.parent_code, []).append(region)
            for name in region.names():
                if len(name) >= 2:
                    self.by_name.setdefault(name, []).append(region)
        self.longest = max(map(len, self.by_name))

    def named(self, name: str, year: int | None = None) -> list[Region]:
        """The regions of that very name, those in force in the year if there are any."""
        return in_force(self.by_name.get(name, []), year)

    def ending(self, place: str) -> tuple[str, list[Region]]:
        """The longest region name that ``place`` ends with, and the regions of that name.

        A bare 新区 or 郊区 is a name only alone or behind that of its city: 雄安新区 is not 唐山市新区.
        """
        for length in range(min(len(place), self.longest), 1, -1):
            name, front = place[-length:], place[:-length]
            found = self.by_name.get(name, [])
            if front and GENERIC.fullmatch(name):
                found = [region for region in found if front.endswith(self._above(region))]
            if found:
                return name, found
        return "", []

    def _above(self, region: Region) -> tuple[str, ...]:
        return tuple(name for parent in self.ancestors(region) for name in parent.names())

    def coded(self, code: str, year: int | None = None) -> Region | None:
        """The region of a code, under the name that it had in the year."""
        found = in_force(self.by_code.get(code, []), year)
        return found[0] if found else None

    def ancestors(self, region: Region) -> list[Region]:
        """Parent, grandparent and so on, without the nation."""
        chain: list[Region] = []
        code = region.parent_code
        while code and code != NATION and len(chain) < 4:
            parents = self.by_code.get(code, [])
            if not parents:
                break
            chain.extend(parents)
            code = parents[0].parent_code
        return chain


def in_force(regions: list[Region], year: int | None) -> list[Region]:
    """Those in force in the year; all of them where none is, for texts use former names for long."""
    return [region for region in regions if region.in_force(year)] or list(regions)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of lexicon/regions.csv."""
    return Gazetteer(
        [
            Region(
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                level=row["level"],
                parent_code=row["parent_code"],
                valid_from=int(row["valid_from"]) if row["valid_from"] else None,
                valid_to=int(row["valid_to"]) if row["valid_to"] else None,
                other_names=tuple(name for name in row["other_names"].split("|") if name),
            )
            for row in rows("regions")
        ]
    )
