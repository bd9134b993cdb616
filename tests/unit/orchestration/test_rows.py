"""Rows on a terminal: no column is squeezed to nothing, what is left out is said."""

import json

import pytest

from orchestration.rows import columns_that_fit, print_rows

ROWS = [("丽水市", 5.5, None), ("杭州|市", 12.0, "=1")]
NAMES = ("region", "value", "note")


def test_wide_tables_lose_columns_in_the_middle() -> None:
    assert columns_that_fit([10] * 3, 80) == [0, 1, 2]
    assert columns_that_fit([10] * 9, 60) == [0, 1, 2, None, 8]
    assert columns_that_fit([10] * 9, None) == list(range(9))
    assert columns_that_fit([200, 10], 40)[0] == 0


def test_what_is_left_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([f"column_{n:02}" for n in range(30)], [tuple(range(30))], "table", 80)
    shown = capsys.readouterr().out
    assert "column_00" in shown and "column_29" in shown and "column_15" not in shown
    assert "30 columns (6 shown)" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_chinese_takes_two_cells(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(NAMES, ROWS, "table", 80)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("丽水市  │   5.5")
    assert lines[3].startswith("杭州|市 │    12")
    assert lines[-1] == "2 rows"


def test_long_answers_keep_both_ends(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(n,) for n in range(1000)]
    print_rows(["n"], rows, "table", 80)
    assert "… 600 rows" in capsys.readouterr().out
    print_rows(["n"], rows, "table", None)
    assert len(capsys.readouterr().out.splitlines()) == 1003


@pytest.mark.parametrize(
    ("output", "printed"),
    [
        ("csv", "region,value,note\n丽水市,5.5,\n杭州|市,12.0,=1\n"),
        ("markdown", "| region | value | note |\n| --- | --- | --- |\n| 丽水市 | 5.5 |  |\n| 杭州\\|市 | 12 | =1 |\n"),
    ],
)
def test_formats(output: str, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(NAMES, ROWS, output)
    assert capsys.readouterr().out == printed


def test_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(NAMES, ROWS, "json")
    assert json.loads(capsys.readouterr().out)[0] == {"region": "丽水市", "value": 5.5, "note": None}
    print_rows(NAMES, ROWS, "jsonl")
    assert [json.loads(line)["value"] for line in capsys.readouterr().out.splitlines()] == [5.5, 12.0]
