"""Stretches of a text that are not part of the report, after lexicon/furniture.csv: marked, never cut."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from ingest.identity.lexicon import rows
from ingest.identity.model import Stretch
from ingest.identity.page import Page, heading_role
from ingest.identity.view import squeeze

TAIL: Final = 9000
"""Characters from the end in which the foot of a page is looked for."""
INLINE_TAIL: Final = 1500
"""Characters from the end in which the foot of a page without line breaks is looked for."""
GLOSSARY: Final = 0.6
"""Share of a text that a glossary behind the report can have."""
ENTRY: Final = 500
"""Characters that the entries of a glossary have at most, on average."""

NEAR: Final = 1500
"""Characters behind the heading of a glossary in which its first entries are looked for."""
ENTRIES: Final = 2
"""Entries that make a glossary."""

LONG_LINE: Final = 240
"""Characters from which a line is a paragraph and no furniture; only its end is looked at."""

_LINE: Final = re.compile(r"[^\n]+")
_KEEP: Final = re.compile(
    r"工作报告|责任分解|任务分解|代表大会|大会.{0,12}会议|[省市县区州旗]长|主席|总理|专员|主任|各位代表|同志们|[。；;]|[一二三四五六七八九十]、|分工"
)
_ENTRY: Final = re.compile(
    r"(?:^|\n)[\s*#]*(?:[\[(（【〔［]?\d{1,3}[\])）】〕］]?[.、．:：]?|[①-⑳]|[“\"])[^\n]{2,60}(?:[:：]|是?指|——)"
)
_ANNEX: Final = re.compile(
    r"(?:^|\n)[^\S\n]*+[*#]*((?:附件?|附录)[^\S\n]?[\d一二三四五]{0,2}[:：]?)[*]*[^\S\n]*(?=\n|$)"
)
# the same where a text lost its line breaks: what the heading ends in, and entries that begin behind a full stop
_RUN_IN: Final = re.compile(
    r"(?:解\s{0,3}释|说\s{0,3}明|释\s{0,3}义|注\s{0,3}释|注\s{0,3}解|附\s{0,3}注|备\s{0,3}注)\s*+[:：]?\s*+"
    r"(?=1[.、．:：]|[\[(（【〔［]1[\])）】〕］]|[①“\"]|[^\n，。；:：]{2,30}[:：])"
)
_RUN_IN_ENTRY: Final = re.compile(
    r"[\n。]\s*(?:(?:\d{1,2}[.、．:：]|[\[(（【〔［]\d{1,2}[\])）】〕］]|[①-⑳]|[“\"])[^\n。]{2,60}?(?:[:：]|是?指|——)"
    r"|\d{1,2}[.、．][^\n，。；:：]{2,20}[ \u3000]|[^\n，。；:：]{2,30}[:：])"
)
# another annex behind a glossary, with its name in the same line or without line breaks at all
_NEXT_ANNEX: Final = re.compile(
    r"(?<=[。！!”）)\n])[^\S\n]*(?:附件|附录)[^\S\n]?(?:[\d一二三四五]{1,2}|[:：])[^\n。]{0,60}"
)
# the end of a line that only wraps
_WRAPPED: Final = re.compile(r"(?<=[^\n])\n(?=\S)")
# an annex opens behind whatever the one before ends in
_ANNEX_END: Final = re.compile(r"(?:附件|附录)[\d一二三四五]{0,2}[:：]?[^。！!”\n]{0,12}\Z")
_SENTENCE_END: Final = re.compile(r"[。！!”）)\n][^。！!”）)\n]*\Z")
_ENDS: Final = "。！!？?”」』）)】"


class Line(NamedTuple):
    """A line that is not empty: raw offsets and squeezed words."""

    start: int
    end: int
    text: str


@cache
def _patterns(where: str, how: str) -> re.Pattern[str]:
    found = [row["pattern"] for row in rows("furniture") if (row["where"], row["how"]) == (where, how)]
    return re.compile("|".join(f"(?:{pattern})" for pattern in found), re.MULTILINE)


def find_furniture(page: Page) -> list[Stretch]:
    """The stretches (start, end, kind), in order and without overlap; kind is furniture or appendix."""
    found = list(_head(page))
    foot = _foot(page)
    found.extend(_appendices(page, foot))
    if foot < len(page.text):
        found.append((foot, len(page.text), "furniture"))
    found.extend((m.start(), m.end(), "furniture") for m in _patterns("any", "span").finditer(page.text))
    return merge(page.text, found)


def is_furniture(line: str) -> bool:
    """Whether a squeezed line above a report is furniture by itself."""
    return bool(_patterns("head", "line").fullmatch(line))


def merge(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """Stretches in order without overlap (the earlier wins), those of one kind joined over blanks between them."""
    merged: list[Stretch] = []
    for start, end, kind in sorted(stretches):
        if merged:
            a, b, k = merged[-1]
            start = max(start, b)
            if start >= end:
                continue
            if k == kind and not text[b:start].strip():
                merged[-1] = (a, end, k)
                continue
        merged.append((start, end, kind))
    return merged


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    for match in _LINE.finditer(text, start, end):
        line = match.group()
        words = squeeze(line) if len(line) <= LONG_LINE else "…" + squeeze(line[-40:])
        if words:
            yield Line(match.start(), match.end(), words)


def _head(page: Page) -> Iterator[Stretch]:
    """Lines before the opening that are furniture, and short lines between such lines."""
    stop = page.opening if page.opening is not None else page.head.at[page.head_end - 1] + 1 if page.head_end else 0
    lines = list(_lines(page.text, page.head.at[0] if page.head.at else 0, stop))
    match = _patterns("head", "line").fullmatch
    last_title = max((i for i, line in enumerate(lines) if line.text in page.titles), default=len(lines))
    marked = [
        bool(match(line.text)) and not (line.text in page.titles and i == last_title) for i, line in enumerate(lines)
    ]
    since: int | None = -1
    for i, line in enumerate(lines):
        if marked[i]:
            if since is not None:
                marked[since + 1 : i] = [True] * (i - since - 1)
            since = i
        elif len(line.text) > 20 or _KEEP.search(line.text) or (since == -1 and i >= 3):
            since = None
    for line, is_furniture in zip(lines, marked, strict=True):
        if is_furniture:
            yield line.start, line.end, "furniture"


def _foot(page: Page) -> int:
    """Where the foot of the page begins; the end of the text where there is none."""
    text = page.text
    match = _patterns("tail", "to_end").fullmatch
    begin = max(len(text) - TAIL, (page.opening or 0) + 1)
    begin = text.find("\n", begin) + 1 if begin > 0 else 0
    last_heading = max((h.start for h in page.headings if heading_role(h.text)), default=0)
    before = ""
    for line in _lines(text, begin, len(text)):
        if line.start > last_heading and match(line.text) and (not before or before[-1] in _ENDS or len(before) < 40):
            return line.start
        before = line.text
    inline = _patterns("tail", "inline").search(text, max(len(text) - INLINE_TAIL, last_heading))
    return inline.start() if inline else len(text)


def _appendices(page: Page, foot: int) -> Iterator[Stretch]:
    """Glossaries behind the report, with the line 附件 above, each up to the next annex or the foot of the page."""
    text = page.text
    match = _patterns("tail", "appendix").fullmatch
    begin = max(int(len(text) * (1 - GLOSSARY)), page.opening or 0)
    end = 0
    for line in _lines(text, text.find("\n", begin) + 1 if begin else 0, foot):
        if line.start < end:
            continue
        if len(line.text) <= 40 and match(line.text) and _has_entries(text[line.end : line.end + NEAR]):
            annex = _ANNEX.search(text, max(0, line.start - 20), line.start)
            following = _ANNEX.search(text, line.end, foot)
            end = following.start(1) if following else foot
            yield annex.start(1) if annex else line.start, end, "appendix"
    if not end and (run_in := _run_in(page, begin, foot)):
        yield *run_in, "appendix"


def _has_entries(text: str) -> bool:
    """Whether words are explained, in lines of their own or in such as are wrapped."""
    return any(len(_ENTRY.findall(written)) >= ENTRIES for written in (text, _WRAPPED.sub("", text)))


def _run_in(page: Page, begin: int, foot: int) -> tuple[int, int] | None:
    """A glossary that goes on in the report's last line, where a text lost its line breaks."""
    text, match = page.text, _patterns("tail", "appendix").fullmatch
    last_heading = max((h.start for h in page.headings if heading_role(h.text)), default=0)
    for head in _RUN_IN.finditer(text, max(begin, last_heading), foot):
        start = _heading_start(text, head.start())
        if start is None or not match(squeeze(text[start : head.end()]).strip("-—_=")):
            continue
        # the first entry, behind the heading, is no match of its own
        following = _NEXT_ANNEX.search(text, head.end(), foot)
        end = following.start() if following else foot
        if len(_RUN_IN_ENTRY.findall(text, head.end(), end)) >= max(1, (end - head.end()) // ENTRY):
            return start, end
    return None


def _heading_start(text: str, end: int) -> int | None:
    """Where the heading of an annex begins that ends there: at the mark of the annex, else behind a sentence."""
    annex = _ANNEX_END.search(text, max(0, end - 20), end)
    if annex:
        return annex.start()
    before = _SENTENCE_END.search(text, max(0, end - 60), end)
    return before.start() + 1 if before else None
