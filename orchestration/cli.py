"""The command line. Each command imports what it needs when it runs: `extract` must start at once."""

import os
import select
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from orchestration.help import chinese, command_of
from orchestration.tongue import language, say

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of the runtime files (default: DUIXIAN_HOME, else ./data).")
]
WarehouseOption = Annotated[
    Path | None,
    typer.Option("--warehouse", help="Another published warehouse or release, for instance examples/open-panel."),
]


JsonOption = Annotated[bool, typer.Option("--json", help="For programs: what came of it, as JSON on standard output.")]


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
    duckdb = "duckdb"
    superset = "superset"


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
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Do everything, from raw files to the published warehouse."""
    from orchestration.home import EXAMPLES
    from orchestration.settings import chosen_home

    source = (reports or EXAMPLES).expanduser()
    if not source.exists():
        raise typer.BadParameter(say("ask.not_there", path=source), param_hint="--reports")
    from orchestration.run import run_everything

    raise typer.Exit(run_everything(source.resolve(), chosen_home(home), as_json))


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
        raise typer.BadParameter(say("ask.no_file", path=", ".join(missing)), param_hint="FILE")
    raise typer.Exit(print_mentions(files, output.value, relations))


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="A query in DuckDB's SQL, for instance: from marts.fct_attainment")],
    output: Annotated[RowFormat, typer.Option("--format", help="For people or for programs.")] = RowFormat.table,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    warehouse: WarehouseOption = None,
    home: HomeOption = None,
) -> None:
    """Ask the published warehouse."""
    from orchestration.query import print_query
    from orchestration.settings import chosen_home

    raise typer.Exit(print_query(chosen_home(home), query, "json" if as_json else output.value, warehouse))


@app.command()
def explain(
    target_id: Annotated[str, typer.Argument(help="A target_id of marts.fct_attainment.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    home: HomeOption = None,
) -> None:
    """Show a target, the result it was held against, the rule, and why other candidates lost."""
    from dataclasses import asdict

    from rich.console import Console

    from orchestration.explain import UnknownTargetError, read_explanation
    from orchestration.explain import explain as explained
    from orchestration.query import published
    from orchestration.settings import chosen_home

    warehouse = published(chosen_home(home))
    if warehouse is None:
        raise typer.Exit(2)
    try:
        if as_json:
            _print_json(asdict(read_explanation(warehouse, target_id)))
            return
        Console(file=sys.stdout, emoji=False, highlight=False).print(explained(warehouse, target_id))
    except UnknownTargetError as error:
        raise typer.BadParameter(str(error), param_hint="TARGET_ID") from error


@app.command()
def export(
    folder: Annotated[Path | None, typer.Argument(help="Where to (default: HOME/exports).")] = None,
    output: Annotated[ExportFormat, typer.Option("--format", help="What the files are for.")] = ExportFormat.parquet,
    table: Annotated[
        list[str] | None, typer.Option(help="Only this table, for instance fct_attainment; may be given several times.")
    ] = None,
    as_json: JsonOption = False,
    warehouse: WarehouseOption = None,
    home: HomeOption = None,
) -> None:
    """Write the tables of the marts as files, with a codebook; the same warehouse gives the same bytes."""
    from orchestration.export import export_marts, export_superset
    from orchestration.settings import chosen_home

    place = chosen_home(home)
    goal = folder or place.exports
    if output is ExportFormat.superset:
        raise typer.Exit(export_superset(place, goal, as_json, warehouse))
    raise typer.Exit(export_marts(place, goal, output.value, table or [], as_json, warehouse))


@app.command()
def release(
    folder: Annotated[Path | None, typer.Argument(help="Where to (default: below HOME/exports).")] = None,
    facts_only: Annotated[bool, typer.Option("--facts-only", help="Leave out every sentence of the reports.")] = False,
    open_panel: Annotated[
        bool, typer.Option("--open-panel", help="Facts of the headline indicators alone: a few megabytes.")
    ] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write a folder to be given away and cited: tables, codebook, citation, checksums."""
    from orchestration.export import release as write_release
    from orchestration.export import release_open_panel
    from orchestration.settings import chosen_home

    place = chosen_home(home)
    if open_panel:
        raise typer.Exit(release_open_panel(place, folder, as_json))
    raise typer.Exit(write_release(place, folder, facts_only, as_json))


