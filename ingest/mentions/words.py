"""Words that stand for numbers: 零突破, 清零, 倍增, 减半, 首位, 半数, 两位数."""

import re
from collections.abc import Callable
from typing import Final

from ingest import lexicon
from ingest.mentions.candidates import Candidate
from ingest.mentions.cues import read_before
from ingest.mentions.model import Special
from ingest.mentions.phrases import phrase_before
from ingest.mentions.ranks import rank_lead

_BRINGS_ABOUT: Final = lexicon.pattern("brings_about")
# 1.4万名 in 1.4万名老人零感染
_COUNTED_BEFORE: Final = re.compile(r"^.*\d[万亿]?.")
_QUOTED: Final = "”’」"
_ABOVE: Final = lexicon.pattern("above")
_FIRST_PLACE: Final = lexicon.pattern("first_place")
_CAMPAIGN_BEHIND: Final = lexicon.pattern("campaign_behind")
_CAMPAIGN_BEFORE: Final = lexicon.pattern("campaign_before")
_HALVING_ENDS: Final = lexicon.pattern("halving_ends")
_GROWTH_WORDS: Final = lexicon.pattern("growth_words")
_NEARLY: Final = lexicon.word_list("nearly")
_MORE_THAN_HALF: Final = lexicon.word_list("more_than_half")
_AND_MORE: Final = lexicon.word_list("and_more")
_CUT_BY_HALF: Final = lexicon.pattern("cut_by_half")
_ZERO_IN_NAMES: Final = lexicon.word_list("zero_in_names")
_VICTIMS: Final = lexicon.word_list("zero_victims")


def read_word(text: str, candidate: Candidate, clause: str) -> Special:
    """A word that stands for a number, behind the words ``clause``; its reason is set where it measures nothing."""
    return _READERS[candidate.word](text, candidate, clause)


def unit_of(words: str) -> str:
    """The measure word of the thing that ``words`` speak of last: 零就业家庭 is counted in 户."""
    last, unit = (-1, 0), "个"
    for noun, measure_word in lexicon.mapping("noun_units", "noun", "unit").items():
        found = words.rfind(noun)
        if found >= 0 and (found + len(noun), len(noun)) > last:
            last, unit = (found + len(noun), len(noun)), measure_word
    return unit


def _nothing(candidate: Candidate, reason: str) -> Special:
    return Special("", None, "", "", candidate.end, reason=reason)


def _approximate(clause: str) -> str:
    """近半数, 超过半数: the comparator that the words right before give."""
    if clause.endswith(_NEARLY):
        return "approx"
    return "ge" if _ABOVE.search(clause) else "eq"


def _names_campaign(text: str, end: int, clause: str) -> bool:
    """“清零”专项行动, 企业上市倍增三年行动, 两个翻番: a word for a number in the name of a campaign or a policy."""
    return bool(_CAMPAIGN_BEHIND.match(text, end) or _CAMPAIGN_BEFORE.search(clause))


def _first(text: str, candidate: Candidate, clause: str) -> Special:
    """稳居全省首位, 登上榜首; not 放在首位."""
    if _FIRST_PLACE.search(clause):
        return Special("rank", 1.0, "位", "eq", candidate.end, rank_lead(clause))
    return _nothing(candidate, "fixed_phrase")


def _zero_out(text: str, candidate: Candidate, clause: str) -> Special:
    """问题动态清零; not 清零行动, 两清零一提升."""
    if _names_campaign(text, candidate.end, clause):
        return _nothing(candidate, "name")
    return Special("level", 0.0, unit_of(clause), "eq", candidate.end)


def _doubling(text: str, candidate: Candidate, clause: str) -> Special:
    """营收翻一番, 翻了近一番, 翻了一番多, 规模倍增; not 倍增计划."""
    if _names_campaign(text, candidate.end, clause):
        return _nothing(candidate, "name")
    end = candidate.end
    if text.startswith("多", end) and not text.startswith("多元", end):
        return Special("growth", None, "%", "ge", end + 1)
    comparator = "approx" if "近" in text[candidate.start : end] else _approximate(clause)
    return Special("growth", None, "%", comparator, end)


def _halving(text: str, candidate: Candidate, clause: str) -> Special:
    """时限减半, 减半征收; not 减半 inside a name."""
    if not _HALVING_ENDS.match(text, candidate.end):
        return _nothing(candidate, "name")
    return _doubling(text, candidate, clause)


def _half(text: str, candidate: Candidate, clause: str) -> Special:
    """近半数, 一多半, 半数以上, 过半."""
    end = candidate.end
    measure, value = ("growth", -50.0) if _CUT_BY_HALF.search(clause) else ("level", 50.0)
    if above := next((word for word in _AND_MORE if text.startswith(word, end)), ""):
        return Special(measure, value, "%", "ge", end + len(above))
    more = clause.endswith(_MORE_THAN_HALF) or text[candidate.start : end] == "过半"
    return Special(measure, value, "%", "ge" if more else _approximate(clause), end)


def _two_digits(text: str, candidate: Candidate, clause: str) -> Special:
    """两位数增长; a level where nothing near it grows."""
    near = clause + text[candidate.end : candidate.end + 4]
    return Special("growth" if _GROWTH_WORDS.search(near) else "level", 10.0, "%", "ge", candidate.end)


def _zero(text: str, candidate: Candidate, clause: str) -> Special:
    """零突破 is one, 零增长 a rate, 零伤亡 counts people, 零容忍 measures nothing."""
    end = candidate.end
    after = text[end : end + 4].lstrip(_QUOTED)
    if "突破" in text[end : end + 5]:
        comparator = "ge" if text.startswith("的突破", end) else "eq"
        return Special("level", 1.0, unit_of(clause), comparator, text.index("突破", end) + 2)
    if after.startswith(("增长", "负增长")):
        grown = text.index("增长", end) + 2
        if _names_campaign(text, grown, clause):
            return _nothing(candidate, "name")
        return Special("growth", 0.0, "%", "eq", grown)
    if after.startswith(_ZERO_IN_NAMES):
        return _nothing(candidate, "fixed_phrase")
    if noun := next((noun for noun in _VICTIMS if after.startswith(noun)), ""):
        # 患者零死亡、医护人员零感染
        own = clause.rpartition("零")[2].partition("、")[2] if "零" in clause else clause
        told = [words for words in _BRINGS_ABOUT.split(_COUNTED_BEFORE.sub("", own).strip("“‘”’，")) if words]
        name = phrase_before(read_before(told[-1]).rest) + noun if told else noun
        return Special("level", 0.0, "人", "eq", text.index(noun, end) + len(noun), indicator=name)
    unit = unit_of(after)
    return Special("level", 0.0, unit if unit != "个" else unit_of(clause), "eq", end)


_READERS: Final[dict[str, Callable[[str, Candidate, str], Special]]] = {
    "first": _first,
    "zero": _zero,
    "zero_out": _zero_out,
    "doubling": _doubling,
    "halving": _halving,
    "half": _half,
    "two_digits": _two_digits,
}
