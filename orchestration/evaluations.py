"""Findings as Dagster shows them, and the state of every check after a run that had nothing to do.

A run without news plans all checks and skips those of the warehouse: Dagster's page would show them as skipped, or
still as the failed run before left them. They are told again as they were found in the version that stands.
"""

import json

import dagster as dg

from expectations.run import Finding
from orchestration.data_docs import published_results
from orchestration.home import Home

# Dagster makes events of checks in steps alone
from dagster._core.events import DagsterEvent  # isort: skip


def restate(home: Home, instance: dg.DagsterInstance, run_id: str) -> int:
    """Record, of each check that a run planned and did not evaluate, what the published version let through.

    Returns of how many.
    """
    findings = {finding.name: finding for result in published_results(home) for finding in result.findings}
    planned, evaluated = {}, set()
    wanted = {dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED, dg.DagsterEventType.ASSET_CHECK_EVALUATION}
    for entry in instance.all_logs(run_id, of_type=wanted):
        event = entry.dagster_event
        if event is not None and event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluated.add(event.asset_check_evaluation_data.asset_check_key)
        elif event is not None:
            planned[event.asset_check_planned_data.asset_check_key] = event
    known = [key for key in planned if key not in evaluated and key.name in findings]
    for key in known:
        told = evaluation_of(findings[key.name], key)
        event = DagsterEvent(
            event_type_value=dg.DagsterEventType.ASSET_CHECK_EVALUATION.value,
            job_name=planned[key].job_name,
            step_key=planned[key].step_key,
            event_specific_data=told,
            message=f"Asset check '{key.name}' stands as it was found in what is published",
        )
        instance.report_dagster_event(event, run_id)
    return len(known)


def evaluation_of(finding: Finding, key: dg.AssetCheckKey) -> dg.AssetCheckEvaluation:
    """The finding as what became of a check."""
    return dg.AssetCheckEvaluation(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=finding.passed,
        severity=severity_of(finding),
        description=finding.meaning,
        metadata=metadata_of(finding),
    )


def severity_of(finding: Finding) -> dg.AssetCheckSeverity:
    """Whether it stops anything."""
    return dg.AssetCheckSeverity.WARN if finding.is_warning else dg.AssetCheckSeverity.ERROR


def metadata_of(finding: Finding) -> dict[str, dg.MetadataValue]:
    """What a person sees of a check: its kind, what was seen, the rows against it."""
    known: dict[str, dg.MetadataValue] = {"expectation": dg.MetadataValue.text(finding.type)}
    if finding.unexpected is not None:
        known["rows_against_it"] = dg.MetadataValue.int(finding.unexpected)
    if finding.observed is not None:
        known["observed"] = dg.MetadataValue.text(finding.observed)
    if finding.error:
        known["error"] = dg.MetadataValue.text(finding.error)
    if finding.rows:
        known["samples"] = dg.MetadataValue.json(json.loads(json.dumps(finding.rows, default=str)))
    return known
