"""Which part of a document looks back and which ahead, decided over the whole sequence of its blocks.

Every block gives evidence for each part: its years against the report's own, the words of a heading, the words of
stance of its sentences. Moving from one part to another costs, little at a heading, much within running text, most
where a plan would turn back into a review. The sequence with the best sum wins (Viterbi). All weights are logits and
rows: lexicon/heading_words.csv, frame_words.csv (learnt, benchmarks/fit_frame_words.py), frame_weights.csv and
part_moves.csv.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.frame.words import Hit
from ingest.reading import Block, Reading

PARTS: Final = ("opening", "review", "term_review", "plan", "term_plan", "appendix")
_BACK: Final = ("review", "term_review")
_AHEAD: Final = ("plan", "term_plan")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年?(?:[—～至到-]((?:19|20)\d\d))?(?=年|\D)")
_CHINESE_YEAR: Final = re.compile(r"([一二][一二三四五六七八九〇○零]{3})年")
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_EXPLAINS: Final = lexicon.pattern("explains")
_PLAN_AS_TIME: Final = lexicon.pattern("plan_as_time")
_GROWTH_OF_YEAR: Final = lexicon.pattern("growth_of_year")
# how far into a paragraph, in characters, what it speaks of is said
_LEAD: Final = 40
_WEIGHT: Final = {name: float(weight) for name, weight in lexicon.mapping("frame_weights", "name", "weight").items()}
# a heading of what was and of what is to come opens both about equally
_HALF: Final = 0.5
_MOVE: Final = 1e-6
_TIE: Final = 1e-9

Evidence = dict[str, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a reading from ``start`` to the next part."""

    start: int
    part: str


@cache
def _heading_words() -> tuple[tuple[re.Pattern[str], float, float, str], ...]:
    return tuple(
        (re.compile(row["pattern"]), float(row["back"]), float(row["ahead"]), row["of"])
        for row in lexicon.rows("heading_words")
    )


@cache
def _moves(place: str) -> dict[tuple[str, str], float]:
    """What moving from one part to another costs at a place; what has no row does not happen."""
    moves = {(row["from"], row["to"]): float(row[place]) for row in lexicon.rows("part_moves")}
    return {(old, new): moves.get((old, new), float("inf")) for old in PARTS for new in PARTS if old != new}


def find_parts(reading: Reading, hits: Sequence[Hit], report_year: int | None, begins: str) -> list[Part]:
    """The parts of a document, in order; ``begins`` is the one that it opens with."""
    blocks = [block for block in reading.blocks if block.kind != "front_matter"]
    if not blocks:
        return [Part(0, begins)]
    own = list(_hits_of(blocks, hits))
    evidence = [_evidence(reading.text, block, hits, report_year) for block, hits in zip(blocks, own, strict=True)]
    places = _places(blocks, evidence)
    path = _best([_weighed(found) for found in evidence], places, begins)
    parts = [Part(0, path[0])]
    for block, part in zip(blocks, path, strict=True):
        if part != parts[-1].part:
            parts.append(Part(block.start, part))
    return parts


def _hits_of(blocks: Sequence[Block], hits: Sequence[Hit]) -> "list[list[Hit]]":
    """The hits of each block."""
    groups, index = [], 0
    for block in blocks:
        group = []
        while index < len(hits) and hits[index].start < block.end:
            if hits[index].start >= block.start:
                group.append(hits[index])
            index += 1
        groups.append(group)
    return groups


def _places(blocks: Sequence[Block], evidence: Sequence[Evidence]) -> list[str]:
    """Where a move would happen at each block: at a heading that speaks of time, in running text, or in a chapter.

    A chapter (``in_back``, ``in_ahead``) stands under a heading that tells clearly whether it looks back or ahead, in a
    document that has headings for both: its text turns that way, hardly the other. Under a heading of both
    (``in_both``: 回顾过去五年和今后五年的目标) it will turn.
    """
    ways = [_way(block, found) for block, found in zip(blocks, evidence, strict=True)]
    tells = {way for way in ways if way} >= {"back", "ahead"}
    places, chapter = [], "in_text"
    for way, found in zip(ways, evidence, strict=True):
        if way is not None:
            chapter = f"in_{way}" if tells or way == "both" else "in_text"
            if tells and way != "both":
                found["chapter"] = abs(_lean(found))
            places.append("at_heading")
        else:
            places.append(chapter)
    return places


def _weighed(found: Evidence) -> Evidence:
    """The evidence of a block; a heading that opens a chapter outweighs its text, the clearer the more."""
    clear = found.get("chapter")
    return {part: found.get(part, 0.0) * clear for part in PARTS} if clear else found


def _way(block: Block, found: Evidence) -> str | None:
    """Whether a heading opens what looks back or ahead; None for one that says nothing of it."""
    if block.kind != "heading" or block.level > 1 or not any(found.get(part, 0.0) > 0 for part in PARTS):
        return None
    if found.get("both"):
        return "both"
    lean = _lean(found)
    return "back" if lean < -_WEIGHT["told"] else "ahead" if lean > _WEIGHT["told"] else None


def _lean(found: Evidence) -> float:
    """How much more a heading speaks of what is to come than of what was."""
    return found.get("plan", 0.0) - found.get("review", 0.0)


