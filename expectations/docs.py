"""Data Docs: what was expected and what was found, one page per language with its styles inside."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Final

from expectations.run import Finding, SuiteResult

STYLE: Final = (Path(__file__).parent / "docs.css").read_text(encoding="utf-8")
PAGES: Final = {"en": "index.html", "zh": "index.zh.html"}
OTHER: Final = {"en": ("zh", "中文"), "zh": ("en", "English")}
# words of the page, English and Chinese
WORDS: Final = {
    "title": ("Data Docs", "数据检查"),
    "hold": ("all {total} expectations hold", "{total} 项检查全部通过"),
    "warn": ("{held} of {total} expectations hold, {warned} warn", "{total} 项检查中 {held} 项通过，{warned} 项警告"),
    "failed": ("{failed} of {total} expectations failed", "{total} 项检查中 {failed} 项未通过"),
    "held": ("{held} hold", "{held} 项通过"),
    "warned": ("{warned} warn", "{warned} 项警告"),
    "not_held": ("{failed} failed", "{failed} 项未通过"),
    "holds": ("holds", "通过"),
    "expectation": ("expectation", "检查"),
    "against": ("against it", "不符"),
    "rows": ("{count:,} rows", "{count:,} 行"),
    "observed": ("observed: {value}", "实际：{value}"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "warning": ("warning", "警告"),
    "history": ("Runs", "历次运行"),
    "facts": ("What this is about", "本页所述"),
}


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in English and Chinese."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        """The words in one of the two."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Around:
    """What a page says besides the findings.

    ``failed`` is set where the run failed, whatever the findings say. ``facts`` are rows of name and value; ``history``
    is a table: its heads, and rows of plain words with the newest first. ``names`` are the suites' names for people.
    """

    failed: Both | None = None
    facts: Sequence[tuple[Both, str]] = ()
    history_heads: Sequence[Both] = ()
    history: Sequence[Sequence[str]] = field(default=())
    names: Mapping[str, Both] = field(default_factory=dict)

    def name(self, suite: str, language: str) -> str:
        """The name of a suite for people; its id where it has none."""
        return self.names[suite].of(language) if suite in self.names else suite


NOTHING_AROUND: Final = Around()


def render(results: Iterable[SuiteResult], folder: Path, around: Around = NOTHING_AROUND) -> Path:
    """Write the pages of all suites into ``folder``; each is whole or not there. The path of the English one."""
    folder.mkdir(parents=True, exist_ok=True)
    known = list(results)
    for language, name in PAGES.items():
        beside = folder / f".{name}.tmp"
        beside.write_text(_page(known, around, language), encoding="utf-8")
        beside.replace(folder / name)
    return folder / PAGES["en"]


def _word(key: str, language: str, **values: Any) -> str:
    return Both(*WORDS[key]).of(language).format(**values)


def _page(results: list[SuiteResult], around: Around, language: str) -> str:
    failed = sum(len(result.failed) for result in results)
    total = sum(len(result.findings) for result in results)
    warned = sum(len(result.warnings) for result in results)
    key = "failed" if failed else "warn" if warned else "hold"
    verdict = _word(key, language, failed=failed, total=total, warned=warned, held=total - warned)
    stopped = f'<p class="bad">{escape(around.failed.of(language))}</p>' if around.failed else ""
    contents = "".join(
        f'<li><a href="#{escape(result.suite)}">{escape(around.name(result.suite, language))}</a> '
        f"{_tally(result, language)}</li>"
        for result in results
    )
    sections = "".join(_section(result, around.name(result.suite, language), language) for result in results)
    other, name = OTHER[language]
    title = _word("title", language)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>duixian: {title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{STYLE}</style></head><body><p><a href="{PAGES[other]}" lang="{other}">{name}</a></p><h1>{title}</h1>'
        f'{stopped}<p class="{"bad" if failed or around.failed else "good"}">{verdict}</p>'
        f"<ul>{contents}</ul>{sections}{_facts(around, language)}{_history(around, language)}</body></html>\n"
    )


def _facts(around: Around, language: str) -> str:
    if not around.facts:
        return ""
    rows = "".join(
        f"<tr><th>{_breakable(escape(name.of(language)))}</th><td>{escape(value)}</td></tr>"
        for name, value in around.facts
    )
    table = _scrolled(f'<table class="facts">{rows}</table>')
    return f"<h2>{_word('facts', language)}</h2>{table}"


def _breakable(name: str) -> str:
    """A name of the data that a narrow page breaks between its words, not within them."""
    return re.sub(r"(?<=\w)([._])(?=\w)", r"\1<wbr>", name)


def _history(around: Around, language: str) -> str:
    if not around.history:
        return ""
    heads = "".join(f"<th>{escape(head.of(language))}</th>" for head in around.history_heads)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in around.history)
    table = _scrolled(f"<table><tr>{heads}</tr>{rows}</table>")
    return f'<section id="history"><h2>{_word("history", language)}</h2>{table}</section>'


def _tally(result: SuiteResult, language: str) -> str:
    failed = len(result.failed)
    warned = len(result.warnings)
    held = _word("held", language, held=len(result.findings) - failed - warned)
    warns = f', <span class="warn">{_word("warned", language, warned=warned)}</span>' if warned else ""
    lost = f', <span class="bad">{_word("not_held", language, failed=failed)}</span>' if failed else ""
    return f'<span class="good">{held}</span>{warns}{lost}'


def _section(result: SuiteResult, name: str, language: str) -> str:
    rows = "".join(_row(finding, language) for finding in result.findings)
    heads = "".join(f"<th>{_word(key, language)}</th>" for key in ("holds", "expectation", "against"))
    meaning = result.meaning if language == "en" else result.zh
    return (
        f'<section id="{escape(result.suite)}"><h2>{escape(name)}</h2><p>{escape(meaning)}</p>'
        f"{_scrolled(f'<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>')}</section>"
    )


def _row(finding: Finding, language: str) -> str:
    held = f'<td class="good">{_word("yes", language)}</td>'
    against_it = _word("warning" if finding.is_warning else "no", language)
    mark = held if finding.passed else f'<td class="{"warn" if finding.is_warning else "bad"}">{against_it}</td>'
    against = "" if finding.unexpected is None else _word("rows", language, count=finding.unexpected)
    if finding.observed is not None:
        against += " " + _word("observed", language, value=escape(finding.observed))
    error = f'<p class="bad">{escape(finding.error)}</p>' if finding.error else ""
    meaning = finding.meaning if language == "en" else finding.zh
    return (
        f"<tr>{mark}<td><b>{escape(meaning)}</b><br><code>{escape(finding.name)}</code> "
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


def _scrolled(table: str) -> str:
    """A table within a box that scrolls where the page is narrow; the keyboard reaches it."""
    return f'<div class="wide" tabindex="0">{table}</div>'
