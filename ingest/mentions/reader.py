"""Reads one sentence: sorts its candidates out, names what the numbers measure, and makes mentions of them."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from ingest.mentions.candidates import Candidate
from ingest.mentions.chains import ChainNamer, chains
from ingest.mentions.figures import FigureReader
from ingest.mentions.model import Mention
from ingest.mentions.nonmetrics import counts_entries
from ingest.mentions.sentence import Sentence
from ingest.mentions.slots import sort_out

_start: Final = attrgetter("start")


def read_sentence(sentence: Sentence, candidates: Iterable[Candidate]) -> list[Mention]:
    """One mention for every candidate of the sentence, in order; the sentence's memory goes on to the next one."""
    for candidate in candidates:
        sort_out(sentence, candidate)
    if not sentence.slots:
        return sentence.mentions
    namer, figures = ChainNamer(sentence), FigureReader(sentence)
    for chain in chains(sentence):
        for position, indicator in namer.name(chain):
            slot = chain.slots[position]
            if counts_entries(indicator, slot.suffix.unit):
                sentence.none(slot.candidate, "heading_count")
            else:
                sentence.mentions.append(figures.read(chain, position, indicator))
    return sorted(sentence.mentions, key=_start)
