"""Review of numbers: targets and results that were read doubtfully, those first on which most verdicts hang."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from dashboard.columns import DOUBTED
from dashboard.data import Row
from dashboard.view import View, certainty

LONGEST: Final = 2_000
MOST_VERDICTS: Final = 5
DOUBTS: Final = Path(__file__).parent.parent / "doubts.csv"
HELD: Final = (
    "coalesce(role in ('target', 'result') and is_primary is not false, false) "
    "and (indicator_text is not null or value is not null) and not coalesce(is_corrected, false)"
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A ground for doubt: its name (doubt.NAME of words.csv), how much it weighs, and the condition over a number."""

    name: str
    weight: float
    condition: str


@cache
def doubts() -> tuple[Doubt, ...]:
    """What a reader stumbles over (doubts.csv); the heavier, the more often it was a fault where it was looked at."""
    with DOUBTS.open(encoding="utf-8", newline="") as stream:
        return tuple(Doubt(row["doubt"], float(row["weight"]), row["condition"]) for row in csv.DictReader(stream))


def queue(view: View) -> list[Row]:
    """The ids of doubtful numbers, those first that weigh most: their doubts, times what hangs on them.

    What hangs on a number: the verdicts that it decides, once more where such a verdict is itself uncertain.
    ``n_whole`` beside each says of how many they were taken. ``number`` in the address asks for one alone.
    """
    region, role, one = (view.query.get(name) for name in ("region", "role", "number"))
    if one:
        return view.warehouse.rows(
            f"select mention_id, 1 as n_whole from {numbers(view)} where {HELD} and mention_id = ?", [one]
        )
    asked = [
        row
        for row in _doubtful(view)
        if (region is None or row["region_code"] == region) and (role is None or row["role"] == role)
    ]
    return [{**row, "n_whole": len(asked)} for row in asked[:LONGEST]]


def _doubtful(view: View) -> list[Row]:
    """Every doubtful number in order: asked once of a warehouse, filtered from there."""
    weighed = " + ".join(f"if(coalesce({doubt.condition}, false), {doubt.weight}, 0)" for doubt in doubts())
    return view.warehouse.rows(
        f"""
        with decided as (
            select unnest([target_id, result_id]) as mention_id, {certainty()} as certainty
            from {view.warehouse.targets} where verdict in ('attained', 'missed')
        ),
        hanging as (
            select mention_id, sum(2 - coalesce(certainty, 0)) as n from decided
            where mention_id is not null group by all
        ),
        doubted as (select mention_id, region_code, role, {weighed} as doubt from {numbers(view)} where {HELD})
        select mention_id, region_code, role from doubted left join hanging using (mention_id)
        where doubt > 0 order by doubt * (1 + least(coalesce(n, 0), {MOST_VERDICTS})) desc, hash(mention_id)
        """
    )


def numbers(view: View) -> str:
    """Every candidate with its region."""
    return view.warehouse.table("fct_mention", DOUBTED)


def whole(view: View, ids: list[str]) -> list[Row]:
    """These numbers in this order, with their grounds for doubt and how many verdicts hang on each."""
    marks = ", ".join("?" for _ in ids) or "null"
    flags = ", ".join(f"coalesce({doubt.condition}, false) as doubts_{doubt.name}" for doubt in doubts())
    found = view.warehouse.rows(f"select *, {flags} from {numbers(view)} where mention_id in ({marks})", ids)
    hanging = view.warehouse.rows(
        f"select target_id, result_id from {view.warehouse.targets} "
        f"where verdict in ('attained', 'missed') and (target_id in ({marks}) or result_id in ({marks}))",
        [*ids, *ids],
    )
    catalogue = {row["indicator_id"]: row for row in view.warehouse.rows(f"select * from {view.warehouse.indicators}")}
    return [
        row
        | {
            "doubts": _doubts(row),
            "decides": _targets(hanging, key),
            "named": view.say.name(catalogue.get(row["indicator_id"], {})),
        }
        for key in ids
        for row in found
        if row["mention_id"] == key
    ]


def _doubts(row: Row) -> list[str]:
    return [f"doubt.{doubt.name}" for doubt in doubts() if row[f"doubts_{doubt.name}"]]


def _targets(hanging: list[Row], number: str) -> list[Any]:
    return [row["target_id"] for row in hanging if number in (row["target_id"], row["result_id"])]
