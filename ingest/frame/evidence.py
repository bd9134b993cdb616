"""What one block says of the part that it stands in: its years against the report's own, words, headings, stance.

All weights are logits and rows: lexicon/heading_words.csv, frame_words.csv (learnt, benchmarks/fit_frame_words.py) and
frame_weights.csv. Which part it then is, the sequence decides (ingest.frame.parts).
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.frame.words import Hit
from ingest.lexicon.edges import signs
from ingest.reading import Block

PARTS: Final = ("opening", "review", "term_review", "plan", "term_plan", "appendix")
BACK: Final = ("review", "term_review")
AHEAD: Final = ("plan", "term_plan")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年?(?:[—～至到-]((?:19|20)\d\d))?(?=年|\D)")
_CHINESE_YEAR: Final = re.compile(r"([一二][一二三四五六七八九〇○零]{3})年")
(_WRITTEN_YEAR,) = signs(_CHINESE_YEAR.pattern)
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_EXPLAINS: Final = lexicon.pattern("explains")
_PLAN_AS_TIME: Final = lexicon.pattern("plan_as_time")
_GROWTH_OF_YEAR: Final = lexicon.pattern("growth_of_year")
_AIMS: Final = lexicon.pattern("aims_of_year")
(_SIGN_OF_AIMS,) = signs(_AIMS.pattern)
_OVER_YEARS: Final = lexicon.pattern("over_years")
_LEAD_IN: Final = lexicon.pattern("lead_in")
_FIGURE: Final = re.compile(r"\d[\d.]*(?![\d.年]|个五年)")
_SUMS_UP: Final = lexicon.pattern("sums_up")
_SINCE_THEN: Final = lexicon.pattern("since_then")
_JUST_PAST: Final = lexicon.pattern("just_past")
# how far into a paragraph, in characters, what it speaks of is said, and how far behind its marks it opens with it
_LEAD: Final = 40
_OPENING: Final = 12
_SUMMARY: Final = 120
# as many characters as two years take: 一九九三年至一九九七年
_SPAN: Final = 12
# 产量比1979年增加: such a year is none that a paragraph opens with
_COMPARED: Final = lexicon.pattern("compared_lead")
# a year this far back is none of the years that a yearly report compares with
_LONG_AGO: Final = 3
_LONGEST_TERM: Final = 6
WEIGHT: Final = {name: float(weight) for name, weight in lexicon.mapping("frame_weights", "name", "weight").items()}
# a heading of what was and of what is to come opens both about equally
_HALF: Final = 0.5
_OF_TIME: Final = frozenset({"year", "term", "plan"})

Evidence = dict[str, float]


@cache
def _heading_words() -> tuple[tuple[re.Pattern[str], float, float, str], ...]:
    return tuple(
        (re.compile(row["pattern"]), float(row["back"]), float(row["ahead"]), row["of"])
        for row in lexicon.rows("heading_words")
    )


def leads_to_figures(text: str, blocks: Sequence[Block], number: int) -> bool:
    """Whether a block, or one of the two under it, holds figures: what is said behind the last of them sums up."""
    under = (block for block in blocks[number + 1 : number + 3] if block.kind != "heading")
    return any(_FIGURE.search(text, block.start, block.end) for block in (blocks[number], *under))


def evidence_of(
    text: str, block: Block, hits: Sequence[Hit], report_year: int | None, leads: Callable[[], bool]
) -> Evidence:
    """How much a block speaks for each part; ``leads`` tells whether it holds figures, or those behind it do."""
    words = text[block.start : block.end]
    if block.kind == "title":
        return {"opening": WEIGHT["title"]}
    if len(words) <= _LEAD and _EXPLAINS.search(words):
        return {"appendix": WEIGHT["explains"]}
    if block.kind == "heading" and block.level < 2:
        return _of_heading(words, hits, report_year, block.level > 0)
    found = dict.fromkeys(PARTS, 0.0)
    found["appendix"] = WEIGHT["no_appendix"] if block.kind == "note" else -WEIGHT["no_appendix"]
    # (words of time have no weight)
    stance = sum([hit.word.weight for hit in hits])
    stance = max(-WEIGHT["stance_most"], min(WEIGHT["stance_most"], stance)) * WEIGHT["stance_share"]
    _add(found, stance, -stance)
    found["opening"] -= WEIGHT["no_opening"]
    if report_year is not None and _SIGN_OF_AIMS in words and _AIMS.search(words) and _GROWTH_OF_YEAR.search(words):
        found["plan"] += WEIGHT["growth_of_year"]
    opens = _add_lead(found, words, block.start, hits, report_year, leads)
    if opens != "review" and _tells_of_years(words, report_year):
        found["term_review"] += WEIGHT["over_years"]
    return found


def _add(found: Evidence, ahead: float, back: float) -> None:
    for part in AHEAD:
        found[part] += ahead
    for part in BACK:
        found[part] += back


def _of_heading(words: str, hits: Sequence[Hit], report_year: int | None, is_numbered: bool) -> Evidence:
    """What a heading of the first order says: its words, its years, its plans."""
    found = dict.fromkeys(PARTS, 0.0)
    back = ahead = 0.0
    term = of_year = starts = False
    for pattern, looks_back, looks_ahead, of in _heading_words():
        if pattern.search(words):
            back, ahead = back + looks_back, ahead + looks_ahead
            # a plan that is to begin or end well does so in one year
            starts = starts or of == "start"
            term, of_year = term or of == "term", of_year or of in ("year", "start")
    years = years_in(words)
    if report_year is not None:
        for first, last in years:
            if _is_one_year(first, last, report_year):
                of_year = True
                back += WEIGHT["year_in_heading"] * (last < report_year)
                ahead += WEIGHT["year_in_heading"] * (last >= report_year)
            else:
                term = True
                back += WEIGHT["year_in_heading"] * (last < report_year)
                ahead += WEIGHT["year_in_heading"] * (first >= report_year - 1)
        for hit in hits:
            if hit.word.kind == "plan":
                term = term or not starts
                if hit.word.last < report_year or (hit.word.last == report_year and back):
                    back += WEIGHT["plan_in_heading"]
                elif hit.word.first >= report_year - 1:
                    ahead += WEIGHT["plan_in_heading"]
    _add(found, ahead - back, back - ahead)
    if min(ahead, back) >= WEIGHT["both"]:
        found = {part: found[part] * _HALF for part in PARTS} | {"both": 1.0}
    # 一、2025年工作和“十四五”发展回顾: its text tells which of them it is about
    found["of_both_times"] = float(term and of_year)
    # 为实现上述目标，重点抓好以下工作 goes on with the years that it stands under
    of_term = _of_term(term, of_year, is_numbered and bool(ahead or back))
    if term and of_year:
        # 二、今后五年的目标和2026年重点工作 begins with the years
        of_term += WEIGHT["named_first"] * _names_term_first(words, hits, report_year)
    found["term_review"] += of_term
    found["term_plan"] += of_term
    found["opening"] -= 1.0
    return found


def _is_one_year(first: int, last: int, report_year: int | None) -> bool:
    """Whether a heading speaks of one year by it: not of several, nor of one far ahead (2035年远景目标)."""
    return first == last and (report_year is None or first <= report_year + 1)


def _names_term_first(words: str, hits: Sequence[Hit], report_year: int | None) -> int:
    """1 where a heading names several years before one, -1 where it names the one before, 0 where it cannot be told."""
    named = [(match.start(), of) for pattern, _, _, of in _heading_words() if of and (match := pattern.search(words))]
    spans = [
        (match.start(), "year" if _is_one_year(int(match[1]), int(match[2] or match[1]), report_year) else "term")
        for match in _YEAR.finditer(_in_digits(words))
    ]
    plans = [(words.find(hit.word.text), "term") for hit in hits if hit.word.kind == "plan"]
    first = {of: at for at, of in sorted([*named, *spans, *plans], reverse=True)}
    term, year = first.get("term"), first.get("year")
    return 0 if term is None or year is None or term == year else 1 if term < year else -1


def _of_term(term: bool, of_year: bool, tells: bool) -> float:
    """How much more a heading opens the part of several years than that of one."""
    if term:
        return 0.0 if of_year else WEIGHT["heading_of_term"]
    return -WEIGHT["heading_of_year"] if of_year else -WEIGHT["heading_of_neither"] * tells


def years_in(words: str) -> list[tuple[int, int]]:
    """The years and spans of years that the words name."""
    return [(int(match[1]), int(match[2] or match[1])) for match in _YEAR.finditer(_in_digits(words))]


def _in_digits(words: str) -> str:
    """The words with their years in digits, each in its place: 一九九八年 is 1998年."""
    if _WRITTEN_YEAR not in words:
        return words
    return _CHINESE_YEAR.sub(lambda match: match[1].translate(_DIGITS) + "年", words)


def _tells_of_years(words: str, report_year: int | None) -> bool:
    """Whether a paragraph tells what came of several years: their average, or a change since a year long ago."""
    for told in _OVER_YEARS.finditer(words):
        if not told[1] or (report_year is not None and int(told[1]) <= report_year - _LONG_AGO):
            return True
    return False


def _add_lead(
    found: Evidence,
    words: str,
    start_of_words: int,
    hits: Sequence[Hit],
    report_year: int | None,
    leads: Callable[[], bool],
) -> str | None:
    """What the time that a paragraph names first, in its beginning, says of it; the part of the time it opens with.

    Whether it looks back on one year or on several is told by the time that it opens with (2021年，我们…), not by one
    that a figure of it is dated with (经济总量跃上新台阶。2021年达到…), nor by a summary of what was told before.
    """
    if _WRITTEN_YEAR in words[: _LEAD + _SPAN]:
        words = _in_digits(words[: _LEAD + _SPAN]) + words[_LEAD + _SPAN :]
    led = _time_led_by(words, start_of_words, hits, report_year)
    if led is None:
        return None
    at, start, last, is_term = led
    if start < -1 and last >= 0:
        # a plan that is under way says nothing
        return None
    part = ("term_review" if last < 0 else "term_plan") if is_term else ("review" if last < 0 else "plan")
    _add(found, WEIGHT["lead"] * (last >= 0), WEIGHT["lead"] * (last < 0))
    if is_term and last < 0 and (_SUMS_UP.search(words, 0, _SUMMARY) or not leads()):
        # a summary of what was told before
        return None
    opens = _opens_with(words, at)
    # 2017年民生支出3996亿元，比2012年增加1422亿元 goes on about the years
    opens = opens and (is_term or not _tells_of_years(words[: words.find("。", at)], report_year))
    if opens and part == "review" and _JUST_PAST.search(words, 0, _LEAD):
        found[part] += WEIGHT["just_past"]
    if opens and (last == -1 or (is_term and last < 0)):
        _add(found, -WEIGHT["opens_back"], 0)
    if opens or last >= 0:
        _take_from(found, [other for other in (BACK if last < 0 else AHEAD) if other != part])
    return part if opens else None


def _time_led_by(
    words: str, start_of_words: int, hits: Sequence[Hit], report_year: int | None
) -> tuple[int, int, int, bool] | None:
    """The time that a paragraph names first: where, its first and last year against the report's, whether several."""
    named = next((m for m in _YEAR.finditer(words, 0, _LEAD) if not _is_in_name(words, m.start())), None)
    first = next((hit for hit in hits if hit.word.kind in _OF_TIME), None)
    if first is not None and first.start >= start_of_words + _LEAD:
        first = None
    if first is not None and (named is None or first.start - start_of_words <= named.start()):
        start, last = first.word.first, first.word.last
        if first.word.kind == "plan":
            if report_year is None or not _is_time(first, words, start_of_words):
                return None
            start, last = start - report_year, last - report_year
        return first.start - start_of_words, start, last, first.word.kind != "year"
    if named is not None and report_year is not None:
        return named.start(), *_time_of(named, words, report_year)
    return None


