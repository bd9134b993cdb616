"""Noun phrases around a number: the words that name what is measured.

All functions take and return plain strings of a normalised text, without offsets: the number keeps its own.
"""

import re
from functools import cache, lru_cache
from typing import Final

from ingest import lexicon
from ingest.lexicon.edges import signs
from ingest.mentions.catalogue import is_known
from ingest.mentions.cues import transitive_verbs

EDGE: Final = " \u200b\n、的，,：；—－-·"
# one of these marks, or two dashes
_PHRASE_STOP: Final = re.compile(r"[，,。；：！？\n、—](?:(?<!—)|(?=—))")
# how long what a bracket encloses, and a predicate with what follows it, may be
_BRACKET: Final = 12
_PREDICATE: Final = 24
_TELLING: Final = 2
# the words around numbers are much the same from one report to the next: every second phrase was met before
_REMEMBERED: Final = 1 << 16
_NO_COUNTED_THING: Final = lexicon.word_list("no_counted_thing")
_ATTRIBUTE_ENDS: Final = frozenset(lexicon.word_list("attribute_ends"))
_DEADLINE: Final = lexicon.pattern("deadline")
_YEAR: Final = lexicon.pattern("leading_year")
_SAME_BELOW: Final = lexicon.pattern("same_below")
(_SIGN_OF_BELOW,) = signs(_SAME_BELOW.pattern)
_SPAN: Final = lexicon.pattern("span")
_SESSION: Final = lexicon.pattern("session")
_OF_DUTY: Final = lexicon.pattern("of_duty")
_INNER_VERB: Final = lexicon.pattern("inner_verb")
_SIGNS_OF_INNER_VERB: Final = signs(_INNER_VERB.pattern)
_LEADS_ON: Final = lexicon.pattern("leads_on")
_BUDGETED: Final = lexicon.pattern("budgeted")
_STANDS_ALL: Final = lexicon.pattern("stands_all")
_CHANGED_TO: Final = lexicon.pattern("changed_to")
# what is left of a word of which a lead is only the beginning: 地方级, 创新型
_WORD_TAIL: Final = lexicon.pattern("word_tail")


@cache
def _leads() -> dict[str, tuple[tuple[str, str], ...]]:
    """Leads with their kinds by their first two characters, the longest first; those of one character by that one."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for word, kind in lexicon.mapping("phrase_leads", "word", "kind").items():
        groups.setdefault(word[:2], []).append((word, kind))
    return {first: tuple(sorted(group, key=lambda lead: -len(lead[0]))) for first, group in groups.items()}


@cache
def _ends() -> dict[str, re.Pattern[str]]:
    """Words at which a phrase behind a number ends.

    ``stop`` always ends it, ``predicate`` ends it and is put in front, ``weak`` ends it only where another number
    follows in the same clause, ``keep`` is a longer word that ends nothing (人均 holds 均).
    """
    kinds = lexicon.mapping("phrase_ends", "word", "kind")

    def compiled(*wanted: str) -> re.Pattern[str]:
        words = [word for word, kind in kinds.items() if kind in wanted]
        return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))

    return {
        "free": compiled("stop", "predicate", "keep"),
        "bound": compiled("stop", "predicate", "weak", "keep"),
        "predicate": compiled("predicate"),
    }


@cache
def _ends_in_words() -> frozenset[str]:
    """Words that only begin or end as one at which a phrase ends."""
    return frozenset(word for word, kind in lexicon.mapping("phrase_ends", "word", "kind").items() if kind == "keep")


@lru_cache(_REMEMBERED)
def strip_leads(phrase: str) -> tuple[str, str]:
    """Take adverbs, scope words and verbs off the front: 全市新增上市企业 becomes 上市企业.

    The second value is the last verb among them, "" for none.
    """
    verb = ""
    phrase = phrase.strip(EDGE)
    while lead := _lead(phrase):
        word, kind = lead
        if kind == "keep" or (kind in ("verb", "adverb") and is_known(phrase)):
            break
        if _WORD_TAIL.match(phrase, len(word)):
            break
        if kind in ("verb", "act"):
            verb = word
        phrase = phrase[len(word) :].lstrip(EDGE)
    return phrase, verb


def _lead(phrase: str) -> tuple[str, str] | None:
    """The longest lead that the phrase begins with, and its kind."""
    leads = _leads()
    for first in (phrase[:2], phrase[:1]):
        for lead in leads.get(first, ()):
            if phrase.startswith(lead[0]):
                return lead
    return None


def adds_nothing(verb: str) -> bool:
    """Whether a verb only says that something was done: 完成, 新增."""
    return lexicon.mapping("phrase_leads", "word", "kind").get(verb) == "act"


def only_leads(phrase: str) -> bool:
    """Whether nothing but adverbs, scope words and verbs stand there."""
    return not strip_leads(phrase)[0]


@lru_cache(_REMEMBERED)
def phrase_before(words: str) -> str:
    """The noun phrase at the end of ``words``, which stand between the last boundary and the number's cues."""
    if "、" in words:
        _, _, last = words.rpartition("、")
        # 实施甲行动、推进乙工程、新建丙: coordinated verb phrases, only the last one is counted
        if last and strip_leads(last)[1]:
            words = last
    if _SIGN_OF_BELOW in words:
        words = _SAME_BELOW.sub("", words)
    words = _without(words.strip(EDGE).lstrip("（"), _YEAR, _DEADLINE)
    if any(sign in words for sign in _SIGNS_OF_INNER_VERB):
        words = _INNER_VERB.sub("", words)
    dated, verb = strip_leads(words)
    phrase = _without(dated, _YEAR, _DEADLINE, _SESSION, _SPAN).strip(EDGE)
    if phrase != dated:
        phrase, behind = strip_leads(phrase)
        verb = behind or verb
    phrase = _without_tails(_BUDGETED.sub("", _STANDS_ALL.sub("", phrase)))
    # 签约项目, 认定人才: so general a noun needs its verb
    phrase = verb + phrase if verb and phrase in generic_nouns() else phrase
    # the mark that closes a quotation was taken for punctuation before the number
    phrase = phrase + "”" if phrase.count("“") > phrase.count("”") else phrase.lstrip("”")
    # what is left of 2024年达到 or 2.50:1缩小至 names nothing
    return "" if phrase.isdigit() else phrase.lstrip("）")


