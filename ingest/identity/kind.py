"""What kind of document a text is, after lexicon/kinds.csv; lexicon/document_kinds.csv says what each may give."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest.identity.furniture import is_furniture
from ingest.identity.lexicon import rows
from ingest.identity.model import NotAReport
from ingest.identity.page import FORMULA, LONGEST_TITLE, Page, heading_role
from ingest.identity.view import plain, squeeze

_DUTY: Final = re.compile(
    r"(?:责任|牵头|配合|负责|落实|主办|协办)(?:单位|部门|领导|处室)|分别牵头|牵头[)）,，]|分工负责"
)
_REPORT: Final = re.compile("政府工作报告|人民政府.{0,6}工作报告|行政公署工作报告|^工作报告$")
_SEAM: Final = re.compile(r"[(\n](?:上接|紧接)第?[一二三四五六七八九十\d]{1,3}版")
_CLOSING: Final = re.compile("紧密地?团结在|各位代表[!,].{0,300}(?:奋斗|篇章|未来|胜利|贡献)")
_OWN_TITLE: Final = re.compile(
    r"(?:年|省|市|县|区|州|旗|盟|国务院|人民)政府工作报告(?:\([^)]{1,6}\))?(?P<page>\(第[\d/]{1,5}页\))?$"
)
_FIGURE: Final = re.compile(r"\d[\s,]?(?:%|亿|万|个|项|公里|人|户|所|家|件|座|吨)")
_ADDRESS: Final = re.compile(r"各\s*位\s*代\s*表|同志们[！!：:]")
OTHER: Final = "other"
"""The kind of a text that is none, where it is read all the same."""
ENOUGH: Final = 3
LONG: Final = 1500
"""Characters from which a text under the title of a report is one, though nothing else shows it."""
FIGURES: Final = 5
"""Figures from which press relays a report and does not only speak of it."""
RELAYED: Final = 20_000
"""Characters in which the figures of press are looked for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of lexicon/kinds.csv: the kind it tells where ``needs`` is met, else what the text is instead."""

    where: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    kind: str
    needs: str
    what: str
    sentence: str


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of lexicon/kinds.csv, in order."""
    return tuple(
        Rule(
            r["where"],
            re.compile(r["pattern"]),
            re.compile(r["unless"]) if r["unless"] else None,
            r["kind"],
            r["needs"],
            r["what"],
            r["sentence"],
        )
        for r in rows("kinds")
    )


@cache
def _abstracts() -> tuple[re.Pattern[str], ...]:
    """What titles of abstracts end in, after lexicon/part_markers.csv."""
    marked = [r for r in rows("part_markers") if (r["place"], r["completeness"]) == ("title", "abstract")]
    return tuple(re.compile(r["pattern"]) for r in marked)


def kinds() -> tuple[str, ...]:
    """The kinds of lexicon/document_kinds.csv that a text or a person can say."""
    return tuple(row["kind"] for row in rows("document_kinds") if row["kind"] != OTHER)


def tell_kind(page: Page) -> str | NotAReport:
    """A kind of lexicon/document_kinds.csv, or why the text is none."""
    title = squeeze(page.page_title or "")
    lines = first_lines(page)
    places = {
        "title": [*page.titles[-1:], title] if page.titles or title else lines,
        "names": [*page.titles, title, *lines],
        "head": [page.head.text[:1500]],
    }
    told = _by_rules(page, places)
    if told is not None:
        return told
    if signs(page) >= ENOUGH:
        return "report"
    if len(_DUTY.findall(page.text)) >= 10 and any(heading_role(heading.text) == "plan" for heading in page.headings):
        return "responsibility_breakdown"
    return _by_rules(page, {"rest": [page.head.text[:1500]]}) or NotAReport(
        "not_a_report",
        "Neither title, opening formula, address to the deputies nor headings of a work report were found; "
        "if it is one, say so in a sidecar (kind: report).",
    )


def _by_rules(page: Page, places: dict[str, list[str]]) -> str | NotAReport | None:
    """What the first rule says that finds its pattern in one of the places that it looks at."""
    for rule in rules():
        hit = next((place for place in places.get(rule.where, ()) if rule.pattern.search(place)), None)
        if hit is None or (rule.unless and rule.unless.search(page.head.text)):
            continue
        if rule.kind and (rule.needs != "figures" or _relays(page)):
            return rule.kind
        if rule.what:
            said = hit if rule.where == "title" else "its beginning"
            return NotAReport("not_a_report", f"After “{said[:60]}” {rule.sentence}.", rule.what)
    return None


def _relays(page: Page) -> bool:
    """Whether a text has figures to give."""
    return len(_FIGURE.findall(plain(page.text[:RELAYED]))) >= FIGURES


def first_lines(page: Page) -> list[str]:
    """The first short lines that are no furniture: what stands for a title where none is found."""
    lines = [line for line in map(squeeze, page.text[:400].splitlines()) if line][:4]
    return [line for line in lines if len(line) <= LONGEST_TITLE and line[-1] not in "。;," and not is_furniture(line)]


def signs(page: Page) -> int:
    """How much speaks for a work report; 3 is enough."""
    dated = [heading.text for heading in page.headings if re.search("年|今后|下一步", heading.text)]
    roles = {heading_role(text) for text in dated}
    score = 3 if FORMULA.search(page.formula) else 0
    score += 2 if any(_REPORT.search(title) for title in page.titles) else 0
    own = [match for match in map(_OWN_TITLE.search, page.titles) if match]
    score += 1 if any(pattern.search(title) for title in page.titles for pattern in _abstracts()) else 0
    score += 1 if own and (len(page.text) > LONG or any(match["page"] for match in own)) else 0
    score += 1 if _REPORT.search(squeeze(page.page_title or "")) else 0
    score += min(2, len(_ADDRESS.findall(page.text)))
    score += len(roles & {"review", "plan"})
    score += 2 if _SEAM.search(plain(page.text[:800])) else 0
    score += 1 if _CLOSING.search(page.tail) else 0
    return score
