"""Whoever does not write Chinese finds a place too, and sees what it is called."""

import csv
import re
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from dashboard.app import build_app
from dashboard.places import english, in_chinese, place_and_year
from dashboard.words import speech
from tests.conftest import ROOT

LEVELS = ("nation", "province", "prefecture")


def test_every_province_and_prefecture_has_an_english_name() -> None:
    with (ROOT / "ingest/lexicon/regions.csv").open(encoding="utf-8", newline="") as stream:
        named = {row["name"] for row in csv.DictReader(stream) if row["level"] in LEVELS}
    assert set(english()) == named
    assert not [told for told in english().values() if not re.fullmatch(r"[A-ZÜ][A-Za-zêü' ()]+", told)]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("hangzhou", {"杭州市"}),
        ("Xi'an", {"西安市"}),
        ("xian", {"西安市"}),
        ("URUMQI", {"乌鲁木齐市"}),
        ("Shaanxi", {"陕西省"}),
        ("Suzhou", {"苏州市", "宿州市"}),
        ("Jilin", {"吉林省", "吉林市"}),
        ("Inner Mongolia", {"内蒙古自治区"}),
        ("Tianjin eco-city", set()),
        ("杭州", set()),
        ("", set()),
    ],
)
def test_a_place_is_known_by_its_letters(asked: str, names: set[str]) -> None:
    assert in_chinese(asked) == names


@pytest.mark.parametrize(
    ("asked", "place", "year"),
    [
        ("杭州 2023", "杭州", 2023),
        ("杭州市2023年", "杭州市", 2023),
        ("Hangzhou 2023", "Hangzhou", 2023),
        ("杭州", "杭州", None),
        ("202300", "202300", None),
        ("2023", "2023", None),
    ],
)
def test_a_year_behind_a_place_is_a_year(asked: str, place: str, year: int | None) -> None:
    assert place_and_year(asked) == (place, year)


def test_english_pages_name_a_place_in_english_and_as_it_is_written() -> None:
    assert speech("en").place("杭州市") == "Hangzhou 杭州市"
    assert speech("en").place("杭州市", short=True) == "Hangzhou"
    assert speech("en").place("义乌市") == "义乌市"
    assert speech("zh").place("杭州市") == "杭州市"
    assert speech("en").place(None) == ""


@pytest.fixture
def pages(tmp_path: Path) -> TestClient:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as warehouse:
        warehouse.execute(
            """
            create schema marts;
            create table marts.dim_document as
                select * from (values ('d1', '320500', '苏州市', 2023), ('d2', '341300', '宿州市', 2023),
                                      ('d3', '330100', '杭州市', 2022), ('d4', '330100', '杭州市', 2023))
                    as d (document_id, region_code, region_name, report_year),
                    (select true as is_primary, 'prefecture' as region_level, 'full' as completeness);
            create table marts.fct_attainment as select 'd4:1' as target_id, '330100' as region_code;
            """
        )
    return TestClient(build_app(tmp_path / "w.duckdb"), base_url="http://127.0.0.1")


@pytest.mark.parametrize("asked", ["Hangzhou 2022", "杭州 2022", "杭州市2022年"])
def test_a_place_with_a_year_leads_to_that_year(pages: TestClient, asked: str) -> None:
    answer = pages.get("/en/region", params={"q": asked}, follow_redirects=False)
    assert answer.headers["location"] == "/en/region/330100/2022"


def test_letters_that_name_two_places_show_both(pages: TestClient) -> None:
    answer = pages.get("/en/region?q=suzhou")
    assert "Suzhou 苏州市" in answer.text and "Suzhou 宿州市" in answer.text and "杭州" not in answer.text


@pytest.mark.parametrize(("asked", "found"), [("hangzhou", {"d3", "d4"}), ("Hangzhou 2022", {"d3"}), ("苏州", {"d1"})])
def test_reports_are_found_by_letters(pages: TestClient, asked: str, found: set[str]) -> None:
    answer = pages.get("/en/reader", params={"q": asked})
    assert set(re.findall(r"/en/reader/(d\d)", answer.text)) == found


def test_a_warehouse_without_these_tables_does_not_claim_that_there_is_nothing(pages: TestClient) -> None:
    answer = pages.get("/en/quality")
    assert answer.text.count("This warehouse does not hold them") == 4
    assert "<small>0</small>" not in answer.text


def test_the_tasks_of_every_unit_are_one_file(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as warehouse:
        warehouse.execute(
            """
            create schema marts;
            create table marts.fct_task as select * from (values ('t1', '种树', 'open'), ('t2', '修路', 'attained'))
                as t (task_id, sentence, standing), (select 2023 as report_year, '330100' as region_code);
            create table marts.task_unit as
                select * from (values ('t1', '林业局', 1), ('t1', '水利局', 2), ('t2', '交通局', 1))
                    as u (task_id, unit_name, position)
                inner join marts.fct_task using (task_id);
            """
        )
    pages = TestClient(build_app(tmp_path / "w.duckdb"), base_url="http://127.0.0.1")
    saved = pages.get("/zh/units?standing=open&download=tasks.csv").content.decode("utf-8-sig").splitlines()
    assert [row["unit_name"] for row in csv.DictReader(saved)] == ["林业局", "水利局"]
