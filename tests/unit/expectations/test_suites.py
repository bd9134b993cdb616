import re
from pathlib import Path

import polars as pl
import pytest

from expectations.docs import Around, Both, render
from expectations.run import SuiteResult, run_suite
from expectations.suites import SuiteError, load_suite
from ingest.lexicon import column

SUITE = """
meaning: Numbers for a test
source: select * from read_parquet('{lake}/numbers.parquet')
key: id
expectations:
  - name: id_is_unique
    meaning: An id names one row
    type: expect_column_values_to_be_unique
    kwargs: {column: id}
  - name: n_is_small
    meaning: Numbers are below ten
    type: expect_column_values_to_be_between
    kwargs: {column: n, max_value: 10}
  - name: word_is_short
    meaning: Words have one character
    type: unexpected_rows_expectation
    kwargs:
      unexpected_rows_query: "select id, word from {batch} where length(word) > 1"
  - name: column_is_there
    meaning: This column does not exist
    type: expect_column_values_to_not_be_null
    kwargs: {column: nowhere}
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> SuiteResult:
    folder = tmp_path_factory.mktemp("suites")
    (folder / "numbers.yml").write_text(SUITE, encoding="utf-8")
    pl.DataFrame({"id": ["a", "b", "c"], "n": [1, 20, 3], "word": ["一", "二", "<b>三四"]}).write_parquet(
        folder / "numbers.parquet"
    )
    return run_suite(load_suite("numbers", folder), None, folder, "print")


def test_findings_say_what_failed_and_show_rows(result: SuiteResult) -> None:
    by_name = {finding.name: finding for finding in result.findings}
    assert list(by_name) == ["id_is_unique", "n_is_small", "word_is_short", "column_is_there"]
    assert by_name["id_is_unique"].passed
    assert by_name["n_is_small"].unexpected == 1
    assert by_name["n_is_small"].rows == [{"id": "b", "n": 20}]
    assert by_name["word_is_short"].rows == [{"id": "c", "word": "<b>三四"}]
    assert by_name["word_is_short"].unexpected == 1
    assert not by_name["column_is_there"].passed
    assert by_name["column_is_there"].error
    assert [finding.name for finding in result.failed] == ["n_is_small", "word_is_short", "column_is_there"]


def test_results_are_kept_and_rendered(result: SuiteResult, tmp_path: Path) -> None:
    result.save(tmp_path / "kept.json")
    assert SuiteResult.load(tmp_path / "kept.json") == result
    assert SuiteResult.load(tmp_path / "none.json") is None
    page = render([result], tmp_path).read_text(encoding="utf-8")
    assert "3 of 4 expectations failed" in page
    assert "&lt;b&gt;三四" in page
    assert "<b>三四" not in page


@pytest.mark.parametrize(
    ("change", "words"),
    [("name: n_is_small", "unique"), ("key: id", "key"), ("meaning: Numbers are below ten", "meaning")],
)
def test_a_wrong_suite_is_refused(tmp_path: Path, change: str, words: str) -> None:
    replaced = "name: id_is_unique" if "name" in change else "other: x"
    (tmp_path / "numbers.yml").write_text(SUITE.replace(change, replaced), encoding="utf-8")
    with pytest.raises(SuiteError, match=words):
        load_suite("numbers", tmp_path)


def test_a_warning_stops_nothing_and_hides_no_error(tmp_path: Path) -> None:
    words = SUITE.replace("    type: unexpected_rows", "    severity: warn\n    type: unexpected_rows")
    words = words.replace(
        "    type: expect_column_values_to_not_be", "    severity: warn\n    type: expect_column_values_to_not_be"
    )
    (tmp_path / "numbers.yml").write_text(words, encoding="utf-8")
    pl.DataFrame({"id": ["a"], "n": [1], "word": ["三四"]}).write_parquet(tmp_path / "numbers.parquet")
    result = run_suite(load_suite("numbers", tmp_path), None, tmp_path)
    assert [finding.name for finding in result.warnings] == ["word_is_short"]
    assert [finding.name for finding in result.failed] == ["column_is_there"]
    result.findings.pop()
    page = render([result], tmp_path).read_text(encoding="utf-8")
    assert "2 of 3 expectations hold, 1 warn" in page
    assert '<td class="warn">' in page
    result.save(tmp_path / "kept.json")
    assert SuiteResult.load(tmp_path / "kept.json") == result


def test_an_unknown_severity_is_refused(tmp_path: Path) -> None:
    (tmp_path / "numbers.yml").write_text(SUITE + "    severity: mild\n", encoding="utf-8")
    with pytest.raises(SuiteError, match="severity is error or warn, not mild"):
        load_suite("numbers", tmp_path)


def test_every_rule_of_suspicion_is_an_expectation_that_warns() -> None:
    rules = load_suite("document_checks").expectations
    warns = [rule.name for rule in rules if rule.severity == "warn"]
    assert warns == [f"suspicion_{name}" for name in column("document_checks", "id")]


@pytest.mark.parametrize("name", ["documents", "mentions", "document_checks", "attainment"])
def test_the_suites_of_the_project_load(name: str) -> None:
    suite = load_suite(name)
    assert len(suite.expectations) >= 10
    assert suite.meaning


@pytest.mark.parametrize("name", ["documents", "mentions", "attainment"])
def test_every_bundled_rule_is_told_in_chinese_too(name: str) -> None:
    suite = load_suite(name)
    for rule in (suite, *suite.expectations):
        assert re.search(r"[\u4e00-\u9fff]", rule.zh), rule.name


def test_both_pages_tell_the_run_its_facts_and_the_history(result: SuiteResult, tmp_path: Path) -> None:
    around = Around(
        failed=Both("stopped: <why>", "停在：<why>"),
        facts=[(Both("input", "输入"), "abc<def"), (Both("marts.fct_task", "marts.fct_task"), "7")],
        history_heads=[Both("run", "运行"), Both("outcome", "结果")],
        history=[["r2", "failed"], ["r1", "published"]],
        names={result.suite: Both("Tea <houses>", "茶馆")},
    )
    english = render([result], tmp_path, around).read_text(encoding="utf-8")
    chinese = (tmp_path / "index.zh.html").read_text(encoding="utf-8")
    for page, other, words in (
        (
            english,
            "index.zh.html",
            [
                "stopped: &lt;why&gt;",
                "3 of 4 expectations failed",
                ">input<",
                ">outcome<",
                "<h2>Tea &lt;houses&gt;</h2>",
            ],
        ),
        (
            chinese,
            "index.html",
            ["停在：&lt;why&gt;", "4 项检查中 3 项未通过", ">输入<", ">结果<", "<h2>茶馆</h2>", ">茶馆</a>"],
        ),
    ):
        assert f'href="{other}"' in page
        for word in [*words, "abc&lt;def", "r2", "published"]:
            assert word in page
        assert page.index("r2") < page.index("r1")
        # what holds comes first, and a name of the data is broken between its words
        assert page.index("<section") < page.index("abc&lt;def") and "marts.<wbr>fct_<wbr>task" in page
        assert "<why>" not in page


def test_years_can_be_looked_at_alone(tmp_path: Path) -> None:
    suite = """
meaning: Numbers
source: select * from read_parquet('{lake}/numbers/*/*.parquet', hive_partitioning = false)
key: id
expectations:
  - name: n_is_small
    meaning: Numbers are below ten
    type: unexpected_rows_expectation
    kwargs:
      unexpected_rows_query: >-
        select id from {batch} where n >= 10 or id not in
        (select id from read_parquet('{lake}/numbers/*/*.parquet', hive_partitioning = false))
"""
    (tmp_path / "numbers.yml").write_text(suite, encoding="utf-8")
    for year, n in ((2021, 20), (2022, 1), (2023, 30)):
        (tmp_path / "numbers" / f"report_year={year}").mkdir(parents=True)
        pl.DataFrame({"id": [str(year)], "n": [n]}).write_parquet(
            tmp_path / "numbers" / f"report_year={year}" / "numbers.parquet"
        )

    def against(parts: list[str] | None) -> int | None:
        return run_suite(load_suite("numbers", tmp_path), None, tmp_path, "", parts).findings[0].unexpected

    assert against(None) == 2
    assert against(["report_year=2022"]) == 0
    assert against(["report_year=2022", "report_year=2023"]) == 1
