"""The places of a text where its identity stands: title, lines under it, opening formula, headings, end."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.identity.lexicon import rows, union
from ingest.identity.view import View, simplify, squeeze, view

MOST_HEAD: Final = 600
"""How far the lines under the title can reach, in characters, in a text without opening formula and headings."""
NUMBERED: Final = re.compile(
    r"^(?:第?([一二三四五六七八九十]{1,2})(?:、|部分|[.．])|\(([一二三四五六七八九十]{1,2})\))"
)
HEAD: Final = 4000
"""How far from the beginning, in characters, titles and lines under them are looked for."""
LONGEST_TITLE: Final = 70
"""Characters that a title has at most."""

_BODIES: Final = "政府|国务院|國務院|政务院|政務院|行政公署|行署|管委会|管理委员会|革命委员会"
FORMULA: Final = re.compile(rf"代表[^。！!]{{0,20}}?(?:{_BODIES})[^。！!]{{0,14}}?(?:向|作|报告|報告|汇报|做)")
_SPEAKS: Final = (
    rf"代\s{{0,2}}表[^。]{{0,30}}(?:{_BODIES})"
    r"(?=(?:[^。！!表致]|人民代表大会){0,40}(?:报告|報告|汇报|匯報|审议|審議))"
)
_WHOM: Final = lexicon.written("address")
_OPENING: Final = re.compile(
    rf"(?:{_WHOM}|同志们|同志們)(?=[\s:：,，!！、])[^。]{{0,60}}{_SPEAKS}"
    rf"|我\s{{0,9}}(?:谨|受[^。]{{1,12}}委托)?[,，]?\s{{0,9}}{_SPEAKS}"
    rf"|(?:^|\n)[^\S\n]*+{_WHOM}\s{{0,9}}[:：]"
)
# the same in a text without line breaks: …市长 高远山各位代表：
_ADDRESS: Final = re.compile(rf"{_WHOM}\s{{0,9}}[:：]")
_BEGINNING: Final = 400
_LINE: Final = re.compile(r"[^\n]+")
_FIRST_WORDS: Final = re.compile(
    r"^(?:---.{0,300}?title:)?(?P<title>[^。,;!]{0,40}?(?:工作报告|责任分解|任务分解)(?:\([^()]{1,8}\))?)"
    r"(?=(?:19|20)\d\d年|一、|各位代表|\(|[—-]|[一-鿿]{1,8}长|$|[^。]{0,60}会议上)"
)
_TITLE: Final = re.compile(
    "工作报告|责任分解|任务分解|责任分工|任务分工|工作分工|分工方案|责任清单|任务清单|决议"
    "|统计公报|执行结果的公报|五年(?:规划|计划)|规划纲要|十年规划|执行情况.{0,40}报告|草案.{0,6}报告"
)
_CONTENTS: Final = re.compile(r"[^\S\n]*(?:[-+] |>)")
_FIELD: Final = re.compile("^(?:title|标题):", re.IGNORECASE)
_NO_TITLE: Final = re.compile("[。;；]|(?<!焦)作(?:政府)?工作报告|当前位置|您的位置|>>")
_FIGURES: Final = "[\\d０-９一二三四五六七八九〇○零]"
_HEADING: Final = re.compile(
    r"^[^\S\n]*+[#*]*+[^\S\n]*+((?:第?[一二三四五六七八九十]{1,2}(?:、|[部分章]+|\s|[.．])|[（(][一二三四五六七八九十]{1,2}[)）]"
    rf"|(?=[^\n]{{0,12}}{_FIGURES}{{4}}[^\S\n]*+年))[^\n。*]{{2,55}})(?:$|\*\*)",
    re.M,
)
# one without a number, in a text without lines
_BARE: Final = re.compile(
    r"(?<=[。！])((?:19|20)\d\d年[^，。；\n]{0,6}工作的?(?:回顾|总结|安排|部署))(?=[^，。；的和与及\n])"
)
_NO_HEADING: Final = re.compile("报告|报導|决议|公报|解读|当前位置|[;；]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: raw offsets of its line, and the squeezed words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A text, simplified where it is in traditional characters, and the places that matter."""

    text: str
    page_title: str | None
    opening: int | None
    head: View
    head_end: int
    formula: str
    titles: tuple[str, ...]
    written_title: str | None
    headings: tuple[Heading, ...]
    tail: str

    @property
    def before_opening(self) -> str:
        """The squeezed text before the opening formula."""
        return self.head.text[: self.head_end]

    @property
    def title(self) -> str | None:
        """The title as written in the text, without blanks, else that of the page it comes from."""
        if self.written_title:
            return self.written_title
        return " ".join(self.page_title.split()) if self.page_title and self.page_title.strip() else None


