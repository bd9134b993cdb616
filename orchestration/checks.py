"""The audit in Dagster: every expectation is a check of the asset it guards; those of severity error block."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from expectations.suites import Suite, load_suite
from orchestration.audit import audit
from orchestration.evaluations import metadata_of, severity_of
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
                severity=severity_of(finding),
                asset_key=guarded,
                check_name=finding.name,
                description=finding.meaning,
                metadata=metadata_of(finding),
            )

    return check
