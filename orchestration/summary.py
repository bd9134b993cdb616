"""What a person reads at the end of a run."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
from rich.console import Console
from rich.markup import escape

from ingest.documents import place
from ingest.lake import Lake
from orchestration.ducklake import DuckLakeError, snapshots
from orchestration.home import DEFAULT_HOME, Home
from orchestration.tongue import language, say, spoken
from orchestration.trouble import disk_trouble, no_room
from orchestration.versions import current, reading

if TYPE_CHECKING:
    import dagster as dg

PROMISED = (
    "select region_name, target_year, indicator_text, comparator, target_value, unit, verdict "
    "from marts.fct_attainment order by all limit 20"
)
SHOWN = 20
LINES_OF_AN_ERROR = 25
DBT_ERRORS = "Errors parsed from dbt logs:"
VERDICTS = {"attained": "green", "missed": "red", "incomparable": "yellow", "unreported": "magenta", "pending": "cyan"}
DECIDED = (
    "select region_name, target_year, indicator_text, target_value, unit, result_value, verdict "
    "from marts.fct_attainment where verdict in ('attained', 'missed') order by all limit 20"
)


def print_summary(console: Console, home: Home, seconds: float) -> None:
    """Documents, quarantine, numbers, verdicts, places, and what to type next."""
    lake = Lake(home.lake)
    console.print()
    _documents(console, lake)
    _quarantine(console, lake.read("quarantine"))
    _numbers(console, lake)
    _suspicious(console, lake)
    verdicts = _verdicts(console, home)
    console.print(say("sum.warehouse", path=escape(short(home.warehouse))))
    with suppress(DuckLakeError):  # gone since it was committed
        for snapshot in snapshots(home)[:1]:
            console.print(say("sum.snapshot", n=snapshot.number))
    console.print(say("sum.docs", path=escape(short(home.docs / "index.html"))))
    console.print(say("sum.took", seconds=seconds))
    console.print(f"\n{say('sum.next')}\n")
    console.print(f"  {command('dashboard', home)}", markup=False)
    console.print(f'  {command("sql", home)} "{question(verdicts)}"\n', markup=False)


def run_facts(home: Home) -> dict[str, Any]:
    """What a run leaves behind, for programs: where it lies, what was read, how many verdicts; null where unknown."""
    lake, version = Lake(home.lake), current(home)
    counts: dict[str, Any] = dict.fromkeys(("documents", "quarantined", "numbers", "verdicts"))
    try:
        counts["documents"] = lake.scan("documents").select(pl.len()).collect().item()
        counts["quarantined"] = lake.read("quarantine").select("file_name", "member", "reason", "detail").to_dicts()
        roles = lake.scan("mentions").filter(pl.col("relation").is_null()).group_by("role").len().collect()
        counts["numbers"] = dict(sorted(roles.iter_rows()))
        if version is not None:
            counts["verdicts"] = _counted(home)
    except (OSError, pl.exceptions.PolarsError, duckdb.Error):
        pass  # a run that failed early leaves nothing that could be counted
    place = str(home.warehouse) if version is not None else None
    docs = home.docs / "index.html"
    return {
        "home": str(home.root),
        "warehouse": place,
        "version": None if version is None else version.name,
        "data_docs": str(docs) if docs.exists() else None,
        **counts,
    }


def question(verdicts: dict[str, int]) -> str:
    """A query that has rows: decided targets where there are any."""
    decided = verdicts.get("attained", 0) + verdicts.get("missed", 0)
    return DECIDED if decided else PROMISED


def short(path: Path) -> str:
    """The path as one would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def command(name: str, home: Home) -> str:
    """A command line that works when pasted in this folder."""
    place = "" if home == DEFAULT_HOME else f" --home '{short(home.root)}'"
    return f"{_program()} {name}{place}"


def _program() -> str:
    """The program as one would type it: pipx and uv link it from a folder of the path, which outlives its own."""
    program = Path(sys.executable).parent / "duixian"
    found = shutil.which("duixian")
    linked = found is not None and Path(found).parent != program.parent and Path(found).resolve() == program.resolve()
    return "duixian" if linked else short(program)


def _documents(console: Console, lake: Lake) -> None:
    links = lake.read("links")
    documents = lake.scan("documents").select("document_id", "file_name", "member").collect()
    reports = links["report_id"].n_unique() if links.height else 0
    repeated = links.filter(pl.col("duplicate_of").is_not_null() | pl.col("superseded_by").is_not_null())
    console.print(say("sum.documents", n=documents.height, reports=reports, repeated=repeated.height))
    names = {row[0]: place(row[1], row[2]) for row in documents.iter_rows()}
    lines = (
        say(
            "sum.same" if row["duplicate_of"] else "sum.replaced",
            name=names.get(row["document_id"]),
            other=names.get(row["duplicate_of"] or row["superseded_by"]),
        )
        for row in repeated.sort("document_id").iter_rows(named=True)
    )
    _listed(console, lines, repeated.height)


def _quarantine(console: Console, quarantine: pl.DataFrame) -> None:
    console.print(say("sum.quarantined", n=quarantine.height))
    lines = (f"{place(row['file_name'], row['member'])}: {refusal(row)}" for row in quarantine.iter_rows(named=True))
    _listed(console, lines, quarantine.height)


def refusal(row: dict[str, Any]) -> str:
    """Why something was not read, from its row of the quarantine: the reason in short, then the sentence."""
    words = spoken()
    return f"{words.value_of('refused', row['reason'])}, {words.reason(row['detail'])}"


