"""The audit in Dagster: every expectation is a check of the asset it guards; those of severity error block."""

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from expectations.run import Finding
from expectations.suites import Suite, load_suite
from orchestration.audit import audit
from orchestration.resources import HomeResource


def audit_checks(guarded: dict[str, dg.AssetKey], folder: Path | None = None) -> list[dg.AssetChecksDefinition]:
    """One definition per suite: suite name -> the asset it guards."""
    return [_checks(load_suite(name, folder) if folder else load_suite(name), key) for name, key in guarded.items()]


def _checks(suite: Suite, guarded: dg.AssetKey) -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(rule.name, asset=guarded, description=rule.meaning, blocking=rule.severity == "error")
        for rule in suite.expectations
    ]

    @dg.multi_asset_check(name=f"audit_{suite.name}", specs=specs)
    def check(context: dg.AssetCheckExecutionContext, home: HomeResource) -> Iterator[dg.AssetCheckResult]:
        for finding in audit(home.home, suite).findings:
            yield dg.AssetCheckResult(
                passed=finding.passed,
                severity=dg.AssetCheckSeverity.WARN if finding.is_warning else dg.AssetCheckSeverity.ERROR,
                asset_key=guarded,
                check_name=finding.name,
                description=finding.meaning,
                metadata=_metadata(finding),
            )

    return check


def _metadata(finding: Finding) -> dict[str, dg.MetadataValue]:
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
