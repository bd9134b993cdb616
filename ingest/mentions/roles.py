"""Target or result: from where the number stands and how it is said; and how firm a target is."""

import re
from functools import cache
from typing import Final

from ingest import lexicon

_PLANS: Final = frozenset({"plan", "term_plan", "closing"})


@cache
def _cues(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in lexicon.rows("role_cues") if row["kind"] == kind))


def default_role(
    text: str, section: str, clause: tuple[int, int], number: tuple[int, int], before: int, origin: bool
) -> str:
    """``target`` or ``result`` for a metric.

    ``clause`` and ``number`` (with its unit) are offsets, ``before`` is where the clause before begins.

    A number of a plan is a target unless its clause says that it is so already (目前, 已, 在…基础上);
    a number of a review is a result unless its clause quotes what had been aimed at (低于…的预期目标).
    """
    if section in _PLANS:
        if origin or _cues("result_in_plan").search(text, clause[0], number[0]):
            return "result"
        if _cues("result_until").search(text, before, number[0]):
            return "result"
        return "result" if _cues("result_behind").match(text, number[1]) else "target"
    if _cues("target_in_review").search(text, *clause):
        return "target"
    return "result"


def default_year(role: str, section: str, report_year: int) -> int:
    """The year of a figure where the text names none: that before the report's for a review, the
    report's own for a plan, the last one for a five-year plan.
    """
    if role == "result" or section not in _PLANS:
        return report_year - 1
    if section == "term_plan":
        return report_year + 4
    return report_year


def commitment(text: str, clause_start: int, position: int) -> str:
    """How firm a target is: must (确保, 不低于), strive (力争, 争取) or plain."""
    words = text[clause_start:position]
    if _cues("must").search(words):
        return "must"
    return "strive" if _cues("strive").search(words) else "plain"
