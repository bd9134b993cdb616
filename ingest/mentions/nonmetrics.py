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
def _pattern(side: str, form: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The rows of lexicon/none_patterns.csv for one side of a number of one form, as one pattern.

    The second value tells the reason for the name of each of its groups.
    """
    reasons: dict[str, str] = {}
    parts = []
    for row in lexicon.rows("none_patterns"):
        if row["side"] == side and form in row["forms"].split("|"):
            group = f"row{len(parts)}"
            reasons[group] = row["reason"]
            parts.append(f"(?P<{group}>{row['pattern']})")
    return re.compile("|".join(parts) or r"(?!)"), reasons


def none_by_context(text: str, candidate: Candidate) -> str:
    """The reason that the words right behind or right before the number give; "" for none."""
    pattern, reasons = _pattern("after", candidate.form)
    match = pattern.match(text, candidate.end)
    if not match:
        pattern, reasons = _pattern("before", candidate.form)
        match = pattern.search(text, max(0, candidate.start - _BEFORE), candidate.start)
    return reasons[match.lastgroup] if match and match.lastgroup else ""


_BEFORE: Final = 6
_BOUND: Final = re.compile(r"(?:以上|及以上|以下|及以下|以内|范围内|内)")
_SIZE_KINDS: Final = frozenset({"currency", "time", "area", "mass", "energy", "length", "percent", "transport", "volume"})
_REACHED: Final = re.compile(r"(?:超|超过|达|达到|突破|过)$")
_COUNT_FOLLOWS: Final = re.compile(r"的|、\d+(?:\.\d+)?[个家项户种]")
_NOUN_FOLLOWS: Final = re.compile(r"的?[\u4e00-\u9fff“]")
_VERB_FOLLOWS: Final = re.compile(r"的?(?:用于|支持|做实|开展|推进|建设|实施|在|并|以|对|为|和|与|及)")
_THRESHOLD: Final = re.compile(r"(?:超|超过|过|不足|低于|高于)$")
_ROUND_FOLLOWS: Final = re.compile(r"大关|台阶|新台阶|规模|以上|左右|的|级|和|与|及|以|用|个")
_COUNTED_LATER: Final = re.compile(r"(?:企业|项目|园区|平台|集群|产业链|镇|村|县|强镇|街区|产业|工厂|单品|品牌|商场)[^，。；]{0,6}?(?:达到?|增至|新增|突破|各)?\d")


def none_as_qualifier(text: str, candidate: Candidate, suffix: Suffix, before: str, behind: str) -> bool:
    """Whether the number says which things are counted: 10亿元以上项目52个, 3岁以下婴幼儿, 50亿级项目.

    ``behind`` is the kind of the unit of the number that nothing but ``before`` separates it from: count
    (6个产值超100亿元、4个…的产业集群) or share (35%以上的村经营性收入超100万元); else "".
    """
    if suffix.is_class:
        return True
    if behind == "share" and suffix.kind == "currency" and _REACHED.search(before):
        return True
    if behind == "count" and _THRESHOLD.search(before) and _COUNT_FOLLOWS.match(text, suffix.end):
        return True
    follower = text[suffix.end : suffix.end + 14]
    if before and follower.startswith("的") and _THRESHOLD.search(before) and len(before.strip("、，")) > 2:
        return True
    if suffix.kind not in _SIZE_KINDS and not (suffix.scale and not suffix.unit):
        return False
    bound = _BOUND.match(text, suffix.unit_end)
    if bound:
        if suffix.kind == "percent" or before.endswith(("从", "由")) or not suffix.unit or not _NOUN_FOLLOWS.match(text, bound.end()):
            return False
        return suffix.kind in ("time", "length") or not _VERB_FOLLOWS.match(text, bound.end())
    if candidate.form == "chinese" and candidate.scale and suffix.kind in ("currency", ""):
        if candidate.scale == "万" and before.endswith(("上", "近", "超", "约", "达")):
            return False
        return bool(_NOUN_FOLLOWS.match(follower)) and not _ROUND_FOLLOWS.match(follower)
    if suffix.kind == "currency":
        return bool(_COUNTED_LATER.match(follower))
    return False
