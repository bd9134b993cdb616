"""The command line. Each command imports what it needs when it runs: `extract` must start at once."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From Chinese government work reports to a warehouse of promises and whether they were kept.",
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


class ExportFormat(StrEnum):
    """What tables are exported as."""

    parquet = "parquet"
    csv = "csv"


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
    output: Annotated[RowFormat, typer.Option("--format")] = RowFormat.table,
    home: HomeOption = None,
) -> None:
    """Ask the published warehouse."""
    from orchestration.home import home_of
    from orchestration.query import print_query

    raise typer.Exit(print_query(home_of(home), query, output.value))


@app.command()
def explain(
    target_id: Annotated[str, typer.Argument(help="A target_id of marts.fct_attainment.")],
    home: HomeOption = None,
) -> None:
    """Show a target, the result it was held against, the rule, and why other candidates lost."""
    from rich.console import Console

    from orchestration.explain import UnknownTargetError
    from orchestration.explain import explain as explained
    from orchestration.home import home_of
    from orchestration.query import published

    warehouse = published(home_of(home))
    if warehouse is None:
        raise typer.Exit(2)
    try:
        Console(file=sys.stdout, emoji=False, highlight=False).print(explained(warehouse, target_id))
    except UnknownTargetError as error:
        raise typer.BadParameter(str(error), param_hint="TARGET_ID") from error


@app.command()
def export(
    folder: Annotated[Path | None, typer.Argument(help="Where to (default: HOME/exports).")] = None,
    output: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.parquet,
    home: HomeOption = None,
) -> None:
    """Write every table of the marts as a file; the same warehouse gives the same bytes."""
    from orchestration.export import export_marts
    from orchestration.home import home_of

    place = home_of(home)
    raise typer.Exit(export_marts(place, folder or place.exports, output.value))


@app.command()
def fetch(
    catalogue: Annotated[
        Path, typer.Argument(help="CSV with a column url (and files: a git repository); see examples/catalogues.")
    ],
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