def _take_from(found: Evidence, parts: Sequence[str]) -> None:
    """A paragraph that opens with one of them is hardly in the other."""
    for part in parts:
        found[part] -= 2 * WEIGHT["lead"]


def _opens_with(words: str, at: int) -> bool:
    """Whether a paragraph opens with the time that stands there, behind its marks and the address."""
    lead_in = _LEAD_IN.match(words)
    begins = lead_in.end() if lead_in else 0
    return at <= begins + _OPENING and "。" not in words[begins:at] and not _COMPARED.search(words, 0, at)


def _time_of(named: re.Match[str], words: str, report_year: int) -> tuple[int, int, bool]:
    """The first and last year that a match of _YEAR names, against the report's, and whether they are several."""
    start, last = int(named[1]) - report_year, int(named[2] or named[1]) - report_year
    # 2016年以来 is the time of a government, 1951年以来 is not
    since = -_LONGEST_TERM <= last < 0 and bool(_SINCE_THEN.match(words, named.end(1)))
    return start, last, start < last or last > 0 or since


def _is_in_name(words: str, at: int) -> bool:
    """Whether a place stands in the name of a document: 《2006—2020年实施纲要》 tells no time."""
    return words.rfind("《", 0, at) > words.rfind("》", 0, at)


def _is_time(plan: Hit, words: str, start_of_words: int) -> bool:
    """Whether a five-year plan is the time that is spoken of: “十四五”时期, against 编制“十四五”规划."""
    if not plan.word.text.endswith("”") and not plan.word.text.endswith(("规划", "计划")):
        return True
    return bool(_PLAN_AS_TIME.match(words, plan.end - start_of_words))