def _evidence(text: str, block: Block, hits: Sequence[Hit], report_year: int | None) -> Evidence:
    """How much a block speaks for each part."""
    words = text[block.start : block.end]
    if block.kind == "title":
        return {"opening": _WEIGHT["title"]}
    if len(words) <= _LEAD and _EXPLAINS.search(words):
        return {"appendix": _WEIGHT["explains"]}
    if block.kind == "heading" and block.level < 2:
        return _of_heading(words, hits, report_year)
    found = dict.fromkeys(PARTS, 0.0)
    found["appendix"] = _WEIGHT["no_appendix"] if block.kind == "note" else -_WEIGHT["no_appendix"]
    stance = sum(hit.word.weight for hit in hits if hit.word.kind == "stance")
    stance = max(-_WEIGHT["stance_most"], min(_WEIGHT["stance_most"], stance)) * _WEIGHT["stance_share"]
    _add(found, stance, -stance)
    found["opening"] -= _WEIGHT["no_opening"]
    if report_year is not None and _GROWTH_OF_YEAR.search(words):
        found["plan"] += _WEIGHT["growth_of_year"]
    _add_lead(found, words, block.start, [hit for hit in hits if hit.start < block.start + _LEAD], report_year)
    return found


def _add(found: Evidence, ahead: float, back: float) -> None:
    for part in _AHEAD:
        found[part] += ahead
    for part in _BACK:
        found[part] += back


def _of_heading(words: str, hits: Sequence[Hit], report_year: int | None) -> Evidence:
    """What a heading of the first order says: its words, its years, its plans."""
    found = dict.fromkeys(PARTS, 0.0)
    back = ahead = 0.0
    term = of_year = False
    for pattern, looks_back, looks_ahead, of in _heading_words():
        if pattern.search(words):
            back, ahead = back + looks_back, ahead + looks_ahead
            term, of_year = term or of == "term", of_year or of == "year"
    years = _years(words)
    if report_year is not None:
        for first, last in years:
            if first == last:
                of_year = True
                back += _WEIGHT["year_in_heading"] * (last < report_year)
                ahead += _WEIGHT["year_in_heading"] * (last >= report_year)
            else:
                term = True
                back += _WEIGHT["year_in_heading"] * (last < report_year)
                ahead += _WEIGHT["year_in_heading"] * (first >= report_year - 1)
        for hit in hits:
            if hit.word.kind == "plan":
                term = True
                if hit.word.last < report_year or (hit.word.last == report_year and back):
                    back += _WEIGHT["plan_in_heading"]
                elif hit.word.first >= report_year - 1:
                    ahead += _WEIGHT["plan_in_heading"]
    _add(found, ahead - back, back - ahead)
    if min(ahead, back) >= _WEIGHT["both"]:
        found = {part: found[part] * _HALF for part in PARTS} | {"both": 1.0}
    of_term = (
        _WEIGHT["heading_of_term"]
        if term and not of_year
        else 0.0
        if term
        else -_WEIGHT["heading_of_year"]
        if of_year
        else -_WEIGHT["heading_of_neither"]
    )
    found["term_review"] += of_term
    found["term_plan"] += of_term
    found["opening"] -= 1.0
    return found


def _years(words: str) -> list[tuple[int, int]]:
    """The years and spans of years that the words name."""
    words = _CHINESE_YEAR.sub(lambda match: match[1].translate(_DIGITS) + "年", words)
    return [(int(match[1]), int(match[2] or match[1])) for match in _YEAR.finditer(words)]


def _add_lead(found: Evidence, words: str, start_of_words: int, hits: Sequence[Hit], report_year: int | None) -> None:
    """What the time that a paragraph names first, in its beginning, says of it."""
    named = _YEAR.search(words, 0, _LEAD)
    first = next((hit for hit in hits if hit.word.kind in ("year", "term", "plan")), None)
    if first is not None and (named is None or first.start - start_of_words <= named.start()):
        start, last, is_term = first.word.first, first.word.last, first.word.kind != "year"
        if first.word.kind == "plan":
            if report_year is None or not _is_time(first, words, start_of_words):
                return
            start, last = start - report_year, last - report_year
            if start < -1 <= last and last >= 0:
                # a plan that is under way says nothing
                return
    elif named is not None and report_year is not None:
        start = last = int(named[1]) - report_year
        is_term = last > 0
    else:
        return
    part = ("term_review" if last < 0 else "term_plan") if is_term else ("review" if last < 0 else "plan")
    _add(found, _WEIGHT["lead"] * (last >= 0), _WEIGHT["lead"] * (last < 0))
    for other in PARTS:
        if other != part and other in (_BACK if last < 0 else _AHEAD):
            found[other] -= 2 * _WEIGHT["lead"]


def _is_time(plan: Hit, words: str, start_of_words: int) -> bool:
    """Whether a five-year plan is the time that is spoken of: “十四五”时期, against 编制“十四五”规划."""
    if not plan.word.text.endswith("”") and not plan.word.text.endswith(("规划", "计划")):
        return True
    return bool(_PLAN_AS_TIME.match(words, plan.end - start_of_words))


def _best(evidence: Sequence[Evidence], places: Sequence[str], begins: str) -> list[str]:
    """The sequence of parts with the best sum of evidence, less what its moves cost."""
    first = _moves(places[0])
    scores = {part: (0.0 if part == begins else -first[begins, part]) for part in PARTS}
    scores = {part: score + evidence[0].get(part, 0.0) for part, score in scores.items()}
    came: list[dict[str, str]] = []
    for found, place in zip(evidence[1:], places[1:], strict=True):
        moves = _moves(place)
        following, origin = {}, {}
        for part in PARTS:
            best, old = scores[part], part
            for other in PARTS:
                # of paths that are worth the same the one that moves less often, and late: where the evidence stands
                if other != part and (score := scores[other] - moves[other, part] - _MOVE) > best - _TIE:
                    best, old = score, other
            following[part], origin[part] = best + found.get(part, 0.0), old
        scores = following
        came.append(origin)
    part = max(PARTS, key=scores.__getitem__)
    path = [part]
    for origin in reversed(came):
        part = origin[part]
        path.append(part)
    return path[::-1]
