"""Names that name nothing: units, grades, bare verbs, base periods and cut-off phrases where an indicator should stand.

One definition for both sides: naming completes a fragment from what stands around it, and ``fragment_kind`` counts
those that are left over any table of mentions.
"""

import re
from functools import cache, lru_cache
from typing import Final

from ingest import lexicon
from ingest.mentions.catalogue import is_known
from ingest.mentions.suffixes import unit_at

_SCALES: Final = "百千万亿"
_BASE_PERIOD: Final = lexicon.pattern("base_period")
_BASE_TAIL: Final = lexicon.pattern("base_tail")
_STANDS_ALL: Final = lexicon.pattern("stands_all")
_NO_WORD: Final = re.compile(r"^[^\u4e00-\u9fffA-Za-z]*$")
_ABBREVIATED: Final = re.compile(r"（(?:以下)?简称[^）]*）?")
# what a thing comprises, at the end of its name
_INCLUDING: Final = re.compile(r"(?<=[\u4e00-\u9fff]{2})（(?:包括|包含|含)[^（）]*）$")
_MARK_OF_PAIR: Final = re.compile("[“”（）《》‘’]")
_PAIRS: Final = (("“", "”"), ("（", "）"), ("《", "》"), ("‘", "’"))
_REMEMBERED: Final = 1 << 16


@cache
def _words(place: str) -> dict[str, str]:
    return {row["word"]: row["kind"] for row in lexicon.rows("fragments") if row["place"] == place}


@cache
def _loose(place: str) -> tuple[str, ...]:
    return tuple(_words(place))


@cache
def _openings() -> re.Pattern[str]:
    """The longest word that opens loosely, or one that stays whole though it begins like one: 从业, 和美, 及时."""
    kept = {row["word"]: "" for row in lexicon.rows("phrase_leads") if row["kind"] == "keep"}
    # a word of both lists stays
    words = sorted(dict.fromkeys(_loose("opening"), "loose") | kept, key=len, reverse=True)
    return re.compile("|".join(f"({re.escape(word)})" if word not in kept else re.escape(word) for word in words))


def _loose_opening(name: str) -> int:
    """How many signs of a name's beginning belong to the sentence: 1 of 和园区, none of 和美."""
    found = _openings().match(name)
    return found.end() if found and found.lastindex else 0


@lru_cache(_REMEMBERED)
def fragment_kind(name: str) -> str:
    """Why a name names nothing that a reader could look up; "" for a name that does.

    ``empty``, ``unit``, ``base`` (a period), ``aspect`` (总量), ``grade`` (省级), ``generic`` (项目),
    ``act`` (a bare verb or particle), ``loose`` (begins, ends or holds what belongs to the sentence around it).

    >>> fragment_kind("省级"), fragment_kind("亿元"), fragment_kind("省级龙头企业")
    ('grade', 'unit', '')
    """
    bare = name.strip("“”‘’ ")
    if not bare or _NO_WORD.match(bare):
        return "empty"
    if is_known(name) or is_known(bare):
        return ""
    if kind := _words("whole").get(bare):
        return kind
    if len(bare) == 1:
        return "act"
    if _BASE_PERIOD.match(name):
        return "base"
    amount = bare.lstrip("0123456789.,")
    unit = unit_at(amount.lstrip(_SCALES), 0)[0]
    if unit and unit == amount.lstrip(_SCALES) and (amount != bare or amount[0] in _SCALES):
        return "unit"
    if _loose_opening(bare) or bare.endswith(_loose("ending")):
        return "loose"
    return "loose" if _BASE_TAIL.search(bare) or any(word in bare for word in _loose("inside")) else ""


def trimmed(name: str) -> str:
    """A name without what belongs to the sentence around it at its ends: 和政协提案 is 政协提案."""
    before = ""
    while name != before:
        before = name
        name = _STANDS_ALL.sub("", _BASE_TAIL.sub("", name.strip("、，；：")))
        name = name[_loose_opening(name) :]
        if name.endswith(_loose("ending")):
            name = name[: -max(len(word) for word in _loose("ending") if name.endswith(word))]
    return name


def without_grade(name: str) -> str:
    """A name without the grade in front: 国家级龙头企业 is 龙头企业."""
    grades = [word for word, kind in _words("whole").items() if kind == "grade" and name.startswith(word)]
    longest = max(map(len, grades), default=0)
    return name[longest:] if longest > 1 and len(name) > longest + 1 else name


def tidied(name: str) -> str:
    """A name without the abbreviation or the parts in brackets behind it and without marks that lost their partner.

    >>> tidied("用电量（以下简称“电量”）"), tidied("“双千亿产业"), tidied("用电量（含自备电厂）")
    ('用电量', '双千亿产业', '用电量')
    """
    if "简称" in name:
        name = _ABBREVIATED.sub("", name)
    if name.endswith("）"):
        name = _INCLUDING.sub("", name)
    # most names have no marks at all
    for opening, closing in _PAIRS if _MARK_OF_PAIR.search(name) else ():
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name