def _without_tails(phrase: str) -> str:
    tails = _tails()
    while phrase.endswith(tails):
        phrase = phrase[: -len(next(tail for tail in tails if phrase.endswith(tail)))].strip(EDGE)
    return phrase


def _without(words: str, *openings: re.Pattern[str]) -> str:
    """The words without what they begin with, one opening after the other."""
    for opening in openings:
        if match := opening.match(words):
            words = words[match.end() :]
    return words


@cache
def _tails() -> tuple[str, ...]:
    return tuple(sorted(lexicon.column("phrase_tails", "word"), key=len, reverse=True))


@cache
def generic_nouns() -> frozenset[str]:
    """Nouns so general that only their verb tells what is counted: 签约项目, 认定人才."""
    return frozenset(lexicon.column("generic_nouns", "noun"))


@cache
def partial_words() -> frozenset[str]:
    """Words that name a part of what was counted before: 其中乡村150个, 国家级21家."""
    return frozenset(lexicon.column("partial_words", "word"))


def phrase_after(text: str, start: int, limit: int) -> tuple[str, int]:
    """The noun phrase that begins at ``start``, up to a verb, a punctuation mark or ``limit``, and where it ends.

    A predicate that tells the counted things apart is put in front, as an attribute would stand:
    83项案例入选改革年度案例 gives 入选改革年度案例案例.
    """
    while start < limit and text[start] in " \u200b的":
        start += 1
    if _CHANGED_TO.match(text, start, limit):
        # 18%上升到33%: what stands behind the first number belongs to the second
        return "", start
    end = _phrase_stop(text, start, limit)
    if duty := _OF_DUTY.search(text, start, end):
        end = duty.start()
    pattern = _ends()["bound" if end == limit else "free"]
    match = pattern.search(text, start + 2, end)
    while match and (match[0] in _ends_in_words() or _inside_quotes(text, start, match.start())):
        match = pattern.search(text, match.end(), end)
    stop = match.start() if match else end
    if leads_on := _LEADS_ON.search(text, start, stop):
        stop = leads_on.start()
    phrase = _without_tails(text[start:stop].strip(EDGE).lstrip("”"))
    if phrase.startswith(_NO_COUNTED_THING):
        return "", start
    if match and phrase and _is_predicate(match[0], end - match.start()):
        return text[match.start() : end].strip(EDGE) + phrase, end
    return phrase, stop


def _is_predicate(word: str, length: int) -> bool:
    """Whether ``word`` opens a predicate of ``length`` characters that tells things apart: 入选改革年度案例."""
    return len(word) + 2 <= length <= _PREDICATE and _ends()["predicate"].fullmatch(word) is not None


def _phrase_stop(text: str, start: int, limit: int) -> int:
    """Where punctuation ends a phrase; brackets and quotations stay whole: 县（市、区）."""
    position = start
    while stop := _PHRASE_STOP.search(text, position, limit):
        mark = stop.start()
        opened = text.rfind("（", start, mark)
        if opened >= 0 and text.find("）", opened, mark) < 0:
            closed = text.find("）", mark, min(limit, mark + _BRACKET))
            if closed >= 0:
                position = closed
                continue
        goes_on = mark > start and mark + 1 < limit and text[mark - 1] in _ATTRIBUTE_ENDS
        if stop[0] == "、" and (goes_on or _inside_quotes(text, start, mark)):
            # 标准化、规模化养殖基地
            position = stop.end()
            continue
        return mark
    return limit


def _inside_quotes(text: str, start: int, position: int) -> bool:
    return text.count("“", start, position) > text.count("”", start, position)


@cache
def stage_verbs() -> tuple[str, ...]:
    """Verbs that tell two counts of one thing apart, the longest first: 开工5个、竣工3个."""
    return tuple(sorted(lexicon.column("stage_verbs", "verb"), key=len, reverse=True))


def is_verb(phrase: str) -> bool:
    """Whether the phrase is nothing but a short verb: 交付, 开行."""
    return phrase in transitive_verbs() or (len(phrase) <= 2 and only_leads(phrase))


def tells(verb: str) -> bool:
    """Whether a verb of two characters alone says what was done: 培训; neither 完成 nor 其中 does."""
    return len(verb) == _TELLING and strip_leads(verb) == ("", verb) and not adds_nothing(verb)
