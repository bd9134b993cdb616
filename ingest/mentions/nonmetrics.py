"""Numbers that measure nothing: dates, ordinals, names, qualifiers, counts of headings.

Each function answers with a reason of lexicon/none_reasons.csv, or "" where the number may be a metric.
"""

import re
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.lexicon.edges import ANY, Characters, first_characters, last_characters
from ingest.mentions.candidates import Candidate
from ingest.mentions.suffixes import Suffix

# how far back the words before a number tell that it measures nothing
_BEFORE: Final = 6
_FOLLOWER: Final = 14
# how far back a what-if may begin
_SUPPOSED: Final = 100
# numerals that name a class of size: 千亿县, 五百亿级, 百万元户
_ROUND_SIZE: Final = re.compile("[一二两三五]?[十百千]?[万亿]+$")
_SIZE_KINDS: Final = frozenset(
    ("currency", "time", "area", "mass", "energy", "length", "percent", "transport", "volume")
)
_REACHING: Final = lexicon.word_list("reaching")
_MADE: Final = lexicon.word_list("made")
_ENTRIES: Final = lexicon.pattern("entries_of_a_list")
_LIST_UNITS: Final = frozenset(lexicon.word_list("list_units"))
_BOUND: Final = lexicon.pattern("bound")
_REACHED: Final = lexicon.pattern("reached")
_THRESHOLD: Final = lexicon.pattern("threshold")
_COUNT_FOLLOWS: Final = lexicon.pattern("count_follows")
_NOUN_FOLLOWS: Final = lexicon.pattern("noun_follows")
_DEPARTMENT_FOLLOWS: Final = lexicon.pattern("department_follows")
_VERB_FOLLOWS: Final = lexicon.pattern("verb_follows")
_ROUND_FOLLOWS: Final = lexicon.pattern("round_follows")
_AIM_EXCEEDED: Final = lexicon.pattern("aim_exceeded")
_COMPARED_WITH: Final = lexicon.pattern("compared_with")
_CAPACITY_FOLLOWS: Final = lexicon.pattern("capacity_follows")
_CAPACITY_LIST: Final = lexicon.pattern("capacity_list")
_WORKS_VERB: Final = lexicon.pattern("works_verb")
_PRODUCED: Final = lexicon.pattern("produced")
_CAPACITY_KINDS: Final = frozenset(("mass", "energy", "volume", "textile", "transport"))
_MANY: Final = 100
_PRODUCTS: Final = frozenset(lexicon.word_list("products"))
_WORKING_DAYS: Final = frozenset(lexicon.word_list("working_days"))
_WHAT_IF: Final = lexicon.pattern("what_if")
_WOULD_COME: Final = lexicon.pattern("would_come")
_COUNTED_LATER: Final = lexicon.pattern("counted_later")
_COUNTED_AT_ONCE: Final = lexicon.pattern("counted_at_once")
_THINGS_COUNTED: Final = lexicon.pattern("things_counted_behind")


Row = tuple[str, str, Characters]
"""A pattern of lexicon/none_patterns.csv, its reason, and the characters that its match may have next to the number."""
Reading = tuple[re.Pattern[str], dict[str, str]]


@cache
def _rows(side: str, form: str) -> tuple[Row, ...]:
    """The rows for one side of a number of one form."""
    edge = first_characters if side == "after" else last_characters
    return tuple(
        (row["pattern"], row["reason"], edge(row["pattern"]))
        for row in lexicon.rows("none_patterns")
        if row["side"] == side and form in row["forms"].split("|")
    )


@cache
def _reading(side: str, form: str, next_to: str) -> Reading | None:
    """What reads one side of a number that stands next to a character; None where no row could match."""
    # (the end of a line counts as the end of the words before it)
    is_any = side == "before" and next_to == "\n"
    rows = tuple(
        (pattern, reason) for pattern, reason, edge in _rows(side, form) if is_any or edge is ANY or next_to in edge
    )
    return _as_one(rows) if rows else None


@cache
def _as_one(rows: tuple[tuple[str, str], ...]) -> Reading:
    """The rows as one pattern, and the reason for the name of each of its groups: the first row that matches wins.

    A group stands empty behind its row: a row that opens with plain characters is then passed over at a glance.
    """
    reasons = {f"row{number}": reason for number, (_, reason) in enumerate(rows)}
    parts = (f"(?:{pattern})(?P<row{number}>)" for number, (pattern, _) in enumerate(rows))
    return re.compile("|".join(parts)), reasons


def none_by_context(text: str, candidate: Candidate) -> str:
    """The reason that the words right behind or right before the number give; "" for none."""
    start, end, form = candidate.start, candidate.end, candidate.form
    if after := _reading("after", form, text[end : end + 1]):
        pattern, reasons = after
        if (match := pattern.match(text, end)) and match.lastgroup:
            return reasons[match.lastgroup]
    if before := _reading("before", form, text[max(0, start - 1) : start]):
        pattern, reasons = before
        if (match := pattern.search(text, max(0, start - _BEFORE), start)) and match.lastgroup:
            return reasons[match.lastgroup]
    return ""


