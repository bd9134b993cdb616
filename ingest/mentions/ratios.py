"""Ratios: the shares of the three industries (12：49：39), and one thing held against another (1：50)."""

from typing import Final

from ingest import lexicon
from ingest.mentions.candidates import Candidate
from ingest.mentions.model import Special

_INDUSTRIES: Final = {"1": "第一产业比重", "2": "第二产业比重", "3": "第三产业比重"}
_OF_INDUSTRIES: Final = lexicon.pattern("ratio_of_industries")
_OF_TWO: Final = lexicon.pattern("ratio_of_two")


def read_ratio(candidate: Candidate, clause: str) -> Special:
    """A ratio, or one part of a ratio of three, behind the words ``clause``; its reason is set where it is none.

    The three parts are the shares of the three industries in percent where the words speak of these.
    """
    end = candidate.end
    if candidate.word in _INDUSTRIES:
        if _OF_INDUSTRIES.search(clause):
            return Special("level", None, "%", "eq", end, indicator=_INDUSTRIES[candidate.word])
    elif _OF_TWO.search(clause):
        return Special("level", None, "", "eq", end)
    return Special("", None, "", "", end, reason="no_measure")
