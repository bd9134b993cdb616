"""When the pipeline runs by itself: daily, and when something was dropped into the inbox."""

import hashlib

import dagster as dg

from orchestration.home import Home

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="From raw files to the published warehouse, audit included",
)

# off until somebody switches it on in the UI
schedules = [
    dg.ScheduleDefinition(
        name="daily",
        job=everything,
        cron_schedule="30 3 * * *",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Every night: take up what is in the inbox and publish",
    )
]


def inbox_state(home: Home) -> str:
    """Digest of names, sizes and times of the files in the inbox; empty where there are none."""
    files = sorted(path for path in home.inbox.rglob("*") if path.is_file() and not path.name.startswith("."))
    if not files:
        return ""
    digest = hashlib.sha256()
    for path in files:
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        digest.update(f"{path.relative_to(home.inbox)}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def sensors(home: Home) -> list[dg.SensorDefinition]:
    """The sensor that asks for a run once the inbox changed."""

    @dg.sensor(name="inbox", job=everything, minimum_interval_seconds=30)
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        """One run for every new state of the inbox."""
        state = inbox_state(home)
        if not state or state == context.cursor:
            return dg.SkipReason("nothing new in the inbox")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=state)], cursor=state)

    return [inbox]
