"""What the words around a figure say of its time and stance: nearest first, its clause, its sentence, its paragraph.

Every word is evidence with a weight (a logit, positive for what is to come); the part of the document gives the rest.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from ingest import lexicon
from ingest.frame.words import Hit

_WEIGHT: Final = {name: float(weight) for name, weight in lexicon.mapping("frame_weights", "name", "weight").items()}
# what the part in which a figure stands says of it
_PRIOR: Final = {
    "review": _WEIGHT["in_review"],
    "term_review": _WEIGHT["in_review"],
    "plan": _WEIGHT["in_plan"],
    "term_plan": _WEIGHT["in_plan"],
    "closing": _WEIGHT["in_plan"],
}
# behind the name of a plan that stands for its years
_PLAN_PERIOD: Final = lexicon.pattern("plan_period")
# how far into a paragraph, in characters, stands the time that it opens with: 各位代表，过去的五年，
_OPENING: Final = 12
# what a sentence hands on to the next of its paragraph, by the way of its last time
_HANDS_ON: Final = {-1: _WEIGHT["hands_on_past"], 0: _WEIGHT["hands_on_ahead"], 1: _WEIGHT["hands_on_ahead"]}
# behind 今年: only what has passed of it
_SO_FAR: Final = lexicon.pattern("so_far")
_MONTH: Final = lexicon.pattern("month_of_year")
_COMPARED: Final = lexicon.pattern("compared_time")
_COMPARED_BEHIND: Final = lexicon.pattern("compared_time_behind")
# 在2020年的基础上增长5%: what comes behind is not of that year
_ON_TOP: Final = lexicon.pattern("on_top")


# times that govern nothing behind their clause: 目前, and what something rose from (由2010年的5家)
_OF_THEIR_CLAUSE: Final = frozenset({"now", "from"})


class Time(NamedTuple):
    """A time that the words name: the years it spans; ``start`` is where it stands.

    ``way``: -1 for what was, 0 for the report's own year, 1 for what is to come, None where that cannot be told.
    """

    start: int
    first: int | None
    last: int | None
    way: int | None
    kind: str


@dataclass(slots=True)
class Carried:
    """What the sentences of a paragraph hand on: the stance of a lead (主要预期目标是：…。…。), and their time.

    ``due``: the year of such a lead (2025年的主要目标是：…。…。); ``heading``: the year that the heading above gives.
    """

    stance: float = 0.0
    time: float = 0.0
    due: int | None = None
    heading: int | None = None


@dataclass(slots=True)
class Words:
    """The words of time and stance of one sentence, in order."""

    times: list[Time] = field(default_factory=list)
    stances: list[Hit] = field(default_factory=list)

    def time_before(self, position: int, low: int = 0) -> Time | None:
        """The time named last before ``position`` and not before ``low``."""
        for time in reversed(self.times):
            if low <= time.start < position:
                return time
        return None

    def risen_from(self, position: int) -> int | None:
        """The year from which the figures before ``position`` are told to have risen: 由2010年的5家."""
        return next((time.last for time in reversed(self.times) if time.kind == "from" and time.start < position), None)

    def add_year(self, text: str, start: int, year: int, report_year: int | None, kind: str) -> None:
        """Take up a year that the text names in digits; ``kind``: named, or from where something rose from it."""
        way = _way_of_part(text, text.find("年", start) + 1, _way(year, year, report_year))
        time = Time(start, year, year, way, kind)
        index = bisect_left([one.start for one in self.times], start)
        self.times.insert(index, time)


def words_of(text: str, hits: Sequence[Hit], report_year: int | None, spoken_year: int | None) -> Words:
    """The words of a sentence; times that a figure is only compared with (比去年) are left out.

    ``spoken_year`` is what 今年 means: the report's own year, or that before where it was delivered late in it.
    """
    found = Words()
    if not hits:
        return found
    plan = _plan_of(report_year)
    for hit in hits:
        word = hit.word
        if word.kind == "stance":
            found.stances.append(hit)
        elif word.kind != "neutral" and not _is_compared(text, hit):
            if word.kind == "plan":
                plan = word.first
                if not _PLAN_PERIOD.search(text, hit.end - 2, hit.end + 3):
                    continue
            found.times.append(_time(text, hit, plan, report_year, spoken_year))
    return found


@cache
def _plan_of(report_year: int | None) -> int | None:
    """The first year of the five-year plan that the year before the report lies in."""
    spans = ((int(row["first"]), int(row["last"])) for row in lexicon.rows("five_year_plans"))
    return next((first for first, last in spans if report_year and first < report_year <= last + 1), None)


def _is_compared(text: str, hit: Hit) -> bool:
    """比去年, 是“六五”期间的3倍, 上年同期: what a figure is held against."""
    before = text[max(0, hit.start - 3) : hit.start]
    return bool(_COMPARED.search(before)) or bool(_COMPARED_BEHIND.match(text, hit.end))


def _time(text: str, hit: Hit, plan: int | None, report_year: int | None, spoken_year: int | None) -> Time:
    word = hit.word
    if word.kind == "plan":
        return Time(hit.start, word.first, word.last, _way(word.first - 1, word.last, report_year), word.kind)
    if word.kind == "first_years":
        # 前三年 of a plan
        last = plan + word.last - 1 if plan is not None else None
        return Time(hit.start, plan, last, _way(last, last, report_year), word.kind)
    start = hit.start
    if word.kind == "now" and text.startswith("，", hit.end):
        # 目前，全县有…: it stands for the clause behind it
        start = hit.end + 1
    way: int | None = -1 if word.kind == "now" or word.last < 0 else (1 if word.last > 0 else 0)
    if spoken_year is None:
        return Time(start, None, None, _way_of_part(text, hit.end, way), word.kind)
    # in a report of December for the next year 今年 is the old year, but 今后五年 begin with the new one
    now = report_year if word.kind == "term" and report_year is not None else spoken_year
    first, last = now + word.first, now + word.last
    way = -1 if way == -1 else _way(first, last, report_year)
    return Time(start, first, last, _way_of_part(text, hit.end, way), word.kind)


def _way_of_part(text: str, end: int, way: int | None) -> int | None:
    """The way of a year that ends at ``end``, where it is the report's own and only a part of it is meant."""
    if way != 0:
        return way
    return -1 if _SO_FAR.match(text, end) else None if _MONTH.match(text, end) else way


