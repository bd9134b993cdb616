"""What the Data Docs of a home say: the audit, dbt's tests, versions, rows, and what became of each run."""

import importlib.metadata
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from dashboard.words import speech
from expectations.docs import Around, Both, render
from expectations.run import Finding, SuiteResult
from ingest.store.state import replace_bytes
from orchestration.build_state import run_facts
from orchestration.dbt_failures import results_of, sample_rows
from orchestration.history import history
from orchestration.home import Home
from orchestration.versions import Version, current

DBT: Final = "dbt"
SHOWN_RUNS: Final = 100
PACKAGES: Final = ("duixian", "duckdb", "dbt-core", "dbt-duckdb", "dagster", "great-expectations", "polars")
NOTHING_PUBLISHED: Final = Both(
    "The last run failed: nothing was published. {detail}", "上次运行失败，没有发布任何内容。{detail}"
)
HEADS: Final = (
    Both("run", "运行"),
    Both("ended", "结束于"),
    Both("outcome", "结果"),
    Both("documents", "文件"),
    Both("mentions", "提及"),
    Both("quarantined", "隔离"),
    Both("version", "版本"),
    Both("detail", "说明"),
)
GENERIC: Final = {
    "not_null": Both("{table}.{column} is never empty", "{table}.{column} 不为空"),
    "unique": Both("{table}.{column} names one row", "{table}.{column} 不重复"),
    "accepted_values": Both("{table}.{column} has known values", "{table}.{column} 取值在规定范围内"),
    "relationships": Both("{table}.{column} leads to a row that is there", "{table}.{column} 指向存在的行"),
}
SINGULAR: Final = {
    "corrections_still_apply": "更正仍与机器所读相符",
    "decided_verdicts_compare_like_with_like": "判定完成与否的数字同地区、同口径",
    "every_candidate_is_accounted_for": "湖中的候选数字都在表中",
    "every_target_has_one_verdict": "目标数等于判定数",
    "metrics_reconcile_with_mentions": "目标和结果与提及相符",
    "one_chosen_candidate": "每个目标至多选中一个结果",
    "results_reconcile": "结果分为被问及与未被问及，两者之和不变",
}


def render_docs(home: Home, run_id: str = "", failed: str | None = None) -> None:
    """Write the Data Docs: of what is published, or of the last audit and dbt build where the run failed.

    ``failed`` says why nothing was published.
    """
    results = results_now(home) if failed is not None else published_results(home) or results_now(home)
    stopped = None
    if failed is not None:
        stopped = Both(NOTHING_PUBLISHED.en.format(detail=failed), NOTHING_PUBLISHED.zh.format(detail=failed))
    rows = [
        [
            run.run_id[:8],
            run.ended_at,
            run.outcome,
            *map(_count, (run.documents, run.mentions, run.quarantined)),
            run.version,
            run.detail,
        ]
        for run in reversed(history(home)[-SHOWN_RUNS:])
    ]
    render(results, home.docs, Around(stopped, _facts(home, run_id), HEADS, rows, _names(results)))


def _names(results: list[SuiteResult]) -> dict[str, Both]:
    """What the pages call the suites."""
    english, chinese = speech("en"), speech("zh")
    keys = {result.suite: f"suite.{result.suite}" for result in results}
    return {suite: Both(english(key), chinese(key)) for suite, key in keys.items()}


def results_now(home: Home) -> list[SuiteResult]:
    """What the last audit and the last dbt build found."""
    audited = [result for path in sorted(home.audit.glob("*.json")) if (result := SuiteResult.load(path))]
    return [*audited, _dbt_result(home)]


def keep_results(home: Home, version: Version) -> None:
    """Keep what was found with the version that it let through."""
    told = [asdict(result) for result in results_now(home)]
    replace_bytes(version.audit, json.dumps(told, ensure_ascii=False, default=str).encode())


def published_results(home: Home) -> list[SuiteResult]:
    """What was found in the version that readers see; empty where there is none, or its results cannot be read."""
    version = current(home)
    try:
        told = json.loads(version.audit.read_text(encoding="utf-8")) if version is not None else []
        return [SuiteResult.of(one) for one in told]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _facts(home: Home, run_id: str) -> list[tuple[Both, str]]:
    facts = [(Both("written", "写于"), f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")]
    if run_id:
        facts.append((Both("run", "运行"), run_id))
    version = current(home)
    if version is not None:
        facts.append((Both("published version", "已发布版本"), version.name))
        for key, words in (
            ("code_version", Both("code", "程序")),
            ("lexicon_version", Both("lexicon", "词表")),
            ("input_hash", Both("input", "输入")),
        ):
            facts.append((words, str(version.facts.get(key, ""))))
        for table, (rows, _) in version.facts.get("marts", {}).items():
            facts.append((Both(f"rows of marts.{table}", f"marts.{table} 行数"), f"{rows:,}"))
    else:
        with suppress(LookupError):  # nothing was built yet
            facts.append((Both("input", "输入"), run_facts(home).input_hash))
    facts += [(Both(name, name), importlib.metadata.version(name)) for name in PACKAGES]
    return facts


def _dbt_result(home: Home) -> SuiteResult:
    known = _nodes(home)
    findings = [
        _finding(home, test.unique_id, test.passed, test.failures, test.message, known.get(test.unique_id, {}))
        for test in results_of(home)
    ]
    meaning = "Keys, joins and reconciliation of the models, as dbt tested them"
    return SuiteResult(DBT, meaning, "dbt 对主键、关联和数量核对的检验", "", findings)


def _finding(
    home: Home, unique_id: str, passed: bool, failures: int | None, message: str | None, node: dict[str, Any]
) -> Finding:
    words = _words(node, unique_id)
    rows = [] if passed else sample_rows(home, unique_id)
    plain = [{name: str(value) for name, value in row.items()} for row in rows]
    error = message if not passed and failures is None else None
    name = str(node.get("name", unique_id))
    return Finding(name, words.en, words.zh, "dbt test", passed, failures, None, plain, error)


def _words(node: dict[str, Any], unique_id: str) -> Both:
    test = node.get("test_metadata") or {}
    generic = GENERIC.get(str(test.get("name")))
    if generic is not None:
        table = str(node.get("attached_node") or "").rpartition(".")[2]
        column = node.get("column_name") or ""
        return Both(generic.en.format(table=table, column=column), generic.zh.format(table=table, column=column))
    name = str(node.get("name", unique_id))
    comment = next((line[3:] for line in str(node.get("raw_code", "")).splitlines() if line.startswith("-- ")), name)
    return Both(comment, SINGULAR.get(name, comment))


def _nodes(home: Home) -> dict[str, dict[str, Any]]:
    try:
        nodes = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    except (OSError, ValueError, KeyError):
        return {}
    return nodes if isinstance(nodes, dict) else {}


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"
