"""Commands that answer: numbers of a file, rows, the ground of a verdict, scorecards, pages."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.options import HomeOption, WarehouseOption, print_json
from orchestration.tongue import say


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


def explain(
    target_id: Annotated[
        str, typer.Argument(help="A target_id of marts.fct_attainment, or a task_id of marts.fct_task.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    warehouse: WarehouseOption = None,
    home: HomeOption = None,
) -> None:
    """Show a target, the result it was held against, the rule, and why other candidates lost."""
    from dataclasses import asdict

    from rich.console import Console

    from orchestration.explain import UnknownTargetError, read_explanation
    from orchestration.explain import explain as explained
    from orchestration.explain_task import explain_task, read_task
    from orchestration.query import published
    from orchestration.settings import chosen_home

    place = published(chosen_home(home), warehouse)
    if place is None:
        raise typer.Exit(2)
    console = Console(file=sys.stdout, emoji=False, highlight=False)
    task = read_task(place, target_id)
    try:
        if as_json:
            print_json(task or asdict(read_explanation(place, target_id)))
        else:
            console.print(explain_task(task) if task else explained(place, target_id))
    except UnknownTargetError as error:
        raise typer.BadParameter(str(error), param_hint="TARGET_ID") from error


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
