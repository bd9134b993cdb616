"""Region: the promise tracker of one region and year, beside the year before, its province and the nation."""

from collections.abc import Sequence
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from dashboard.data import Row
from dashboard.pages.statistics import claims
from dashboard.places import in_chinese, place_and_year
from dashboard.view import COMMITMENTS, NATION, VERDICTS, NotThereError, View, is_certain, rows_download

BASES: Final = ("made", "due")
LISTED: Final = 400
SAVED: Final = (
    "target_id", "region_code", "region_name", "report_year", "target_year", "indicator_id", "indicator_text",
    "measure", "comparator", "target_value", "target_value_high", "unit", "commitment", "lead_unit", "verdict",
    "verdict_reason", "result_value", "result_unit", "margin", "target_sentence", "result_sentence", "source_url",
)  # fmt: skip
# what a first look compares: id and measure
HEADLINES: Final = (
    ("gdp", "growth"),
    ("general_public_budget_revenue", "growth"),
    ("fixed_asset_investment", "growth"),
    ("retail_sales", "growth"),
    ("disposable_income", "growth"),
    ("urban_new_jobs", "level"),
    ("surveyed_urban_unemployment_rate", "level"),
    ("cpi", "growth"),
)


def choose(view: View) -> Response:
    """Every region with reports, by province; ``q`` (name, in Latin letters too, or code; a year) leads there."""
    asked = view.query.get("q", "").strip()
    rows = view.warehouse.rows(
        f"""
        select region_code as code, any_value(region_name) as name, any_value(region_level) as level,
            count(distinct report_year) as n_years, max(report_year) as last_year
        from {view.warehouse.documents} where region_code is not null and is_primary
        group by region_code order by region_code
        """
    )
    if asked:
        place, year = place_and_year(asked)
        called = in_chinese(place)
        near = [row for row in rows if place in (row["name"] or "") or row["code"] == place or row["name"] in called]
        if len(near) == 1:
            return RedirectResponse(view.link("region", near[0]["code"], *([year] if year else [])))
        rows = near
    names = {
        row["code"]: row["name"]
        for row in view.warehouse.rows(f"select code, name from {view.warehouse.regions}")
        if row["name"]
    }
    provinces: dict[str, list[Row]] = {}
    for row in rows:
        provinces.setdefault(names.get(row["code"][:2] + "0000", row["code"][:2]), []).append(row)
    return view.page("regions.html", provinces=provinces, asked=asked)


def latest(view: View) -> Response:
    """The latest year of a region whose promises can be judged, else its latest."""
    code = view.request.path_params["code"]
    row = view.warehouse.one(
        f"""
        select coalesce(max(report_year) filter (where verdict not in ('pending')), max(report_year)) as year
        from {view.warehouse.targets} where region_code = ?
        """,
        [code],
    )
    if row is None or row["year"] is None:
        raise NotThereError(code)
    return RedirectResponse(view.link("region", code, row["year"]))


def page(view: View) -> Response:
    """The tracker; filters: basis (made, due), theme, verdict, commitment, unit, certainty, q."""
    code, year = view.request.path_params["code"], int(view.request.path_params["year"])
    basis = view.query.get("basis") if view.query.get("basis") in BASES else "made"
    place = view.warehouse.one(
        f"""
        select region_code as code, any_value(region_name) as name, any_value(region_level) as level
        from {view.warehouse.documents} where region_code = ? group by region_code
        """,
        [code],
    )
    if place is None:
        raise NotThereError(code)
    rows = targets_of(view, code, year, str(basis))
    shown = [row for row in rows if _fits(view, row)]
    if view.query.get("download") == "targets.csv":
        addresses = {row["document_id"]: row["source_url"] for row in _documents(view, code)}
        named = [{**row, "source_url": addresses.get(row["target_document_id"])} for row in shown]
        return rows_download(f"{code}-{year}-targets.csv", SAVED, named)
    return view.page(
        "region.html",
        place=place,
        year=year,
        basis=basis,
        bases=BASES,
        years=_years(view, code),
        counts=_counted(rows),
        rows=shown[:LISTED],
        n_shown=len(shown),
        n_all=len(rows),
        listed=LISTED,
        has_sentences=any(row["target_sentence"] for row in rows),
        vanished=[row for row in rows if row["verdict"] == "unreported"],
        themes=sorted({row["theme"] for row in rows if row["theme"]}),
        commitments=COMMITMENTS,
        units=sorted({row["lead_unit"] for row in rows if row["lead_unit"]}),
        beside=beside(view, code, year, str(basis)),
        headlines=headlines(view, code, year),
        documents=[row for row in _documents(view, code) if row["report_year"] in (year, year + 1)],
        claims=claims(view, [code], year=year),
    )


