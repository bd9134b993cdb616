"""From the text of one document to its mentions."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from typing import Final

from ingest.frame.clause import Carried, carry, words_of
from ingest.frame.governing import GoverningYears
from ingest.frame.words import words_between, words_of_reading
from ingest.mentions.candidates import candidates
from ingest.mentions.cells import RowReader
from ingest.mentions.model import Context, Memory, Mention
from ingest.mentions.reader import read_sentence
from ingest.mentions.relations import read_relations
from ingest.mentions.sentence import Sentence
from ingest.mentions.stretches import stretches
from ingest.mentions.tables import find_tables
from ingest.reading import Reading, reading_of
from ingest.schemas import REPEAT
from ingest.sections import Section

_REASON_OF_SECTION: Final = {"furniture": "page_furniture", "appendix": "glossary"}


def read_document(text: str, sections: Sequence[Section], context: Context) -> list[Mention]:
    """All mentions of a text, in order: one per candidate, and the targets without a number.

    ``sections`` must be in order and without gaps (see ingest.sections). Candidates in furniture and appendices
    are of role none; passages marked as repeats are read like the rest, their section says so.
    """
    reading = reading_of(text)
    seen = reading.text
    found = candidates(seen)
    mentions: list[Mention] = []
    memory = Memory()
    starts = [reading.seen(section.start) for section in sections]
    hits = words_of_reading(seen)
    own = partial(words_between, hits, [hit.start for hit in hits])
    years = GoverningYears(reading, hits)
    rows = find_tables(reading, context.report_year, text)
    row_reader = RowReader(seen, context, own)
    paragraph, position, looked = -1, 0, 0
    for start, end, group, row in stretches(seen, found, rows):
        section = sections[bisect_right(starts, group[0].start) - 1].section if sections else "opening"
        if section in _REASON_OF_SECTION:
            aside = Sentence(seen, start, end, section, context, memory)
            for candidate in group:
                aside.none(candidate, _REASON_OF_SECTION[section])
            mentions.extend(aside.mentions)
            continue
        opening = max(paragraph, seen.rfind("\n", looked, start))
        looked = start
        if opening != paragraph:
            paragraph, memory, position = opening, Memory(carried=Carried(heading=years.at(start))), opening + 1
        if row is not None:
            read = row_reader.read(row, section.removesuffix(REPEAT), group)
        else:
            if position < start:
                # sentences without numbers hand on their time and stance too
                aside_words = words_of(seen, own(position, start), context.report_year, context.this_year)
                carry(aside_words, memory.carried, opening + 1 if position == opening + 1 else None)
            words = words_of(seen, own(start, end), context.report_year, context.this_year)
            sentence = Sentence(seen, start, end, section.removesuffix(REPEAT), context, memory, words)
            read = read_sentence(sentence, group)
            carry(words, memory.carried, start if start == opening + 1 else None)
        position = end
        for mention in read if section.endswith(REPEAT) else ():
            mention.section = section
        mentions.extend(read)
    spans = [Section(start, 0, section.section) for start, section in zip(starts, sections, strict=True)]
    return [
        _placed(mention, reading)
        for mention in _merged(mentions, read_relations(seen, spans, context, (own, years.at)))
    ]


def _placed(mention: Mention, reading: Reading) -> Mention:
    """The mention with its offsets turned back to those of the raw text."""
    low, high = mention.sentence_start, mention.sentence_end
    if low <= mention.start < mention.end <= high and (shift := reading.shift(low, high)) is not None:
        mention.start, mention.end = mention.start + shift, mention.end + shift
        mention.sentence_start, mention.sentence_end = low + shift, high + shift
        return mention
    mention.start, mention.end = reading.raw_span(mention.start, mention.end)
    mention.sentence_start, mention.sentence_end = reading.raw_span(low, high)
    return mention


def _merged(numbers: list[Mention], relations: list[Mention]) -> list[Mention]:
    """Both kinds in order; a relation whose words hold a number leaves it to the number."""
    if not relations:
        return numbers
    starts = [mention.start for mention in numbers]
    free = []
    for relation in relations:
        index = bisect_right(starts, relation.start)
        before_ends = index == 0 or numbers[index - 1].end <= relation.start
        if before_ends and (index == len(starts) or starts[index] >= relation.end):
            free.append(relation)
    return sorted(numbers + free, key=lambda mention: mention.start)
