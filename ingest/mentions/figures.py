"""What a number says of the thing it measures: role, measure, value, comparator, year and period."""

from typing import Final

from ingest import lexicon
from ingest.mentions.model import Mention
from ingest.mentions.numerals import chinese_integer
from ingest.mentions.roles import PLANS, commitment, default_year, quotes_target, role_of
from ingest.mentions.sentence import LONGEST_CLAUSE, Chain, Sentence, Slot
from ingest.mentions.years import is_of_several_years, result_year, target_year

_REDUCING: Final = lexicon.pattern("reducing")
_RATE_BEHIND: Final = lexicon.pattern("rate_behind")
_NEXT_TIER: Final = lexicon.pattern("next_tier")
_RAISING: Final = lexicon.pattern("raising")
_WITHIN_YEARS: Final = lexicon.pattern("within_years")
_ANNUAL_AVERAGE: Final = lexicon.pattern("annual_average")
_PART_OF_YEAR: Final = lexicon.pattern("part_of_year")
# quick to look for: most sentences have none
_SIGN_OF_PART: Final = lexicon.pattern("part_of_year_sign")
_SEVERAL_YEARS: Final = lexicon.pattern("several_years")
_OPENING_YEARS: Final = lexicon.pattern("opening_years")
_ON_TOP_OF: Final = lexicon.pattern("on_top_of")
_TERM_YEARS: Final = 5
# how far behind a figure it is told that it is a base
_FAR: Final = 8
# how far before a figure, in characters, is told within how many years it is due, and of which part of a year it is
_NEAR: Final = 60
_GOVERNS: Final = 160
# how far into a sentence, in characters, the time stands that it opens with: 2023年前三季度，
_OPENS: Final = 12


