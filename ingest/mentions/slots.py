"""Which candidates of a sentence measure something: each becomes a mention of role none, or a slot to be named."""

import re
from typing import Final

from ingest import lexicon
from ingest.lexicon.edges import beginnings
from ingest.mentions.candidates import Candidate
from ingest.mentions.cues import Before, governing_verb, read_before
from ingest.mentions.model import Special
from ingest.mentions.nonmetrics import is_supposed, none_as_capacity, none_as_qualifier, none_by_context
from ingest.mentions.ranks import read_rank, read_streak
from ingest.mentions.ratios import read_ratio
from ingest.mentions.sentence import Sentence, Slot
from ingest.mentions.suffixes import Suffix, read_suffix, unit_at
from ingest.mentions.words import read_word, unit_of
from ingest.mentions.years import read_year

# how far back a title, a quotation, and the words of a rank may begin
_TITLE: Final = 40
_QUOTATION: Final = 16
_RANK: Final = 24
_RATIO: Final = 60
_ROUND: Final = ("百", "千", "万", "亿")
_COUNTING_FORMS: Final = frozenset({"arabic", "chinese", "digit", "ordinal", "fraction"})
_PLAIN_FORMS: Final = frozenset({"arabic", "chinese", "digit"})
_SPECIAL_FORMS: Final = _PLAIN_FORMS | {"word", "ordinal", "ratio"}
# so far behind a number, a mark that closes a quotation included, stands the sign of a rank or a run
_BEHIND: Final = 2
_BREAKING_THROUGH: Final = lexicon.word_list("breaking_through")
_SMALL_COUNTS: Final = frozenset(lexicon.word_list("small_count_units"))
_MADE: Final = lexicon.word_list("made")
_WORKING_DAYS: Final = frozenset(lexicon.word_list("working_days"))
_STRETCHES: Final = lexicon.word_list("stretches_measured")
_MEASURED_KINDS: Final = frozenset(
    ("area", "currency", "energy", "length", "mass", "points", "textile", "transport", "volume")
)
_AGES: Final = lexicon.word_list("ages")
_VAGUE: Final = frozenset(lexicon.word_list("vague_numerals"))

_LINE_START: Final = re.compile(r"(?:^|\n)[ \u200b（(]*$")
_MARKER: Final = re.compile(r"[ ]?[、.）)][ ]?(?![\d])|[、.．）)]\s*$")
_MARKS: Final = beginnings(_MARKER.pattern)
_CHINESE_MARKER: Final = re.compile(r"、(?![一二三四五六七八九]、)|）")
_BEHIND_MARKER: Final = re.compile(r"[ \u200b、.．，)）]*")
_CONNECTOR: Final = lexicon.pattern("connector")
_RANGE: Final = lexicon.pattern("range")
_RANGE_AHEAD: Final = lexicon.pattern("range_ahead")
_SHARED_UNIT_AHEAD: Final = lexicon.pattern("shared_unit_ahead")
_BARE_NUMBER_ENDS: Final = lexicon.pattern("bare_number_ends")
_ORIGIN: Final = lexicon.pattern("origin")
_CHANGED: Final = lexicon.pattern("changed")
_NEXT_RANK: Final = lexicon.pattern("next_rank")


def sort_out(sentence: Sentence, candidate: Candidate) -> None:
    """Take the next candidate up into the sentence, as a mention of role none or as a slot."""
    text = sentence.text
    if reason := _plain_none(sentence, candidate):
        sentence.none(candidate, reason)
        if reason == "list_marker" and (behind := _BEHIND_MARKER.match(text, candidate.end)):
            # 12.围绕…: what the marker counts off begins behind it
            sentence.last_end = behind.end()
        return
    clause_start = sentence.clause_start(candidate.start)
    before = text[max(clause_start, sentence.last_end) : candidate.start]
    if candidate.form in _SPECIAL_FORMS and _sort_out_special(sentence, candidate, before, clause_start):
        return
    suffix = read_suffix(text, candidate.end)
    if candidate.scale:
        suffix.scale = candidate.scale
    if candidate.form in ("percent", "fraction"):
        suffix.unit, suffix.kind, suffix.scale = candidate.word or "%", "percent", ""
    if reason := _none_reason(sentence, candidate, suffix, before):
        sentence.none(candidate, reason)
        return
    sentence.add(_slot(sentence, candidate, suffix, before, clause_start))


def words_before(text: str, candidate: Candidate, suffix: Suffix, before: str) -> Before:
    """The words before a number; one that something rose or fell from hands them on to the next: 由9%提高到12%."""
    large = bool(candidate.scale) or candidate.form == "chinese"
    origin = _ORIGIN.search(before)
    if origin and _CHANGED.match(text, suffix.end):
        # 从不到70亿元: the bound stands behind what the figure rose from
        bound = read_before(before[origin.end(1) :], large).comparator
        cues = read_before(before[: origin.start()].rstrip("分别均") or before[origin.end(1) :], large)
        cues.comparator = bound
        cues.origin, cues.is_level, cues.grow = True, True, 0
        return cues
    return read_before(before, large, percentage=suffix.kind in ("percent", "points", "times", "special"))


