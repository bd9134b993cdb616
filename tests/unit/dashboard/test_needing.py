"""Quality lists the documents of which a person has to set something, not those that leave out a day or an office."""

from pathlib import Path

import duckdb
from starlette.testclient import TestClient

from dashboard.app import build_app

MADE = """
    create schema marts;
    create table marts.dim_document as select 'd' || n as document_id, n || '.txt' as file_name, 'x' as region_code,
        2030 as report_year, notes as identity_notes
    from (
        values (1, 'delivered_on: the text names no day of delivery; office: the text names none'),
            (2, 'office: the text does not name the speaker’s office; report_year: 2030 after a, against 2029 after b'),
            (3, null)
    ) as told (n, notes);
"""


def test_a_day_or_an_office_that_is_not_told_needs_nobody(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as warehouse:
        warehouse.execute(MADE)
    page = TestClient(build_app(tmp_path / "w.duckdb"), base_url="http://127.0.0.1").get("/en/quality").text
    assert "2.txt" in page and "1.txt" not in page and "3.txt" not in page
