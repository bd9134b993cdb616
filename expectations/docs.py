"""Data Docs: what was expected and what was found, as one page with its styles inside, so that it reads offline."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from expectations.run import Finding, SuiteResult

STYLE = (Path(__file__).parent / "docs.css").read_text(encoding="utf-8")


def render(results: Iterable[SuiteResult], folder: Path) -> Path:
    """Write ``folder/index.html`` from the results of all suites; the page is whole or not there."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "index.html"
    beside = folder / ".index.html.tmp"
    beside.write_text(_page(list(results)), encoding="utf-8")
    beside.replace(page)
    return page


def _page(results: list[SuiteResult]) -> str:
    failed = sum(len(result.failed) for result in results)
    total = sum(len(result.findings) for result in results)
    verdict = f"{failed} of {total} expectations failed" if failed else f"all {total} expectations hold"
    contents = "".join(
        f'<li><a href="#{escape(result.suite)}">{escape(result.suite)}</a> {_tally(result)}</li>' for result in results
    )
    sections = "".join(_section(result) for result in results)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>duixian: Data Docs</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>Data Docs</h1>"
        f'<p class="{"bad" if failed else "good"}">{verdict}</p><ul>{contents}</ul>{sections}</body></html>\n'
    )


def _tally(result: SuiteResult) -> str:
    failed = len(result.failed)
    held = len(result.findings) - failed
    return f'<span class="good">{held} hold</span>' + (f', <span class="bad">{failed} failed</span>' if failed else "")


def _section(result: SuiteResult) -> str:
    rows = "".join(_row(finding) for finding in result.findings)
    return (
        f'<section id="{escape(result.suite)}"><h2>{escape(result.suite)}</h2><p>{escape(result.meaning)}</p>'
        "<table><thead><tr><th>holds</th><th>expectation</th><th>against it</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></section>"
    )


def _row(finding: Finding) -> str:
    mark = '<td class="good">yes</td>' if finding.passed else '<td class="bad">no</td>'
    against = "" if finding.unexpected is None else f"{finding.unexpected:,} rows"
    against += f" observed: {escape(finding.observed)}" if finding.observed is not None else ""
    error = f'<p class="bad">{escape(finding.error)}</p>' if finding.error else ""
    return (
        f"<tr>{mark}<td><b>{escape(finding.meaning)}</b><br><code>{escape(finding.name)}</code> "
        f"<small>{escape(finding.type)}</small>{error}{_samples(finding.rows)}</td><td>{against}</td></tr>"
    )


def _samples(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(row.get(name, '')))}</td>" for name in names) + "</tr>" for row in rows
    )
    return f'<table class="samples"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
