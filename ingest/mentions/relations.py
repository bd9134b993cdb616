"""Targets without a number: held against another figure (与经济增长基本同步), a task set from above, a rank to keep."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.mentions.model import Context, Mention
from ingest.mentions.phrases import phrase_before, split_parts
from ingest.mentions.regions import split_region
from ingest.mentions.roles import commitment, default_year
from ingest.sections import Section

_CUE: Final = re.compile(r"同步|快于|高于|低于|慢于|优于|好于|省定|下达|前列|领先|前茅|上游|按照?(?:国家|省|上级)要求|首位|最优|考核(?:要求|目标|标准)")
_CLAUSE_BREAK: Final = re.compile(r"[，,；：。！？\n]")
_GROWTH: Final = frozenset({"roughly_in_step", "in_step", "faster", "slower"})
_PLANS: Final = frozenset({"plan", "term_plan"})
_NUMBER: Final = re.compile(r"\d|百分之|[一二三四五六七八九十]成")
_MARKER: Final = re.compile(r"[ \u200b]*\d+[.、．][ \u200b]*")
_LONGEST: Final = 40
_ROUGH: Final = "基本同步"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["relation"], re.compile(row["pattern"])) for row in lexicon.rows("relations"))


def read_relations(text: str, sections: Sequence[Section], context: Context) -> list[Mention]:
    """Targets without a number of a normalised text, one for each subject named, in order.

    The span of such a mention is its subject; ``value`` is None, ``relation``, ``subject`` and ``reference`` are set.
    """
    starts = [section.start for section in sections]
    found: list[Mention] = []
    done = -1
    for cue in _CUE.finditer(text):
        section = sections[bisect_right(starts, cue.start()) - 1].section if sections else ""
        if section not in _PLANS or cue.start() < done:
            continue
        start, end = _clause(text, cue.start())
        mentions = list(_read_clause(text, start, end, section, context))
        if mentions:
            done = end
            found.extend(mentions)
    return found


def _clause(text: str, position: int) -> tuple[int, int]:
    start = position
    while start > 0 and not _CLAUSE_BREAK.match(text, start - 1):
        start -= 1
    stop = _CLAUSE_BREAK.search(text, position)
    return start, stop.start() if stop else len(text)


def _read_clause(text: str, start: int, end: int, section: str, context: Context) -> Iterator[Mention]:
    """The relations of one clause; none where a number of its own decides it (高于全省平均2个百分点)."""
    marker = _MARKER.match(text, start, end)
    start = marker.end() if marker else start
    clause = text[start:end]
    if _NUMBER.search(clause):
        return
    for part_start, part in _parts(clause):
        for relation, pattern in _patterns():
            match = pattern.search(part)
            if match and len(match["subject"]) <= _LONGEST:
                offset = start + part_start + match.start("subject")
                yield from _subjects(text, offset, match, relation, (start, end), section, context)
                break


def _parts(clause: str) -> Iterator[tuple[int, str]]:
    """The clause, cut behind every relation it holds: 收入增速保持全省领先、农民收入增速快于城镇居民."""
    position = 0
    for cue in _CUE.finditer(clause):
        stop = clause.find("、", cue.end())
        if cue.start() < position or stop < 0:
            continue
        yield position, clause[position:stop]
        position = stop + 1
    yield position, clause[position:]


def _subjects(
    text: str, offset: int, match: re.Match[str], relation: str, clause: tuple[int, int], section: str, context: Context
) -> Iterator[Mention]:
    if relation == "in_step" and _ROUGH in match[0]:
        relation = "roughly_in_step"
    whole = match["subject"]
    count = whole.count("、") + whole.count("和") + 1
    names = (split_parts(whole, count) if count > 1 and "等" not in whole else None) or [whole]
    position = offset
    for name in names:
        region, subject = split_region(phrase_before(name), context.region_code)
        if len(subject) < 2:
            continue
        # a completed name (农村居民收入 of 农村居民、低收入农户收入) stands in the text only in part
        length = next((n for n in range(len(subject), 1, -1) if text.find(subject[:n], position, clause[1]) >= 0), 0)
        if not length:
            continue
        start = text.find(subject[:length], position, clause[1])
        position = start + length
        year = default_year("target", section, context.report_year) if context.report_year else None
        yield Mention(
            start, position, "target", None, subject,
            "growth" if relation in _GROWTH else "level", None, None, None, year, "year", region,
            commitment(text, clause[0], start), relation, subject, match["reference"].strip(), section,
            *_sentence(text, start),
        )  # fmt: skip


def _sentence(text: str, position: int) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, position) for mark in "。！？\n") + 1
    stop = re.compile(r"[。！？\n]").search(text, position)
    return start, stop.end() if stop else len(text)