def targets_of(view: View, code: str, year: int, basis: str) -> list[Row]:
    """Every target made in a year's report, or due in a year, with theme, certainty and responsible units."""
    column = "report_year" if basis == "made" else "target_year"
    return view.warehouse.rows(
        f"""
        select targets.*, {is_certain("targets")} as certain,
            indicators.theme, indicators.name_zh, indicators.name_en
        from {view.warehouse.targets} as targets
        left join {view.warehouse.indicators} as indicators on targets.indicator_id = indicators.indicator_id
        where targets.region_code = ? and targets.{column} = ?
        order by targets.target_year is distinct from ?, targets.target_document_id, targets.target_start
        """,
        [code, year, year],
    )


def _fits(view: View, row: Row) -> bool:
    asked = view.query
    words = asked.get("q", "").strip()
    sure = asked.get("certainty")
    return (
        asked.get("theme") in (None, row["theme"] or "none")
        and asked.get("verdict") in (None, row["verdict"])
        and asked.get("commitment") in (None, row["commitment"])
        and asked.get("unit") in (None, row["lead_unit"])
        and (sure is None or (sure == "certain") == bool(row["certain"]))
        and (not words or words in f"{row['indicator_text']}{row['name_zh']}{row['name_en']}{row['target_sentence']}")
    )


def _counted(rows: Sequence[Row]) -> Row:
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS}
    decided = counts["attained"] + counts["missed"]
    return {**counts, "all": len(rows), "rate": counts["attained"] / decided if decided else None}


def _years(view: View, code: str) -> list[Row]:
    return view.warehouse.rows(
        f"""
        select report_year as year, count(*) as n from {view.warehouse.targets}
        where region_code = ? and report_year is not null group by all order by year
        """,
        [code],
    )


def _documents(view: View, code: str) -> list[Row]:
    return view.warehouse.rows(
        f"""
        select * from {view.warehouse.documents} where region_code = ?
        order by report_year, is_primary desc, part_no, document_id
        """,
        [code],
    )


def beside(view: View, code: str, year: int, basis: str) -> list[Row]:
    """Counts of this region and year, the year before, the province and the nation."""
    province = code[:2] + "0000"
    asked = [(code, year), (code, year - 1), (province, year), (NATION, year)]
    found = []
    for place, when in dict.fromkeys(asked):
        rows = targets_of(view, place, when, basis)
        if rows:
            found.append({"code": place, "name": rows[0]["region_name"], "year": when, **_counted(rows)})
    return found


def headlines(view: View, code: str, year: int) -> list[Row]:
    """Headline targets of this year: here, the year before, province, nation."""
    columns = list(dict.fromkeys([(code, year), (code, year - 1), (code[:2] + "0000", year), (NATION, year)]))
    found = view.warehouse.rows(
        f"""
        select targets.*, indicators.name_zh, indicators.name_en
        from {view.warehouse.targets} as targets
        inner join {view.warehouse.indicators} as indicators on targets.indicator_id = indicators.indicator_id
        where targets.region_code in (?, ?, ?) and targets.report_year in (?, ?)
            and targets.target_year = targets.report_year
            and coalesce(targets.sub_region, '') = '' and targets.target_value is not null
            and targets.target_document_kind = 'report'
        order by targets.target_start
        """,
        [code, code[:2] + "0000", NATION, year, year - 1],
    )
    first: dict[tuple[Any, ...], Row] = {}
    for row in found:
        first.setdefault((row["indicator_id"], row["measure"], row["region_code"], row["report_year"]), row)
    table = []
    for indicator, measure in HEADLINES:
        cells = [first.get((indicator, measure, place, when)) for place, when in columns]
        if any(cells):
            name = next(cell for cell in cells if cell)
            table.append({"key": indicator, "measure": measure, "named": name, "cells": cells})
    if not table:
        return []
    names = {
        row["code"]: row["name"] for row in view.warehouse.rows(f"select code, name from {view.warehouse.regions}")
    }
    head = [{"name": names.get(place, place), "year": when} for place, when in columns]
    return [{"head": head, "lines": table}]
