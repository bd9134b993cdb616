"""Numbers that share their words: 分别增长5%和8.2%, 4%—5%, and the several things that they may count."""

from collections.abc import Iterator
from itertools import pairwise

from ingest.mentions.behind import phrase_behind
from ingest.mentions.enumerations import as_one, split_parts
from ingest.mentions.naming import Namer
from ingest.mentions.sentence import Chain, Sentence, Slot
from ingest.mentions.slots import words_before


def chains(sentence: Sentence) -> Iterator[Chain]:
    """The slots of a sentence, in order, those together that share the words of the first."""
    slots = sentence.slots
    start = 0
    while start < len(slots):
        end = start + 1
        while end < len(slots) and _joins(sentence, slots[end - 1], slots[end]):
            end += 1
        yield Chain(slots[start:end])
        start = end


def _joins(sentence: Sentence, previous: Slot, slot: Slot) -> bool:
    """Whether a number shares the words of the one before it, with nothing of its own: 5%和8.2%."""
    if not slot.connects:
        return False
    if slot.range_end:
        return True
    if slot.suffix.kind == "special":
        return previous.suffix.kind == "special"
    if not previous.suffix.unit and previous.suffix.scale and slot.suffix.unit:
        # 5万、8万人
        previous.suffix.unit, previous.suffix.kind = slot.suffix.unit, slot.suffix.kind
    return slot.suffix.unit == previous.suffix.unit or not phrase_behind(sentence, slot)[0]


class ChainNamer:
    """Names what the chains of one sentence measure; ``named`` are the things named so far, in order."""

    __slots__ = ("named", "namer", "sentence")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.namer = Namer(sentence)
        self.named: list[str] = []

    def name(self, chain: Chain) -> Iterator[tuple[int, str]]:
        """Position and indicator of every slot of the chain; the memory's region is that of the slot yielded."""
        first, memory = chain.first, self.namer.memory
        self._skip_consumed(first)
        indicator, chain.own = self.namer.name(first)
        values = len([slot for slot in chain.slots if not slot.range_end])
        parts = self._parts(chain, indicator, values) if values > 1 else None
        indicator, parts = as_one(indicator), [as_one(part) for part in parts] if parts else None
        regions = memory.region.split("、") if first.cues.distributed else []
        if not self.namer.keeps_owner and not self._is_aside(first):
            memory.indicator = indicator
        self.namer.keeps_owner = False
        if parts:
            memory.parts = parts
        elif chain.own:
            memory.parts = []
        for low, high in pairwise(chain.slots):
            _share_unit(low, high)
        if parts or first.cues.distributed:
            chain.comparator = chain.slots[-1].suffix.comparator
        part = -1
        for position, slot in enumerate(chain.slots):
            part += not slot.range_end
            if len(regions) == values:
                memory.region = regions[part]
            yield position, parts[part] if parts and part < len(parts) else indicator
        self.named += parts or [indicator]

    def _parts(self, chain: Chain, indicator: str, values: int) -> list[str] | None:
        """The several things that as many numbers count: 进口、出口分别增长5%、8%; None for one thing."""
        if chain.own:
            return split_parts(indicator, values)
        if len(self.namer.memory.parts) == values:
            return self.namer.memory.parts
        if chain.first.cues.distributed or self._are_rates_of(chain, values):
            # 甲由1元增加到2元，乙由3元增加到4元，分别增长100%和33%: one thing named several times is one
            things = list(dict.fromkeys(self.named))
            return things[-values:] if len(things) >= values else split_parts(indicator, values)
        return None

    def _are_rates_of(self, chain: Chain, values: int) -> bool:
        """Whether as many rates follow as things were told: 甲12元，乙8元，增长8%和9%; each has one rate."""
        rates = all(slot.suffix.unit == "%" and not slot.range_end for slot in chain.slots)
        return rates and len(set(self.named[-values:])) == values and bool(chain.first.cues.grow)

    def _is_aside(self, slot: Slot) -> bool:
        """Whether a number stands in brackets: 收入200亿元（含退税40亿元），增长5% goes on about 收入."""
        text, start, end = self.sentence.text, self.sentence.start, slot.candidate.start
        opened = text.rfind("（", start, end)
        return opened >= 0 and text.find("）", opened, end) < 0

    def _skip_consumed(self, slot: Slot) -> None:
        """Words that named what an earlier number counts say nothing of the next: 2个中心、5个医院."""
        consumed = self.namer.consumed
        if slot.before_start < consumed <= slot.candidate.start:
            slot.before = slot.before[consumed - slot.before_start :]
            slot.before_start = consumed
            slot.cues = words_before(self.sentence.text, slot.candidate, slot.suffix, slot.before)


def _share_unit(low: Slot, high: Slot) -> None:
    """4—5%: the unit stands behind the second number only."""
    if high.range_end and not low.suffix.unit:
        low.suffix.unit, low.suffix.kind = high.suffix.unit, high.suffix.kind
        low.suffix.scale = low.suffix.scale or high.suffix.scale
