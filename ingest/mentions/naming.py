"""What a number measures: the words before it, those behind it, or what was named before."""

import re
from functools import lru_cache
from typing import Final

from ingest import lexicon
from ingest.lexicon.edges import endings
from ingest.mentions import phrases
from ingest.mentions.attributes import complete_dependent, is_dependent
from ingest.mentions.behind import phrase_behind
from ingest.mentions.catalogue import counted_in, is_known
from ingest.mentions.cues import governing_verb, read_before
from ingest.mentions.fragments import fragment_kind, tidied, trimmed, without_grade
from ingest.mentions.regions import split_region
from ingest.mentions.sentence import Sentence, Slot
from ingest.mentions.spending import owned_amount, spent_on
from ingest.mentions.things import LONGEST_NAME, names_thing, of_size, size_of, staged, without_number, without_state

_PLACE: Final = 3
_REMEMBERED: Final = 1 << 16
_SHORTEST: Final = 2
# fragments that what stands behind the number may replace, and those that are part of the completed name
_NAMED_BEHIND: Final = frozenset({"act", "empty", "unit", "loose", "base"})
_COMPLETED: Final = frozenset({"grade", "generic", "aspect", "stage"})
_CLAUSES_BACK: Final = 3
# a sentence begins with the words of its first number up to here
_OPENS: Final = 2
_LIST_NUMBER: Final = re.compile(r"^ *\d{1,3}[.、](?!\d) ?")
_REACHES: Final = "惠及"
_LESS: Final = ("低于", "慢于", "低")
_WITH_THEIR_VERB: Final = lexicon.word_list("counted_with_their_verb")
_HANDED_OUT: Final = lexicon.word_list("shares_handed_out")
_AREAS_ALONE: Final = frozenset(lexicon.word_list("areas_alone"))
_AGGREGATES: Final = frozenset(lexicon.word_list("aggregates"))
_REFERENCE: Final = lexicon.pattern("reference")
_SHARE: Final = lexicon.pattern("share")
_SHARE_OF_WHOLE: Final = lexicon.pattern("share_of_whole")
_SHARE_AGAIN: Final = lexicon.pattern("share_again")
_PLAN_DONE: Final = lexicon.pattern("plan_done")
_QUOTED_TARGET: Final = lexicon.pattern("quoted_target")
_DONE_IN_DAYS: Final = lexicon.pattern("done_in_days")
_WORKING_DAYS: Final = frozenset(lexicon.word_list("working_days"))
_ZONE: Final = lexicon.pattern("zone")
_COUNTED_SIZE: Final = lexicon.pattern("counted_size")
_SIZE_ENDS: Final = endings(_COUNTED_SIZE.pattern)
_CARRIED_OUT: Final = lexicon.pattern("carried_out")
_TRADE_FLOWS: Final = lexicon.word_list("trade_flows")
_AMOUNTS: Final = lexicon.word_list("amounts_of_money")
_COMPARED: Final = lexicon.pattern("compared")
_SAID_OF: Final = lexicon.pattern("said_of")
_REFERS_BACK: Final = frozenset(lexicon.word_list("refers_back"))


