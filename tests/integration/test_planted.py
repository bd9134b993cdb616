"""What is planted in synthetic reports is what the marts say of them: every target, its result, its verdict."""

import csv
from pathlib import Path

import pytest

from .conftest import Finished

TARGETS = """
    select region_code, target_year, indicator_text, measure, unit, target_value, verdict,
           if(verdict in ('attained', 'missed'), result_value, null), result_indicator_text
    from marts.fct_attainment where region_code in ('110000', '120000', '130000')
"""


@pytest.fixture(scope="module")
def planted_run(made_up_run: Finished) -> Finished:
    assert made_up_run.outcome.returncode == 0, made_up_run.outcome.stdout + made_up_run.outcome.stderr
    return made_up_run


def test_every_planted_target_has_its_verdict(planted_run: Finished, made_up: Path) -> None:
    told = planted_run.rows(TARGETS)
    with (made_up / "planted.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wrong, related = [], 0
    for row in rows:
        key = (row["region_code"], int(row["target_year"]), row["measure"], row["unit"], float(row["target_value"]))
        found = [one for one in told if (*one[:2], *one[3:6]) == key and row["name"] in one[2]]
        verdicts = [one[6:8] for one in found]
        result = float(row["result_value"]) if row["verdict"] in ("attained", "missed") else None
        if verdicts == [("incomparable", None)] and row["verdict"] == "unreported":
            # nothing is told of it, but something is told that is near: of rural incomes, those of towns
            related += 1
            assert row["name"] not in found[0][8]
        elif verdicts != [(row["verdict"], result)]:
            wrong.append((row, found))
    assert not wrong, str(wrong[0])
    assert len(told) == len(rows) > 400
    assert related < 0.03 * len(rows)


def test_every_planted_report_is_found(planted_run: Finished) -> None:
    years = planted_run.rows(
        "select region_code, list(report_year order by report_year) from marts.dim_document "
        "where region_code like '1_0000' group by 1"
    )
    assert sorted(years) == [(code, [2022, 2023, 2024]) for code in ("110000", "120000", "130000")]
