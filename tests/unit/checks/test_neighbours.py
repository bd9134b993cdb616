"""Consecutive reports of one region hold each other to account."""

from typing import Any

from ingest.checks.neighbours import Agreement, agreement, facts_of

GDP = {"indicator": "生产总值", "indicator_id": "gdp", "measure": "growth", "value": 6.0, "unit": "%"}
TARGET = GDP | {"role": "target", "section": "plan"}


def told(rows: Any) -> Agreement:
    documents, mentions = rows.frames
    return agreement(documents, facts_of(documents, mentions))


def pair(rows: Any) -> None:
    rows.document("a", report_year=2024)
    rows.document("b", report_year=2025)


def test_a_target_is_answered_by_the_next_report(rows: Any) -> None:
    pair(rows)
    rows.mentions(1, "a", year=2024, **TARGET)
    rows.mentions(1, "b", year=2024, **GDP)
    assert told(rows) == Agreement(1, 1, 1, 0, 0)


def test_what_is_no_answer(rows: Any) -> None:
    pair(rows)
    rows.mentions(1, "a", year=2024, **TARGET)
    rows.mentions(1, "b", year=2023, **GDP)
    rows.mentions(1, "b", year=2024, **GDP | {"region": "青禾镇"})
    rows.mentions(1, "b", year=2024, **GDP | {"measure": "level"})
    rows.mentions(1, "b", year=2024, **TARGET)
    rows.mentions(1, "b", year=2024, period="multi_year", **GDP)
    assert told(rows) == Agreement(1, 1, 0, 0, 0)


def test_what_is_no_target_of_the_year(rows: Any) -> None:
    pair(rows)
    rows.mentions(1, "a", year=2025, **TARGET)
    rows.mentions(1, "a", year=2024, **GDP)
    assert told(rows).promised == 0


def test_only_reports_of_one_region_and_years_in_a_row_are_pairs(rows: Any) -> None:
    rows.document("a", report_year=2022)
    rows.document("b", report_year=2024)
    rows.document("c", report_year=2023, region_code="331100")
    rows.document("d", report_year=2023, kind="press_digest")
    rows.document("e", report_year=2023, region_code=None)
    assert told(rows).pairs == 0


def test_of_several_texts_the_whole_and_longest_counts(rows: Any) -> None:
    pair(rows)
    rows.document("page", report_year=2024, completeness="part", n_chars=9000)
    rows.document("copy", report_year=2024, n_chars=900)
    rows.mentions(1, "page", year=2024, **TARGET)
    rows.mentions(1, "copy", year=2024, **TARGET)
    assert told(rows) == Agreement(1, 0, 0, 0, 0)


def test_levels_are_restated_within_rounding_in_any_scale(rows: Any) -> None:
    pair(rows)
    rows.mentions(1, "a", year=2023, value=3.0, unit="万亩", indicator_id="land")
    rows.mentions(1, "b", year=2023, value=30500.0, unit="亩", indicator_id="land")
    rows.mentions(1, "a", year=2023, value=100.0, unit="亿元", indicator_id="revenue")
    rows.mentions(1, "b", year=2023, value=103.0, unit="亿元", indicator_id="revenue")
    rows.mentions(1, "a", year=2023, value=5.0, unit="家", indicator_id="firms")
    rows.mentions(1, "b", year=2024, value=5.0, unit="家", indicator_id="firms")
    rows.mentions(1, "a", year=2023, value=5.0, unit="公里", indicator_id="roads")
    rows.mentions(1, "b", year=2023, value=5.0, unit="条", indicator_id="roads")
    assert told(rows) == Agreement(1, 0, 0, 2, 1)
