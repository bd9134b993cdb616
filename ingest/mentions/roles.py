"""Target or result: from where the number stands and how it is said; and how firm a target is."""

import re
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.frame.clause import evidence
from ingest.lexicon.edges import sign_of
from ingest.mentions.sentence import Sentence, Slot

PLANS: Final = frozenset({"plan", "term_plan", "closing"})


@cache
def _cues(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in lexicon.rows("role_cues") if row["kind"] == kind))


@cache
def _sign_of_aim() -> re.Pattern[str]:
    """What every aim that a review quotes holds: most clauses have none of these characters."""
    return sign_of(_cues("target_in_review").pattern)


@cache
def _weight(kind: str) -> float:
    return next(float(row["weight"]) for row in lexicon.rows("role_cues") if row["kind"] == kind)


def role_of(sentence: Sentence, slot: Slot) -> str:
    """``target`` or ``result``: the sign of all evidence, from the words of the clause to the part of the document."""
    text, section, position = sentence.text, sentence.section, slot.candidate.start
    score = evidence(text, sentence.words, section, slot.clause_start, position, sentence.memory.carried)
    if kind := _said(sentence, slot):
        score += _weight(kind)
    if section in PLANS and slot.cues.origin:
        score += _weight("origin")
    return "target" if score > 0 else "result"


def _said(sentence: Sentence, slot: Slot) -> str:
    """The kind of lexicon/role_cues.csv that speaks around a number; "" for none."""
    text, start, position = sentence.text, slot.clause_start, slot.candidate.start
    if sentence.section in PLANS:
        before = sentence.clause_start(max(sentence.start, start - 2))
        if _cues("result_in_plan").search(text, start, position):
            return "result_in_plan"
        if _cues("result_until").search(text, before, position):
            return "result_until"
        if _cues("result_behind").match(text, slot.suffix.end):
            return "result_behind"
        return ""
    return "target_in_review" if quotes_target(sentence, slot) else ""


def quotes_target(sentence: Sentence, slot: Slot) -> bool:
    """Whether a review tells by the number what had been aimed at: 低于13%左右的预期目标, not 高于目标2个百分点.

    Words that begin behind the number and its unit speak of another one: 增长8%、高于预期目标2个百分点.
    """
    if sentence.section in PLANS:
        return False
    clause_end = sentence.clause_end(slot.candidate.end)
    if not _sign_of_aim().search(sentence.text, slot.clause_start, clause_end):
        return False
    cues = _cues("target_in_review").finditer(sentence.text, slot.clause_start, clause_end)
    return any(cue.start() <= slot.suffix.end and slot.candidate.start < cue.end() for cue in cues)


def default_year(role: str, section: str, report_year: int | None) -> int | None:
    """The year of a figure where the text names none: that before the report's for a review, the
    report's own for a plan, the last one for a five-year plan.
    """
    if report_year is None:
        return None
    if role == "result":
        return report_year - 1
    if section == "term_plan":
        return report_year + 4
    return report_year


def commitment(text: str, clause_start: int, position: int) -> str:
    """How firm a target is, by the word nearest before it: must (确保, 不低于), strive (力争, 争取), or plain."""
    words = text[clause_start:position]
    must, strive = _last("must", words), _last("strive", words)
    if must < 0 and strive < 0:
        return "plain"
    return "strive" if strive > must else "must"


def _last(kind: str, words: str) -> int:
    """Where the last cue of a kind ends in the words; -1 for none."""
    ends = [match.end() for match in _cues(kind).finditer(words)]
    return ends[-1] if ends else -1
