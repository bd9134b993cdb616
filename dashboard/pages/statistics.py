"""The second witness: what bulletins and plan reports say of the same thing as a government's own report."""

from collections.abc import Sequence
from typing import Final

from dashboard.data import Row
from dashboard.view import View

LISTED: Final = 200
_CLAIM: Final = (
    "region_code", "region_name", "stat_year", "indicator_id", "measure", "claim_value", "official_value", "difference",
)  # fmt: skip


def claims(view: View, regions: Sequence[str], key: str | None = None, year: int | None = None) -> list[Row]:
    """What reports of these regions claim beside what official papers say, of one indicator or year, or of all."""
    if not view.warehouse.has("claim_and_statistics", *_CLAIM):
        return []
    marks = ", ".join("?" for _ in regions) or "null"
    return view.warehouse.rows(
        f"""
        select claims.*, indicators.name_zh, indicators.name_en
        from marts.claim_and_statistics as claims
        left join {view.warehouse.indicators} as indicators on claims.indicator_id = indicators.indicator_id
        where claims.region_code in ({marks}) and (? is null or claims.indicator_id = ?)
            and (? is null or claims.stat_year = ?)
        order by claims.region_code, claims.stat_year desc, abs(claims.difference) desc nulls last, claims.indicator_id,
            claims.measure
        limit {LISTED}
        """,
        [*regions, key, key, year, year],
    )


def official_results(view: View, key: str, measure: str, unit: str, regions: Sequence[str]) -> list[Row]:
    """The figures of official papers for an indicator of the catalogue, whether or not a report claims one."""
    if not view.warehouse.has("fct_result", "source_kind", "indicator_id", "result_year", "result_value"):
        return []
    marks = ", ".join("?" for _ in regions) or "null"
    return view.warehouse.rows(
        f"""
        select region_code, region_name, result_year, result_value, source_kind, result_id from marts.fct_result
        where source_kind != 'report' and indicator_id = ? and measure = ? and unit = ? and region_code in ({marks})
            and result_year is not null and result_value is not null and coalesce(sub_region, '') = ''
            and coalesce(period, 'year') = 'year'
        qualify row_number() over (partition by region_code, result_year order by report_year desc, result_id) = 1
        order by region_code, result_year
        """,
        [key, measure, unit, *regions],
    )
