"""One sentence while it is read: its text and boundaries, its slots, and the mentions found so far."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.frame.clause import Words
from ingest.mentions.candidates import Candidate
from ingest.mentions.cues import Before
from ingest.mentions.model import Context, Memory, Mention
from ingest.mentions.suffixes import Suffix

# one of these marks; a comma only where it does not group digits (12,000)
_CLAUSE_BREAK: Final = re.compile(r"[，；：。！？\n,](?:(?<!,)|(?<!\d,)|(?!\d{3}(?!\d)))")

# no clause of prose is longer; a table without marks would take time that grows with its square
LONGEST_CLAUSE: Final = 400


@dataclass(slots=True)
class Slot:
    """A candidate that measures something, with what stands around it.

    ``before`` are the words between the last number or boundary and this one, from ``before_start``;
    ``connects``: nothing but 、 or 和 parts it from the slot before; ``range_end``: it closes a range (4%—5%);
    ``named``: what it measures, where the number itself says so (十九连丰);
    ``quoted``: it is what had been aimed at (6%的预期目标);
    ``carried``: its name, or a part of it, is taken from the words before.
    """

    index: int
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
    carried: bool = False


@dataclass(slots=True)
class Chain:
    """Slots that share what the first of them says: 分别增长5%和8.2%, 4%—5%.

    ``own``: the words around the numbers say what they measure, nothing is taken over from before;
    ``comparator`` is the one behind the last number where it bounds them all (分别达到5亿元、8亿元以上), else "".
    """

    slots: list[Slot]
    own: bool = True
    comparator: str = ""

    @property
    def first(self) -> Slot:
        """The slot whose words the others share."""
        return self.slots[0]

    def bound(self, position: int) -> str:
        """``lo`` or ``hi`` for the ends of a range, else ""."""
        if self.slots[position].range_end:
            return "hi"
        return "lo" if position + 1 < len(self.slots) and self.slots[position + 1].range_end else ""


class Sentence:
    """The sentence ``text[start:end]``; ``last_end`` is where the number read last ends, its unit included."""

    __slots__ = (
        "_breaks",
        "context",
        "end",
        "last_end",
        "memory",
        "mentions",
        "section",
        "slots",
        "start",
        "text",
        "words",
    )

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        section: str,
        context: Context,
        memory: Memory,
        words: Words | None = None,
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.section, self.context, self.memory = section, context, memory
        self.slots: list[Slot] = []
        self.mentions: list[Mention] = []
        # what it says of time and stance
        self.words = words or Words()
        self.last_end = start
        # where clauses begin: behind every mark of one character
        self._breaks = [match.end() for match in _CLAUSE_BREAK.finditer(text, start, end)]
        if end - start > LONGEST_CLAUSE:
            self._breaks = _cut(self._breaks, start, end)

    def clause_start(self, position: int) -> int:
        """Where the clause begins that holds ``position``."""
        index = bisect_right(self._breaks, position)
        return self._breaks[index - 1] if index else self.start

    def clause_end(self, position: int) -> int:
        """Where the clause ends that holds ``position``: the offset of the mark that closes it."""
        index = bisect_right(self._breaks, position)
        return self._breaks[index] - 1 if index < len(self._breaks) else self.end

    def add(self, slot: Slot) -> None:
        """Take up the next slot."""
        self.slots.append(slot)
        self.last_end = slot.suffix.end

    def none(self, candidate: Candidate, reason: str) -> None:
        """Take up a candidate that measures nothing."""
        mention = Mention(candidate.start, candidate.end, "none", reason, section=self.section)
        mention.sentence_start, mention.sentence_end = self.start, self.end
        self.mentions.append(mention)


def _cut(breaks: list[int], start: int, end: int) -> list[int]:
    """The breaks, and more of them where a clause would be too long."""
    cut = [
        position
        for low, high in pairwise([start, *breaks, end])
        for position in (*range(low + LONGEST_CLAUSE, high, LONGEST_CLAUSE), high)
    ]
    return cut[:-1]
