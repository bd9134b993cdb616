"""Targets without a number: held against another figure (与经济增长基本同步), a task set from above, a rank to keep."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.frame.clause import words_of
from ingest.frame.words import Hit
from ingest.mentions.catalogue import is_known
from ingest.mentions.enumerations import split_parts
from ingest.mentions.model import Context, Mention
from ingest.mentions.phrases import phrase_before
from ingest.mentions.regions import split_region
from ingest.mentions.roles import commitment, default_year
from ingest.mentions.years import read_year, target_year
from ingest.sections import Section

_CUE: Final = lexicon.pattern("relation_cue")
_NUMBER: Final = lexicon.pattern("relation_number")
_FACT: Final = lexicon.pattern("relation_fact")
_ADVERBS: Final = lexicon.pattern("relation_adverbs")
_NO_SUBJECT: Final = lexicon.pattern("relation_no_subject")
_CLAUSE_BREAK: Final = re.compile(r"[，,；：。！？\n]")
_SENTENCE_BREAK: Final = re.compile(r"[。！？\n]")
_MARKER: Final = re.compile(r"[ \u200b]*\d+[.、．][ \u200b]*")
_GROWTH: Final = frozenset({"roughly_in_step", "in_step", "faster", "slower"})
_PLANS: Final = frozenset({"plan", "term_plan"})
_LONGEST: Final = 40
_ROUGH: Final = "基本同步"
_YEAR: Final = re.compile("[0-9一二三四五六七八九〇零]{4}(?=年)")
_ANY_SUBJECT: Final = "(?P<subject>.+?)"
Find = Callable[[str], re.Match[str] | None]
Heading = Callable[[int], int | None]
Times = tuple[Callable[[int, int], Sequence[Hit]], Heading]


@dataclass(frozen=True, slots=True)
class _Clause:
    """The clause ``text[start:end]`` and where it stands."""

    text: str
    start: int
    end: int
    section: str
    context: Context


@cache
def _patterns() -> tuple[tuple[str, Find], ...]:
    """Each relation with what finds it; what begins with any subject is found where its clause begins, or nowhere."""
    found_by = ((row["relation"], row["pattern"]) for row in lexicon.rows("relations"))
    return tuple(
        (relation, re.compile(pattern).match if pattern.startswith(_ANY_SUBJECT) else re.compile(pattern).search)
        for relation, pattern in found_by
    )


def read_relations(
    text: str, sections: Sequence[Section], context: Context, times: Times | None = None
) -> list[Mention]:
    """Targets without a number of a normalised text, one for each subject named, in order.

    The span of such a mention is its subject; ``value`` is None, ``relation``, ``subject`` and ``reference`` are set.
    ``times`` tells the words of time of a stretch, and the year that the heading above a place gives.
    """
    starts = [section.start for section in sections]
    found: list[Mention] = []
    done = -1
    for cue in _CUE.finditer(text):
        section = sections[bisect_right(starts, cue.start()) - 1].section if sections else ""
        if section not in _PLANS or cue.start() < done:
            continue
        clause = _Clause(text, *_clause(text, cue.start()), section, context)
        mentions = list(_read_clause(clause))
        if times is not None:
            for mention in mentions:
                _date(mention, text, context, *times)
        if mentions:
            done = clause.end
            found.extend(mentions)
    return found


def _date(
    mention: Mention, text: str, context: Context, hits_of: Callable[[int, int], Sequence[Hit]], heading_at: Heading
) -> None:
    """When a relation is due: at the time that its sentence names before it, else as the heading above it has it."""
    start, position, report_year = mention.sentence_start, mention.start, context.report_year
    words = words_of(text, hits_of(start, position), report_year, context.this_year)
    for digits in _YEAR.finditer(text, start, position):
        named = read_year(text, digits.start(), digits.end())
        if named and not named.is_base and not named.from_year:
            words.add_year(text, named.start, named.year, report_year, "named")
    heading = heading_at(position)
    default = heading if heading is not None and heading >= (report_year or 0) else mention.year
    mention.year = target_year(words, position, default, report_year)
    if mention.year == report_year:
        mention.period = "year"


def _clause(text: str, position: int) -> tuple[int, int]:
    """Where the clause around ``position`` begins and ends, a list marker in front left out."""
    start = position
    while start > 0 and not _CLAUSE_BREAK.match(text, start - 1):
        start -= 1
    stop = _CLAUSE_BREAK.search(text, position)
    end = stop.start() if stop else len(text)
    marker = _MARKER.match(text, start, end)
    return marker.end() if marker else start, end


def _read_clause(clause: _Clause) -> Iterator[Mention]:
    """The relations of one clause; none where a number of its own decides it (高于全省平均2个百分点)."""
    words = clause.text[clause.start : clause.end]
    if _NUMBER.search(words) or _FACT.search(words):
        return
    for part_start, part in _parts(words):
        for relation, find in _patterns():
            match = find(part)
            if match and len(match["subject"]) <= _LONGEST:
                yield from _subjects(clause, clause.start + part_start, match, relation)
                break


def _parts(words: str) -> Iterator[tuple[int, str]]:
    """The words, cut behind every relation they hold: 收入增速保持全省领先、农民收入增速快于城镇居民."""
    position = 0
    for cue in _CUE.finditer(words):
        stop = words.find("、", cue.end())
        if cue.start() < position or stop < 0:
            continue
        yield position, words[position:stop]
        position = stop + 1
    yield position, words[position:]


def _subjects(clause: _Clause, part_start: int, match: re.Match[str], relation: str) -> Iterator[Mention]:
    """One mention for every thing that the subject of a relation names: 居民收入、企业利润与经济增长同步."""
    text, context = clause.text, clause.context
    if relation == "in_step" and _ROUGH in match[0]:
        relation = "roughly_in_step"
    position = part_start + match.start("subject")
    for name in _names(match["subject"]):
        region, subject = split_region(_ADVERBS.sub("", phrase_before(name)), context.region_code)
        if _NO_SUBJECT.match(subject) and not is_known(subject):
            continue
        # a completed name (农村居民收入 of 农村居民、低收入农户收入) stands in the text only in part
        length = next((n for n in range(len(subject), 1, -1) if text.find(subject[:n], position, clause.end) >= 0), 0)
        if not length:
            continue
        start = text.find(subject[:length], position, clause.end)
        position = start + length
        sentence_start, sentence_end = _sentence(text, start)
        yield Mention(
            start=start,
            end=position,
            role="target",
            indicator=subject,
            measure="growth" if relation in _GROWTH else "level",
            year=default_year("target", clause.section, context.report_year) if context.report_year else None,
            period="multi_year" if clause.section == "term_plan" else "year",
            region=region,
            commitment=commitment(text, clause.start, start),
            relation=relation,
            subject=subject,
            reference=match["reference"].strip(),
            section=clause.section,
            sentence_start=sentence_start,
            sentence_end=sentence_end,
        )


def _names(subject: str) -> list[str]:
    """The several things that a subject names, else the subject itself."""
    count = subject.count("、") + subject.count("和") + 1
    return (split_parts(subject, count) if count > 1 and "等" not in subject else None) or [subject]


def _sentence(text: str, position: int) -> tuple[int, int]:
    """Where the sentence around ``position`` begins and ends."""
    start = max(text.rfind(mark, 0, position) for mark in "。！？\n") + 1
    stop = _SENTENCE_BREAK.search(text, position)
    return start, stop.end() if stop else len(text)
