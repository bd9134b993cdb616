"""`duixian extract`: at once, without the heavy libraries, one line per number."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, Run

FIELDS = [
    "document",
    "value_start",
    "value_end",
    "role",
    "reason",
    "indicator",
    "indicator_id",
    "measure",
    "value",
    "unit",
    "comparator",
    "year",
    "region",
    "commitment",
    "sentence",
]
# what one text without a sidecar does not need
HEAVY = {
    *("dagster", "dbt", "great_expectations", "pandas", "dagster_dbt", "duckdb"),
    *("yaml", "pyarrow.compute", "orchestration.settings"),
}
REPORT = ROOT / "examples" / "shandong-2024.txt"


@pytest.fixture(scope="module")
def lines(command: Run) -> list[dict[str, object]]:
    done = command("extract", REPORT)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_fields_are_those_of_the_contract(lines: list[dict[str, object]]) -> None:
    assert lines
    assert all(list(line) == FIELDS for line in lines)
    assert {line["role"] for line in lines} == {"target", "result", "none"}
    assert all((line["reason"] is not None) == (line["role"] == "none") for line in lines)


def test_offsets_slice_the_number(lines: list[dict[str, object]]) -> None:
    with REPORT.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    growth = next(line for line in lines if line["indicator"] == "地区生产总值" and line["role"] == "target")
    assert text[growth["value_start"] : growth["value_end"]] == "5"  # type: ignore[misc]
    assert (growth["value"], growth["unit"], growth["comparator"], growth["year"]) == (5, "%", "ge", 2024)
    starts = [line["value_start"] for line in lines]
    assert starts == sorted(starts)  # type: ignore[type-var]


def test_relations_only_when_asked_for(command: Run, lines: list[dict[str, object]]) -> None:
    asked = command("extract", "--relations", REPORT).stdout.splitlines()
    assert len(asked) > len(lines)
    assert any("in_step" in (json.loads(line)["relation"] or "") for line in asked)


def test_several_files_and_what_cannot_be_read(command: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = command("extract", empty, REPORT)
    assert done.returncode == 0
    assert "empty" in done.stderr
    assert {json.loads(line)["document"] for line in done.stdout.splitlines()} == {REPORT.name}
    assert command("extract", empty).returncode == 1


def test_any_text_is_read_report_or_not(command: Run, tmp_path: Path) -> None:
    snippet = tmp_path / "snippet.txt"
    snippet.write_text("今年地区生产总值增长6.5%左右。", encoding="utf-8")
    done = command("extract", snippet)
    assert done.returncode == 0
    assert [json.loads(line)["value"] for line in done.stdout.splitlines()] == [6.5]


def test_what_a_person_says_is_heeded(command: Run, tmp_path: Path) -> None:
    text = "二、今年的主要任务\n\n今年预期目标是：地区生产总值增长6.5%左右。\n"
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "a.meta.yml").write_text("region: 丽水市\nreport_year: 2021\nkind: report\n", encoding="utf-8")
    (tmp_path / "reports.csv").write_text("file,region,report_year,kind\nb.txt,丽水市,2022,report\n", encoding="utf-8")
    done = command("extract", *(tmp_path / name for name in ("a.txt", "b.txt", "c.txt")))
    years = {line["document"]: line["year"] for line in map(json.loads, done.stdout.splitlines())}
    assert (years["a.txt"], years["b.txt"]) == (2021, 2022)
    told = dict(line.split(": ", 1) for line in done.stderr.splitlines())
    assert "丽水市, 2021" in told[str(tmp_path / "a.txt")] and "take it up" in told[str(tmp_path / "a.txt")]
    assert "quarantine" in told[str(tmp_path / "c.txt")]


def test_a_sidecar_that_cannot_be_used_stops_nothing(command: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今年地区生产总值增长6.5%左右。", encoding="utf-8")
    (tmp_path / "a.meta.yml").write_text("regoin: 丽水市\n", encoding="utf-8")
    done = command("extract", tmp_path / "a.txt")
    assert done.returncode == 0 and done.stdout
    assert "did you mean “region”" in done.stderr and "read without it" in done.stderr


def test_table_for_people(command: Run) -> None:
    done = command("extract", "--format", "table", REPORT)
    assert done.returncode == 0
    assert "山东省 2024" in done.stdout
    assert "地区生产总值" in done.stdout
    assert "target" in done.stdout


def test_it_loads_nothing_heavy(tmp_path: Path) -> None:
    probe = (
        "import sys; sys.argv = ['duixian', 'extract', sys.argv[1]]\n"
        "from orchestration.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    code = end.code\n"
        f"heavy = {HEAVY} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", probe, str(REPORT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().splitlines()[-1] == "[]"
