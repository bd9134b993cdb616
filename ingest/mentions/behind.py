"""What stands behind a number and is counted by it: 建成6个特色产业集群."""

from typing import Final

from ingest import lexicon
from ingest.mentions import phrases
from ingest.mentions.sentence import Sentence, Slot

_COUNTED_KINDS: Final = frozenset(
    ["count", "area", "length", "volume", "mass", "energy", "transport", "textile", "data", "currency", "percent"]
)
_AMOUNT_OF_COUNTED: Final = lexicon.pattern("amount_of_counted")
_AND_ANOTHER: Final = lexicon.pattern("and_another")


def phrase_behind(sentence: Sentence, slot: Slot) -> tuple[str, int]:
    """The noun phrase between a number and the next one, and where it ends; "" where its unit counts nothing.

    Both ends of a range count what stands behind the second: 2至3个中心.
    """
    slots, following = sentence.slots, slot.index + 1
    suffix = slot.suffix
    while following < len(slots) and slots[following].range_end:
        suffix = slots[following].suffix
        following += 1
    if suffix.kind not in _COUNTED_KINDS and suffix.unit and slot.candidate.word not in ("streak", "level"):
        return "", 0
    if following < len(slots) and _AND_ANOTHER.match(sentence.text, suffix.end):
        # 培训90人和义诊20场
        return "", 0
    limit = slots[following].candidate.start if following < len(slots) else sentence.end
    phrase, end = phrases.phrase_after(sentence.text, suffix.end, limit)
    amount = _AMOUNT_OF_COUNTED.search(phrase) if suffix.kind == "count" else None
    # 28家企业销售收入增长5%: the income is what the next number tells
    return (phrase[: amount.start()], end - len(amount[0])) if amount else (phrase, end)
