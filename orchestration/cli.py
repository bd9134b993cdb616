"""The command line. Each command imports what it needs when it runs: `extract` must start at once."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of the runtime files (default: DUIXIAN_HOME, else ./data).")
]


class MentionFormat(StrEnum):
    """How mentions are printed."""

    jsonl = "jsonl"
    table = "table"


class RowFormat(StrEnum):
    """How the rows of a query are printed."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    json = "json"
    markdown = "markdown"


class ExportFormat(StrEnum):
    """What tables are exported as."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    dta = "dta"
    datapackage = "datapackage"


def _print_version(wanted: bool) -> None:
    if wanted:
        import importlib.metadata

        print(f"duixian {importlib.metadata.version('duixian')}")
        raise typer.Exit


@app.callback()
def duixian(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """From Chinese government work reports to a warehouse of promises and whether they were kept."""


@app.command()
def run(
    reports: Annotated[
        Path | None,
        typer.Option(help="File or folder with reports, read recursively, left untouched (default: the examples)."),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Do everything, from raw files to the published warehouse."""
    from orchestration.home import EXAMPLES, home_of

    source = (reports or EXAMPLES).expanduser()
    if not source.exists():
        raise typer.BadParameter(f"{source} does not exist", param_hint="--reports")
    from orchestration.run import run_everything

    raise typer.Exit(run_everything(source.resolve(), home_of(home)))


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Reports in any format that is read.")],
    output: Annotated[MentionFormat, typer.Option("--format", help="For programs or for people.")] = (
        MentionFormat.jsonl
    ),
    relations: Annotated[bool, typer.Option(help="Also targets without a number of their own (与…同步).")] = False,
) -> None:
    """Print the mentions of files; needs no warehouse."""
    from orchestration.extract import print_mentions

    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise typer.BadParameter(f"no such file: {', '.join(missing)}", param_hint="FILE")
    raise typer.Exit(print_mentions(files, output.value, relations))


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="A query in DuckDB's SQL, for instance: from marts.fct_attainment")],
    output: Annotated[RowFormat, typer.Option("--format", help="For people or for programs.")] = RowFormat.table,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    home: HomeOption = None,
) -> None:
    """Ask the published warehouse."""
    from orchestration.home import home_of
    from orchestration.query import print_query

    raise typer.Exit(print_query(home_of(home), query, "json" if as_json else output.value))


@app.command()
def explain(
    target_id: Annotated[str, typer.Argument(help="A target_id of marts.fct_attainment.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    home: HomeOption = None,
) -> None:
    """Show a target, the result it was held against, the rule, and why other candidates lost."""
    import json
    from dataclasses import asdict

    from rich.console import Console

    from orchestration.explain import UnknownTargetError, read_explanation
    from orchestration.explain import explain as explained
    from orchestration.home import home_of
    from orchestration.query import published

    warehouse = published(home_of(home))
    if warehouse is None:
        raise typer.Exit(2)
    try:
        if as_json:
            print(json.dumps(asdict(read_explanation(warehouse, target_id)), ensure_ascii=False, default=str, indent=1))
            return
        Console(file=sys.stdout, emoji=False, highlight=False).print(explained(warehouse, target_id))
    except UnknownTargetError as error:
        raise typer.BadParameter(str(error), param_hint="TARGET_ID") from error


@app.command()
def export(
    folder: Annotated[Path | None, typer.Argument(help="Where to (default: HOME/exports).")] = None,
    output: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.parquet,
    table: Annotated[
        list[str] | None, typer.Option(help="Only this table, for instance fct_attainment; may be given several times.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write the tables of the marts as files, with a codebook; the same warehouse gives the same bytes."""
    from orchestration.export import export_marts
    from orchestration.home import home_of

    place = home_of(home)
    raise typer.Exit(export_marts(place, folder or place.exports, output.value, table or []))


@app.command()
def release(
    folder: Annotated[Path | None, typer.Argument(help="Where to (default: below HOME/exports).")] = None,
    facts_only: Annotated[bool, typer.Option("--facts-only", help="Leave out every sentence of the reports.")] = False,
    home: HomeOption = None,
) -> None:
    """Write a folder to be given away and cited: tables, codebook, citation, checksums."""
    from orchestration.export import release as write_release
    from orchestration.home import home_of

    raise typer.Exit(write_release(home_of(home), folder, facts_only))


@app.command()
def show(
    region: Annotated[str, typer.Argument(help="Name or code of a region: 丽水, 331100")],
    year: Annotated[
        int | None, typer.Argument(help="Year of the report (default: the latest that can be judged).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    home: HomeOption = None,
) -> None:
    """Print the scorecard of a region and year: what was promised, and what became of it."""
    from orchestration.home import home_of
    from orchestration.show import show_region

    raise typer.Exit(show_region(home_of(home), region, year, as_json))


@app.command()
def fetch(
    catalogue: Annotated[Path, typer.Argument(help="CSV with a column url, for instance examples/catalogues/*.csv")],
    home: HomeOption = None,
    interval: Annotated[float, typer.Option(min=0.0, help="Seconds between two requests to one host.")] = 2.0,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="Host that may have a private address; may be given several times.")
    ] = None,
) -> None:
    """Download the reports of a catalogue into the inbox, politely; repeat it to go on where it was broken off."""
    from orchestration.fetch import fetch_reports
    from orchestration.home import home_of

    if not catalogue.is_file():
        raise typer.BadParameter(f"no such file: {catalogue}", param_hint="CATALOGUE")
    raise typer.Exit(fetch_reports(home_of(home), catalogue, interval, allow_host or []))


@app.command()
def doctor(home: HomeOption = None) -> None:
    """List what needs a person: documents that cannot be told, quarantine, corrections; and the versions."""
    from orchestration.doctor import print_report
    from orchestration.home import home_of

    raise typer.Exit(print_report(home_of(home)))


@app.command()
def serve(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port of the web page.")] = 3000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Run Dagster with its web page, the schedule and the inbox sensor, until interrupted."""
    from orchestration.home import home_of
    from orchestration.serve import serve_forever

    raise typer.Exit(serve_forever(home_of(home), host, port))


@app.command()
def dashboard(
    home: HomeOption = None,
    warehouse: Annotated[
        Path | None, typer.Option(help="Another published warehouse, for instance one that was sent to you.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port of the web pages.")] = 8600,
    review: Annotated[bool, typer.Option("--review", help="Let the pages write corrections.csv.")] = False,
    browser: Annotated[bool, typer.Option(help="Open a web browser.")] = False,
) -> None:
    """Show the published warehouse as web pages (Chinese and English), read-only, until interrupted."""
    from orchestration.dashboard import show_dashboard
    from orchestration.home import home_of

    raise typer.Exit(show_dashboard(home_of(home), warehouse, port, review, browser))


def main() -> None:
    """Entry point of the `duixian` command: 0 done, 1 a step or the audit failed, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
