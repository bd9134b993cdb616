"""Whether a text is the whole report, a part or an abstract, by its own marks and by what it lacks."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest.identity.kind import OTHER
from ingest.identity.lexicon import number, rows
from ingest.identity.model import Stretch
from ingest.identity.page import NUMBERED, Page, heading_role
from ingest.identity.view import plain, squeeze

FRONT: Final = 1
BEHIND: Final = 50
CLOSING_FROM: Final = 0.4
"""Share of a text from which its closing formula is looked for; behind it stand glossaries and lists of tasks."""
SHORT: Final = 30
"""Characters of a line behind the closing formula that is no paragraph of the report."""
ADDRESS: Final = "各位代表"
"""How a report opens; said again at its end, it is a closing."""
REPORT: Final = "report"
DIGEST: Final = "press_digest"
_SEAMS: Final = ("tail", "any")
_ORDER: Final = {"上": 1, "中": 2, "下": 3, "上篇": 1, "下篇": 3}
_GOALS: Final = (
    "团结|奋斗|努力|胜利|贡献|篇章|前进|万岁|未来|辉煌|明天|答卷|伟业|复兴|向往|局面|目标|周年|献礼|华诞|步伐|事业|成绩"
)
_CLOSING: Final = re.compile(rf"(?:{_GOALS})[^。！!]{{0,60}}(?:[！!][”’』」)]?$|$)|胜利。$")
# what stands behind a report in a text without line breaks
_ANNEX: Final = r"附[件录:：]|名词|注[释:：]"
_CALL: Final = re.compile(
    rf"(?:让我们|同心|团结|各位代表)[^\n]{{0,500}}?(?:{_GOALS})[^。！!\n]{{0,60}}(?:[！!]|。?(?=[*\s]*(?:\n|$))|。(?={_ANNEX}))(?=(?P<rest>[^\n]{{0,80}}))"
)
_CLOSING_WORDS: Final = re.compile("(?:紧密|更加|团结).{0,4}团结|团结.{0,200}奋斗|各位代表")
_BRACKETED: Final = re.compile(r"(?:\n|(?<=[。！!]))[^\S\n]*+[（(<][^\n]{1,60}[）)>][^\S\n]*+\Z")
_RULE: Final = re.compile(r"[\s*_=—-]+\Z")
# the end of a line within a sentence, where a text is wrapped
_WRAPPED: Final = re.compile(r"(?<=[一-鿿，、；“”])\n(?=[一-鿿，、；。！“”])")
_BEHIND: Final = re.compile(r"\s*+([^\n]*)")
_NOTE: Final = re.compile(
    r"[(（《<—\-*|#]|附|名词|注|来源|原文|编辑|责编|责任|有关|相关|名\s*词|[^\n]{0,20}(?:秘书处|名词|用语|解释|说明|实事|[\d一二三四五六七八九十]日$)"
)
_STOPS: Final = "。！!？?；;：:”’』」)）…"


@dataclass(frozen=True, slots=True)
class Marker:
    """A row of lexicon/part_markers.csv."""

    pattern: re.Pattern[str]
    place: str
    completeness: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """``full``, ``part`` or ``abstract``, the label that says so, and what shows it where no label does."""

    value: str
    label: str | None
    note: str | None


@cache
def markers() -> tuple[Marker, ...]:
    """The markers of lexicon/part_markers.csv."""
    return tuple(Marker(re.compile(r["pattern"]), r["place"], r["completeness"]) for r in rows("part_markers"))


def tell_completeness(page: Page, kind: str, furniture: list[Stretch]) -> Completeness:
    """How complete a page is."""
    body = page.text[: _end(page.text, furniture)].rstrip()
    first = max(600, min(3000, next((heading.start for heading in page.headings), 0)))
    head = plain(page.text[: first if page.opening is None else page.opening])
    titles = "\n".join((*page.titles, squeeze(page.page_title or "")))
    places = {
        "title": titles,
        "head": head,
        "tail": plain(page.text[len(body) :]),
        "any": f"{head}\n{plain(body[-300:])}",
    }
    begins, closes = _begins(page), _is_closed(page, body)
    label, value = None, "full"
    for marker in markers():
        match = marker.pattern.search(places[marker.place])
        if match is None or (marker.place in _SEAMS and begins and closes and kind == REPORT):
            continue
        words = match.groupdict().get("label") or match.group()
        label = label or words.strip(" \t\r\n()　")
        value = marker.completeness if value != "abstract" else value
    if value != "full":
        return Completeness(value, label, None)
    if kind == OTHER:
        return Completeness("part", None, None)
    if kind == DIGEST:
        return Completeness("abstract", None, "digest: press gives of a report what it chose")
    if kind != REPORT:
        return Completeness("full", None, None)
    lacks, doubt = _lacks(page, body, begins, closes)
    if lacks:
        return Completeness("part", None, f"completeness: {' and '.join(lacks)}")
    return Completeness("full", None, doubt)


def part_rank(label: str | None, begins: bool) -> int:
    """Where a part stands among the parts of its report, by its label and by whether it has the report's beginning."""
    if label:
        if label in _ORDER:
            return _ORDER[label]
        found = re.search(r"[一二三四五六七八九十]+|\d+", label)
        value = number(found.group()) if found else None
        if re.search("接|续", label):
            return (value or BEHIND - 1) + 1
        if "转" in label:
            return FRONT if begins or value is None else max(FRONT, value - 1)
        if value is not None:
            return value
    return FRONT if begins else BEHIND


