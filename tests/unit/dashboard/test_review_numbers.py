"""Review of numbers: the doubtful ones first on which verdicts hang; a decision goes to corrections.csv, checked."""

import csv
from functools import partial
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from dashboard.app import build_app
from dashboard.corrections import add_correction
from dashboard.pages.review_numbers import doubts
from dashboard.words import words

MADE = """
    create schema marts;
    create table marts.dim_document as select 'd' as document_id, 'x' as region_code, '甲市' as region_name;
    create table marts.fct_mention as select
        told.*, 'd' as document_id, 2030 as report_year, 10 * n as value_start, 10 * n + 1 as value_end,
        '5' as value_text,
        'level' as measure, 5.0 as value, '座' as unit, 'eq' as comparator, true as is_primary, false as is_corrected,
        '茶亭5座。' as sentence, 10 * n - 2 as sentence_start, '甲市' as region_name
    from (
        values
        ('d:1', 1, 'target', '茶亭', 2030, 'plan', 'x'), ('d:2', 2, 'target', '茶亭', 2030, 'review', 'x'),
        ('d:3', 3, 'result', '', 2029, 'review', 'x'), ('d:4', 4, 'target', '鱼塘', null, 'plan', 'y'),
        ('d:5', 5, 'target', '蜂箱', 2030, 'review', 'x'), ('d:6', 6, 'none', null, null, 'plan', 'x')
    ) as told (mention_id, n, role, indicator_text, year, section, region_code);
    create table marts.fct_attainment as select
        'd:5' as target_id, 'd:9' as result_id, 'missed' as verdict, 0.5 as confidence;
"""
HERE = "/en/review?of=numbers"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as warehouse:
        warehouse.execute(MADE)
    return tmp_path


@pytest.fixture
def client(home: Path) -> TestClient:
    keep = partial(add_correction, home / "corrections.csv")
    return TestClient(build_app(home / "w.duckdb", home, keep), base_url="http://127.0.0.1")


def queued(client: TestClient, address: str = HERE) -> list[str]:
    page = client.get(address).text
    return [part.split('"')[0] for part in page.split('name="mention_id" value="')[1:]]


def decide(client: TestClient, **form: str) -> int:
    sent = client.post(HERE, data=form, headers={"Origin": "http://127.0.0.1"}, follow_redirects=False)
    return sent.status_code


def test_the_doubtful_come_first_and_what_hangs_on_them_counts(client: TestClient) -> None:
    found = queued(client)
    # a role against its part on which a verdict hangs outweighs a name that is missing; what is plain is not there
    assert found[0] == "d:5" and set(found[1:3]) == {"d:3", "d:4"} and found[3:] == ["d:2"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [("&region=y", ["d:4"]), ("&role=result", ["d:3"]), ("&number=d:1", ["d:1"]), ("&number=d:6", [])],
)
def test_it_can_be_limited_and_one_number_linked(client: TestClient, address: str, expected: list[str]) -> None:
    assert queued(client, HERE + address) == expected


def test_every_doubt_is_told_in_both_languages() -> None:
    assert all(words()[f"doubt.{doubt.name}"][language] for doubt in doubts() for language in ("en", "zh"))


def test_a_correction_and_a_rejection_are_written_and_counted(client: TestClient, home: Path) -> None:
    assert decide(client, mention_id="d:5", decision="reject", reason="a name") == 303
    assert (
        decide(client, mention_id="d:4", decision="correct", field="year", new_value="2030", reason="this year") == 303
    )
    assert decide(client, mention_id="d:3", decision="accept") == 303
    with (home / "corrections.csv").open(encoding="utf-8", newline="") as stream:
        kept = [tuple(row.values()) for row in csv.DictReader(stream)]
    assert kept == [
        ("d:5", "", "role", "target", "none", "a name"),
        ("d:4", "", "year", "", "2030", "this year"),
    ]
    assert queued(client) == ["d:2"]
    assert "3 looked at, 1 accepted" in client.get(HERE).text
    assert not (home / "review.csv").exists(), "verdicts are counted by themselves"


@pytest.mark.parametrize(
    "form",
    [
        {"decision": "reject"},
        {"decision": "correct", "field": "year", "new_value": "soon", "reason": "a guess"},
        {"decision": "correct", "field": "verdict", "new_value": "missed", "reason": "a guess"},
        {"decision": "correct", "field": "role", "new_value": "target", "reason": "the same"},
    ],
)
def test_what_would_not_hold_is_refused(client: TestClient, home: Path, form: dict[str, str]) -> None:
    assert decide(client, mention_id="d:5", **form) == 400
    assert not (home / "corrections.csv").exists()