def look(text: str, page_title: str | None = None) -> Page:
    """Finds the places; reads head, end and the short lines only."""
    written, text = text, simplify(text)
    match = _OPENING.search(text, 0, 60_000) or _ADDRESS.search(text, 0, _BEGINNING)
    opening = match.start() + (len(match.group()) - len(match.group().lstrip())) if match else None
    start = max(0, (opening or 0) - HEAD)
    headings = find_headings(text)
    numbered = [heading.start for heading in headings if NUMBERED.match(heading.text)]
    stop = opening if opening is not None else min([*numbered[:1], MOST_HEAD, len(text)])
    head = view(text, start, min(len(text), stop + 400))
    head_end = sum(1 for at in head.at if at < stop)
    formula = head.text[head_end:] if opening is not None else ""
    run_on = _first_words(head) if "\n" not in text[start:stop] else []
    titles = run_on or find_titles(text, start, stop) or _first_words(head)
    title = _FIELD.sub("", squeeze(written[titles[-1][0] : titles[-1][1]])) if titles else None
    tail = squeeze(text[-2500:])
    names = tuple(words for _, _, words in titles)
    return Page(text, page_title, opening, head, head_end, formula, names, title, headings, tail)


def begins(text: str) -> bool:
    """Whether a text has the beginning of a report: its opening formula, or a title and a first heading."""
    return bool(_OPENING.search(simplify(text[:60_000])))


def find_titles(text: str, start: int, stop: int) -> list[tuple[int, int, str]]:
    """Lines before ``stop`` that can be the title: offsets and squeezed words; one broken over two lines is joined."""
    # a list of contents and a quotation hold no title
    matches = [
        (match, squeeze(match.group()))
        for match in _LINE.finditer(text, start, stop)
        if not _CONTENTS.match(match.group())
    ]
    lines = [(match.start(), match.end(), words) for match, words in matches if words]
    found: list[tuple[int, int, str]] = []
    for (begin, end, words), (_, next_end, next_words) in zip(lines, [*lines[1:], (0, 0, "")], strict=False):
        title = (begin, end, words)
        hit = _TITLE.search(words)
        if not hit and len(words) < 40:
            both = _TITLE.search(words + next_words)
            if both and both.start() < len(words) < both.end():
                title, hit = (begin, next_end, words + next_words), both
        if hit and len(title[2]) <= LONGEST_TITLE and not _NO_TITLE.search(title[2]):
            found.append((title[0], title[1], _FIELD.sub("", title[2])))
    return found


def _first_words(head: View) -> list[tuple[int, int, str]]:
    """The title of a text without line breaks."""
    match = _FIRST_WORDS.match(head.text)
    return [(*head.span(*match.span("title")), match["title"])] if match else []


def find_headings(text: str) -> tuple[Heading, ...]:
    """Short lines that are numbered or carry a year; in a text without lines, numbered beginnings of sentences."""
    found = [Heading(m.start(1), m.end(1), squeeze(m.group(1))) for m in _HEADING.finditer(text)]
    found = [heading for heading in found if not _NO_HEADING.search(heading.text)]
    if not any(_dated(heading.text) for heading in found):
        # the first of them may stand behind the name of the speaker
        inline = [
            Heading(*m.span("heading"), squeeze(m["heading"]))
            for m in _inline().finditer(text)
            if m["speaker"] is None or m.start() < _BEGINNING
        ]
        inline = inline or [Heading(*m.span(), squeeze(m[0])) for m in _BARE.finditer(text)]
        found = sorted([*found, *inline], key=lambda heading: heading.start)
    return tuple(found)


@cache
def _inline() -> re.Pattern[str]:
    words = sorted((row["word"] for row in rows("year_headings") if row["ends_inline"]), key=len, reverse=True)
    return re.compile(
        rf"(?:^|[。！!”\s:：见告-]|(?P<speaker>(?<=[一-鿿])(?=一)))\**(?P<heading>[一二三四五]、[^。，；\n]{{0,40}}?(?:{_FIGURES}{{4}}年|过去[一二三四五]年|今后|时期)"
        rf"[^，。；\n]{{0,30}}?(?:{'|'.join(words)})"
        # not 政府工作 of 1996年的政府工作和1997年的目标, nor 主要工作 of 2023年主要工作完成情况
        r"(?!(?<!回顾|总结|情况|成就|成绩|成效)[和与及]|[^，。；\n\d]{0,6}(?:回顾|总结|情况|任务|目标|成[就绩效])))"
    )


def _dated(heading: str) -> bool:
    return bool(re.search(r"\d{4}年|过去[一五]年|时期", heading))


@cache
def heading_words() -> dict[str, object]:
    """Role of a heading (review, plan, skip) to the search for its words, from lexicon/year_headings.csv."""
    words: dict[str, list[str]] = {}
    for row in rows("year_headings"):
        words.setdefault(row["role"], []).append(row["word"])
    return {role: union(patterns) for role, patterns in words.items()}


def heading_role(heading: str) -> str | None:
    """Whether a heading opens a review or a plan; None for any other heading."""
    words = heading_words()
    for role in ("review", "plan"):
        search = words[role]
        if callable(search) and search(heading):
            return role
    return None
