"""Commands that write files for others."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.options import HomeOption, JsonOption, WarehouseOption


class ExportFormat(StrEnum):
    """What tables are exported as."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    dta = "dta"
    datapackage = "datapackage"
    duckdb = "duckdb"
    superset = "superset"


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
    """Write the tables of the marts as files, with a codebook; the same warehouse, the same bytes (but for duckdb)."""
    from orchestration.export import export_marts, export_superset
    from orchestration.settings import chosen_home

    place = chosen_home(home)
    goal = folder or place.exports
    if output is ExportFormat.superset:
        raise typer.Exit(export_superset(place, goal, as_json, warehouse))
    raise typer.Exit(export_marts(place, goal, output.value, table or [], as_json, warehouse))


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
