"""The audit: suites of expectations, held against what is about to be published."""

from dataclasses import replace

from expectations.run import Finding, SuiteResult, run_suite
from expectations.suites import Suite, load_suite
from ingest.lake import Lake, digest_now
from orchestration.fingerprint import combined
from orchestration.home import Home
from orchestration.progress import say
from orchestration.steps import guarding_code
from orchestration.tongue import spoken

DATABASE_SUITE = "attainment"
LAKE_TABLES = {
    "documents": ("documents",),
    "mentions": ("documents", "mentions"),
    "document_checks": ("documents", "document_checks"),
}
SUITES = (*LAKE_TABLES, DATABASE_SUITE)


def audit(home: Home, suite: Suite) -> SuiteResult:
    """Run a suite, or recall its result where neither the data nor the rules changed since it held.

    Where it held and some report years changed, only those are looked at again, but for the rules about all rows.
    """
    database = home.unpublished if suite.name == DATABASE_SUITE else None
    lake = Lake(home.lake)
    parts = {} if database else _parts(lake, LAKE_TABLES[suite.name])
    rules = guarding_code()
    data = digest_now(database) if database else lake.fingerprint(*LAKE_TABLES[suite.name])
    fingerprint = combined(data, rules)
    kept = SuiteResult.load(home.audit / f"{suite.name}.json")
    if kept and kept.fingerprint == fingerprint and not kept.failed:
        return kept
    changed = _changed(suite, kept, parts) if kept and kept.rules == rules else None
    if changed is None:
        say("go.audit", n=len(suite.expectations), suite=spoken()(f"suite.{suite.name}"))
        result = run_suite(suite, database, home.lake, fingerprint)
    else:
        say("go.audit_part", n=len(suite.expectations), suite=spoken()(f"suite.{suite.name}"), years=len(changed))
        result = _run_on(suite, home, fingerprint, changed)
    result = replace(result, parts=parts, rules=rules)
    result.save(home.audit / f"{suite.name}.json")
    return result


def _parts(lake: Lake, tables: tuple[str, ...]) -> dict[str, str]:
    """The digest of each report year of the tables; empty where a table lacks one that another has."""
    years = [lake.years(table) for table in tables]
    if any(one != years[0] for one in years):
        return {}
    paths = {year: [lake.partition(table, year) for table in tables] for year in years[0]}
    return {files[0].parent.name: combined(*map(digest_now, files)) for files in paths.values()}


def _changed(suite: Suite, kept: SuiteResult, parts: dict[str, str]) -> list[str] | None:
    """The report years that changed since the suite held; None where all have to be looked at."""
    plain = {rule.name for rule in suite.expectations if not rule.is_whole}
    is_clean = all(finding.passed and not finding.unexpected for finding in kept.findings if finding.name in plain)
    changed = [part for part, digest in parts.items() if kept.parts.get(part) != digest]
    return changed if kept.parts and changed and is_clean and len(changed) <= len(parts) / 2 else None


def _run_on(suite: Suite, home: Home, fingerprint: str, parts: list[str]) -> SuiteResult:
    """The plain rules on some report years, those about all rows on all of them; findings in the suite's order."""
    found: dict[str, Finding] = {}
    for is_whole in (False, True):
        rules = tuple(rule for rule in suite.expectations if rule.is_whole == is_whole)
        if rules:
            half = run_suite(
                replace(suite, expectations=rules), None, home.lake, fingerprint, None if is_whole else parts
            )
            found |= {finding.name: finding for finding in half.findings}
    findings = [found[rule.name] for rule in suite.expectations]
    return SuiteResult(suite.name, suite.meaning, suite.zh, fingerprint, findings)


def audit_all(home: Home) -> list[SuiteResult]:
    """The results of every suite on what is there now."""
    return [audit(home, load_suite(name)) for name in SUITES]
