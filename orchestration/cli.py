"""The command line: its commands in order, its exit codes, and what it says where something goes wrong."""

import os
import select
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from orchestration.commands import asking, giving, working
from orchestration.garbage import collect_rarely
from orchestration.help import chinese, command_of
from orchestration.tongue import language, say

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


# in the order of `duixian -h`
COMMANDS = (
    working.run,
    asking.extract,
    asking.sql,
    asking.explain,
    giving.export,
    giving.release,
    asking.show,
    working.fetch,
    working.doctor,
    working.rollback,
    working.correct,
    working.serve,
    asking.dashboard,
)


def _heard(command: Callable[..., None]) -> Callable[..., None]:
    """The command; Ctrl-C reaches `main`, which has a word for it: typer has only an exit code."""

    @wraps(command)
    def heard(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except KeyboardInterrupt:
            raise typer.Abort from None

    return heard


for command in COMMANDS:
    app.command()(_heard(command))


def main() -> None:
    """Entry point of the `duixian` command: 0 done, 1 a step or the audit failed, 2 wrong usage, 130 after Ctrl-C."""
    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    raise SystemExit(_outcome())


def _outcome() -> int:
    from typer.exceptions import TyperException

    from orchestration.trouble import INTERRUPTED, SettingsError, explained

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
    except Exception as error:
        # not every command loads DuckDB, which names its errors after itself
        if type(error).__module__ != "_duckdb":
            raise
        print(explained(error), file=sys.stderr)
        return 1
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
