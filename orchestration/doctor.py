"""`duixian doctor`: what needs a person, and what it all runs on."""

import importlib.metadata
import platform
import sys
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape

from ingest.checks import Rule, rules
from ingest.documents import place
from ingest.lake import Lake
from orchestration.corrections import check_corrections
from orchestration.home import Home
from orchestration.summary import short
from orchestration.versions import current, versions

PACKAGES = ("duixian", "polars", "duckdb", "dbt-core", "dbt-duckdb", "dagster", "great-expectations")


def print_report(home: Home, mend: bool = False) -> int:
    """Print what is damaged, documents without a full identity, suspicious ones, quarantine, corrections and versions.

    ``mend`` sets aside what the next run makes again. Returns 0; 1 where something is damaged that no run can make
    again, or ``mend`` found another run at work; 2 where the home is empty.
    """
    if not home.lake.exists():
        print(f"{home.root} holds no lake: duixian run comes first", file=sys.stderr)
        return 2
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    if mend and not _mend(console, home):
        return 1
    lost = _health(console, home)
    lake = Lake(home.lake)
    for section in (_identity, _parts, _suspicious, _links, _quarantine):
        try:
            section(console, lake)
        except (OSError, pl.exceptions.PolarsError) as error:
            console.print(f"  cannot be told: {str(error).splitlines()[0]} (see Health)", markup=False)
    _corrections(console, home)
    _versions(console, home)
    return 1 if lost else 0


def _mend(console: Console, home: Home) -> bool:
    from orchestration.damage import mend_home, mend_records
    from orchestration.resources import HomeIsBusyError, held

    console.print("[bold]Mended[/]")

    def tell(sentence: str) -> None:
        console.print(f"  {sentence}", markup=False)

    try:
        with held(home):
            for sentence in mend_records(home):
                tell(sentence)
            mend_home(home, tell)
    except HomeIsBusyError as error:
        tell(str(error))
        return False
    return True


def _health(console: Console, home: Home) -> bool:
    """What is damaged; True where a person has to bring something back."""
    from orchestration.damage import ailments, lost_input

    told, lost = list(ailments(home)), list(lost_input(home))
    console.print(f"[bold]Health[/]    {'all is well' if not told + lost else f'{len(told + lost)} files are damaged'}")
    for sentence in told + lost:
        console.print(f"  {sentence}", markup=False)
    return bool(lost)


def _versions(console: Console, home: Home) -> None:
    seen = current(home)
    console.print("[bold]Published[/]")
    for version in versions(home):
        mark = "  <- readers see this one" if seen is not None and version.path == seen.path else ""
        console.print(f"  {version.name}{mark}", markup=False)
    console.print("[bold]Versions[/]")
    console.print(f"  Python {platform.python_version()}", markup=False)
    for package in PACKAGES:
        console.print(f"  {package} {importlib.metadata.version(package)}", markup=False)


def _identity(console: Console, lake: Lake) -> None:
    columns = ["file_name", "member", "region_name", "report_year", "identity_notes"]
    told = lake.scan("documents").select(columns).collect()
    told = told.with_columns(pl.col("identity_notes").map_elements(_to_be_looked_at, return_dtype=pl.String))
    doubtful = told.filter(pl.col("identity_notes").is_not_null()).sort("file_name", "member")
    console.print(f"[bold]Identity[/]  {doubtful.height:,} of {told.height:,} documents have something to be looked at")
    for row in doubtful.iter_rows(named=True):
        told_as = f"{row['region_name'] or 'region unknown'} {row['report_year'] or 'year unknown'}"
        console.print(f"  {place(row['file_name'], row['member'])} ({told_as}): {row['identity_notes']}", markup=False)
    if doubtful.height:
        console.print("  what is wrong can be set in NAME.meta.yml beside the file, or in reports.csv", markup=False)


