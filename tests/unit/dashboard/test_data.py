"""The pages read what is there, and notice when another warehouse is published."""

import socket
import threading
import time
from pathlib import Path

import duckdb
import pytest
import uvicorn
from starlette.testclient import TestClient

from dashboard.app import build_app
from dashboard.columns import TARGET
from dashboard.data import Warehouse


def publish(path: Path, verdict: str, extra: str = "") -> None:
    beside = path.with_name("beside.duckdb")
    beside.unlink(missing_ok=True)
    with duckdb.connect(str(beside)) as warehouse:
        warehouse.execute(
            f"""
            create schema marts;
            create table marts.fct_attainment as
                select 'd:1' as target_id, '370000' as region_code, '{verdict}' as verdict, 2030 as target_year {extra};
            """
        )
    beside.replace(path)


def test_columns_that_are_not_there_are_null(tmp_path: Path) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    warehouse = Warehouse(tmp_path / "w.duckdb")
    (row,) = warehouse.rows(f"select * from {warehouse.targets}")
    assert set(row) == set(TARGET)
    assert (row["verdict"], row["confidence"], row["target_sentence"]) == ("missed", None, None)
    assert warehouse.rows(f"select * from {warehouse.documents}") == []
    assert warehouse.has("fct_attainment", "verdict") and not warehouse.has("fct_attainment", "confidence")
    assert not warehouse.has("task_unit")


def test_a_second_statement_of_a_target_is_left_out(tmp_path: Path) -> None:
    publish(tmp_path / "w.duckdb", "missed", ", 'd:0' as statement_of")
    warehouse = Warehouse(tmp_path / "w.duckdb")
    assert warehouse.rows(f"select * from {warehouse.targets}") == []
    assert len(warehouse.rows(f"select * from {warehouse.all_targets}")) == 1


def test_a_new_publication_is_seen(tmp_path: Path) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    warehouse = Warehouse(tmp_path / "w.duckdb")
    query = f"select verdict from {warehouse.targets}"
    before = warehouse.version()
    assert warehouse.rows(query) == [{"verdict": "missed"}]
    publish(tmp_path / "w.duckdb", "attained")
    assert warehouse.rows(query) == [{"verdict": "attained"}]
    assert warehouse.version() != before


def test_nothing_can_be_written_or_read_beside_the_warehouse(tmp_path: Path) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    warehouse = Warehouse(tmp_path / "w.duckdb")
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for query in (
        f"copy (select 1) to '{tmp_path / 'out.csv'}'",
        f"from read_csv('{tmp_path / 'secret.csv'}')",
        "delete from marts.fct_attainment",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            warehouse.rows(query)


@pytest.mark.parametrize("path", ["", "region", "indicator", "reader", "units", "review", "quality"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_stand_on_a_warehouse_that_has_next_to_nothing(tmp_path: Path, path: str, language: str) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    client = TestClient(build_app(tmp_path / "w.duckdb"), base_url="http://127.0.0.1")
    assert client.get(f"/{language}/{path}").status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/region/999999/2030", 404),
        ("/zh/indicator/nothing", 404),
        ("/zh/reader/nothing", 404),
        ("/fr/", 404),
        ("/fr/regions", 404),
        ("/zh/?download=secrets.csv", 404),
        ("/zh/reader/..%2F..%2Fetc", 404),
        ("/static/..%2Fapp.py", 404),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, address: str, status: int) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    client = TestClient(build_app(tmp_path / "w.duckdb"), base_url="http://127.0.0.1")
    assert client.get(address).status_code == status


def test_a_mistyped_address_leads_on_in_its_language(tmp_path: Path) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    client = TestClient(build_app(tmp_path / "w.duckdb"), base_url="http://127.0.0.1")
    for language, told in (("zh", "没有找到"), ("en", "Not found")):
        page = client.get(f"/{language}/regions/<b>")
        assert page.status_code == 404 and told in page.text and f'href="/{language}/region"' in page.text
        assert "<b>" not in page.text
    assert client.get("/zh/region/").url.path == "/zh/region"


def test_only_this_machine_is_answered(tmp_path: Path) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    client = TestClient(build_app(tmp_path / "w.duckdb"), base_url="http://elsewhere.example")
    assert client.get("/zh/").status_code == 400


def test_another_site_cannot_write(tmp_path: Path) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    client = TestClient(
        build_app(tmp_path / "w.duckdb", tmp_path, lambda correction: None), base_url="http://127.0.0.1"
    )
    form = {"target_id": "d:1", "decision": "accept"}
    assert client.post("/zh/review", data=form, headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.post("/zh/review", data=form).status_code == 403
    kept = client.post("/zh/review", data=form, headers={"Origin": "http://127.0.0.1"}, follow_redirects=False)
    assert kept.status_code == 303
    assert (tmp_path / "review.csv").read_text().splitlines()[1].startswith("d:1,accept,")


def test_who_leaves_before_the_answer_raises_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    publish(tmp_path / "w.duckdb", "missed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(build_app(tmp_path / "w.duckdb"), host="127.0.0.1", port=port, log_config=None)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port)) as left:
            left.sendall(b"GET /static/app.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    with socket.create_connection(("127.0.0.1", port)) as stays:
        stays.sendall(b"GET /en/region HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: stays.recv(65536), b"")).lower()
    server.should_exit = True
    thread.join(20)
    assert b"content-security-policy" in answer
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def tracker_of(path: Path, language: str, extra: str) -> str:
    """The tracker of 2029 of a warehouse with one document and one target that was missed."""
    publish(path, "missed", f", 2029 as report_year {extra}")
    with duckdb.connect(str(path)) as warehouse:
        warehouse.execute(
            "create table marts.dim_document as select 'd' as document_id, '370000' as region_code, "
            "'山东省' as region_name, 2029 as report_year, true as is_primary"
        )
    client = TestClient(build_app(path), base_url="http://127.0.0.1")
    return client.get(f"/{language}/region/370000/2029").text


def test_marks_of_markdown_are_not_shown_to_a_reader(tmp_path: Path) -> None:
    said = "# 目标\n**坚持**稳中求进，增长5%以上。"
    place = f"0 as target_sentence_start, {said.index('5')} as target_start, {said.index('5') + 1} as target_end"
    page = tracker_of(tmp_path / "w.duckdb", "zh", f", '{said}' as target_sentence, {place}")
    assert '目标\n坚持稳中求进，增长<mark class="target">5</mark>%以上。' in page


def test_a_rate_says_of_how_many(tmp_path: Path) -> None:
    page = tracker_of(tmp_path / "w.duckdb", "en", "")
    assert "<b>0%</b><span>of 1 decided targets were attained</span>" in page
