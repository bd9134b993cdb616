"""Commands that make the warehouse and keep it well."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.options import HomeOption, JsonOption, print_json
from orchestration.tongue import say


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


def doctor(
    mend: Annotated[bool, typer.Option("--mend", help="Set aside what is damaged and can be made again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    home: HomeOption = None,
) -> None:
    """List what needs a person: damage, documents that cannot be told, quarantine, corrections; and the versions."""
    from orchestration.doctor import print_report
    from orchestration.settings import chosen_home

    raise typer.Exit(print_report(chosen_home(home), mend, as_json))


def rollback(
    version: Annotated[str | None, typer.Argument(help="A version that `duixian doctor` lists; else the last.")] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Let readers see an earlier version again; it stands until there is something new to publish."""
    from orchestration.ducklake import DuckLakeError
    from orchestration.settings import chosen_home
    from orchestration.versions import PublishError, roll_back

    place = chosen_home(home)
    try:
        chosen = roll_back(place, version)
    except LookupError as error:
        raise typer.BadParameter(str(error.args[0]), param_hint="VERSION") from error
    except (PublishError, DuckLakeError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    if as_json:
        print_json({"warehouse": str(place.warehouse), "version": chosen.name})
    else:
        print(say("ask.version", path=place.warehouse, version=chosen.name))


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
        print_json({"corrections": str(place.corrections), **asdict(made)})
        return
    told = {"field": made.field, "mention": made.mention_id, "old": made.expected or say("ask.nothing_said")}
    print(say("ask.corrected", path=place.corrections, new=made.new_value, **told))
    print(say("ask.applies"))


def serve(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port of the web page.")] = 3000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Run Dagster with its web page, the schedule and the inbox sensor, until interrupted."""
    from orchestration.serve import serve_forever
    from orchestration.settings import chosen_home

    raise typer.Exit(serve_forever(chosen_home(home), host, port))