def _way(first: int | None, last: int | None, report_year: int | None) -> int | None:
    """-1 for years that are over, 1 for years to come, 0 for the report's own; None for a span that is under way."""
    if report_year is None or first is None or last is None:
        return None
    if last < report_year:
        return -1
    return 0 if first == last == report_year else 1 if first >= report_year else None


def evidence(text: str, words: Words, section: str, clause_start: int, position: int, carried: Carried) -> float:
    """How much speaks for a figure that is to come, against one that was; the number stands at ``position``."""
    score = _PRIOR.get(section, _WEIGHT["elsewhere"])
    score += _of_time(text, words, clause_start, position)
    ahead = back = lead = 0.0
    for hit in words.stances:
        weight = hit.word.clause
        if not weight or hit.start >= position:
            continue
        if hit.end > clause_start:
            ahead, back = max(ahead, weight), min(back, weight)
        elif weight > 0:
            lead = weight
    if not words.times:
        score += _carried_time(words, carried)
        if not ahead and not back and not lead:
            lead = carried.stance
    return max(-_WEIGHT["sure"], min(_WEIGHT["sure"], score + (ahead + back if ahead or back else lead)))


def _carried_time(words: Words, carried: Carried) -> float:
    """What the time of the sentence before says, less what the words of this one speak against a look back."""
    if carried.time >= 0:
        return carried.time
    stance = sum(hit.word.weight for hit in words.stances)
    return min(0.0, carried.time + max(-_WEIGHT["doubt"], min(_WEIGHT["doubt"], stance)))


def _of_time(text: str, words: Words, clause_start: int, position: int) -> float:
    """What the time that governs a figure says: the last one named before it in its sentence."""
    time = words.time_before(position)
    if time is None or time.way is None or (time.start < clause_start and time.kind in _OF_THEIR_CLAUSE):
        return 0.0
    if time.kind == "from" and _ON_TOP.search(text, time.start, position):
        return 0.0
    if time.way < 0:
        return _WEIGHT["past" if time.start >= clause_start else "past_before"]
    if time.way == 0:
        return _WEIGHT["this_year"]
    # 到2030年全部完成；建成8000套: what is to come holds for its own member of a list
    return 0.0 if text.find("；", time.start, position) >= 0 else _WEIGHT["future"]


def carry(words: Words, carried: Carried, opening: int | None = None) -> None:
    """Note what a sentence hands on to the next ones of its paragraph; ``opening``: where it opens that, if it does."""
    strong = [hit for hit in words.stances if hit.word.clause >= _WEIGHT["carries"]]
    if strong:
        carried.stance = max(hit.word.clause for hit in strong)
        stated = next((hit.start for hit in strong if hit.word.clause >= _WEIGHT["states_aims"]), 0)
        time = words.time_before(stated)
        carried.due = time.last if time is not None and time.way != -1 else carried.due
    elif words.times:
        carried.stance, carried.due = 0.0, None
    else:
        # the farther behind the lead, the less is it still a member of its list
        carried.stance *= _WEIGHT["fades"]
    if words.times:
        last = words.times[-1]
        is_own = last.way is None or last.kind in _OF_THEIR_CLAUSE
        carried.time = 0.0 if is_own or last.way is None else _HANDS_ON[last.way]
        if carried.time < 0 and opening is not None and last.start <= opening + _OPENING:
            # the paragraph speaks of that time until it names another
            carried.time = _WEIGHT["opens_past"]
    elif carried.time < 0 and sum(hit.word.weight for hit in words.stances) > _WEIGHT["doubt"]:
        carried.time = 0.0
