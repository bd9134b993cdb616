"""`duixian run`: the whole job in this process, recorded in the home's Dagster instance."""

import json
import logging
import re
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape

from orchestration.build_state import is_published
from orchestration.home import Home
from orchestration.progress import listening
from orchestration.summary import failures_told, print_failure, print_summary, run_facts
from orchestration.tongue import say
from orchestration.trouble import INTERRUPTED, explained
from orchestration.words import Words

if TYPE_CHECKING:
    import dagster as dg

# what `duixian serve` gives its runs: by these the page knows a run of the command line as one of the job's
LOCATION: Final = "orchestration.definitions"
SERVED: Final = {".dagster/repository": f"__repository__@{LOCATION}", "dagster/code_location": LOCATION}


def run_everything(reports: Path, home: Home, as_json: bool = False) -> int:
    """Run every step on ``reports`` and the inboxes; print progress to stderr and the summary to stdout.

    ``as_json`` prints the outcome for programs instead of the summary for people.
    Returns the exit code: 0 done, 1 where a step or the audit failed and nothing was published, 130 after Ctrl-C.
    """
    started = time.monotonic()
    terminal = Console(stderr=True, highlight=False, soft_wrap=True)

    with terminal.status(say("go.starting")) as status:

        def show(line: str) -> None:
            with suppress(BrokenPipeError):  # nobody listens any more: the run goes on
                terminal.print(f"[dim]{time.monotonic() - started:5.1f} s[/]  {escape(line)}", markup=True)
                status.update(escape(re.split("[:：]", line)[0]))

        with listening(show):
            show(say("go.loading"))
            try:
                home.prepare()
                # dbt's own words, which dagster-dbt repeats on standard output
                with Words((home.build / "dbt.log").open("w")) as words, redirect_stdout(words):
                    result = _execute(reports, home, show)
            except KeyboardInterrupt:
                terminal.print(say("run.stopped"))
                return _outcome(home, "stopped", INTERRUPTED, as_json)
            except Exception as error:  # a message and an exit code, whatever it was
                logging.getLogger(__name__).debug("run failed", exc_info=True)
                terminal.print(say("run.failed", why=escape(explained(error))), markup=True)
                _conclude(home, error)
                return _outcome(home, "failed", 1, as_json, explained(error))
    output = Console(file=sys.stderr if as_json else sys.stdout, highlight=False, soft_wrap=True)
    if not result.success:
        if _was_interrupted(result):
            terminal.print(say("run.stopped"))
            return _outcome(home, "stopped", INTERRUPTED, as_json)
        print_failure(output, home, result)
        return _outcome(home, "failed", 1, as_json, "; ".join(failures_told(result)))
    if not is_published(home):
        terminal.print(say("run.failed", why=say("run.unpublished")), markup=True)
        return _outcome(home, "failed", 1, as_json, say("run.unpublished"))
    if not as_json:
        print_summary(output, home, time.monotonic() - started)
    return _outcome(home, "published", 0, as_json)


def _outcome(home: Home, outcome: str, code: int, as_json: bool, detail: str = "") -> int:
    """The exit code; before it, for programs, what became of the run."""
    if as_json:
        told = {"outcome": outcome, "exit_code": code, "detail": detail, **run_facts(home)}
        print(json.dumps(told, ensure_ascii=False, default=str, indent=1))
    return code


def _conclude(home: Home, error: Exception) -> None:
    """A run that could not even begin is told like any other, as far as the home takes it."""
    from orchestration.conclusion import FAILED, conclude_as
    from orchestration.resources import HomeIsBusyError

    if isinstance(error, HomeIsBusyError):
        return
    with suppress(Exception):
        conclude_as(home, f"{datetime.now(UTC):%Y%m%dT%H%M%S}", FAILED, explained(error).splitlines()[0], [])


def _was_interrupted(result: "dg.ExecuteInProcessResult") -> bool:
    failures = result.filter_events(lambda event: event.is_step_failure)
    errors = [event.step_failure_data.error for event in failures]
    names = {one.cls_name for error in errors for one in (error, error.cause if error else None) if one is not None}
    return bool(names & {"KeyboardInterrupt", "DagsterExecutionInterruptedError"})


def _bury(instance: "dg.DagsterInstance", home: Home) -> None:
    """Record runs that a crash ended as failed. HomeIsBusyError where a run is alive: it holds the home's lock."""
    import dagster as dg

    from orchestration.resources import held

    alive = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING]
    with held(home):
        for run in instance.get_runs(dg.RunsFilter(statuses=alive)):
            instance.report_run_failed(run, "its process ended without a word")


def _mend_records(home: Home, show: Callable[[str], None]) -> None:
    """Before Dagster opens them; a home that is busy is left alone."""
    from orchestration.damage import mend_records
    from orchestration.resources import held

    with held(home):
        for told in mend_records(home):
            show(say("mend.told", what=told))
    home.prepare()


def _execute(reports: Path, home: Home, show: Callable[[str], None]) -> "dg.ExecuteInProcessResult":
    warnings.filterwarnings("ignore")
    # what steps say is kept in the instance; the terminal shows progress and the summary
    logging.getLogger("dagster").setLevel(logging.ERROR)
    import dagster as dg

    from orchestration.definitions import definitions
    from orchestration.records import kept_open

    _mend_records(home, show)
    job = definitions(home).resolve_job_def("everything")
    with kept_open(), dg.DagsterInstance.get() as instance:
        _bury(instance, home)
        return job.execute_in_process(
            instance=instance,
            run_config={
                "ops": {"raw_files": {"config": {"reports": str(reports)}}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
            tags={"duixian/reports": str(reports), **SERVED},
            raise_on_error=False,
        )
