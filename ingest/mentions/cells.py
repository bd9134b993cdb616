"""Reads the rows of tables: a figure with the name of its row, as its column has it; words as sentences."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from ingest import lexicon
from ingest.frame.clause import words_of
from ingest.frame.words import Hit, find_words
from ingest.mentions.candidates import Candidate, candidates
from ingest.mentions.cues import read_before
from ingest.mentions.model import Context, Memory, Mention
from ingest.mentions.phrases import only_leads
from ingest.mentions.reader import read_sentence
from ingest.mentions.roles import commitment, default_year
from ingest.mentions.sentence import Sentence
from ingest.mentions.stretches import sentences
from ingest.mentions.tables import Column, Row, Span, unit_in

HitsOf = Callable[[int, int], Sequence[Hit]]
"""The words of time and stance of a stretch of the text."""

_VALUE: Final = re.compile(
    r"(?P<mark>[^\u4e00-\u9fff\d—−+-]{0,2})(?P<verb>[\u4e00-\u9fff]{0,6}?)(?P<sign>[—−+-]?)(?P<rest>\d.*)", re.DOTALL
)
_BRACKET: Final = re.compile(r"（[^（）]{1,10}）$")
_MARKER: Final = re.compile(r"^(?:[-*] +)?(?:（?[一二三四五六七八九十\d]{1,3}[、.．）)](?!\d) ?)?(?:其中：?)?")
_RATE: Final = lexicon.pattern("rate_name")
_MOST_HAN: Final = 10
_HAN: Final = re.compile("[\u4e00-\u9fff]")
# what a mark before a figure says
_MARKS: Final = {"≤": "不超过", "<": "不超过", "≥": "不低于", ">": "超过"}
_SECTION: Final = {"target": "plan", "result": "review"}
_LOOKS_BACK: Final = frozenset({"review", "term_review"})
_NO_FIGURES: Final = {"number": "list_marker", "owner": "name", "note": "qualifier", "unit": "qualifier"}


class RowReader:
    """Reads the rows of one document; a row without a name of its own goes on with the one above."""

    def __init__(self, text: str, context: Context, hits_of: HitsOf) -> None:
        self.text, self.context, self.hits_of = text, context, hits_of
        self._name = ""

    def read(self, row: Row, section: str, group: Sequence[Candidate]) -> list[Mention]:
        """One mention for each candidate of a row, in order."""
        if row.is_head:
            return [self._none(row, one, section, "date" if self._is_year(one) else "qualifier") for one in group]
        kinds = [self._kind(row, number, cell) for number, cell in enumerate(row.cells)]
        first = kinds.index("figure") if "figure" in kinds else len(kinds)
        named = [number for number in range(first) if kinds[number] == "words" and self._cell(row, number)]
        if named:
            self._name = self._cell(row, named[-1])
            self._name = self._name if _HAN.search(self._name) else ""
        mentions: list[Mention] = []
        for number, (start, end) in enumerate(row.cells):
            held = [one for one in group if start <= one.start < end]
            if not held:
                continue
            column, kind = row.column(number), kinds[number]
            found = self._figure(row, number, section, held) if kind == "figure" and self._name else None
            if found is None and (kind in _NO_FIGURES or (named and number == named[-1] and first < len(kinds))):
                found = [self._none(row, one, section, _NO_FIGURES.get(kind, "qualifier")) for one in held]
            mentions += self._words(start, end, column, section, held) if found is None else found
        told = {mention.start for mention in mentions}
        mentions += [self._none(row, one, section, "no_measure") for one in group if one.start not in told]
        return sorted(mentions, key=lambda mention: mention.start)

    def _words(self, low: int, high: int, column: Column, section: str, held: Sequence[Candidate]) -> list[Mention]:
        """The figures of a cell that holds more than one: each of its sentences for itself."""
        found: list[Mention] = []
        for start, end, group in sentences(self.text, held, low):
            start, end = max(start, low), min(end, high)
            told = words_of(self.text, self.hits_of(start, end), self.context.report_year, self.context.this_year)
            found += read_sentence(Sentence(self.text, start, end, section, self.context, Memory(), told), group)
        return self._turned(found, column, section)

    def _is_year(self, candidate: Candidate) -> bool:
        return self.text.startswith("年", candidate.end)

    def _cell(self, row: Row, number: int) -> str:
        return self.text[slice(*row.cells[number])].replace("<br>", "").strip(" *")

    def _kind(self, row: Row, number: int, cell: Span) -> str:
        """figure, words, or what the head of the column says that it holds besides."""
        use = row.column(number).use
        if use in _NO_FIGURES:
            return use
        written = self.text[slice(*cell)]
        value = _VALUE.fullmatch(written.replace("<br>", "").strip(" *"))
        # 增长6.5%左右, 控制在3%以内, 新建3座: a verb and its number, of what the name of the row says
        is_figure = value and len(_HAN.findall(written)) <= _MOST_HAN and only_leads(read_before(value["verb"]).rest)
        return "figure" if is_figure and use == "value" and number else "words"

    def _figure(self, row: Row, number: int, section: str, held: Sequence[Candidate]) -> list[Mention] | None:
        """The figures of a cell, said as a sentence would: name, verb, number and unit; None where it cannot be."""
        column = row.column(number)
        start, end = row.cells[number]
        value = _VALUE.search(self.text[start:end].rstrip(" *"))
        assert value is not None
        start, rest = start + value.start("rest"), value["rest"]
        name = _named(self._name)
        thing = column.thing or row.thing
        name += "" if thing in name else thing
        own, unit = unit_in(_MARKER.sub("", self._name)), self._unit(row, column)
        is_negative = value["sign"] in ("-", "—", "−")
        verb = value["verb"] or _MARKS.get(value["mark"].strip(), "")
        cues = read_before(verb)
        if cues.grow and (column.measure == "growth" or _RATE.search(name)):
            name = _RATE.sub("", name)
        elif column.measure == "growth" or (is_negative and _RATE.search(name)):
            unit = "%"
            name = _RATE.sub("", name) + ("下降" if is_negative else "增长")
        elif column.measure == "share":
            unit, name = "%", name + "完成计划"
        elif not value["verb"]:
            unit = own or unit
            unit = unit or ("%" if _RATE.search(name) else "")
            name += "" if unit or re.search("[\u4e00-\u9fff%]", rest) else "达到"
        unit = "" if re.match(r"[\d.,，～—至-]+ ?[\u4e00-\u9fff%]", rest) else unit
        behind = not verb or cues.grow or cues.is_level or cues.comparator
        said = f"{column.which}{name}{verb}" if behind else f"{verb}{column.which}{name}"
        return self._read(row, column, section, held, (said, rest, unit), start)

    def _unit(self, row: Row, column: Column) -> str:
        """The unit of a figure: its row's, its column's, or that of the table."""
        cell = next((at for at, one in enumerate(row.columns) if one.use == "unit" and at < len(row.cells)), None)
        return (self._cell(row, cell) if cell is not None else "") or column.unit or row.unit

    def _read(
        self, row: Row, column: Column, section: str, held: Sequence[Candidate], words: tuple[str, str, str], start: int
    ) -> list[Mention] | None:
        said, rest, unit = words
        number = re.match(r"[\d.,，]+(?:[～—至-]+[\d.,，]+)?", rest)
        assert number is not None
        text = f"{said}{number[0]}{unit}{rest[number.end() :]}"
        found = candidates(text)
        shift = start - len(said)
        within = [one for one in found if one.start >= len(said)]
        if [one.start + shift for one in within] != [one.start for one in held]:
            return None
        part = _SECTION.get(column.role or "", section)
        told = words_of(text, find_words(text), self.context.report_year, self.context.this_year)
        sentence = Sentence(text, 0, len(text), part, self.context, Memory(), told)
        mentions = [one for one in read_sentence(sentence, found) if one.start >= len(said)]
        for mention, candidate in zip(mentions, held, strict=False):
            mention.start, mention.end = candidate.start, candidate.end
            mention.sentence_start, mention.sentence_end, mention.section = row.start, row.end, section
        return self._turned(mentions, column, section)

    def _turned(self, mentions: list[Mention], column: Column, section: str) -> list[Mention]:
        """The mentions with the role and year that the head of their column names."""
        report_year = self.context.report_year
        year = column.year
        if year is None and column.shift is not None and report_year is not None:
            year = report_year + column.shift - (section in _LOOKS_BACK)
        for mention in mentions:
            if mention.role == "none":
                continue
            is_past = section in _LOOKS_BACK or (column.role is None and column.shift == -1)
            role = column.role or ("result" if is_past else mention.role)
            if mention.role != role:
                mention.role, mention.commitment = role, None
                mention.year = default_year(role, section, report_year)
            if year is not None:
                mention.year = year
            if mention.role == "target" and mention.commitment is None:
                mention.commitment = commitment(self.text, mention.sentence_start, mention.start)
            if not mention.indicator:
                mention.indicator = _named(self._name)
        return mentions

    def _none(self, row: Row, candidate: Candidate, section: str, reason: str) -> Mention:
        found = Mention(candidate.start, candidate.end, "none", reason, section=section)
        found.sentence_start, found.sentence_end = row.start, row.end
        return found


def _named(cell: str) -> str:
    """The name that a cell gives, without its number in the list, its notes and its unit."""
    name = _MARKER.sub("", cell.strip())
    while (bracket := _BRACKET.search(name)) and (unit_in(name) or bracket[0].startswith("（注")):
        name = name[: bracket.start()]
    return re.sub(r"\[\d{1,2}\]$", "", name).strip()
