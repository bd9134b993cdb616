"""What money goes to, where only the words behind it tell: 投入3亿元，改造农村公路400公里 is 农村公路投入."""

from typing import Final

from ingest import lexicon
from ingest.mentions import phrases
from ingest.mentions.attributes import attribute_of
from ingest.mentions.cues import governing_verb, read_before
from ingest.mentions.fragments import tidied, trimmed
from ingest.mentions.sentence import Sentence, Slot
from ingest.mentions.things import names_thing, only_stages

# the words that open a sentence or a member of a list and say of money only that it is spent
_SPENDS: Final = lexicon.pattern("spends")
_GOES_TO: Final = lexicon.pattern("goes_to")
_USED_FOR: Final = lexicon.pattern("used_for")
_TAKES: Final = lexicon.pattern("takes")
_REDUCING: Final = lexicon.pattern("reducing")
_USED: Final = "用于"
_INVESTMENT: Final = "投资"
_OPENED_BY: Final = ("", "。", "；", ";", "：", "\n", "！")


def spent_on(sentence: Sentence, slot: Slot) -> str:
    """What money or a share of it goes to; "" where the words behind a number do not tell.

    Of a sum this counts only at the beginning of a sentence or of a member of a list: elsewhere its owner is told.
    """
    text, start = sentence.text, slot.before_start
    if slot.suffix.kind == "percent":
        return _share_used(sentence, slot)
    if slot.suffix.kind != "currency" or slot.cues.grow or text[max(0, start - 1) : start] not in _OPENED_BY:
        return ""
    spends = _SPENDS.fullmatch(slot.before.strip())
    goes_to = _GOES_TO.match(text, slot.suffix.end) if spends else None
    if not spends or not goes_to:
        return ""
    thing = _thing(sentence, slot, goes_to.end())
    return f"{thing}{spends['noun'] or '投入'}" if names_thing(thing) else ""


def _share_used(sentence: Sentence, slot: Slot) -> str:
    """财政支出的75%用于民生, 75%的财政支出用于民生: the share of the whole that one use has; "" for no such share."""
    used = _USED_FOR.match(sentence.text, slot.suffix.end)
    if not used or slot.cues.grow or _REDUCING.search(slot.before):
        return ""
    told = sentence.memory.indicator.partition(_USED)
    if told[1] and slot.index and _USED in slot.before:
        # 一般预算的75%用于区县、50%用于民生
        return f"{told[0]}{_USED}{used['use']}比重"
    whole = used["whole"] or phrases.phrase_before(_TAKES.sub("", read_before(slot.before).rest))
    if not whole and slot.index:
        whole = sentence.memory.indicator
    return f"{whole}{_USED}{used['use']}比重" if names_thing(whole) else ""


def owned_amount(slot: Slot, phrase: str, told_last: str) -> str:
    """The amount that the thing behind a number owns: 总投资5亿元的项目, 投资3亿元的隧道、2亿元的渡口; "" for none."""
    if phrase not in ("", _INVESTMENT) or slot.suffix.kind != "currency":
        return attribute_of(phrase)
    listed = slot.before.startswith(("、", "和", "，")) and told_last.endswith(_INVESTMENT)
    return _INVESTMENT if listed or governing_verb(slot.cues.rest) == _INVESTMENT else ""


def _thing(sentence: Sentence, slot: Slot, start: int) -> str:
    """The thing that the clause from ``start`` deals with: 农村公路 of 改造农村公路400公里, of 改造400公里农村公路."""
    end = sentence.clause_end(start)
    following = sentence.slots[slot.index + 1 : slot.index + 2]
    counted = following[0] if following and following[0].candidate.start < end else None
    words = sentence.text[start : counted.candidate.start if counted else end]
    if not phrases.strip_leads(words)[1]:
        # only what is done with it tells: 改造, 实施, not 其中, 比上年
        return ""
    before = phrases.phrase_before(read_before(words).rest if counted else words)
    if counted and (not names_thing(before) or only_stages(before)):
        # 新建、改造14座车站
        before = phrases.phrase_after(sentence.text, counted.suffix.end, end)[0]
    return trimmed(tidied(before))