class FigureReader:
    """Makes mentions of the slots of one sentence, once they are named, from left to right.

    ``reducing``: a verb that cuts still governs bare percentages (压减甲30%、乙20%); ``grew``: the last was a rate.
    """

    __slots__ = ("grew", "reducing", "sentence")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.reducing = False
        self.grew = False

    def read(self, chain: Chain, position: int, indicator: str) -> Mention:
        """The mention of one slot of a chain."""
        sentence, slot = self.sentence, chain.slots[position]
        candidate, suffix = slot.candidate, slot.suffix
        bound = chain.bound(position)
        role = role_of(sentence, slot)
        measure, value = self._measure(slot, chain)
        self.grew = measure == "growth"
        unit = suffix.scale + suffix.unit
        if bound == "lo" and not suffix.unit:
            following = sentence.slots[slot.index + 1].suffix
            unit = following.scale + following.unit
        if suffix.unit == "成":
            unit, value = "%", value * 10
        is_target = role == "target"
        year = self._year(slot, chain.first, is_target)
        return Mention(
            start=candidate.start,
            end=candidate.end,
            role=role,
            indicator=indicator,
            indicator_status=_status(indicator, chain),
            measure=measure,
            value=value,
            unit=unit,
            comparator=bound or self._comparator(slot, chain, is_target),
            year=year,
            period=self._period(slot, chain.first, measure, year, is_target),
            region=sentence.memory.region,
            commitment=commitment(sentence.text, slot.clause_start, candidate.start) if is_target else None,
            section=sentence.section,
            sentence_start=sentence.start,
            sentence_end=sentence.end,
        )

    def _measure(self, slot: Slot, chain: Chain) -> tuple[str, float]:
        """Measure and signed value: 增长5% is a growth of 5, 下降5% of -5, 达到5% a level, 提高2个百分点 a change."""
        kind, value = slot.suffix.kind, slot.candidate.value
        if kind == "special":
            return slot.candidate.word, value
        grow = self._direction(slot, chain.first)
        if kind == "percent" or kind == "times":
            again = slot.cues.ceiling or slot.quoted or bool(_NEXT_TIER.match(slot.before))
            if grow or (not chain.own and again and self.grew):
                return "growth", (grow or 1) * value
            return "growth" if _RATE_BEHIND.match(self.sentence.text, slot.suffix.end) else "level", value
        if kind == "points":
            return "change", (grow or 1) * value
        return ("change", grow * value) if grow else ("level", value)

    def _direction(self, slot: Slot, first: Slot) -> int:
        """1 or -1 where something grew or fell, 0 where it stands."""
        cues = slot.cues
        grow = cues.grow or (first.cues.grow if slot.connects else 0)
        if slot.connects and cues.is_level and not slot.range_end:
            grow = 0
        if grow or cues.is_level:
            self.reducing = False
        elif slot.suffix.kind == "percent" and _RAISING.search(first.before):
            # a sum of money stands at no percentage: 提高补贴标准15%
            return 1
        elif slot.suffix.kind in ("percent", "currency", "times"):
            listed = slot.before.startswith("、") and self.reducing
            self.reducing = listed or bool(_REDUCING.search(first.before))
            return -1 if self.reducing else 0
        return grow

    def _comparator(self, slot: Slot, chain: Chain, is_target: bool) -> str:
        """以上, 不低于, 至少, and the ceiling that a target is held at (控制在5%); else eq."""
        cues, first = slot.cues, chain.first.cues
        comparator = slot.suffix.comparator or chain.comparator or cues.comparator
        if not comparator and slot.connects and not first.origin:
            comparator = first.comparator
        if comparator:
            return comparator
        sentence = self.sentence
        if sentence.text.find("至少", slot.clause_start, slot.candidate.start) >= 0:
            return "ge"
        return "le" if is_target and (cues.ceiling or (slot.connects and first.ceiling)) else "eq"

    def _year(self, slot: Slot, first: Slot, is_target: bool) -> int | None:
        """The year of the figure; None where neither its words nor the document tell."""
        report_year = self.sentence.context.report_year
        words, position = self.sentence.words, slot.candidate.start
        if is_target:
            start = max(self.sentence.start, position - _NEAR)
            within = _WITHIN_YEARS.search(self.sentence.text, start, position)
            if within and report_year is not None and words.time_before(position, within.start()) is None:
                return report_year + _count(within[1]) - 1
            return target_year(words, position, self._due(slot, report_year), report_year)
        rose_from = slot.cues.origin or (slot.connects and first.cues.origin)
        low = first.before_start if slot.connects else slot.before_start
        default = self._measured(rose_from, report_year)
        if rose_from and words.time_before(position, low) is None:
            # 由2010年的5家增加到7家，…由3亿元增加到5亿元
            return words.risen_from(position) or default
        year = result_year(words, position, low, default, report_year)
        if year is not None and year == default and self._is_base(slot):
            return year - 1
        # 今年由240元提高到280元 starts from where last year ended
        starts_now = rose_from and self.sentence.section in PLANS and year is not None and year == report_year
        return default if starts_now else year

    def _is_base(self, slot: Slot) -> bool:
        """Whether a review tells what a growth came on top of: 在上年增长15%的基础上又增长14%."""
        text, end = self.sentence.text, slot.suffix.end
        return self.sentence.section == "review" and bool(_ON_TOP_OF.match(text[end : end + _FAR]))

    def _is_of_part(self, slot: Slot) -> bool:
        """Whether the time named last before a figure is a part of a year: 前三季度，…增长6.8%."""
        text, start, position = self.sentence.text, self.sentence.start, slot.candidate.start
        if not _SIGN_OF_PART.search(text, start, position):
            return False
        opening = _PART_OF_YEAR.search(text, start, start + _OPENS)
        if opening is None or opening["part"] is None:
            # a time that does not open the sentence governs no more than what is near
            start = max(start, position - _GOVERNS)
        named = list(_PART_OF_YEAR.finditer(text, start, position))
        return bool(named) and named[-1]["part"] is not None

    def _due(self, slot: Slot, report_year: int | None) -> int | None:
        """When a target is due where no year is named: as its part of the report has it."""
        section, stated = self.sentence.section, self.sentence.memory.carried.due
        if quotes_target(self.sentence, slot):
            return default_year("result", section, report_year)
        if stated is not None:
            return stated
        planned = self._planned_year(report_year)
        return default_year("target", section, report_year) if planned is None else planned

    def _planned_year(self, report_year: int | None) -> int | None:
        """The year of the heading above, where it is that of a plan."""
        year = self.sentence.memory.carried.heading
        in_plan = year is not None and self.sentence.section in PLANS and year >= (report_year or 0)
        return year if in_plan else None

    def _measured(self, rose_from: bool, report_year: int | None) -> int | None:
        """When a result was measured where no year is named; what it rose from (由9%) lies a year or a term back."""
        section, heading = self.sentence.section, self.sentence.memory.carried.heading
        default = default_year("result", section, report_year)
        if heading is not None and section == "review" and heading <= (report_year or heading):
            default = heading
        if default is not None and rose_from and section in ("review", "term_review"):
            return default - (_TERM_YEARS if section == "term_review" else 1)
        return default

    def _period(self, slot: Slot, first: Slot, measure: str, year: int | None, is_target: bool) -> str:
        """What the figure covers: a year (or a day in it), a part of it, the average of several, or several years."""
        if not is_target and self._is_of_part(slot):
            return "part_of_year"
        start = max(first.clause_start, slot.candidate.start - LONGEST_CLAUSE)
        words = self.sentence.text[start : slot.suffix.end]
        if _ANNUAL_AVERAGE.search(words):
            return "annual_average"
        if measure in ("growth", "change") and is_of_several_years(words, year):
            return "multi_year"
        cues = slot.cues
        stands = cues.is_level or cues.origin or cues.comparator or measure in ("rank", "streak")
        if _SEVERAL_YEARS.search(words) and (not stands or "累计" in words):
            return "multi_year"
        sentence = self.sentence
        if stands or not (
            sentence.section in ("term_review", "term_plan") or _OPENING_YEARS.match(sentence.text, sentence.start)
        ):
            return "year"
        if self._planned_year(sentence.context.report_year) is not None:
            return "year"
        time = sentence.words.time_before(slot.candidate.start)
        return "year" if time and time.first is not None and time.first == time.last else "multi_year"


def _count(digit: str) -> int:
    """The number that one digit of either script names."""
    return int(digit) if digit.isdigit() else chinese_integer(digit)


def _status(indicator: str, chain: Chain) -> str:
    """Whether the words of a figure name what it measures, what was named before does, or nothing tells it."""
    if not indicator:
        return "untold"
    return "carried" if chain.first.carried else "named"
