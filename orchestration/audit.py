"""The audit: suites of expectations, held against what is about to be published."""

from expectations.run import SuiteResult, run_suite
from expectations.suites import Suite, load_suite
from ingest.lake import Lake, file_digest
from orchestration.fingerprint import combined
from orchestration.home import Home
from orchestration.progress import say
from orchestration.steps import guarding_code

DATABASE_SUITE = "attainment"
LAKE_TABLES = {
    "documents": ("documents",),
    "mentions": ("documents", "mentions"),
    "document_checks": ("documents", "document_checks"),
}
SUITES = (*LAKE_TABLES, DATABASE_SUITE)


def audit(home: Home, suite: Suite) -> SuiteResult:
    """Run a suite, or recall its result where neither the data nor the rules changed since it held."""
    database = home.unpublished if suite.name == DATABASE_SUITE else None
    data = file_digest(database) if database else Lake(home.lake).fingerprint(*LAKE_TABLES[suite.name])
    fingerprint = combined(data, guarding_code())
    kept = SuiteResult.load(home.audit / f"{suite.name}.json")
    if kept and kept.fingerprint == fingerprint and not kept.failed:
        return kept
    say(f"audit: {len(suite.expectations)} expectations on {suite.name}")
    result = run_suite(suite, database, home.lake, fingerprint)
    result.save(home.audit / f"{suite.name}.json")
    return result


def audit_all(home: Home) -> list[SuiteResult]:
    """The results of every suite on what is there now."""
    return [audit(home, load_suite(name)) for name in SUITES]