def _parts(console: Console, lake: Lake) -> None:
    """Parts and abstracts: what they are joined with, and which reports lack the rest."""
    columns = ["document_id", "file_name", "member", "region_name", "report_year", "completeness", "part_label"]
    told = lake.scan("documents").select(columns).collect()
    links = lake.read("links").select("document_id", "report_id", "part_no", "is_primary")
    primary = links.filter("is_primary").group_by("report_id").agg(pl.col("part_no").n_unique().alias("parts"))
    incomplete = (
        told.filter(pl.col("completeness") != "full")
        .join(links, on="document_id", how="left")
        .join(primary, on="report_id", how="left")
        .sort("file_name", "member")
    )
    console.print(f"[bold]Parts[/]     {incomplete.height:,} documents are parts or abstracts")
    for row in incomplete.iter_rows(named=True):
        label = f" ({row['part_label']})" if row["part_label"] else ""
        said = f"  {place(row['file_name'], row['member'])}: {row['completeness']}{label}{_joined(row)}"
        console.print(said, markup=False)


def _joined(row: dict[str, Any]) -> str:
    report = f"{row['region_name'] or 'region unknown'} {row['report_year'] or 'year unknown'}"
    if not row["is_primary"]:
        return f", another text of {report} counts instead"
    if row["parts"] == 1:
        return f", all there is of {report}: the rest of the report is missing"
    return f", part {row['part_no']} of {row['parts']} of {report}"


def _suspicious(console: Console, lake: Lake) -> None:
    """Documents that were read in a way that is hardly right: by which rule, with its numbers, and what to do."""
    documents = lake.scan("documents").select("document_id", "file_name", "member").collect()
    checks = lake.scan("document_checks").select("document_id", "suspicions").collect()
    found = checks.explode("suspicions").drop_nulls("suspicions").unnest("suspicions").join(documents, on="document_id")
    count = found["document_id"].n_unique()
    console.print(f"[bold]Suspicious[/]  {count:,} of {documents.height:,} documents were read in a way hardly right")
    for rule in rules():
        rows = found.filter(pl.col("rule") == rule.id).sort("file_name", "member", nulls_last=False)
        for row in rows.iter_rows(named=True):
            console.print(f"  {place(row['file_name'], row['member'])}: {_suspicion(rule, row)}", markup=False)
        if rows.height:
            console.print(f"    what to do about {rule.id}: {rule.remedy}", markup=False)


def _suspicion(rule: Rule, row: dict[str, Any]) -> str:
    """A rule with its numbers: promises_in_review, a review that is mostly promises (review_targets 12 of 15 …)."""
    counted, among = rule.counts.replace("_", " "), rule.among.replace("_", " ")
    limit = f"{'over' if rule.comparison == 'over' else 'not over'} {rule.threshold:.0%}"
    return f"{rule.id}, {rule.meaning} ({counted}: {row['counted']:,} of {row['among']:,} {among}; limit: {limit})"


def _to_be_looked_at(notes: str) -> str | None:
    """The notes without those that only tell which edition it is."""
    return "; ".join(note for note in notes.split("; ") if not note.startswith("version: ")) or None


def _links(console: Console, lake: Lake) -> None:
    repeated = lake.read("links").filter(~pl.col("is_primary")).sort("document_id")
    documents = lake.scan("documents").select("document_id", "file_name", "member").collect()
    names = {row[0]: place(row[1], row[2]) for row in documents.iter_rows()}
    console.print(f"[bold]Versions of the same report[/]  {repeated.height:,} documents stand back")
    for row in repeated.iter_rows(named=True):
        other = row["duplicate_of"] or row["superseded_by"]
        how = "is the same as" if row["duplicate_of"] else "is replaced by"
        console.print(f"  {names.get(row['document_id'])} {how} {names.get(other, other)}", markup=False)


def _quarantine(console: Console, lake: Lake) -> None:
    quarantine = lake.read("quarantine")
    console.print(f"[bold]Quarantine[/]  {quarantine.height:,}")
    for row in quarantine.iter_rows(named=True):
        console.print(f"  {place(row['file_name'], row['member'])}: {row['reason']}, {row['detail']}", markup=False)


def _corrections(console: Console, home: Home) -> None:
    if not home.corrections.exists():
        console.print(f"[bold]Corrections[/]  none ({short(home.corrections)} does not exist)")
        return
    wrong = check_corrections(home)
    for sentence in wrong:
        console.print(f"[bold]Corrections[/]  [red]{escape(sentence)}[/]")
    if wrong:
        return
    corrections = pl.read_csv(home.corrections, infer_schema=False)
    console.print(f"[bold]Corrections[/]  {corrections.height:,} in {short(home.corrections)}")
    for row in corrections.iter_rows():
        console.print("  " + ", ".join("" if value is None else value for value in row), markup=False)