def _plain_none(sentence: Sentence, candidate: Candidate) -> str:
    """Dates, list markers and names: told from the neighbourhood, before any unit is read."""
    text, start, end, form = sentence.text, candidate.start, candidate.end, candidate.form
    if form == "arabic" or form == "chinese":
        if year := read_year(text, start, end):
            if not year.is_base:
                kind = "from" if year.from_year else "named"
                sentence.words.add_year(text, year.start, year.year, sentence.context.report_year, kind)
            return "date"
        if text.endswith("连续", sentence.start, start):
            return ""
        if text[end : end + 1] in _MARKS and _MARKER.match(text, end) and _opens_line(text, start):
            return "list_marker"
    if form == "digit" and _CHINESE_MARKER.match(text, end) and _opens_line(text, start):
        return "list_marker"
    return none_by_context(text, candidate) if form in _COUNTING_FORMS else ""


def _opens_line(text: str, start: int) -> bool:
    return bool(_LINE_START.search(text[max(0, start - 4) : start]))


def _none_reason(sentence: Sentence, candidate: Candidate, suffix: Suffix, before: str) -> str:
    """Why a number with its unit measures nothing (60岁老人, 三年, 《十条》); "" where it does."""
    text = sentence.text
    if candidate.form == "ordinal":
        return "ordinal"
    if none_as_qualifier(text, candidate, suffix, before, _counted_behind(sentence, candidate, before)):
        return "qualifier" if suffix.kind != "time" or suffix.unit in _AGES else "period"
    if none_as_capacity(text, candidate, suffix, before):
        return "capacity"
    if suffix.kind == "time" and not _is_duration(sentence, candidate, suffix, before):
        return "qualifier" if suffix.unit in _AGES else "period"
    if not suffix.unit and not suffix.scale and not suffix.kind:
        return _bare(sentence, candidate, suffix, before)
    if candidate.form in ("chinese", "digit") and not candidate.scale:
        word = text[candidate.start : candidate.end]
        is_more = text.startswith(("多", "余"), candidate.end)
        if not (is_more and suffix.kind == "count") and not _chinese_counts(word, suffix, before):
            return "fixed_phrase"
    if _in_name(sentence, candidate):
        return "name"
    return "supposed" if is_supposed(text, sentence.start, candidate) else ""


def _is_duration(sentence: Sentence, candidate: Candidate, suffix: Suffix, before: str) -> bool:
    """Whether a stretch of time is what is measured: 压缩至3天, against 用3年时间."""
    cues = words_before(sentence.text, candidate, suffix, before)
    if cues.is_level or cues.grow or cues.comparator:
        return True
    if before.rstrip().endswith(_STRETCHES):
        return True
    if suffix.unit in _WORKING_DAYS:
        return bool(suffix.comparator)
    slots = sentence.slots
    return bool(slots) and bool(_RANGE.match(sentence.text[slots[-1].suffix.unit_end : candidate.start]))


def _counted_behind(sentence: Sentence, candidate: Candidate, before: str) -> str:
    """What the number before counts, where no boundary stands between: a ``count``, a ``share`` of things, or ""."""
    if not sentence.slots or sentence.last_end != candidate.start - len(before) or before.startswith(("、", "和")):
        return ""
    last = sentence.slots[-1]
    if last.suffix.kind == "percent" and (last.candidate.form == "fraction" or before.startswith("的")):
        return "share"
    return "count" if last.suffix.kind == "count" else ""


def _bare(sentence: Sentence, candidate: Candidate, suffix: Suffix, before: str) -> str:
    """A number without unit measures only where a verb reports it: 收入倍差缩小至1.81, “破千”."""
    text, end = sentence.text, candidate.end
    if candidate.form == "chinese" and before.endswith(_BREAKING_THROUGH) and text[candidate.start : end] in _ROUND:
        suffix.unit, suffix.kind = unit_of(before), "count"
        return ""
    if candidate.word == "pair":
        return ""
    if candidate.form != "arabic":
        return "name"
    cues = words_before(text, candidate, suffix, before)
    if match := _RANGE_AHEAD.match(text, end):
        unit, kind = unit_at(text, match.end())
        if kind not in ("", "time") or (unit == "天" and cues.is_level):
            return ""
    if (cues.grow or cues.is_level) and (match := _SHARED_UNIT_AHEAD.match(text, end)):
        unit, kind = unit_at(text, match.end())
        if kind in ("points", "percent"):
            suffix.unit, suffix.kind = unit, kind
            return ""
    if not (cues.is_level or (cues.comparator and cues.rest)):
        return "no_measure"
    said = cues.rest or (sentence.slots and sentence.slots[-1].cues.origin)
    return "" if said and _BARE_NUMBER_ENDS.match(text, end) else "no_measure"


