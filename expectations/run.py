"""Runs a suite and says what it found."""

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from expectations.suites import Expectation, Suite

SAMPLE: Final = 5
ERROR_LENGTH: Final = 400
# a table of the lake with one folder per report year, as suites name it
PARTITIONED: Final = re.compile(r"'\{lake\}/(\w+)/\*/\*\.parquet'")


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one expectation.

    ``unexpected`` counts the rows against it (null where rows are not what it counts), ``observed`` says what was
    seen, ``rows`` are samples of the rows against it, ``error`` is set where it could not be evaluated.
    ``severity``: error, or warn for one that stops nothing.
    """

    name: str
    meaning: str
    zh: str
    type: str
    passed: bool
    unexpected: int | None
    observed: str | None
    rows: list[dict[str, Any]]
    error: str | None
    severity: str = "error"

    @property
    def is_warning(self) -> bool:
        """Whether it was evaluated, does not hold, and stops nothing."""
        return not self.passed and self.severity == "warn" and self.error is None


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """What became of a suite; ``fingerprint`` names the data and the rules it was run on.

    ``parts`` are the digests of the report years that it was run on, ``rules`` that of the rules: where both are known,
    a later run need look only at the years that changed.
    """

    suite: str
    meaning: str
    zh: str
    fingerprint: str
    findings: list[Finding]
    parts: dict[str, str] = field(default_factory=dict)
    rules: str = ""

    @property
    def failed(self) -> list[Finding]:
        """The expectations that do not hold and let nothing be published, or that could not be evaluated."""
        return [finding for finding in self.findings if not finding.passed and not finding.is_warning]

    @property
    def warnings(self) -> list[Finding]:
        """The expectations that do not hold and stop nothing."""
        return [finding for finding in self.findings if finding.is_warning]

    def save(self, path: Path) -> None:
        """Keep the result as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str), encoding="utf-8")

    @classmethod
    def of(cls, data: dict[str, Any]) -> "SuiteResult":
        """The result in a dictionary as ``save`` writes it; KeyError or TypeError where it is another."""
        fields = {**data, "findings": [Finding(**finding) for finding in data["findings"]]}
        return cls(**fields)

    @classmethod
    def load(cls, path: Path) -> "SuiteResult | None":
        """The result kept at ``path``; None where there is none that can be read."""
        try:
            return cls.of(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def run_suite(
    suite: Suite, database: Path | None, lake: Path, fingerprint: str = "", parts: Sequence[str] | None = None
) -> SuiteResult:
    """Hold the guarded rows against every expectation of the suite.

    ``database`` is the DuckDB file the source names its tables in (opened read-only), None for a source that reads
    the lake; of that, ``parts`` are the report years (names of folders) to look at, None for all. Never raises for a
    rule that fails or cannot be evaluated: that is a finding.
    """
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    from expectations.engine import DuckDBDatasource, DuckDBExecutionEngine

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    url = f"duckdb:///{database}?access_mode=READ_ONLY" if database else "duckdb:///:memory:"
    # the registry of Great Expectations makes this method when it sees DuckDBDatasource
    source: DuckDBDatasource = context.data_sources.add_duckdb(
        name=suite.name, connection_string=url, create_temp_table=False
    )
    try:
        asset = source.add_query_asset(name=suite.name, query=_fill(suite.source, lake, parts))
        batch = asset.add_batch_definition_whole_table("all")
        rules = [_configuration(rule, lake, parts) for rule in suite.expectations]
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(
                name=suite.name,
                data=batch,
                suite=context.suites.add(gx.ExpectationSuite(name=suite.name, expectations=rules)),
            )
        )
        outcome = definition.run(
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": [suite.key],
                "partial_unexpected_count": SAMPLE,
            }
        )
        told: list[Any] = [result.to_json_dict() for result in outcome.results]
        by_name = {result["expectation_config"]["meta"]["name"]: result for result in told}
        findings = [_finding(rule, by_name[rule.name]) for rule in suite.expectations]
    finally:
        engine = source.get_execution_engine()
        if isinstance(engine, DuckDBExecutionEngine):
            engine.close()
        # a second one, with which Great Expectations tests whether there is a database at all
        source.get_engine().dispose()
    return SuiteResult(suite.name, suite.meaning, suite.zh, fingerprint, findings)


def _configuration(rule: Expectation, lake: Path, parts: Sequence[str] | None) -> dict[str, Any]:
    kwargs = {key: _fill(value, lake, parts) if isinstance(value, str) else value for key, value in rule.kwargs.items()}
    return {"type": rule.type, "kwargs": kwargs, "meta": {"name": rule.name}}


def _fill(sql: str, lake: Path, parts: Sequence[str] | None) -> str:
    quoted = str(lake).replace("'", "''")
    if parts is not None:

        def files(found: re.Match[str]) -> str:
            return str([f"{quoted}/{found[1]}/{part}/*.parquet" for part in parts])

        sql = PARTITIONED.sub(files, sql)
    return sql.replace("{lake}", quoted)


def _finding(rule: Expectation, outcome: dict[str, Any]) -> Finding:
    result = outcome.get("result") or {}
    details = result.get("details") or {}
    rows = result.get("partial_unexpected_index_list") or result.get("unexpected_index_list")
    rows = rows or details.get("unexpected_rows") or [{"value": v} for v in result.get("partial_unexpected_list") or []]
    unexpected = result.get("unexpected_count")
    observed = result.get("observed_value")
    if unexpected is None and "unexpected_rows" in details and isinstance(observed, int):
        unexpected, observed = observed, None
    return Finding(
        name=rule.name,
        meaning=rule.meaning,
        zh=rule.zh,
        type=rule.type,
        passed=bool(outcome["success"]),
        unexpected=unexpected,
        observed=None if observed is None else str(observed),
        rows=rows[:SAMPLE],
        error=_error(outcome.get("exception_info") or {}),
        severity=rule.severity,
    )


def _error(info: dict[str, Any]) -> str | None:
    entries = [info] if "raised_exception" in info else list(info.values())
    messages = [entry.get("exception_message") for entry in entries if entry.get("raised_exception")]
    return "; ".join(str(message)[:ERROR_LENGTH] for message in messages[:1]) or None