def none_as_qualifier(text: str, candidate: Candidate, suffix: Suffix, before: str, behind: str) -> bool:
    """Whether the number says which things are counted: 10亿元以上项目52个, 3岁以下婴幼儿, 50亿级项目.

    ``behind`` is the kind of the unit of the number that nothing but ``before`` separates it from: count
    (6个产值超100亿元、4个…的产业集群) or share (35%以上的村经营性收入超100万元); else "".
    """
    if (
        suffix.is_class
        or _tells_apart(text, suffix, before, behind)
        or _is_class_of_area(text, candidate, suffix, before)
    ):
        return True
    if suffix.kind not in _SIZE_KINDS and not (suffix.scale and not suffix.unit):
        return False
    if suffix.unit in _WORKING_DAYS:
        return False
    if suffix.kind == "percent" and _AIM_EXCEEDED.match(text, suffix.end) and _COMPARED_WITH.search(before):
        return True
    if bound := _BOUND.match(text, suffix.unit_end):
        if suffix.kind == "percent" or before.endswith(("从", "由")) or not suffix.unit:
            return False
        if not _NOUN_FOLLOWS.match(text, bound.end()) or _DEPARTMENT_FOLLOWS.match(text, bound.end()):
            return False
        return suffix.kind in ("time", "length") or not _VERB_FOLLOWS.match(text, bound.end())
    follower = text[suffix.end : suffix.end + _FOLLOWER]
    if suffix.kind == "currency" and _COUNTED_AT_ONCE.match(follower):
        return True
    if candidate.form == "chinese" and candidate.scale and suffix.kind in ("currency", ""):
        if suffix.comparator == "ge" or not _ROUND_SIZE.match(text, candidate.start, candidate.end):
            return False
        if candidate.scale == "万" and before.endswith(_REACHING):
            return False
        return bool(_NOUN_FOLLOWS.match(follower)) and not _ROUND_FOLLOWS.match(follower)
    return suffix.kind == "currency" and bool(_COUNTED_LATER.match(follower))


def _is_class_of_area(text: str, candidate: Candidate, suffix: Suffix, before: str) -> bool:
    """Whether a round numeral names a class of size: 启动百万亩林果基地, against 建成百万亩高标准农田.

    Where the things are counted behind it, it is one whatever the verb: 新建万亩合作社15个.
    """
    if suffix.kind != "area" or candidate.form != "chinese" or suffix.comparator:
        return False
    if not _ROUND_SIZE.match(text, candidate.start, candidate.end):
        return False
    if _THINGS_COUNTED.match(text, suffix.end):
        return True
    if before.endswith((*_MADE, *_REACHING)):
        return False
    return bool(_NOUN_FOLLOWS.match(text, suffix.end)) and not _ROUND_FOLLOWS.match(text, suffix.end)


def none_as_capacity(text: str, candidate: Candidate, suffix: Suffix, before: str) -> bool:
    """Whether the number is the size of a named plant: 甲公司10万吨铜板带项目, unless it says what was made."""
    many_goods = suffix.unit in _PRODUCTS and (suffix.scale or candidate.value >= _MANY)
    if suffix.kind not in _CAPACITY_KINDS and not many_goods:
        return False
    if not suffix.comparator and _CAPACITY_LIST.match(text, suffix.end):
        return True
    if suffix.comparator or not _CAPACITY_FOLLOWS.match(text, suffix.end):
        return False
    words = before.strip("、，；和及与 ")
    if not words or _WORKS_VERB.search(before):
        return True
    return len(words) > 1 and not _PRODUCED.search(before)


def is_supposed(text: str, start: int, candidate: Candidate) -> bool:
    """Whether a number belongs to a what-if of its sentence: 只要亩产提高20公斤，就可以增产3000吨."""
    low = max(start, candidate.start - _SUPPOSED)
    supposed = _WHAT_IF.search(text, low, candidate.start)
    if supposed is None:
        return False
    # what would come of it is told in numbers too
    return supposed["then"] is not None or bool(_WOULD_COME.match(text, candidate.end))


def counts_entries(indicator: str, unit: str) -> bool:
    """Whether a number only says how long a list of the report is: 12件民生实事, 20项惠企政策, 15项约束性指标."""
    return unit in _LIST_UNITS and bool(_ENTRIES.search(indicator))


def _tells_apart(text: str, suffix: Suffix, before: str, behind: str) -> bool:
    """Whether the words before and the number make an attribute of things that another number counts."""
    if behind == "share" and suffix.kind == "currency" and _REACHED.search(before):
        return True
    if behind == "count" and not before and suffix.comparator == "ge" and _NOUN_FOLLOWS.match(text, suffix.end):
        # 1000个20户以上自然村
        return True
    if not before or not _THRESHOLD.search(before):
        return False
    if behind == "count" and _COUNT_FOLLOWS.match(text, suffix.end):
        return True
    if not text.startswith("的", suffix.end):
        return False
    return len(before.strip("、，")) > 2 or bool(_THINGS_COUNTED.match(text, suffix.end))
