"""Review asks the same few questions however many verdicts it shows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from starlette.testclient import TestClient

from dashboard.app import build_app
from dashboard.data import Row, Warehouse

MADE = """
    create schema marts;
    create table marts.fct_attainment as select
        'd:' || n as target_id, 'missed' as verdict, 'r:' || n as result_id, 0.5 as confidence, 2030 as target_year,
        'grain' as indicator_id, '粮食' as indicator_text
    from range({n}) as t(n);
    create table marts.dim_indicator as select 'grain' as indicator_id, '粮食总产量' as name_zh, 'Grain' as name_en;
    create table marts.fct_match_candidates as select
        'd:' || n as target_id, 'q:' || k as result_id, k = 1 as is_chosen, true as is_due, k as candidate_rank,
        'rank ' || k as lost_because, 2031 as look_year, 0.5 as match_score, 'd' as result_document_id,
        1 as result_start, '粮食' as result_indicator_text, 1.0 as result_value, '吨' as result_unit
    from range({n}) as t(n), range(1, 16) as u(k);
"""


@pytest.mark.parametrize("n", [2, 20])
def test_as_many_questions_for_few_verdicts_as_for_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as warehouse:
        warehouse.execute(MADE.format(n=n))
    asked: list[str] = []
    answer = Warehouse.rows

    def rows(self: Warehouse, query: str, values: Sequence[Any] = ()) -> list[Row]:
        asked.append(query)
        return answer(self, query, values)

    monkeypatch.setattr(Warehouse, "rows", rows)
    page = TestClient(build_app(tmp_path / "w.duckdb"), base_url="http://127.0.0.1").get("/en/review").text
    assert len(asked) == 5
    # of fifteen candidates the chosen one and the nearest of the others, each with its verdict's own
    assert page.count("<summary>Candidates") == n and page.count("Grain</a>") == n
    assert page.count("rank 12<") == n and "rank 13<" not in page
