"""What is left of a run when it ends, whoever started it: its line in the history, the Data Docs, an alert."""

from datetime import UTC, datetime
from typing import Final

import dagster as dg
import polars as pl

from ingest.lake import Lake
from orchestration.alerts import alert
from orchestration.build_state import is_published
from orchestration.data_docs import render_docs
from orchestration.evaluations import restate
from orchestration.history import RunRecord, record
from orchestration.home import Home
from orchestration.progress import say
from orchestration.settings import settings_of
from orchestration.tongue import say as say_in_words
from orchestration.versions import current

LONGEST: Final = 600
PUBLISHED: Final = "published"
NOTHING_NEW: Final = "nothing new"
FAILED: Final = "failed"
# the step of the last asset but the Data Docs
PUBLISHING: Final = "published_warehouse"


def conclude(home: Home, instance: dg.DagsterInstance, run_id: str, warnings: list[str]) -> None:
    """Record a run from its events; ``warnings`` are what was mended on the way."""
    failures = failures_of(instance, run_id) or left_undone(home, instance, run_id)
    version = current(home)
    is_its_own = version is not None and version.facts.get("run_id") == run_id
    outcome = FAILED if failures else PUBLISHED if is_its_own else NOTHING_NEW
    if outcome == NOTHING_NEW and _is_whole(instance, run_id):
        restate(home, instance, run_id)
    conclude_as(home, run_id, outcome, "; ".join(failures)[:LONGEST], warnings)


def left_undone(home: Home, instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """What a whole run without a failed step left undone: readers do not see what it was to publish."""
    return [say_in_words("run.unpublished")] if _is_whole(instance, run_id) and not is_published(home) else []


def _is_whole(instance: dg.DagsterInstance, run_id: str) -> bool:
    """Whether a run was to publish: nobody chose some assets. A run of the command line names all its steps."""
    run = instance.get_run_by_id(run_id)
    if run is None or run.asset_selection:
        return False
    return not run.step_keys_to_execute or PUBLISHING in run.step_keys_to_execute


def conclude_as(home: Home, run_id: str, outcome: str, detail: str, warnings: list[str]) -> None:
    """Write the history's line and the Data Docs, and tell whom the settings name."""
    settings, version = settings_of(home), current(home)
    counts = _counts(home) if outcome != FAILED else (None, None, None)
    ended = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    name = version.name if version is not None else ""
    record(home, RunRecord(run_id, ended, outcome, detail, name, *counts), settings.retention.runs)
    render_docs(home, run_id, detail if outcome == FAILED else None)
    if outcome == FAILED or (settings.alerts.on == "warn" and warnings):
        subject = say_in_words("go.alert_failed" if outcome == FAILED else "go.alert_warned", home=home.root)
        facts = {"run": run_id, "outcome": outcome, "detail": detail or "; ".join(warnings), "home": str(home.root)}
        for told in alert(settings.alerts, subject, {**facts, "data_docs": str(home.docs / "index.html")}):
            say("go.alert", what=told)


def failures_of(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """The checks and steps of a run that failed, with their words; checks stand for the steps that they stopped."""
    checks, steps = [], []
    telling = {dg.DagsterEventType.ASSET_CHECK_EVALUATION, dg.DagsterEventType.STEP_FAILURE}
    for entry in instance.all_logs(run_id, of_type=telling):
        event = entry.dagster_event
        if event is None:
            continue
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            check = event.asset_check_evaluation_data
            if not check.passed and check.severity.value == "ERROR":
                checks.append(f"{check.check_name} on {check.asset_key.to_user_string()}")
        elif event.is_step_failure:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            steps.append(f"{event.step_key}: {error.message.strip() if error else 'no word'}")
    return checks or steps


def _counts(home: Home) -> tuple[int | None, int | None, int | None]:
    """Documents, quarantined, mentions."""
    lake = Lake(home.lake)
    try:
        documents, mentions = (lake.scan(name).select(pl.len()).collect().item() for name in ("documents", "mentions"))
        return documents, lake.read("quarantine").height, mentions
    except (OSError, pl.exceptions.PolarsError):
        return None, None, None