class Namer:
    """Names what the slots of one sentence measure, from left to right.

    ``consumed`` is where the words end that named what an earlier number counts; ``keeps_owner``: the last name is
    only a part (其中乡村150个), the next number leans on the whole again.
    """

    __slots__ = ("consumed", "keeps_owner", "memory", "sentence")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.memory = sentence, sentence.memory
        self.consumed = sentence.start
        self.keeps_owner = False

    def name(self, slot: Slot) -> tuple[str, bool]:
        """What the number measures, and whether the words around it say so themselves; "" where it cannot be told."""
        words, own = self._named(slot)
        if not self.memory.region:
            self.memory.region = self._region_of_clause(slot)
        name = _cleaned(words)
        if kind := fragment_kind(name):
            slot.carried = True
            return self._mended(slot, name, kind), own
        slot.carried = slot.carried or not own
        return name, own

    def _mended(self, slot: Slot, fragment: str, kind: str) -> str:
        """A fragment completed from context: a grade, a generic noun or an aspect needs the thing before it.

        全市龙头企业达到90家，其中国家级8家 is 国家级龙头企业; an act or a unit names nothing, the thing alone counts.
        """
        if kind in _NAMED_BEHIND:
            after, after_end = phrase_behind(self.sentence, slot)
            if len(after) > 1 and not fragment_kind(after):
                self.consumed = after_end
                return after
            if kind == "act" and fragment_kind(after) == "generic":
                # 精选200个项目
                self.consumed = after_end
                return fragment + after
        if kind == "generic" and (verb := phrases.strip_leads(slot.cues.rest.rstrip("的"))[1]):
            # 引进的88个项目
            return verb + fragment
        if kind == "grade" and (shared := self._shared_ahead(slot)):
            return fragment + shared
        owner = self._spoken_of(slot)
        if not owner or kind not in _COMPLETED:
            return owner or (self._left_behind(slot) if kind == "generic" else "")
        if kind == "grade":
            return fragment + without_grade(owner)
        return owner if owner.endswith(fragment) else complete_dependent(fragment, owner, always=True)

    def _shared_ahead(self, slot: Slot) -> str:
        """What the next number counts, where both count grades of it: 新建6个省级、60个市级示范点; "" for nothing."""
        slots, following = self.sentence.slots, slot.index + 1
        if phrases.only_leads(phrase_behind(self.sentence, slot)[0]):
            return ""
        while following < len(slots) and slots[following].suffix.unit == slot.suffix.unit:
            ahead = phrase_behind(self.sentence, slots[following])[0]
            if fragment_kind(ahead) != "grade":
                thing = without_grade(ahead)
                return "" if thing == ahead or fragment_kind(thing) else thing
            following += 1
        return ""

    def _left_behind(self, slot: Slot) -> str:
        """What stands behind a number that counts, where the words before are too general: 剩余300名贫困户."""
        after = tidied(phrase_behind(self.sentence, slot)[0]) if slot.suffix.kind == "count" else ""
        return "" if len(after) < _SHORTEST or fragment_kind(after) else after

    def _spoken_of(self, slot: Slot) -> str:
        """The nearest thing that the sentence speaks of before a number; "" for none that could be looked up."""
        sentence, unit = self.sentence, slot.suffix.scale + slot.suffix.unit
        if sentence.mentions or slot.index:
            found = self.memory.indicator
            if found and not fragment_kind(found) and counted_in(found, unit):
                return found
        end = slot.clause_start
        for _ in range(_CLAUSES_BACK):
            if end <= sentence.start:
                break
            start = sentence.clause_start(end - 1)
            if start >= end:
                break
            found = trimmed(tidied(phrases.phrase_before(sentence.text[start : max(start, end - 1)])))
            if any(map(str.isdigit, found)):
                break
            if 1 < len(found) <= LONGEST_NAME and not fragment_kind(found):
                return found if counted_in(found, unit) else ""
            end = start
        found = self.memory.indicator
        if not found or fragment_kind(found) or not counted_in(found, unit):
            return ""
        return found

    def _named(self, slot: Slot) -> tuple[str, bool]:
        """The words that name it, as they stand, and whether they are its own."""
        if slot.named:
            return slot.named, True
        if slot.suffix.kind == "count" and (sized := self._of_other_size(slot)):
            return sized, True
        if spent := spent_on(self.sentence, slot):
            return spent, True
        rest = self._words_before(slot)
        if (shared := self._share(slot)) is not None:
            return shared, True
        phrase = phrases.phrase_before(rest)
        if not phrase and (done := self._done_in_days(slot)):
            return done, True
        behind = phrase_behind(self.sentence, slot)
        if behind[0] and (counted := self._counted_behind(slot, rest, phrase, behind)) is not None:
            return counted, True
        if slot.index:
            if slot.candidate.word == "rank" and len(phrase) <= _PLACE and not is_dependent(phrase):
                phrase = ""
            names = bool(phrase) and not is_known(phrase) and not slot.before.startswith("、")
            slot.quoted = names and bool(_QUOTED_TARGET.match(self.sentence.text, slot.suffix.end))
        if not phrase or slot.quoted or phrase in _REFERS_BACK or _COMPARED.match(rest):
            return self._inherited(slot, rest, behind)
        if _REACHES in rest and (reached := phrases.phrase_before(rest.rpartition(_REACHES)[2])):
            owner = phrases.phrase_before(rest.rpartition(_REACHES)[0])
            return f"{owner or self._owner(slot)}{_REACHES}{reached}", True
        phrase = self._without_region(phrase)
        if not phrase:
            return self._inherited(slot, rest, behind)
        return self._completed(slot, phrase, rest.lstrip("，,、 ").startswith("其中")), True

    def _of_other_size(self, slot: Slot) -> str:
        """The things counted before, of the size that stands right before the number: 其中超50亿元15个; "" for none."""
        size = _COUNTED_SIZE.search(slot.before) if not _SIZE_ENDS.isdisjoint(slot.before[-2:]) else None
        if not size:
            return ""
        owner = phrases.phrase_before(slot.before[: size.start()]) or self.memory.indicator
        return of_size(size[0], owner) if owner else ""

    def _words_before(self, slot: Slot) -> str:
        """The words that may name it; without the reference of percentage points (比全国平均高2.3个百分点)."""
        cues = slot.cues
        if slot.suffix.kind == "points" and (match := _REFERENCE.search(slot.before.rstrip())):
            cues.comparator, cues.grow = "", -1 if match[1] in _LESS else 1
            return slot.before[: match.start()].rstrip("均明显总体，")
        return cues.rest

    def _share(self, slot: Slot) -> str | None:
        """占全国的28%: the share of what was named before, or of what the same clause names; None for no share."""
        if slot.suffix.unit not in ("%", "成") or slot.candidate.word == "growth" or slot.cues.grow:
            return None
        done = _PLAN_DONE.fullmatch(slot.before.strip("，、 "))
        if done and slot.index and self.sentence.slots[slot.index - 1].suffix.end >= slot.clause_start - 1:
            # 粮食12万吨，完成计划的106%: the share that was done of what was planned; what follows is of the thing
            self.keeps_owner = True
            return self.memory.indicator + done[0].rstrip("的")
        share = _SHARE.search(slot.before)
        if not share:
            return self._share_again(slot)
        if share["over"]:
            slot.cues.comparator = "ge"
        owner = phrases.phrase_before(read_before(slot.before[: share.start()].removesuffix("分别")).rest)
        owner = self._without_region(owner) if owner else ""
        return f"{owner or self._owner(slot)}占{share['whole'] or share['region']}比重"

    def _share_again(self, slot: Slot) -> str | None:
        """人口约占60%, after 面积占全国80%: the share of the whole that was told last; None for no share."""
        of_whole = self.memory.indicator.find("占")
        again = _SHARE_AGAIN.search(slot.before) if of_whole > 0 and slot.index else None
        owner = phrases.phrase_before(read_before(slot.before[: again.start()]).rest) if again else ""
        return owner + self.memory.indicator[of_whole:] if owner else None

    def _owner(self, slot: Slot) -> str:
        """The thing spoken of before the words of this number."""
        return self.memory.indicator if slot.index else self._previous_clause(slot)

    def _done_in_days(self, slot: Slot) -> str:
        """What can be done in a number of working days, which tells it behind the number: 3个工作日内可开办企业."""
        done = _DONE_IN_DAYS.match(self.sentence.text, slot.suffix.end) if slot.suffix.unit in _WORKING_DAYS else None
        if not done:
            return ""
        after, self.consumed = phrases.phrase_after(self.sentence.text, done.end(), self.sentence.end)
        return after

    def _previous_clause(self, slot: Slot) -> str:
        """The thing that the clause before speaks of: 开展老旧小区改造，完成300个."""
        sentence, end = self.sentence, slot.clause_start
        if end <= sentence.start:
            return ""
        start = sentence.clause_start(end - 1)
        if start >= end:
            return ""
        found = phrases.phrase_before(_LIST_NUMBER.sub("", sentence.text[start : max(start, end - 1)]))
        return found if is_known(found) else _SAID_OF.sub("", found)

    def _opens(self, slot: Slot) -> bool:
        """Whether the clause before opens another subject than the last number: 乙达到3元；推进丙试点，人数达到2万."""
        if not slot.index:
            return True
        start = self.sentence.clause_start(slot.clause_start - 1)
        last = self.sentence.slots[slot.index - 1].suffix.end
        return last < start < slot.clause_start and self.sentence.text[start - 1] in "；;"

    # --- the words behind the number ----------------------------------------------------------------------------

    def _counted_behind(self, slot: Slot, rest: str, phrase: str, behind: tuple[str, int]) -> str | None:
        """The name where the words behind tell it (建成6个特色产业集群); None where those before do (上市企业3家)."""
        after, after_end = behind
        is_attribute = self.sentence.text.startswith("的", slot.suffix.end)
        if is_attribute and (attribute := owned_amount(slot, phrase, self.memory.indicator)):
            # 总投资5亿元的项目, 投资5亿元的隧道开工
            self.consumed = after_end
            return staged(self._without_region(after)) + attribute
        if rest.endswith(_REACHES):
            self.consumed = after_end
            if is_attribute:
                return f"{after}{_REACHES}"
            return f"{phrases.phrase_before(rest.removesuffix(_REACHES)) or self._owner(slot)}{_REACHES}{after}"
        if self._counts_what_follows(slot, rest, phrase):
            self.consumed = after_end
            return self._without_region(after)
        return None

    def _counts_what_follows(self, slot: Slot, rest: str, phrase: str) -> bool:
        """6个特色产业集群 against 上市企业3家: which side of the number names what is counted."""
        kind, cues = slot.suffix.kind, slot.cues
        if cues.grow or cues.origin or kind == "points" or kind == "special":
            return False
        words = slot.before.rstrip(" \u200b")
        if not phrase or phrase in _AREAS_ALONE or words.endswith(("、", "的", "等")):
            return True
        if kind == "count" and words.endswith(("和", "与", "及")):
            return True
        if kind == "percent" and not words.endswith(_HANDED_OUT):
            return False
        verb = governing_verb(rest)
        if len(verb) >= 2 and phrases.only_leads(rest[: len(rest) - len(verb)]):
            return True
        if len(verb) >= 2 and not cues.is_level and not verb.endswith(_WITH_THEIR_VERB):
            return True
        return "、" in rest and kind == "count" and not cues.popped and not verb

    # --- the words before the number ----------------------------------------------------------------------------

    def _completed(self, slot: Slot, phrase: str, partial: bool) -> str:
        """A phrase that leans on what was said before, with what it leans on: 总产量 after 粮食播种面积."""
        owner, is_first = self.memory.indicator, not slot.index
        if partial and not is_first and self._is_zone(slot, phrase):
            self.keeps_owner = slot.carried = True
            self.memory.region = phrase
            return owner
        if partial and not is_first and phrase[-2:] == owner[-2:] and not size_of(phrase) and size_of(owner):
            # 亿元以上项目50个，其中渔业项目30个
            return size_of(owner) + phrase
        if phrase in phrases.partial_words() and (partial or not is_first):
            self.keeps_owner = slot.carried = True
            return phrase + owner
        if phrase in phrases.stage_verbs() and not is_first:
            return phrase + staged(owner)
        if partial and is_known(phrase):
            return phrase
        if is_first and is_known(phrase) and slot.before_start <= self.sentence.start + _OPENS:
            # a sentence that begins with an indicator of its own leans on none of the sentences before
            return phrase
        if _SHARE_OF_WHOLE.fullmatch(phrase):
            # 非公经济较快发展，占生产总值的比重由1%提高到2%: a share leans on what it is the share of
            return ((self._previous_clause(slot) if self._opens(slot) else "") or owner) + phrase
        if phrase in _TRADE_FLOWS and self._is_apart(slot, phrase):
            return phrase
        if is_dependent(phrase):
            if self._stands_alone(slot, phrase) or self._is_listed_apart(slot, phrase):
                return phrase
            return complete_dependent(phrase, (self._previous_clause(slot) if self._opens(slot) else "") or owner)
        if phrases.is_verb(phrase) and is_first:
            return self._previous_clause(slot) + phrase
        return complete_dependent(phrase, owner)

    def _is_apart(self, slot: Slot, flow: str) -> bool:
        """Whether trade is told beside an amount (利用外资65亿元，出口70亿元), or named again."""
        owner = (self._previous_clause(slot) if self._opens(slot) else "") or self.memory.indicator
        return owner.endswith(_AMOUNTS) or flow[:_SHORTEST] in owner

    def _is_zone(self, slot: Slot, phrase: str) -> bool:
        """Whether a zone names its part of an amount told before: 造林10万亩，其中青禾新区4万亩."""
        before = self.sentence.slots[slot.index - 1].suffix
        return before.unit == slot.suffix.unit and slot.suffix.kind != "count" and bool(_ZONE.match(phrase))

    def _stands_alone(self, slot: Slot, phrase: str) -> bool:
        """Whether an attribute is an aggregate of its own, as 投资 is in 消费增长5%，投资增长8%."""
        if slot.before_start < slot.clause_start or slot.before.startswith("、"):
            return False
        if not (is_known(phrase) or phrase in _AGGREGATES):
            return False
        before = self.sentence.mentions[-1:]
        return bool(slot.cues.grow) or slot.candidate.word == "rank" or bool(before and before[0].measure == "growth")

    def _is_listed_apart(self, slot: Slot, phrase: str) -> bool:
        """原油两亿吨；发电量五千亿度: an indicator of its own at the beginning of the next item of a list."""
        apart = self.sentence.text[slot.clause_start - 1 : slot.clause_start] in ("；", ";")
        return apart and slot.before_start >= slot.clause_start and len(phrase) > _SHORTEST and is_known(phrase)

    def _inherited(self, slot: Slot, rest: str, behind: tuple[str, int]) -> tuple[str, bool]:
        """The name of a number whose own words name nothing: what was named before, or what stands behind it."""
        after, after_end = behind
        memory, is_special = self.memory, slot.suffix.kind == "special"
        if after and is_special:
            named = phrases.strip_leads(after)[0]
            if len(named) > 1 and not named.endswith("第"):
                self.consumed = after_end
                return self._without_region(named), True
        verb = rest.strip("、，；。 ").removeprefix("全年")
        if slot.index and verb in phrases.stage_verbs():
            return verb + staged(memory.indicator), True
        if slot.index and memory.indicator and phrases.tells(verb):
            # 扶持残疾人就业80人，培训90人: what was done tells it apart
            self.keeps_owner = True
            return memory.indicator + verb, True
        if not slot.index and not after and (previous := self._previous_clause(slot)):
            tells = phrases.is_verb(verb) and not phrases.adds_nothing(verb)
            return previous + (verb if tells else ""), True
        if slot.index and self._opens(slot) and names_thing(previous := self._previous_clause(slot)):
            # 轻工业由1%升到2%；重工业，由3%升到4%
            return previous, True
        if memory.indicator and (slot.index or self.sentence.mentions):
            return memory.indicator, False
        if after and not is_special:
            self.consumed = after_end
            return self._without_region(after), True
        if not memory.indicator and not slot.index and len(self.sentence.slots) > 1:
            # 在去年增长8.5%的基础上，今年投资再增长10%
            return phrases.phrase_before(self.sentence.slots[1].cues.rest), False
        return memory.indicator, False

    def _region_of_clause(self, slot: Slot) -> str:
        """The sub-region that the clause begins with: 青禾自贸试验区新设企业、进出口均增长5%; "" for none."""
        opening = phrases.strip_leads(self.sentence.text[slot.clause_start : slot.candidate.start])[0]
        region, rest = split_region(opening, self.sentence.context.region_code)
        return "" if rest.startswith("等") else region

    def _without_region(self, phrase: str) -> str:
        """The phrase without the sub-region in front of it, which is remembered: 泸州经济总量 is 经济总量."""
        region, rest = split_region(phrase, self.sentence.context.region_code)
        self.memory.region = region
        return phrases.phrase_before(rest) if region and rest else rest


@lru_cache(_REMEMBERED)
def _cleaned(words: str) -> str:
    """Words as the name of an indicator: without what belongs to the sentence around them, or says how it stands."""
    name = _CARRIED_OUT.sub("", without_state(without_number(tidied(words))))
    return tidied(trimmed(name)) if fragment_kind(name) == "loose" else name
