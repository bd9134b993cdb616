"""Reads one sentence: walks its candidates from left to right and says what each of them measures."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from ingest.mentions import phrases
from ingest.mentions.candidates import Candidate
from ingest.mentions.catalogue import is_known
from ingest.mentions.cues import Before, governing_verb, read_before
from ingest.mentions.model import Context, Memory, Mention
from ingest.mentions.nonmetrics import none_as_qualifier, none_by_context
from ingest.mentions.numerals import chinese_integer
from ingest.mentions.regions import split_region
from ingest.mentions.roles import commitment, default_role, default_year
from ingest.mentions.special import Special, read_rank, read_streak, read_word, unit_of
from ingest.mentions.suffixes import Suffix, read_suffix, unit_at
from ingest.mentions.years import NamedYear, read_year, result_year, target_year

_CONNECTOR: Final = re.compile(r"^(?:余|多)?(?:、|和|与|及|以及| |\u200b|“|”)*(?:分别)?$")
_RANGE: Final = re.compile(r"^[ \u200b]*(?:—{1,2}|～|至|到|-)[ \u200b]*$")
_RANGE_AHEAD: Final = re.compile(r"[ \u200b]*(?:—{1,2}|～|-|至|到)[ \u200b]*\d+(?:\.\d+)?[ \u200b]*[万亿]*")
_NEXT_RANK: Final = re.compile(r"(?:[、和]|(?:上?升|跃升|提升|前移|进|下降|降)(?:至|到|为))(?:全[省市国球])?第$")
_PLACE: Final = 3
_TITLE: Final = 40
_QUOTATION: Final = 16
_BREAKS: Final = ("破", "超", "过", "突破", "超过", "破“", "“破")
_LINE_START: Final = re.compile(r"(?:^|\n)[ \u200b（(]*$")
_CHINESE_MARKER: Final = re.compile(r"、(?![一二三四五六七八九]、)|）")
_BEHIND_MARKER: Final = re.compile(r"[ \u200b、.．，)）]*")
_MARKER: Final = re.compile(r"[ ]?[、.）)][ ]?(?![\d])|[、.．）)]\s*$")
_REFERENCE: Final = re.compile(r"(高于|低于|快于|慢于|好于|优于|超过|超出|领先|高出|低)((?:[^，、。]{0,8})?)$")
_ORIGIN: Final = re.compile(r"(从|由)[^，。；]{0,10}$")
_CHANGED: Final = re.compile(
    r"(?:以上|以下|：1)?(?:左右)?(?:、[^，。；]{1,12})?(?:逐步|平均|全面|大幅|进一步|统一)?"
    r"(?:提高|增加|降|升|扩|缩|减|调|增|发展|压|上升|下降|跃|提升|提|下调|上调|攀升|拓展|延长|变|回升|回落|壮大|上涨|改善)"
)
_REDUCING: Final = re.compile(r"(?:^|[，、已再续均])(?:压减|精简|压缩|缩减|削减|核减|减(?=时间|材料|环节|跑动))")
_RATE_BEHIND: Final = re.compile(r"的?(?:年均|预期|经济){0,2}(?:增长|增速|增幅|涨幅|速度增长)")
_WITHIN: Final = re.compile(r"([二两三四五])年(?:之)?内")
_TERM_AHEAD: Final = re.compile(r"(?:未来|今后)五年")
_ANNUAL_AVERAGE: Final = re.compile(r"年均|平均每年|每年平均")
_SEVERAL_YEARS: Final = re.compile(r"[三四五十]年(?:来|间|累计|共|总|内)|累计|未来五年|今后五年|“十.五”(?:期间|时期|以来)|(?:过去|这)[三四五]年")
_SHARE: Final = re.compile(
    r"(?:占(?!地|道|用|比)(?P<whole>[^，、占]{1,14}?)(?:的?(?:比重|份额|比例))?|(?P<over>超过)(?P<region>全[省市国县区]))"
    r"(?:从|由|已|上升至|升至|提升至|提升到|提高到|提高至|达到?|超过?|近|约|为|接近|突破|的|首次){0,3}[ “]*$"
)
_QUOTED_TARGET: Final = re.compile(r"(?:左右)?的(?:预期)?[^，。；的]{0,6}目标")
_CLAUSE: Final = re.compile(r"[，；：。！？\n]|(?<!\d),|,(?!\d{3}(?!\d))")
_CLAUSE_END: Final = _CLAUSE
_COUNTED_KINDS: Final = frozenset({"count", "area", "length", "volume", "mass", "energy", "transport", "textile", "data", "currency", "percent"})


@dataclass(slots=True)
class Slot:
    """A candidate on its way to a mention, with what stands around it."""

    candidate: Candidate
    suffix: Suffix
    before: str
    before_start: int
    cues: Before
    clause_start: int
    connects: bool
    range_end: bool = False
    named: str = ""
    quoted: bool = False


class SentenceReader:
    """Reads the candidates of one sentence; one object per sentence, ``memory`` goes from sentence to sentence."""

    def __init__(
        self, text: str, start: int, end: int, section: str, context: Context, memory: Memory, is_rerun: bool = False
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.section, self.context, self.memory = section, context, memory
        self.named_years: list[NamedYear] = []
        self.mentions: list[Mention] = []
        self.slots: list[Slot] = []
        self.last_end = start
        self.consumed = start
        self.reducing = False
        self.named: list[str] = []
        self.grew = False
        self.keeps_owner = False
        self.breaks = [match.end() for match in _CLAUSE.finditer(text, start, end)]

    def read(self, candidates: list[Candidate]) -> list[Mention]:
        """Mentions for all candidates of the sentence, in order."""
        for index, candidate in enumerate(candidates):
            limit = candidates[index + 1].start if index + 1 < len(candidates) else self.end
            self._sort_out(candidate, limit)
        self._name_all()
        return sorted(self.mentions, key=lambda mention: mention.start)

    # --- which candidates measure something -------------------------------------------------------------------

    def _sort_out(self, candidate: Candidate, limit: int) -> None:
        """Either a mention of role none, or a slot whose indicator is still to be named."""
        text = self.text
        clause_start = self._clause_start(candidate.start)
        before = text[max(clause_start, self.last_end) : candidate.start]
        reason = self._plain_none(candidate)
        if reason:
            self._none(candidate, reason)
            if reason == "list_marker":
                # 12.围绕…: what the marker counts off begins behind it
                self.last_end = candidate.end + len(_BEHIND_MARKER.match(text, candidate.end)[0])  # type: ignore[index]
            return
        if candidate.form in ("word", "ordinal", "arabic", "chinese", "digit"):
            mention = self._special(candidate, before, clause_start)
            if mention is not None:
                return
        suffix = read_suffix(text, candidate.end)
        if candidate.scale:
            suffix.scale = candidate.scale
        if candidate.form in ("percent", "fraction"):
            suffix.unit, suffix.kind, suffix.scale = candidate.word or "%", "percent", ""
        reason = self._none_reason(candidate, suffix, before, clause_start, limit)
        if reason:
            self._none(candidate, reason)
            return
        self._slot(candidate, suffix, before, clause_start)

    def _slot(self, candidate: Candidate, suffix: Suffix, before: str, clause_start: int) -> None:
        text = self.text
        cues = self._read_before(candidate, suffix, before)
        previous = self.slots[-1] if self.slots else None
        connects = bool(previous) and bool(_CONNECTOR.match(text[self.last_end : candidate.start]))
        ranged = previous is not None and self._is_range(previous, candidate)
        self.slots.append(
            Slot(candidate, suffix, before, candidate.start - len(before), cues, clause_start, connects or ranged, ranged)
        )
        self.last_end = suffix.end

    def _is_range(self, low: Slot, candidate: Candidate) -> bool:
        between = self.text[low.suffix.unit_end : candidate.start]
        return bool(_RANGE.match(between)) or (low.candidate.word == "pair" and between == "、")

    def _read_before(self, candidate: Candidate, suffix: Suffix, before: str) -> Before:
        """The words before a number; a number that something rose or fell from hands them on to the one after it."""
        large = bool(candidate.scale) or candidate.form == "chinese"
        percentage = suffix.kind in ("percent", "points", "times", "special")
        origin = _ORIGIN.search(before)
        if origin and _CHANGED.match(self.text, suffix.end):
            cues = read_before(before[: origin.start()].rstrip("分别均") or before[origin.end(1) :], large)
            cues.origin, cues.is_level, cues.grow = True, True, 0
            return cues
        return read_before(before, large, percentage=percentage)

    def _plain_none(self, candidate: Candidate) -> str:
        """Dates, list markers and names: told from the neighbourhood, before any unit is read."""
        text, start, end = self.text, candidate.start, candidate.end
        if candidate.form in ("arabic", "chinese"):
            year = read_year(text, start, end)
            if year:
                self.named_years.append(year)
                return "date"
            if text.endswith("连续", self.start, start):
                return ""
            if _MARKER.match(text, end) and _LINE_START.search(text[max(0, start - 4) : start]):
                return "list_marker"
        if candidate.form == "digit" and _CHINESE_MARKER.match(text, end) and _LINE_START.search(text[max(0, start - 4) : start]):
            return "list_marker"
        if candidate.form in ("arabic", "chinese", "digit", "ordinal", "fraction"):
            return none_by_context(text, candidate)
        return ""

    def _none_reason(self, candidate: Candidate, suffix: Suffix, before: str, clause_start: int, limit: int) -> str:
        text = self.text
        if candidate.form == "ordinal":
            return "ordinal"
        if none_as_qualifier(text, candidate, suffix, before, self._behind(candidate, before)):
            return "qualifier"
        if suffix.kind == "time":
            cues = self._read_before(candidate, suffix, before)
            ranged = bool(self.slots) and bool(_RANGE.match(text[self.slots[-1].suffix.unit_end : candidate.start]))
            if not (cues.is_level or cues.grow or cues.comparator or ranged):
                return "qualifier" if suffix.unit in ("岁", "周岁") else "period"
        if not suffix.unit and not suffix.scale and not suffix.kind:
            return self._bare(candidate, suffix, before)
        if candidate.form in ("chinese", "digit") and not candidate.scale and not self._chinese_counts(candidate, suffix, before):
            return "fixed_phrase"
        if self._in_name(candidate):
            return "name"
        return ""

    def _behind(self, candidate: Candidate, before: str) -> str:
        """What the number before counts, when no boundary stands between: a count, a share of things, or nothing."""
        if not self.slots or self.last_end != candidate.start - len(before) or before[:1] in "、和":
            return ""
        last = self.slots[-1]
        if last.suffix.kind == "percent" and (last.candidate.form == "fraction" or before.startswith("的")):
            return "share"
        return "count" if last.suffix.kind == "count" else ""

    def _bare(self, candidate: Candidate, suffix: Suffix, before: str) -> str:
        """A number without unit measures only where a verb reports it: 收入倍差缩小至1.81, “破千”."""
        text, end = self.text, candidate.end
        if candidate.form == "chinese" and before.endswith(_BREAKS) and text[candidate.start : end] in ("百", "千", "万", "亿"):
            suffix.unit, suffix.kind = unit_of(before), "count"
            return ""
        if candidate.word == "pair":
            return ""
        if candidate.form != "arabic":
            return "name"
        cues = self._read_before(candidate, suffix, before)
        if match := _RANGE_AHEAD.match(text, end):
            unit, kind = unit_at(text, match.end())
            if kind not in ("", "time") or (unit == "天" and cues.is_level):
                return ""
        verb = cues.is_level or (cues.comparator and cues.rest)
        follower = text[end : end + 1]
        if verb and (cues.rest or (self.slots and self.slots[-1].cues.origin)) and (not follower or follower in "，,。；、）) \n”以左和与及提缩降升：增扩"):
            return ""
        return "no_measure"

    def _chinese_counts(self, candidate: Candidate, suffix: Suffix, before: str) -> bool:
        """A Chinese numeral without 万 or 亿 counts something only in some places."""
        word = self.text[candidate.start : candidate.end]
        if suffix.kind in ("percent", "times"):
            return True
        if len(word) > 1 and word not in ("百千", "十百", "千百", "千万", "二十"):
            return suffix.kind != "" and suffix.kind != "time"
        verb = governing_verb(before.rstrip())
        listed = before.strip() == "" or before.endswith(("、", "，"))
        if word in ("百", "千", "万", "亿"):
            return bool(verb) or listed or bool(read_before(before, True).popped)
        return suffix.unit == "次" and listed

    def _in_name(self, candidate: Candidate) -> bool:
        """Inside a title, or a short quotation that is a name: 《哪吒2》, “千项万亿”, “8+4”, “31条”."""
        text = self.text
        title = text.rfind("《", max(self.start, candidate.start - _TITLE), candidate.start)
        if title >= 0 and text.find("》", title, candidate.start) < 0:
            return True
        opening = text.rfind("“", max(self.start, candidate.start - _QUOTATION), candidate.start)
        if opening < 0 or text.find("”", opening, candidate.start) >= 0:
            return False
        closing = text.find("”", candidate.end, candidate.end + _QUOTATION)
        if closing < 0 or text.find("“", candidate.end, closing) >= 0:
            return False
        return text[opening + 1 : candidate.start] not in _BREAKS

    # --- words, ranks, streaks -------------------------------------------------------------------------------

    def _special(self, candidate: Candidate, before: str, clause_start: int) -> bool | None:
        """Ranks, streaks and words that stand for numbers; True when the candidate became a slot or a none."""
        found = None
        clause = self.text[max(clause_start, candidate.start - 24) : candidate.start]
        if candidate.form == "word":
            found = read_word(self.text, candidate, clause)
        elif candidate.form == "ordinal" or clause.endswith(("前", "前“")) or self.text.startswith("强", candidate.end):
            found = read_rank(self.text, candidate, clause)
        if found is None and candidate.form == "ordinal" and self._follows_rank(candidate):
            found = Special("rank", None, "位", "eq", candidate.end + self.text.startswith(("位", "名"), candidate.end), 1)
        if found is None and candidate.form in ("arabic", "chinese", "digit"):
            found = read_streak(self.text, candidate, clause)
        if found is None:
            return None
        among = self.text.startswith("强", candidate.end) and bool(self.slots) and self.slots[-1].clause_start == clause_start
        if found.reason or among:
            self._none(candidate, found.reason or "qualifier")
            return True
        candidate.word = found.measure
        cues = read_before(before[: max(0, len(before) - found.drop)], position=found.measure in ("rank", "streak"))
        suffix = Suffix("", found.unit, "special", found.comparator, found.end, found.end, False)
        connects = bool(self.slots) and bool(_CONNECTOR.match(self.text[self.last_end : candidate.start].removesuffix("第")))
        if found.value is not None:
            candidate.value = found.value
        if found.comparator == "eq" and cues.comparator and found.measure != "rank":
            suffix.comparator = cues.comparator
        self.slots.append(
            Slot(candidate, suffix, before[: max(0, len(before) - found.drop)], candidate.start - len(before), cues, clause_start, connects, named=found.indicator)
        )
        self.last_end = found.end
        return True

    def _follows_rank(self, candidate: Candidate) -> bool:
        """全省第七、第三; 由第九升至第四."""
        if not self.slots or self.slots[-1].candidate.word != "rank":
            return False
        return bool(_NEXT_RANK.match(self.text[self.last_end : candidate.start]))

    # --- what they measure ------------------------------------------------------------------------------------

    def _name_all(self) -> None:
        index = 0
        while index < len(self.slots):
            chain = 1
            while index + chain < len(self.slots) and self._joins(index + chain):
                chain += 1
            self._name_chain(self.slots[index : index + chain])
            index += chain

    def _joins(self, index: int) -> bool:
        """Whether a number shares the words of the one before it, with nothing of its own: 5%和8.2%."""
        slot, previous = self.slots[index], self.slots[index - 1]
        if not slot.connects:
            return False
        if slot.range_end or slot.suffix.kind == "special":
            return slot.range_end or previous.suffix.kind == "special"
        if not previous.suffix.unit and previous.suffix.scale and slot.suffix.unit:
            previous.suffix.unit, previous.suffix.kind = slot.suffix.unit, slot.suffix.kind
        return slot.suffix.unit == previous.suffix.unit or not self._phrase_after(slot)[0]

    def _name_chain(self, chain: list[Slot]) -> None:
        """Numbers joined by nothing but 、 or 和 share what the first of them says."""
        first = chain[0]
        self._skip_consumed(first)
        indicator, own = self._indicator(first)
        values = sum(not slot.range_end for slot in chain)
        parts: list[str] | None = None
        if values > 1:
            parts = phrases.split_parts(indicator, values) if own else None
            if parts is None and not own and len(self.memory.parts) == values:
                parts = self.memory.parts
            if parts is None and not own and first.cues.distributed and len(self.named) >= values:
                parts = self.named[-values:]
        regions = self.memory.region.split("、") if first.cues.distributed else []
        if not self.keeps_owner:
            self.memory.indicator = indicator
        self.keeps_owner = False
        if parts:
            self.memory.parts = parts
        elif own:
            self.memory.parts = []
        for low, high in zip(chain, chain[1:], strict=False):
            if high.range_end:
                self._share_unit(low, high)
        part = -1
        shared = chain[-1].suffix.comparator if (parts or first.cues.distributed) else ""
        for position, slot in enumerate(chain):
            part += not slot.range_end
            name = parts[part] if parts and part < len(parts) else indicator
            if len(regions) == values:
                self.memory.region = regions[part]
            self._emit(slot, first, name, shared, self._bound(chain, position), own)
        self.named += parts or [indicator]

    @staticmethod
    def _share_unit(low: Slot, high: Slot) -> None:
        """4—5%: the unit stands behind the second number only."""
        if not low.suffix.unit:
            low.suffix.unit, low.suffix.kind = high.suffix.unit, high.suffix.kind
            low.suffix.scale = low.suffix.scale or high.suffix.scale

    def _skip_consumed(self, slot: Slot) -> None:
        """Words that named what an earlier number counts say nothing of the next: 2个中心、5个医院."""
        if slot.before_start < self.consumed <= slot.candidate.start:
            slot.before = slot.before[self.consumed - slot.before_start :]
            slot.before_start = self.consumed
            slot.cues = self._read_before(slot.candidate, slot.suffix, slot.before)

    def _bound(self, chain: list[Slot], position: int) -> str:
        if chain[position].range_end:
            return "hi"
        if position + 1 < len(chain) and chain[position + 1].range_end:
            return "lo"
        return ""

    def _indicator(self, slot: Slot) -> tuple[str, bool]:
        """What the number measures, and whether the words around it say so themselves."""
        memory, cues = self.memory, slot.cues
        rest = cues.rest
        if slot.named:
            return slot.named, True
        if slot.suffix.kind == "points" and (match := _REFERENCE.search(slot.before.rstrip())):
            rest = slot.before[: match.start()].rstrip("均明显总体，")
            cues.comparator, cues.grow = "", -1 if match[1] in ("低于", "慢于", "低") else 1
        is_share = slot.suffix.unit in ("%", "成") and slot.candidate.word != "growth" and not cues.grow
        if is_share and (share := _SHARE.search(slot.before)):
            if share["over"]:
                cues.comparator = "ge"
            return self._share_of(slot, slot.before, share), True
        after, after_end = self._phrase_after(slot)
        phrase = phrases.phrase_before(rest)
        partial = rest.lstrip("，,、 ").startswith("其中")
        if after and self.text.startswith("的", slot.suffix.end) and (attribute := phrases.attribute_of(phrase)):
            self.consumed = after_end
            return self._with_region(after) + attribute, True
        if after and rest.endswith("惠及"):
            self.consumed = after_end
            owner = phrases.phrase_before(rest.removesuffix("惠及"))
            if not owner:
                owner = memory.indicator if slot is not self.slots[0] else self._previous_clause(slot)
            if self.text.startswith("的", slot.suffix.end):
                return f"{after}惠及", True
            return f"{owner}惠及{after}", True
        if after and self._counts_what_follows(slot, rest, phrase):
            self.consumed = after_end
            return self._with_region(phrases.strip_leads(after)[0] if slot.suffix.kind == "special" else after), True
        if slot.candidate.word == "rank" and len(phrase) <= _PLACE and slot is not self.slots[0]:
            phrase = phrase if phrases.is_dependent(phrase) else ""
        if not phrase or (slot is not self.slots[0] and _QUOTED_TARGET.match(self.text, slot.suffix.end)):
            slot.quoted = bool(phrase)
            return self._inherited(slot, rest, after, after_end)
        if "惠及" in rest and (reached := phrases.phrase_before(rest.rpartition("惠及")[2])):
            owner = memory.indicator if slot is not self.slots[0] else self._previous_clause(slot)
            return f"{owner}惠及{reached}", True
        phrase = self._with_region(phrase)
        if not phrase:
            return self._inherited(slot, rest, after, after_end)
        return self._completed(slot, phrase, partial), True

    def _completed(self, slot: Slot, phrase: str, partial: bool) -> str:
        """A phrase that leans on what was said before, with what it leans on."""
        memory, is_first = self.memory, slot is self.slots[0]
        if phrase in phrases.partial_words() and (partial or not is_first):
            self.keeps_owner = True
            return phrase + memory.indicator
        if partial and is_known(phrase):
            return phrase
        if phrases.is_dependent(phrase):
            owner = self._previous_clause(slot) if is_first else ""
            return phrases.complete_dependent(phrase, owner or memory.indicator)
        if phrase in phrases.stage_verbs() and not is_first:
            return phrase + memory.indicator
        if phrases.is_verb(phrase):
            return self._previous_clause(slot) + phrase if is_first else phrase + memory.indicator
        return phrases.complete_dependent(phrase, memory.indicator)

    def _share_of(self, slot: Slot, before: str, share: re.Match[str]) -> str:
        """占全国的28%: the share of what was named before, or of what the same clause names."""
        owner = phrases.phrase_before(read_before(before[: share.start()].removesuffix("分别")).rest)
        owner = self._with_region(owner) if owner else ""
        if not owner:
            owner = self.memory.indicator if slot is not self.slots[0] else self._previous_clause(slot)
        whole = share["whole"] or share["region"]
        return f"{owner}占{whole}比重"

    def _inherited(self, slot: Slot, rest: str, after: str, after_end: int) -> tuple[str, bool]:
        if after and slot.suffix.kind == "special" and slot.candidate.word in ("streak", "level"):
            named = phrases.strip_leads(after)[0]
            if len(named) > 1 and not named.endswith("第"):
                self.consumed = after_end
                return self._with_region(named), True
        first = slot is self.slots[0]
        verb = rest.strip("、，；。 ").removeprefix("全年")
        if verb in phrases.stage_verbs() and not first:
            return verb + self.memory.indicator, True
        if first and (previous := self._previous_clause(slot)) and not after:
            tells = phrases.is_verb(verb) and not phrases.adds_nothing(verb)
            return previous + (verb if tells else ""), True
        if self.memory.indicator and (self.mentions or not first):
            return self.memory.indicator, False
        if after and slot.suffix.kind != "special":
            self.consumed = after_end
            return self._with_region(after), True
        if not self.memory.indicator and first and len(self.slots) > 1:
            # 在去年增长8.5%的基础上，今年投资再增长10%
            return phrases.phrase_before(self.slots[1].cues.rest), False
        return self.memory.indicator, False

    def _previous_clause(self, slot: Slot) -> str:
        """The thing that the clause before speaks of: 开展老旧小区改造，完成300个."""
        end = slot.clause_start
        start = self._clause_start(end - 1) if end > self.start else end
        return phrases.phrase_before(self.text[start : max(start, end - 1)]) if start < end else ""

    def _phrase_after(self, slot: Slot) -> tuple[str, int]:
        kind = slot.suffix.kind
        if kind not in _COUNTED_KINDS and slot.suffix.unit and slot.candidate.word not in ("streak", "level"):
            return "", 0
        start = slot.candidate.start
        following = next((other.candidate.start for other in self.slots if other.candidate.start > start), self.end)
        return phrases.phrase_after(self.text, slot.suffix.end, following)

    def _counts_what_follows(self, slot: Slot, rest: str, phrase: str) -> bool:
        """6个特色产业集群 against 上市企业3家: which side of the number names what is counted."""
        if slot.cues.grow or slot.cues.origin or slot.suffix.kind in ("points", "special"):
            return False
        words = slot.before.rstrip(" \u200b")
        if not phrase or words.endswith(("、", "的", "等")):
            return True
        if slot.suffix.kind == "count" and words.endswith(("和", "与", "及")):
            return True
        if slot.suffix.kind == "percent" and not words.endswith("投放"):
            return False
        verb = governing_verb(rest)
        if len(verb) >= 2 and phrases.only_leads(rest[: len(rest) - len(verb)]):
            return True
        if len(verb) >= 2 and not slot.cues.is_level and not verb.endswith(("投资", "就业", "贷款", "签约", "服务", "培训", "新增", "净增")):
            return True
        return rest.count("、") >= 1 and slot.suffix.kind == "count" and not slot.cues.popped and not verb

    def _with_region(self, phrase: str) -> str:
        region, rest = split_region(phrase, self.context.region_code)
        self.memory.region = region
        return phrases.phrase_before(rest) if region and rest else rest

    # --- the mention ------------------------------------------------------------------------------------------

    def _emit(self, slot: Slot, first: Slot, indicator: str, shared: str, bound: str, own: bool) -> None:
        candidate, suffix, cues = slot.candidate, slot.suffix, slot.cues
        role = default_role(
            self.text, self.section, (slot.clause_start, self._clause_end(candidate.end)), (candidate.start, suffix.end),
            self._clause_start(max(self.start, slot.clause_start - 2)), cues.origin,
        )  # fmt: skip
        unit = suffix.scale + suffix.unit
        if bound == "lo" and not suffix.unit:
            unit = self._next_unit(slot)
        measure, value = self._measure(slot, first, own)
        self.grew = measure == "growth"
        if suffix.unit == "成":
            unit, value = "%", value * 10
        comparator = bound or self._comparator(slot, first, role, shared)
        year = self._year(slot, first, role)
        self.mentions.append(
            Mention(
                candidate.start, candidate.end, role, None, indicator, measure, value, unit, comparator, year,
                self._period(slot, first, measure), self.memory.region, commitment(self.text, slot.clause_start, candidate.start) if role == "target" else None,
                section=self.section, sentence_start=self.start, sentence_end=self.end,
            )
        )  # fmt: skip

    def _next_unit(self, slot: Slot) -> str:
        following = self.slots[self.slots.index(slot) + 1].suffix
        return following.scale + following.unit

    def _measure(self, slot: Slot, first: Slot, own: bool) -> tuple[str, float]:
        candidate, kind, cues = slot.candidate, slot.suffix.kind, slot.cues
        value = candidate.value
        if kind == "special":
            return candidate.word, value
        grow = cues.grow or (first.cues.grow if slot.connects else 0)
        if slot.connects and cues.is_level and not slot.range_end:
            grow = 0
        listed = False
        if grow or cues.is_level:
            self.reducing = False
        elif kind in ("percent", "currency", "times"):
            listed = slot.before.startswith("、") and self.reducing
            self.reducing = listed or bool(_REDUCING.search(first.before))
            grow = -1 if self.reducing else 0
        if kind in ("percent", "times"):
            if grow or (not own and (cues.ceiling or slot.quoted) and self.grew):
                return "growth", (grow or 1) * value
            return "growth" if _RATE_BEHIND.match(self.text, slot.suffix.end) else "level", value
        if kind == "points":
            return "change", (grow or 1) * value
        return ("change", grow * value) if grow else ("level", value)

    def _comparator(self, slot: Slot, first: Slot, role: str, shared: str) -> str:
        suffix, cues = slot.suffix, slot.cues
        if suffix.comparator:
            return suffix.comparator
        if shared:
            return shared
        comparator = cues.comparator or (first.cues.comparator if slot.connects else "")
        if comparator:
            return comparator
        if "至少" in self.text[slot.clause_start : slot.candidate.start]:
            return "ge"
        return "le" if role == "target" and (cues.ceiling or (slot.connects and first.cues.ceiling)) else "eq"

    def _year(self, slot: Slot, first: Slot, role: str) -> int | None:
        report_year = self.context.report_year
        if report_year is None:
            return None
        position = slot.candidate.start
        if role == "target":
            default = default_year("target", self.section, report_year)
            if _TERM_AHEAD.search(self.text, slot.clause_start, position):
                default = report_year + 4
            elif within := _WITHIN.search(self.text, slot.clause_start, position):
                default = report_year + chinese_integer(within[1]) - 1
            return target_year(self.named_years, position, default, report_year)
        default = default_year("result", self.section, report_year)
        if (slot.cues.origin or (slot.connects and first.cues.origin)) and self.section in ("review", "term_review"):
            default -= 5 if self.section == "term_review" else 1
        elif self.section in ("plan", "closing") and "今年" in self.text[slot.clause_start : position]:
            default = report_year
        low = first.before_start if slot.connects else slot.before_start
        return result_year(self.named_years, position, low, default, report_year)

    def _period(self, slot: Slot, first: Slot, measure: str) -> str:
        """What the figure covers: a year (or a day in it), the average year of several, or several years together."""
        words = self.text[first.clause_start : slot.suffix.end]
        if _ANNUAL_AVERAGE.search(words):
            return "annual_average"
        stands = slot.cues.is_level or slot.cues.origin or slot.cues.comparator or measure in ("rank", "streak")
        if _SEVERAL_YEARS.search(words) and (not stands or "累计" in words):
            return "multi_year"
        return "year" if stands or self.section not in ("term_review", "term_plan") else "multi_year"

    # --- helpers ----------------------------------------------------------------------------------------------

    def _clause_start(self, position: int) -> int:
        index = bisect_right(self.breaks, position)
        return self.breaks[index - 1] if index else self.start

    def _clause_end(self, position: int) -> int:
        found = _CLAUSE_END.search(self.text, position, self.end)
        return found.start() if found else self.end

    def _none(self, candidate: Candidate, reason: str) -> None:
        self.mentions.append(
            Mention(candidate.start, candidate.end, "none", reason, section=self.section, sentence_start=self.start, sentence_end=self.end)
        )