@app.command()
def show(
    region: Annotated[str, typer.Argument(help="Name or code of a region: 丽水, 331100")],
    year: Annotated[
        int | None, typer.Argument(help="Year of the report (default: the latest that can be judged).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    warehouse: WarehouseOption = None,
    home: HomeOption = None,
) -> None:
    """Print the scorecard of a region and year: what was promised, and what became of it."""
    from orchestration.settings import chosen_home
    from orchestration.show import show_region

    raise typer.Exit(show_region(chosen_home(home), region, year, as_json, warehouse))


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
    as_json: JsonOption = False,
) -> None:
    """Download the reports of a catalogue into the inbox, politely; repeat it to go on where it was broken off."""
    from orchestration.fetch import fetch_reports
    from orchestration.settings import chosen_home

    if not catalogue.is_file():
        raise typer.BadParameter(say("ask.no_file", path=catalogue), param_hint="CATALOGUE")
    raise typer.Exit(fetch_reports(chosen_home(home), catalogue, interval, allow_host or [], as_json))


@app.command()
def doctor(
    mend: Annotated[bool, typer.Option("--mend", help="Set aside what is damaged and can be made again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    home: HomeOption = None,
) -> None:
    """List what needs a person: damage, documents that cannot be told, quarantine, corrections; and the versions."""
    from orchestration.doctor import print_report
    from orchestration.settings import chosen_home

    raise typer.Exit(print_report(chosen_home(home), mend, as_json))


@app.command()
def rollback(
    version: Annotated[str | None, typer.Argument(help="A version that `duixian doctor` lists; else the last.")] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Let readers see an earlier version again; it stands until there is something new to publish."""
    from orchestration.settings import chosen_home
    from orchestration.versions import PublishError, roll_back

    place = chosen_home(home)
    try:
        chosen = roll_back(place, version)
    except LookupError as error:
        raise typer.BadParameter(str(error.args[0]), param_hint="VERSION") from error
    except PublishError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    if as_json:
        _print_json({"warehouse": str(place.warehouse), "version": chosen.name})
    else:
        print(say("ask.version", path=place.warehouse, version=chosen.name))


@app.command()
def correct(
    mention_id: Annotated[str, typer.Argument(help="A mention_id, or the target_id of a pair.")],
    field: Annotated[str, typer.Argument(help="What is corrected: value, unit, role, ...; match or verdict.")],
    new_value: Annotated[str, typer.Argument(help="What it should say.")],
    reason: Annotated[str, typer.Option(help="Why, for the reader of the marts.")],
    result: Annotated[str, typer.Option(help="The result_id of a pair.")] = "",
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write a row of corrections.csv, with what the machine says now; the next run applies it."""
    from dataclasses import asdict

    from orchestration.corrections import CorrectionError
    from orchestration.corrections import correct as corrected
    from orchestration.settings import chosen_home

    place = chosen_home(home)
    try:
        made = corrected(place, mention_id, result, field, new_value, reason)
    except CorrectionError as error:
        raise typer.BadParameter(str(error)) from error
    if as_json:
        _print_json({"corrections": str(place.corrections), **asdict(made)})
        return
    told = {"field": made.field, "mention": made.mention_id, "old": made.expected or say("ask.nothing_said")}
    print(say("ask.corrected", path=place.corrections, new=made.new_value, **told))
    print(say("ask.applies"))


@app.command()
def serve(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port of the web page.")] = 3000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Run Dagster with its web page, the schedule and the inbox sensor, until interrupted."""
    from orchestration.serve import serve_forever
    from orchestration.settings import chosen_home

    raise typer.Exit(serve_forever(chosen_home(home), host, port))


@app.command()
def dashboard(
    home: HomeOption = None,
    warehouse: WarehouseOption = None,
    port: Annotated[int, typer.Option(help="Port of the web pages.")] = 8600,
    review: Annotated[bool, typer.Option("--review", help="Let the pages write corrections.csv.")] = False,
    browser: Annotated[bool, typer.Option(help="Open a web browser.")] = False,
) -> None:
    """Show the published warehouse as web pages (Chinese and English), read-only, until interrupted."""
    from orchestration.dashboard import show_dashboard
    from orchestration.settings import chosen_home

    raise typer.Exit(show_dashboard(chosen_home(home), warehouse, port, review, browser))


def _print_json(told: Any) -> None:
    import json

    print(json.dumps(told, ensure_ascii=False, default=str, indent=1))


def main() -> None:
    """Entry point of the `duixian` command: 0 done, 1 a step or the audit failed, 2 wrong usage, 130 after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    raise SystemExit(_outcome())


def _outcome() -> int:
    from typer.exceptions import TyperException

    from orchestration.settings import SettingsError
    from orchestration.trouble import INTERRUPTED, explained

    output = os.dup(sys.stdout.fileno())
    try:
        code = command_of(app)(standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as error:
        # typer and rich end with 1 where whoever read has had enough
        if isinstance(error, SystemExit) and not _nobody_reads(output):
            raise
        # what Python would still flush at its end goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, typer.Abort):
        print(say("ask.stopped"), file=sys.stderr)
        return INTERRUPTED
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(explained(error), file=sys.stderr)
        return 1
    except TyperException as error:  # wrong usage of any kind
        return _shown(error)
    return code if isinstance(code, int) else 0


def _shown(error: Any) -> int:
    if language() == "en":
        error.show()
        return int(error.exit_code)
    context = getattr(error, "ctx", None)
    if context is not None:
        hint = f"'{context.command_path} {context.help_option_names[0]}'"
        print(context.get_usage(), chinese(f"Try {hint} for help."), "", sep="\n", file=sys.stderr)
    print(chinese(f"Error: {error.format_message()}"), file=sys.stderr)
    return int(error.exit_code)


def _nobody_reads(descriptor: int) -> bool:
    """Whether the other end of a pipe is closed."""
    watched = select.poll()
    watched.register(descriptor, 0)
    return any(event & select.POLLERR for _, event in watched.poll(0))


if __name__ == "__main__":
    main()