def _end(text: str, furniture: list[Stretch]) -> int:
    end = len(text)
    for start, stop, _ in reversed(furniture):
        if text[stop:end].strip() == "":
            end = start
    return end


def _lacks(page: Page, body: str, begins: bool, closes: bool) -> tuple[list[str], str | None]:
    """What a text without marks lacks of a whole report, and what is doubtful though it lacks nothing."""
    plans = any(heading_role(heading.text) == "plan" for heading in page.headings)
    lacks = []
    if not begins:
        lacks.append("the opening is missing")
    if not closes:
        if body and body[-1] not in _STOPS:
            lacks.append(f"the text breaks off behind “{squeeze(body[-500:])[-12:]}”")
        elif not plans:
            lacks.append("plan and closing are missing")
        else:
            return lacks, "completeness: there is no closing formula; the end may be missing"
    return lacks, None


def _is_closed(page: Page, body: str) -> bool:
    """Whether the text ends with a closing formula, or has one with nothing but annexes and notes behind it."""
    said = body if page.opening is None else body[page.opening + len(ADDRESS) :]
    if _closes(said) or _closes(_BRACKETED.sub("", said).rstrip()) or _closes(_RULE.sub("", said)):
        return True
    plans = [heading.start for heading in page.headings if heading_role(heading.text) == "plan"]
    start = max(int(len(body) * CLOSING_FROM), *plans[:1], 0)
    end = body[start:]
    return any(_ends_report(said, call) for said in (end, _WRAPPED.sub("", end)) for call in _CALL.finditer(said))


def _ends_report(body: str, call: re.Match[str]) -> bool:
    """Whether what stands behind a call to the deputies is no further chapter or paragraph of the report."""
    rest = call["rest"].strip("* \t\r\u3000”’）")
    if rest:
        return bool(_NOTE.match(rest))
    following = _BEHIND.match(body, call.end())
    line = following[1].strip() if following else ""
    if NUMBERED.match(squeeze(line)):
        return False
    return len(line) <= SHORT or bool(_NOTE.match(line.lstrip("*# ")))


def _closes(body: str) -> bool:
    closing = squeeze(body[-500:])
    return bool(_CLOSING.search(closing)) or (closing[-1:] in "。!" and bool(_CLOSING_WORDS.search(closing[-300:])))


def _begins(page: Page) -> bool:
    """Whether the text has its opening formula, or begins with a first heading or with a title alone."""
    if page.opening is not None:
        return True
    first = next((match for match in (NUMBERED.match(heading.text) for heading in page.headings) if match), None)
    return "一" in (first[1], first[2]) if first else bool(page.titles)
