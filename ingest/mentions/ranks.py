"""Positions and runs: 全省第三, 居全国第5位, 前十, 全国50强, 连续19年, 十九连丰."""

from functools import cache
from typing import Final

from ingest import lexicon
from ingest.mentions.candidates import Candidate
from ingest.mentions.model import Special

_RANKED: Final = lexicon.pattern("ranked")
_PUT_FIRST: Final = lexicon.pattern("put_first")
_BEHIND_RANK: Final = lexicon.pattern("behind_rank")
_RANK_LEAD: Final = lexicon.pattern("rank_lead")
_TOP: Final = lexicon.pattern("top")
_BEHIND_TOP: Final = lexicon.pattern("behind_top")
_STRONG: Final = lexicon.pattern("strong")
_BEHIND_STRONG: Final = lexicon.pattern("behind_strong")
_RUN: Final = lexicon.pattern("run")
_RUN_BEFORE: Final = lexicon.pattern("run_before")
_RUN_UNIT: Final = lexicon.pattern("run_unit")


@cache
def _crowns() -> tuple[tuple[str, str, str], ...]:
    """What follows the number of a run (连冠), what the run is counted in, and what it is about where that is plain."""
    return tuple((row["crown"], row["unit"], row["indicator"]) for row in lexicon.rows("crowns"))


def read_rank(text: str, candidate: Candidate, clause: str) -> Special | None:
    """A position behind the words ``clause``: 全省第三, 居全国第5位, 前十, 全国50强; None where it is none of these."""
    end = candidate.end
    if candidate.form == "ordinal":
        if text.startswith(("位", "名"), end) and not text.startswith("名录", end):
            if _PUT_FIRST.search(clause):
                return Special("", None, "", "", end, reason="fixed_phrase")
            return _rank("eq", end + 1, clause)
        if _RANKED.search(clause) and _BEHIND_RANK.match(text, end):
            return _rank("eq", end, clause)
        return None
    if clause.endswith(("前", "前“")) and _TOP.search(clause) and _BEHIND_TOP.match(text, end):
        return _rank("le", end + text.startswith(("位", "名", "强"), end), clause)
    if text.startswith("强", end) and _STRONG.search(clause) and _BEHIND_STRONG.match(text, end):
        return _rank("le", end + 1, clause)
    return None


def _rank(comparator: str, end: int, clause: str) -> Special:
    """A position that ends at ``end``: its value is the candidate's own."""
    return Special("rank", None, "位", comparator, end, rank_lead(clause))


def rank_lead(clause: str) -> int:
    """How many characters in front of a rank only lead to it: 稳居全国第."""
    match = _RANK_LEAD.search(clause)
    return len(match[0]) if match else 0


def read_streak(text: str, candidate: Candidate, clause: str) -> Special | None:
    """A run: 连续19年, 十九连丰; None where the number is no run."""
    after = candidate.end + text.startswith(("”", "’"), candidate.end)
    if text.startswith("连", after):
        for crown, unit, indicator in _crowns():
            if text.startswith(crown, after):
                return Special("streak", None, unit, "eq", after + len(crown), indicator=indicator)
    if "连" not in clause:
        return None
    run = _RUN.search(clause)
    # 连续15年、8年全省第一: the second number leans on the first
    if not (run or _RUN_BEFORE.search(clause)):
        return None
    counted = _RUN_UNIT.match(text, candidate.end)
    return Special("streak", None, counted[0], "eq", counted.end(), len(run[0]) if run else 0) if counted else None
