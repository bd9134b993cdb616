"""Numbers that measure nothing: dates, ordinals, names, qualifiers, counts of headings.

Each function answers with a reason of lexicon/none_reasons.csv, or "" where the number may be a metric.
"""

import re
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.mentions.candidates import Candidate
from ingest.mentions.suffixes import Suffix


@cache
def _patterns(side: str) -> tuple[tuple[re.Pattern[str], frozenset[str], str], ...]:
    """Rows of lexicon/none_patterns.csv for one side of the number, compiled, in order."""
    return tuple(
        (re.compile(row["pattern"]), frozenset(row["forms"].split("|")), row["reason"])
        for row in lexicon.rows("none_patterns")
        if row["side"] == side
    )


def none_by_context(text: str, candidate: Candidate, before: str) -> str:
    """The reason that the words right behind or right before the number give."""
    form = candidate.form
    for pattern, forms, reason in _patterns("after"):
        if form in forms and pattern.match(text, candidate.end):
            return reason
    for pattern, forms, reason in _patterns("before"):
        if form in forms and pattern.search(before):
            return reason
    return ""


_QUALIFIED: Final = re.compile(r"(?:以上|及以上|以下|及以下|以内)?的?[\u4e00-\u9fff“A-Za-z]")
_BOUND: Final = re.compile(r"以上|及以上|以下|及以下|以内")
_SIZE_KINDS: Final = frozenset({"currency", "time", "area", "mass", "energy", "length", "percent", "transport", "volume"})
_MORE_THAN: Final = re.compile(r"(?:超|超过|过|达|达到|不足|低于|高于|突破|破|规模|总投资|投资)$")
_VERB_FOLLOWS: Final = re.compile(r"的?(?:用于|支持|做实|开展|推进|建设|实施|在|并|以|对|为|，|。)")


def none_as_qualifier(text: str, candidate: Candidate, suffix: Suffix, before: str, limit: int) -> bool:
    """Whether the number says which things are counted: 10亿元以上项目52个, 3岁以下婴幼儿, 50亿级项目."""
    if suffix.is_class:
        return True
    if suffix.kind not in _SIZE_KINDS and not (suffix.scale and not suffix.unit):
        return False
    after = text[suffix.unit_end : suffix.unit_end + 6]
    bound = _BOUND.match(after)
    if suffix.kind == "time":
        return bool(bound) and bool(re.match(r"的?[\u4e00-\u9fff]", text[suffix.end : suffix.end + 2]))
    if bound:
        rest = text[suffix.end : min(suffix.end + 8, limit)]
        if suffix.kind == "percent" or not rest or not re.match(r"的?[\u4e00-\u9fff“]", rest):
            return False
        return not _VERB_FOLLOWS.match(rest)
    if after.startswith("的") and suffix.kind == "currency" and re.search(r"(?:超|超过|过|不足|低于|高于)$", before):
        return True
    return False