def _chinese_counts(word: str, suffix: Suffix, before: str) -> bool:
    """Whether a Chinese numeral without 万 or 亿 counts something: 十五个 does, 千家 only behind a verb."""
    if suffix.kind in ("percent", "times"):
        return True
    if len(word) > 1 and word not in _VAGUE:
        return suffix.scale != "" or suffix.kind not in ("", "time")
    if suffix.kind in _MEASURED_KINDS and word not in _ROUND:
        return bool(read_before(before).popped)
    if suffix.unit in _SMALL_COUNTS and before.rstrip("了 ").endswith(_MADE):
        return True
    listed = before.strip() == "" or before.endswith(("、", "，"))
    if word in _ROUND:
        return listed or bool(governing_verb(before.rstrip())) or bool(read_before(before, True).popped)
    return suffix.unit == "次" and listed


def _in_name(sentence: Sentence, candidate: Candidate) -> bool:
    """Inside a title, or a short quotation that is a name: 《哪吒2》, “千项万亿”, “8+4”, “31条”."""
    text, low = sentence.text, sentence.start
    title = text.rfind("《", max(low, candidate.start - _TITLE), candidate.start)
    if title >= 0 and text.find("》", title, candidate.start) < 0:
        return True
    opening = text.rfind("“", max(low, candidate.start - _QUOTATION), candidate.start)
    if opening < 0 or text.find("”", opening, candidate.start) >= 0:
        return False
    closing = text.find("”", candidate.end, min(candidate.end + _QUOTATION, sentence.end))
    if closing < 0 or text.find("“", candidate.end, closing) >= 0:
        return False
    return text[opening + 1 : candidate.start] not in _BREAKING_THROUGH


def _slot(sentence: Sentence, candidate: Candidate, suffix: Suffix, before: str, clause_start: int) -> Slot:
    """The slot of a number with a unit."""
    text, slots = sentence.text, sentence.slots
    connects = ranged = False
    if slots:
        low = slots[-1]
        between = text[low.suffix.unit_end : candidate.start]
        # 四、五十亿
        ranged = bool(_RANGE.match(between)) or (low.candidate.word == "pair" and between == "、")
        connects = ranged or bool(_CONNECTOR.match(text[sentence.last_end : candidate.start]))
    cues = words_before(text, candidate, suffix, before)
    if candidate.word == "about":
        cues.comparator = "approx"
    start = candidate.start - len(before)
    return Slot(len(slots), candidate, suffix, before, start, cues, clause_start, connects, ranged)


def _sort_out_special(sentence: Sentence, candidate: Candidate, before: str, clause_start: int) -> bool:
    """Ranks, runs and words that stand for numbers; False where the candidate is none of these."""
    text, slots = sentence.text, sentence.slots
    low = max(clause_start, candidate.start - _RANK)
    if candidate.form == "ratio":
        # its own marks part clauses, and one ratio may follow another (由14：49：37调整为12：50：38)
        low = max(sentence.start, candidate.start - _RATIO)
    near = text[low : candidate.end + _BEHIND]
    if candidate.form in _PLAIN_FORMS and not ("前" in near or "强" in near or "连" in near):
        # most numbers are neither ranks nor runs
        return False
    found = _special(text, candidate, text[low : candidate.start])
    if found is None and candidate.form == "ordinal" and _follows_rank(sentence, candidate):
        found = Special("rank", None, "位", "eq", candidate.end + text.startswith(("位", "名"), candidate.end), 1)
    if found is None:
        return False
    among = bool(slots) and text.startswith("强", candidate.end) and slots[-1].clause_start == clause_start
    if found.reason or among:
        sentence.none(candidate, found.reason or "qualifier")
        return True
    candidate.word = found.measure
    if found.value is not None:
        candidate.value = found.value
    start = candidate.start - len(before)
    before = before[: max(0, len(before) - found.drop)]
    cues = read_before(before, position=found.measure in ("rank", "streak"))
    suffix = Suffix("", found.unit, "special", found.comparator, found.end, found.end, False)
    if found.comparator == "eq" and cues.comparator and found.measure != "rank":
        suffix.comparator = cues.comparator
    between = text[sentence.last_end : candidate.start].removesuffix("第")
    if candidate.form == "ratio" and slots and between.strip() == "：":
        # the parts of a ratio rose or fell together: 由14：49：37
        cues.origin = slots[-1].cues.origin
    connects = bool(slots) and bool(_CONNECTOR.match(between))
    slot = Slot(len(slots), candidate, suffix, before, start, cues, clause_start, connects, named=found.indicator)
    sentence.add(slot)
    return True


def _special(text: str, candidate: Candidate, clause: str) -> Special | None:
    """What ``clause``, the words right before, and those behind make of a candidate: 全省第三, 连续19年, 零突破."""
    form = candidate.form
    if form == "word":
        return read_word(text, candidate, clause)
    if form == "ratio":
        return read_ratio(candidate, clause)
    found = None
    if form == "ordinal" or clause.endswith(("前", "前“")) or text.startswith("强", candidate.end):
        found = read_rank(text, candidate, clause)
    return read_streak(text, candidate, clause) if found is None and form != "ordinal" else found


def _follows_rank(sentence: Sentence, candidate: Candidate) -> bool:
    """全省第七、第三; 由第九升至第四."""
    if not sentence.slots or sentence.slots[-1].candidate.word != "rank":
        return False
    return bool(_NEXT_RANK.match(sentence.text[sentence.last_end : candidate.start]))
