"""corrections.csv: what is wrong in it is told with line and column, and the command writes what fits."""

import re
from pathlib import Path

import polars as pl
import pytest

from ingest.lake import Lake
from ingest.schemas import MENTIONS, polars_schema
from orchestration.corrections import COLUMNS, OF_A_MENTION, OF_A_PAIR, CorrectionError, check_corrections, correct
from orchestration.home import DBT_PROJECT, Home

HEAD = ",".join(COLUMNS) + "\n"
GOOD = "d:5,,value,7,7.5,misread\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    rows = [
        {"mention_id": f"d:{start}", "document_id": "d", "value_start": start, "role": "target", "value": 7.0}
        for start in (5, 9)
    ]
    schema = polars_schema(MENTIONS)
    frame = pl.DataFrame([dict.fromkeys(schema) | row | {"unit": "家"} for row in rows], schema=schema)
    Lake(made.lake).write_year("mentions", 2024, frame)
    return made


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + GOOD, None),
        (HEAD + GOOD + "\n,,,,,\n", None),
        ("\ufeff" + HEAD + GOOD, None),
        ("", "line 1, the heads are missing"),
        (HEAD.replace("new_value", "new_valeu"), "line 1, column 'new_valeu' is not known; did you mean new_value?"),
        ("mention_id,field\nd:5,value\n", "line 1, column result_id is missing"),
        (HEAD + GOOD + "d:9,,unit,家,万,a,b\n", "line 3, it has 7 cells where there are 6 columns"),
        (HEAD + GOOD + "d:9,,vlaue,7,8,misread\n", "line 3, column field: 'vlaue' is none of"),
        (HEAD + "d:9,,vlaue,7,8,misread\n", "did you mean value?"),
        (HEAD + "d:9,,role,target,goal,misread\n", "line 2, column new_value: 'goal' is none of target, result, none"),
        (HEAD + "d:9,,value,7,seven,misread\n", "line 2, column new_value: 'seven' is no number"),
        (HEAD + "d:9,,year,2024,2024.5,misread\n", "line 2, column new_value: '2024.5' is no year"),
        (HEAD + "d:9,,match,yes,no,other thing\n", "line 2, column result_id: a pair needs the id of its result"),
        (HEAD + "d:9,r:1,value,7,8,misread\n", "line 2, column result_id: value corrects one mention"),
        (HEAD + "d:9,,value,7,8,\n", "line 2, column reason: say why"),
        (HEAD + "d:77,,value,7,8,misread\n", "line 2, column mention_id: no document has a mention d:77 any more"),
        (HEAD + GOOD + GOOD, "line 3, column field: line 2 corrects the same"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(home: Home, text: str, told: str | None) -> None:
    home.corrections.write_text(text, encoding="utf-8")
    wrong = check_corrections(home)
    if told is None:
        assert wrong == []
    else:
        assert any(str(home.corrections) in line and told in line for line in wrong), wrong


def test_another_encoding_is_told(home: Home) -> None:
    home.corrections.write_bytes((HEAD + "d:5,,unit,家,户,认错\n").encode("gb18030"))
    [wrong] = check_corrections(home)
    assert "not in UTF-8" in wrong


def test_the_command_writes_what_the_machine_says_now(home: Home) -> None:
    assert correct(home, "d:5", "", "value", "7.5", "misread, as printed").expected == "7"
    assert correct(home, "d:5", "", "unit", "户", "认错").expected == "家"
    assert correct(home, "d:9", "", "reason", "year", "a year").expected == ""
    lines = home.corrections.read_text(encoding="utf-8").splitlines()
    assert lines == [
        HEAD.strip(),
        'd:5,,value,7,7.5,"misread, as printed"',
        "d:5,,unit,家,户,认错",
        "d:9,,reason,,year,a year",
    ]
    assert check_corrections(home) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("d:6", "", "value", "8", "why"), "the lake has no mention d:6"),
        (("d:5", "", "valeu", "8", "why"), "did you mean value"),
        (("d:5", "", "value", "8", ""), "say why"),
    ],
)
def test_the_command_refuses_what_does_not_fit(home: Home, arguments: tuple[str, ...], told: str) -> None:
    with pytest.raises(CorrectionError, match=told):
        correct(home, *arguments)
    assert not home.corrections.exists()


def test_nothing_is_corrected_twice(home: Home) -> None:
    correct(home, "d:5", "", "value", "8", "misread")
    with pytest.raises(CorrectionError, match="edit that line"):
        correct(home, "d:5", "", "value", "9", "misread")


def test_fields_are_those_that_the_models_apply() -> None:
    model = (DBT_PROJECT / "models/marts/corrections_applied.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"when '(\w+)' then", model)) == {*OF_A_MENTION, *OF_A_PAIR}
