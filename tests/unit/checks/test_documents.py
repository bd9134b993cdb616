"""Counts of each document, and every rule that makes one suspicious: at its limit and beyond it."""

from typing import Any

import pytest

from ingest import lexicon
from ingest.checks import check_documents, rules
from ingest.checks import rules as rules_module
from ingest.schemas import CHECKS, polars_schema

AIM = "今年的预期目标是：粮食总产量5万吨"
PLAN = {"role": "target", "section": "plan", "year": 2024}
# rule -> what fires it: (number of mentions, their fields), with the numbers that it tells
FIRES: dict[str, tuple[list[tuple[int, dict[str, Any]]], int, int]] = {
    "no_targets": ([(30, {})], 0, 100),
    "no_results": ([(30, PLAN)], 0, 100),
    "promises_in_review": ([(13, {"role": "target"}), (7, {}), (9, PLAN)], 13, 20),
    "results_in_plan": ([(13, {"section": "plan"}), (7, PLAN), (9, {})], 13, 20),
    "aims_as_results": (
        [(9, {}), (9, PLAN), (1, {"section": "plan", "sentence": AIM, "value_start": 5020, "sentence_start": 5000})],
        1,
        1,
    ),
    "fragments": ([(95, {}), (3, PLAN), (1, {"indicator": "亿元"}), (1, {"indicator": "“十一五”时期"})], 2, 100),
    "without_year": ([(47, {}), (50, PLAN), (6, {"year": None})], 6, 103),
    "without_indicator": ([(47, {}), (50, PLAN), (4, {"indicator": None}), (2, {"indicator": ""})], 6, 103),
}
# rule -> what only reaches its limit, or is none of its business
SILENT: dict[str, list[list[tuple[int, dict[str, Any]]]]] = {
    "no_targets": [[(30, {}), (1, PLAN)]],
    "no_results": [[(30, PLAN), (1, {})]],
    "promises_in_review": [[(12, {"role": "target"}), (8, {}), (9, PLAN)], [(9, {"role": "target"})]],
    "results_in_plan": [[(12, {"section": "plan"}), (8, PLAN), (9, {})], [(9, {"section": "plan"})]],
    "aims_as_results": [
        [(1, PLAN | {"sentence": AIM, "value_start": 20, "sentence_start": 0})],
        [(1, {"sentence": AIM, "value_start": 20, "sentence_start": 0})],
        [(1, {"section": "plan", "sentence": "完成5万吨，" + AIM, "value_start": 2, "sentence_start": 0})],
    ],
    "fragments": [[(98, {}), (1, PLAN), (1, {"indicator": "亿元"})]],
    "without_year": [[(45, {}), (50, PLAN), (5, {"year": None})], [(17, {}), (2, {"year": None})]],
    "without_indicator": [[(45, {}), (50, PLAN), (5, {"indicator": None})], [(17, {}), (2, {"indicator": None})]],
}


def suspicions(rows: Any, mentions: list[tuple[int, dict[str, Any]]], **document: Any) -> dict[str, tuple[int, int]]:
    rows.document(**document)
    for count, fields in mentions:
        rows.mentions(count, **fields)
    (row,) = check_documents(*rows.frames).iter_rows(named=True)
    return {one["rule"]: (one["counted"], one["among"]) for one in row["suspicions"]}


def test_every_rule_is_held_here_and_says_what_to_do() -> None:
    assert [rule.id for rule in rules()] == list(FIRES) == list(SILENT)
    assert all(rule.meaning and rule.zh and rule.remedy for rule in rules())


@pytest.mark.parametrize("rule", FIRES)
def test_a_rule_fires_with_its_numbers(rows: Any, rule: str) -> None:
    mentions, counted, among = FIRES[rule]
    assert suspicions(rows, mentions)[rule] == (counted, among)


@pytest.mark.parametrize(("rule", "number"), [(rule, n) for rule, cases in SILENT.items() for n in range(len(cases))])
def test_a_rule_is_silent_up_to_its_limit(rows: Any, rule: str, number: int) -> None:
    assert rule not in suspicions(rows, SILENT[rule][number])


@pytest.mark.parametrize("document", [{"completeness": "part"}, {"kind": "press_digest"}, {"n_candidates": 19}])
def test_only_whole_reports_with_numbers_must_have_targets_and_results(rows: Any, document: dict[str, Any]) -> None:
    assert suspicions(rows, [], **document) == {}


def test_a_document_without_any_metric_has_a_row(rows: Any) -> None:
    assert suspicions(rows, []) == {"no_targets": (0, 100), "no_results": (0, 100)}
    (row,) = check_documents(*rows.frames).iter_rows(named=True)
    assert row["n_review_results"] == 0
    assert row["share_without_year"] is None


def test_counts_by_part_and_shares(rows: Any) -> None:
    rows.document("a")
    rows.document("b", report_year=2025)
    rows.mentions(3, "a")
    rows.mentions(2, "a", section="term_review", year=None, indicator_id=None)
    rows.mentions(4, "a", section="term_plan", role="target")
    rows.mentions(1, "a", section="opening", indicator="", indicator_id=None)
    rows.mentions(5, "a", section="review_repeat")
    rows.mentions(5, "a", role="none")
    rows.mentions(5, "a", role="target", relation="in_step")
    rows.mentions(1, "b", section="plan", role="target", indicator="亿元")
    rows.mentions(1, "elsewhere")
    table = check_documents(*rows.frames)
    assert table.schema == polars_schema(CHECKS)
    first, second = table.iter_rows(named=True)
    counts = {name: first[name] for name in first if name.startswith("n_") and first[name]}
    assert counts == {
        "n_opening_results": 1,
        "n_review_results": 3,
        "n_term_review_results": 2,
        "n_term_plan_targets": 4,
    }
    assert (first["share_without_year"], first["share_without_indicator_id"], first["share_unnamed"]) == (0.2, 0.3, 0.1)
    assert (second["document_id"], second["report_year"], second["n_plan_targets"]) == ("b", 2025, 1)
    assert second["share_unnamed"] == 1.0


def test_a_row_that_cannot_be_used_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = dict(next(lexicon.rows("document_checks"))) | {"is": "under"}
    monkeypatch.setattr(lexicon, "rows", lambda _: iter([row]))
    with pytest.raises(ValueError, match="no_targets is under"):
        rules_module.__wrapped__()  # type: ignore[attr-defined]
