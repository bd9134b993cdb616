"""`duixian show`: the scorecard of one region and year in the terminal, in the language of the locale."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from dashboard.data import Row, Warehouse
from dashboard.places import in_chinese
from dashboard.view import VERDICTS
from dashboard.words import NBSP, Speech, percent, signed, speech
from orchestration.home import DEFAULT_HOME, Home
from orchestration.query import published
from orchestration.rows import print_rows
from orchestration.summary import command
from orchestration.tongue import language

LISTED: Final = 60
NEAR: Final = 8
# decided ones first: they are what a reader looks for
ORDER: Final = ("missed", "attained", "incomparable", "unreported", "pending")


def show_region(home: Home, region: str, year: int | None, as_json: bool, other: Path | None = None) -> int:
    """Print what a region promised in the report of a year and what became of it.

    Returns 0; 2 where nothing is published, or the region or the year is not at hand, with what is.
    """
    place = published(home, other)
    if place is None:
        return 2
    warehouse = Warehouse(place)
    say = speech(language())
    try:
        found = _regions(warehouse, region)
        if len(found) != 1:
            near = ", ".join(f"{row['name']} {row['code']}" for row in (found or _regions(warehouse, ""))[:NEAR])
            print(say("show.which" if found else "show.nowhere", region=region, near=near or "–"), file=sys.stderr)
            return 2
        years = [row["year"] for row in _years(warehouse, found[0]["code"])]
        chosen = year or _latest(warehouse, found[0]["code"])
        if chosen is None or chosen not in years:
            print(say("show.no_year", name=found[0]["name"], years=", ".join(map(str, years)) or "–"), file=sys.stderr)
            return 2
        rows = _targets(warehouse, found[0]["code"], chosen)
    finally:
        warehouse.close()
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, default=str, indent=1))
    else:
        asked = command("explain", home) if other is None else f"{command('explain', DEFAULT_HOME)} --warehouse {other}"
        _print(say, found[0]["name"], chosen, rows, asked)
    return 0


def _regions(warehouse: Warehouse, region: str) -> list[Row]:
    """Regions of this name (in Latin letters too) or code; those that merely contain it only where none has it."""
    rows = warehouse.rows(
        f"""
        select region_code as code, any_value(region_name) as name
        from {warehouse.targets} where region_code is not null group by region_code order by region_code
        """
    )
    exact = [row for row in rows if region in (row["code"], row["name"])]
    begins = [row for row in rows if (row["name"] or "").startswith(region)]
    called = [row for row in rows if row["name"] in in_chinese(region)]
    return exact or called or begins or [row for row in rows if region in (row["name"] or "")]


def _years(warehouse: Warehouse, code: str) -> list[Row]:
    return warehouse.rows(
        f"select distinct report_year as year from {warehouse.targets} "
        "where region_code = ? and report_year is not null order by year",
        [code],
    )


def _latest(warehouse: Warehouse, code: str) -> int | None:
    row = warehouse.one(
        f"select coalesce(max(report_year) filter (where verdict != 'pending'), max(report_year)) as year "
        f"from {warehouse.targets} where region_code = ?",
        [code],
    )
    return row["year"] if row else None


def _targets(warehouse: Warehouse, code: str, year: int) -> list[Row]:
    return warehouse.rows(
        f"""
        select targets.*, indicators.name_zh, indicators.name_en
        from {warehouse.targets} as targets
        left join {warehouse.indicators} as indicators on targets.indicator_id = indicators.indicator_id
        where targets.region_code = ? and targets.report_year = ?
        order by targets.target_document_id, targets.target_start
        """,
        [code, year],
    )


def _print(say: Speech, name: str, year: int, rows: Sequence[Row], explain: str) -> None:
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS}
    decided = counts["attained"] + counts["missed"]
    told = " · ".join(f"{say.value_of('verdict', verdict)} {n:,}" for verdict, n in counts.items())
    rate = (
        f"{percent(counts['attained'] / decided)} {say('region.rate', n=decided)}" if decided else say("show.undecided")
    )
    print(f"{name} {year}: {say('region.in_all', n=len(rows))}\n{told}\n{rate}\n")
    listed = sorted(rows, key=lambda row: ORDER.index(row["verdict"]))[:LISTED]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    heads = [say(f"word.{key}") for key in ("verdict", "indicator", "year", "target", "result", "margin")]
    print_rows(heads, [_line(say, row) for row in listed], "table", width)
    if len(rows) > LISTED:
        print(say("show.more", n=len(rows) - LISTED))
    print(say("show.next", command=explain, target=rows[0]["target_id"]))


def _line(say: Speech, row: Row) -> tuple[Any, ...]:
    result = None if row["result_value"] is None else f"{row['result_value']:.10g} {row['result_unit'] or ''}".strip()
    return (
        say.value_of("verdict", row["verdict"]),
        say.name(row) or row["subject"],
        row["target_year"],
        say.target(row).replace(NBSP, " "),
        result,
        None if row["margin"] is None else signed(row["margin"]),
    )
