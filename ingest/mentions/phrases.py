"""Noun phrases around a number: the words that name what is measured.

All functions take and return plain strings of a normalised text, without offsets: the number keeps its own.
"""

import re
from functools import cache
from typing import Final

from ingest import lexicon

_EDGE: Final = " \u200b\n、的，,：；—－-·"
_PHRASE_STOP: Final = re.compile(r"[，,。；：！？\n、]|——")
_JOINERS: Final = re.compile(r"、|以及|和|与|及")
_COMPARISON: Final = re.compile(r"(?:比|较|同比|与)(?:上年|去年|上一年|前年|同期|上年同期|20\d\d年|19\d\d年|十二五末|十三五末|“十.五”末|五年前|十年前)(?:末|底|同期)?(?:相比|分别)?")
_YEAR: Final = re.compile(r"^(?:到|在|从|自)?(?:20|19)\d\d年(?:底|末|初)?的?")
_SHORT_ATTRIBUTE: Final = re.compile(r"^[\u4e00-\u9fff]{1,3}[率数额量比值费]$")


@cache
def _leads() -> dict[str, tuple[tuple[str, str], ...]]:
    kinds = lexicon.mapping("phrase_leads", "word", "kind")
    groups = lexicon.by_first_character(kinds)
    return {first: tuple((word, kinds[word]) for word in group) for first, group in groups.items()}


@cache
def _ends() -> re.Pattern[str]:
    words = sorted(lexicon.column("phrase_ends", "word"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def dependent_nouns() -> frozenset[str]:
    """Attributes that mean nothing without the thing they belong to: 总投资, 死亡人数."""
    return frozenset(lexicon.column("dependent_nouns", "noun"))


@cache
def _heads() -> tuple[str, ...]:
    return tuple(sorted(lexicon.column("shared_heads", "head"), key=len, reverse=True))


def strip_leads(phrase: str) -> tuple[str, bool]:
    """Take adverbs, scope words and verbs off the front: 全市新增上市企业 becomes 上市企业.

    The second value tells whether a verb was among them.
    """
    verb = False
    leads = _leads()
    phrase = phrase.strip(_EDGE)
    while phrase:
        for word, kind in leads.get(phrase[0], ()):
            if phrase.startswith(word):
                break
        else:
            break
        if kind == "keep":
            break
        verb = verb or kind == "verb"
        phrase = phrase[len(word) :].lstrip(_EDGE)
    return phrase, verb


def only_leads(phrase: str) -> bool:
    """Whether nothing but adverbs, scope words and verbs stand there."""
    return not strip_leads(phrase)[0]


def phrase_before(words: str) -> str:
    """The noun phrase at the end of ``words``, which stand between the last boundary and the number's cues."""
    if "比" in words or "较" in words:
        words = _COMPARISON.sub("", words)
    if "、" in words:
        head, _, last = words.rpartition("、")
        # 实施甲行动、推进乙工程、新建丙: coordinated verb phrases, only the last one is counted
        if last and strip_leads(last)[1]:
            words = last
    words = words.strip(_EDGE)
    words = _YEAR.sub("", words)
    phrase, _ = strip_leads(words)
    return _YEAR.sub("", phrase).strip(_EDGE)


def phrase_after(text: str, start: int, limit: int) -> str:
    """The noun phrase that begins at ``start``: up to a verb, a punctuation mark or ``limit``."""
    while start < limit and text[start] in " \u200b的":
        start += 1
    stop = _PHRASE_STOP.search(text, start, limit)
    end = stop.start() if stop else limit
    match = _ends().search(text, start + 2, end)
    while match and _inside_quotes(text, start, match.start()):
        match = _ends().search(text, match.end(), end)
    if match:
        end = match.start()
    return text[start:end].strip(_EDGE)


def _inside_quotes(text: str, start: int, position: int) -> bool:
    return text.count("“", start, position) > text.count("”", start, position)


def split_parts(phrase: str, count: int) -> list[str] | None:
    """The ``count`` things that an enumeration names, each completed: 事故起数、死亡人数 -> 事故起数, 事故死亡人数.

    None where the phrase does not name that many.
    """
    parts = [part.strip(_EDGE) for part in _JOINERS.split(phrase)]
    if len(parts) != count:
        parts = [part.strip(_EDGE) for part in phrase.split("、")]
    if len(parts) == count and all(parts):
        return _complete(parts)
    return _joint(phrase, count)


def _joint(phrase: str, count: int) -> list[str] | None:
    for row in lexicon.rows("joint_subjects"):
        pieces = row["parts"].split("|")
        if len(pieces) == count and row["joint"] in phrase:
            return [phrase.replace(row["joint"], piece, 1) for piece in pieces]
    return None


def _complete(parts: list[str]) -> list[str]:
    last = parts[-1]
    head = next((head for head in _heads() if last.endswith(head) and last != head), "")
    if head:
        parts = [part if part.endswith(_heads()) else part + head for part in parts]
    first = parts[0]
    return [first] + [complete_dependent(part, first) for part in parts[1:]]


def is_dependent(phrase: str) -> bool:
    """Whether the phrase is an attribute that needs the thing it belongs to."""
    return phrase in dependent_nouns() or bool(_SHORT_ATTRIBUTE.match(phrase))


def complete_dependent(phrase: str, owner: str) -> str:
    """Put the owner of an attribute in front of it: 总产量 after 粮食播种面积 is 粮食总产量."""
    if not owner or not is_dependent(phrase):
        return phrase
    base = owner
    for noun in (*_heads(), *dependent_nouns()):
        if owner.endswith(noun) and len(owner) > len(noun) and len(base) > len(owner) - len(noun):
            base = owner[: -len(noun)]
    if base == owner and len(owner) > len(phrase) + 1 and owner[-1] == phrase[-1]:
        base = owner[: -len(phrase)]
    return phrase if base.endswith(phrase) else base + phrase
