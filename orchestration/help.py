"""What `-h` and wrong usage say, in the language of the locale.

The command line is written in English; help.csv holds the Chinese of every line of help, and of what the library that
reads the command line says itself. A row may have blanks in braces.
"""

import csv
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import typer
import typer.core
import typer.main

from orchestration.tongue import language

PLACE: Final = Path(__file__).parent / "help.csv"
_BLANK: Final = re.compile(r"\\\{(\w+)\\\}")


@cache
def _rows() -> list[tuple[re.Pattern[str], str]]:
    with PLACE.open(encoding="utf-8", newline="") as stream:
        told = [(" ".join(row["en"].split()), row["zh"]) for row in csv.DictReader(stream)]
    return [(re.compile(_BLANK.sub(r"(?P<\1>.*?)", re.escape(english)), re.DOTALL), zh) for english, zh in told]


def chinese(words: str) -> str:
    """Words of the command line in Chinese; as they stand where no row fits. Blanks are looked up in turn."""
    plain = " ".join(words.split())
    for pattern, told in _rows():
        found = pattern.fullmatch(plain)
        if found:
            return told.format(**{name: chinese(part) for name, part in found.groupdict().items()})
    return words


def command_of(app: typer.Typer) -> Any:
    """The command that the application stands for, its help in the language of the locale."""
    command = typer.main.get_command(app)
    if language() == "zh":
        # the titles of the sections and what is said of defaults
        vars(typer.core)["_"] = chinese
        _translate(command)
    return command


def _translate(command: Any) -> None:
    if command.help:
        command.help = chinese(command.help)
        # a line without spaces would not be shortened but dropped
        command.short_help = command.help
    command.options_metavar = chinese(command.options_metavar)
    command.format_usage = _usage(command)
    command.get_help_option = _help_option(command.get_help_option)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = chinese(parameter.help)
    if hasattr(command, "commands"):
        command.subcommand_metavar = chinese(command.subcommand_metavar)
        for one in command.commands.values():
            _translate(one)


def _usage(command: Any) -> Callable[[Any, Any], None]:
    def format_usage(context: Any, formatter: Any) -> None:
        formatter.write_usage(context.command_path, " ".join(command.collect_usage_pieces(context)), chinese("Usage: "))

    return format_usage


def _help_option(asked: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get_help_option(context: Any) -> Any:
        option = asked(context)
        if option is not None:
            option.help = chinese(option.help)
        return option

    return get_help_option