def _listed(console: Console, lines: Iterator[str], count: int) -> None:
    for _, line in zip(range(SHOWN), lines, strict=False):
        console.print(f"               {line}", markup=False)
    if count > SHOWN:
        console.print(say("sum.more", n=count - SHOWN), markup=False)


def _numbers(console: Console, lake: Lake) -> None:
    numbered = lake.scan("mentions").filter(pl.col("relation").is_null())
    counts = dict(numbered.group_by("role").len().collect().iter_rows())
    targets, results, neither = (counts.get(role, 0) for role in ("target", "result", "none"))
    total = sum(counts.values())
    console.print(say("sum.candidates", n=total, targets=targets, results=results, neither=neither))
    relations = lake.scan("mentions").filter(pl.col("relation").is_not_null()).select(pl.len()).collect().item()
    if relations:
        console.print(say("sum.relations", n=relations), markup=False)


def _suspicious(console: Console, lake: Lake) -> None:
    """How many documents are suspicious, and by which rules; silent where none is."""
    checks = lake.scan("document_checks").select("suspicions").filter(pl.col("suspicions").list.len() > 0).collect()
    if checks.is_empty():
        return
    rules = checks.explode("suspicions").unnest("suspicions")["rule"].value_counts(sort=True).sort("count", "rule")
    by_rule = ", ".join(f"{rule} {count:,}" for rule, count in reversed(rules.rows()))
    console.print(say("sum.suspicious", n=checks.height, rules=by_rule))


def _verdicts(console: Console, home: Home) -> dict[str, int]:
    counts = _counted(home)
    words = spoken()
    parts = (
        f"[{colour}]{words.value_of('verdict', verdict)} {counts.get(verdict, 0):,}[/]"
        for verdict, colour in VERDICTS.items()
    )
    console.print(say("sum.verdicts", told=" · ".join(parts)))
    return counts


def _counted(home: Home) -> dict[str, int]:
    with reading(home.warehouse) as warehouse:
        return dict(
            warehouse.sql("select verdict, count(*) from marts.fct_attainment group by all order by 1").fetchall()
        )


def failures_told(result: "dg.ExecuteInProcessResult") -> list[str]:
    """The checks that stopped a run, else its steps that failed, by name."""
    checks = [check for check in result.get_asset_check_evaluations() if not check.passed and _blocks(check)]
    told = [f"{check.check_name} on {check.asset_key.to_user_string()}" for check in checks]
    return told or [str(event.step_key) for event in result.filter_events(lambda event: event.is_step_failure)]


def print_failure(console: Console, home: Home, result: "dg.ExecuteInProcessResult") -> None:
    """Which step or expectation failed, with sample rows, and that nothing was published."""
    console.print(f"\n{say('sum.failed')}")
    failed = [check for check in result.get_asset_check_evaluations() if not check.passed and _blocks(check)]
    for check in failed:
        told = {"check": escape(check.check_name), "table": escape(check.asset_key.to_user_string())}
        console.print(say("sum.failed_check", **told))
        _explain(
            console,
            check.check_name,
            check.description,
            {key: value.value for key, value in check.metadata.items()},
            home,
        )
    if failed and (remedy := no_room(home.root)):
        console.print(f"        {remedy}", markup=False)
    if not failed:
        for event in result.filter_events(lambda event: event.is_step_failure):
            _step_failure(console, event)
    stands = "sum.stands" if home.warehouse.exists() else "sum.none_yet"
    console.print(say(stands, path=short(home.warehouse)), markup=False)
    console.print(say("sum.docs", path=escape(short(home.docs / "index.html"))))


def _blocks(check: "dg.AssetCheckEvaluation") -> bool:
    return str(check.severity.value) == "ERROR"


def _explain(console: Console, name: str, meaning: str | None, facts: dict[str, Any], home: Home) -> None:
    if meaning:
        console.print(f"        {_meaning(name, meaning)}", markup=False)
    if facts.get("rows_against_it") is not None:
        console.print(f"        {say('sum.against', n=facts['rows_against_it'])}", markup=False)
    if facts.get("error"):
        console.print(f"        {say('sum.not_evaluated', why=facts['error'])}", markup=False)
    rows = facts.get("samples") or []
    if "unique_id" in facts:
        from orchestration.dbt_failures import sample_rows

        rows = sample_rows(home, str(facts["unique_id"]))
    for row in rows:
        console.print(f"        {row}", markup=False)


def _meaning(name: str, meaning: str) -> str:
    """What an expectation of this name says, in the language of the locale; a test of dbt as it stands."""
    from expectations.suites import load_suite
    from orchestration.audit import SUITES

    rules = [rule for suite in SUITES for rule in load_suite(suite).expectations]
    return next((rule.zh for rule in rules if rule.name == name and language() == "zh"), meaning)


def _step_failure(console: Console, event: "dg.DagsterEvent") -> None:
    failure = event.step_failure_data
    console.print(say("sum.failed_step", step=escape(str(event.step_key))))
    error = failure.error
    while error is not None and error.cause is not None:
        error = error.cause
    if error is not None:
        full = disk_trouble(error.message)
        if full is not None:
            console.print(f"        {full}", markup=False)
            return
        words = error.message.strip().partition(DBT_ERRORS)
        for line in spoken().reason((words[2] or words[0]).strip()).splitlines()[:LINES_OF_AN_ERROR]:
            console.print(f"        {line}", markup=False)
