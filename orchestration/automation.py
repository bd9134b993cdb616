"""When the pipeline runs by itself: daily, and when a file in an inbox is complete. Both are on from the start."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import dagster as dg

from ingest.readers import Rejected
from ingest.store.walk import Found, walk
from orchestration.home import Home
from orchestration.settings import inboxes_of, settings_of

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="From raw files to the published warehouse, audit included",
)
# a file that was written to in the last seconds is not complete
AT_REST_SECONDS: Final = 3.0


def schedules_of(home: Home) -> list[dg.ScheduleDefinition]:
    """The daily run, when and where the settings say."""
    told = settings_of(home).schedule
    running, stopped = dg.DefaultScheduleStatus.RUNNING, dg.DefaultScheduleStatus.STOPPED
    return [
        dg.ScheduleDefinition(
            name="daily",
            job=everything,
            cron_schedule=told.cron,
            execution_timezone=told.timezone,
            default_status=running if told.enabled else stopped,
            description="Every night: take up what is in the inbox and publish",
        )
    ]


def inbox_state(folders: Iterable[Path]) -> str:
    """Digest of names, sizes and times of the complete files in the inboxes; empty where there are none.

    A file that is still being written changes nothing: it counts once it has come to rest.
    """
    digest, is_empty = hashlib.sha256(), True
    for file in _complete(folders):
        is_empty = False
        digest.update(f"{file.path}:{file.size}:{file.mtime_ns}\n".encode(errors="surrogateescape"))
    return "" if is_empty else digest.hexdigest()


def _complete(folders: Iterable[Path]) -> Iterator[Found]:
    now = time.time()
    for folder in folders:
        if not folder.is_dir():
            continue
        for found in walk(folder):
            if isinstance(found, Rejected) or found.treatment == "incomplete":
                continue
            if now - found.mtime_ns / 1e9 >= AT_REST_SECONDS:
                yield found


def sensors(home: Home) -> list[dg.SensorDefinition]:
    """The sensor that asks for a run once the inboxes changed."""
    told = settings_of(home).inbox
    running, stopped = dg.DefaultSensorStatus.RUNNING, dg.DefaultSensorStatus.STOPPED

    @dg.sensor(
        name="inbox",
        job=everything,
        minimum_interval_seconds=told.seconds,
        default_status=running if told.enabled else stopped,
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        """One run for every new state of complete files."""
        state = inbox_state(inboxes_of(home))
        if not state or state == context.cursor:
            return dg.SkipReason("nothing new in the inbox")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=state)], cursor=state)

    return [inbox]
