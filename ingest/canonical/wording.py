"""The words of an indicator -> what is measured: its core, its head, what restricts it, and a signature to compare by.

A joint indicator (交通、水利投资) has a part for each item beside the whole. Everything is a function of the words
alone: a wording is analysed once, however often it is met.
"""

import re
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from ingest import lexicon
from ingest.canonical.replacements import Replacements
from ingest.lexicon.edges import sign_of, signs

_LIST_NUMBER: Final = lexicon.pattern("list_number")
_BRACKETS: Final = lexicon.pattern("wording_brackets")
_FOR_WHOM: Final = lexicon.pattern("wording_for_whom")
_SAID_BY: Final = lexicon.pattern("wording_said_by")
_EXAMPLES: Final = lexicon.pattern("wording_examples")
_LAST_AND: Final = lexicon.pattern("wording_last_and")
_SIGNS_OF_FOR: Final = signs(_FOR_WHOM.pattern)
_SIGNS_OF_AND: Final = signs(_LAST_AND.pattern)
_SIZE: Final = lexicon.pattern("wording_size")
_SIZED: Final = lexicon.pattern("wording_sized")
_SIGN_OF_SIZE: Final = sign_of(f"{_SIZE.pattern}|{_SIZED.pattern}")
_IMPLIED_VALUE_ADDED: Final = lexicon.pattern("implied_value_added")
_SHARE_OF_WHOLE: Final = lexicon.pattern("share_of_whole")
_GROWTH_TAIL: Final = lexicon.pattern("wording_growth_tail")
# what goes without saying: the share of a part of the economy is that of its value added
_IMPLIED: Final = {"sum:share": "sum:value_added"}
_DIGITS: Final = str.maketrans("一二两三四五六七八九", "1223456789")
_UNTOLD: Final = lexicon.word_list("untold_in_references")
_REMEMBERED: Final = 1 << 16
_SHORT_ITEM: Final = 3
_LONG_ITEM: Final = 4
_TELLING: Final = 3
# how much of the weight of its characters the whole keeps that a share is one of
_OF_WHOLE: Final = 0.3


class Part(NamedTuple):
    """One thing that a wording names.

    ``item`` numbers the things of a joint wording that are looked for one by one; ``core_key`` is the core without
    the order of its characters and without renewal; ``grams`` and ``weights`` are the signature: pairs of characters,
    each with what it tells; ``is_whole``: it is no item of several (a class counts what its examples do); ``is_joint``:
    it names several things (渔港和码头); ``sizes``,
    ``hard_scopes`` and ``soft_scopes`` restrict what is counted.
    """

    item: int
    wording: str
    core: str
    core_key: str
    head: str
    is_whole: bool
    is_joint: bool
    sizes: list[str]
    hard_scopes: list[str]
    soft_scopes: list[str]
    grams: list[str]
    weights: list[float]
    total_weight: float


@lru_cache(_REMEMBERED)
def parts_of(wording: str, joins_two: bool = False) -> tuple[Part, ...]:
    """The whole of a wording and, where it joins several things, each of them.

    With ``joins_two`` 旅游人次和旅游收入 are two: so with rates, where counts of two things are a sum.

    >>> [part.core for part in parts_of("新增“邻里食堂”")]
    ['邻里食堂']
    """
    plain = _plain(wording)
    items = _items(plain, joins_two)
    head = _shared_head(plain) if "、" in plain else ""
    # of things that are counted the class alone may be what the other report names: 甲园区、乙园区等大项目
    classes = [] if joins_two else [_EXAMPLES.sub("", plain)]
    written = dict.fromkeys([plain, *(item if not head or head in item else item + head for item in items), *classes])
    parts: dict[str, Part] = {}
    for text in written:
        part = _part(text, 0, text in (plain, *classes))
        parts.setdefault(part.core + "".join(part.hard_scopes), part)
    return tuple(parts.values())


@lru_cache(_REMEMBERED)
def joint_items(wording: str) -> tuple[Part, ...]:
    """The items of a joint subject, numbered: each is looked for by itself (a short one with the head they share)."""
    items = [item.strip() for item in wording.split("、") if item.strip()] or [wording]
    head = _shared_head(_GROWTH_TAIL.sub("", wording)) if len(items) > 1 else ""
    named = [item + head if head and len(item) <= _SHORT_ITEM else item for item in items]
    return tuple(part for item in named for part in references(item))


@lru_cache(_REMEMBERED)
def references(wording: str) -> tuple[Part, ...]:
    """What a reference such as 经济增长 stands for; 城乡居民收入 stands for two things. An unknown one for itself."""
    known = _canonical_references().get(wording) or _references_by_core().get(_reference_core(wording), (wording,))
    return tuple(_part(_plain(name), number, True) for number, name in enumerate(known))


def named_growth(wording: str) -> str:
    """The indicator whose growth is meant where only 经济 or 农民收入 grows; else the words themselves.

    >>> named_growth("能源工业增加值")
    '能源工业'
    """
    known = _canonical_references().get(_stripped_leads(_plain(wording)), ())
    return known[0] if len(known) == 1 else _IMPLIED_VALUE_ADDED.sub("", wording)


@cache
def _canonical_references() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in lexicon.rows("relation_references"):
        found.setdefault(row["wording"], []).append(row["canonical"])
    return {wording: tuple(names) for wording, names in found.items()}


@cache
def _references_by_core() -> dict[str, tuple[str, ...]]:
    return {_reference_core(wording): names for wording, names in _canonical_references().items()}


def _reference_core(wording: str) -> str:
    """What tells a reference from others: 城乡常住居民人均可支配收入 and 城乡居民收入增长 are one."""
    core = _part(_plain(wording), 0, True).core
    for word in _UNTOLD:
        core = core.replace(word, "")
    return _without_tail(core)


def _plain(wording: str) -> str:
    """Without list number, brackets, quotation marks: 直达快享为企业减负 is 企业减负."""
    plain = _BRACKETS.sub("", _LIST_NUMBER.sub("", wording))
    aim = _SAID_BY.sub("", plain)
    plain = aim if len(aim) > 1 else plain
    return (_FOR_WHOM.sub(r"\1", plain) if any(sign in plain for sign in _SIGNS_OF_FOR) else plain).upper()


def _items(plain: str, joins_two: bool) -> list[str]:
    if "、" not in plain:
        # 城镇和农村居民 are not told apart by their words
        two = _LAST_AND.fullmatch(plain) if joins_two else None
        return [two[1], two[2]] if two and min(map(len, two.groups())) >= _LONG_ITEM else [plain]
    return [item for item in _LAST_AND.sub(r"\1、\2", plain).split("、") if len(item) > 1]


def _shared_head(plain: str) -> str:
    ending = _GROWTH_TAIL.sub("", plain)
    return max((head for head in lexicon.column("list_heads", "head") if ending.endswith(head)), key=len, default="")


@lru_cache(_REMEMBERED)
def _part(text: str, item: int, is_whole: bool) -> Part:
    canonical = _synonyms().made_in(text)
    is_sized = _SIGN_OF_SIZE.search(canonical) is not None
    sizes = sorted(map(_plain_size, _SIZE.findall(canonical))) if is_sized else []
    unsized = _SIZED.sub("", canonical) if is_sized else canonical
    hard, soft, removed = _scopes(unsized)
    core = _core(unsized, removed) or unsized or canonical or text
    grams = list(dict.fromkeys(core[place : place + 2] for place in range(max(len(core) - 1, 1))))
    whole = _SHARE_OF_WHOLE.search(core)
    told = core[: whole.start()] if whole else core
    weights = [_weights().get(gram, 1.0) * (1 if gram in told else _OF_WHOLE) for gram in grams]
    return Part(
        item=item,
        wording=text,
        core=core,
        core_key=_key(core),
        head=core[-2:],
        is_whole=is_whole,
        is_joint=_joins(text),
        sizes=sizes,
        hard_scopes=hard,
        soft_scopes=soft,
        grams=grams,
        weights=weights,
        total_weight=round(sum(weights), 4),
    )


def _joins(text: str) -> bool:
    """Whether a wording names several things: 渔港和码头, but not 新建和改造码头."""
    if "、" in text or not any(sign in text for sign in _SIGNS_OF_AND):
        return "、" in text
    two = _LAST_AND.fullmatch(text)
    return two is not None and two[1] not in _verbs()


@cache
def _verbs() -> frozenset[str]:
    works = (row["word"] for row in lexicon.rows("clause_words") if row["fact"].startswith("work_"))
    return frozenset(works) | {word for words in _leads().values() for word in words}


def _core(text: str, removed: list[str]) -> str:
    """What is left once qualifiers, verbs, the own region and year and words that name nothing are taken out."""
    core = text.replace("、", "")
    for word in sorted(removed, reverse=True):
        core = core.replace(word, "")
    stripped = _stripped_leads(core)
    core = stripped if len(stripped) > 1 else core
    return _without_tail(_noise().made_in(core))


def _key(core: str) -> str:
    """The characters of a core, sorted, without the renewal that clause.py tells apart: 改造棚户区 is 棚户区."""
    return "".join(sorted(_works().made_in(core)))


def _without_tail(core: str) -> str:
    if not core.endswith(_tails()):
        return core
    tail = next((word for word in _tails() if core.endswith(word) and len(core) - len(word) > 1), "")
    return _without_tail(core[: -len(tail)]) if tail else core


def _stripped_leads(text: str) -> str:
    while True:
        lead = next((word for word in _leads().get(text[:1], ()) if text.startswith(word)), "")
        if not lead or len(text) - len(lead) < 2:
            return text
        text = text[len(lead) :]


@cache
def _synonyms() -> Replacements:
    rows = sorted(lexicon.rows("wording_synonyms"), key=lambda row: int(row["position"]))
    return Replacements((row["wording"], row["canonical"]) for row in rows)


@cache
def _noise() -> Replacements:
    acts = [row["word"] for row in lexicon.rows("phrase_leads") if row["kind"] in ("act", "scope")]
    words = {*acts, *(row["word"] for row in lexicon.rows("wording_noise") if row["place"] == "anywhere")}
    longest_first = sorted(
        (word for word in words if len(word) > 1 or word == "的"), key=lambda word: (-len(word), word)
    )
    return Replacements(((word, "") for word in longest_first), shortest=2)


@cache
def _works() -> Replacements:
    works = [row["word"] for row in lexicon.rows("wording_noise") if row["place"] == "works"]
    return Replacements(((word, "") for word in works), shortest=_TELLING)


@cache
def _tails() -> tuple[str, ...]:
    words = [row["word"] for row in lexicon.rows("wording_noise") if row["place"] == "end"]
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _leads() -> dict[str, tuple[str, ...]]:
    kinds = ("act", "verb", "adverb", "commit", "scope", "time")
    return lexicon.by_first_character(row["word"] for row in lexicon.rows("phrase_leads") if row["kind"] in kinds)


@cache
def _weights() -> dict[str, float]:
    return {row["bigram"]: float(row["weight"]) for row in lexicon.rows("common_bigrams")}


@cache
def _scope_terms() -> tuple[AhoCorasick, tuple[tuple[str, str, bool, bool], ...]]:
    """What finds the words that restrict what is counted, by the numbers of their rows, and the rows."""
    rows = tuple(
        (row["term"], f"{row['class']}:{row['scope_value']}", row["strictness"] == "hard", row["is_removed"] == "true")
        for row in lexicon.rows("scope_terms")
    )
    return AhoCorasick([term for term, *_ in rows]), rows


def _scopes(text: str) -> tuple[list[str], list[str], list[str]]:
    """Qualifiers of a wording: those that must agree, those that must not contradict, and the words that go."""
    found_by, rows = _scope_terms()
    met = [rows[number] for number in {met[0] for met in found_by.find_matches_as_indexes(text, overlapping=True)}]
    hard = sorted({scope for _, scope, is_hard, _ in met if is_hard})
    hard = [scope for scope in hard if not any(scope == _IMPLIED.get(other) for other in hard)]
    soft = sorted({scope for _, scope, is_hard, _ in met if not is_hard})
    return hard, soft, [term for term, _, _, is_removed in met if is_removed]


def _plain_size(size: str) -> str:
    """A size in digits: 五十亿 is 50亿, 亿 is 1亿."""
    digits = size.translate(_DIGITS)
    for power, factor in (("十", 10), ("百", 100), ("千", 1000)):
        digits = re.sub(rf"(\d*){power}(?=[万亿])", partial(_times, factor), digits)
    return f"1{digits}" if digits[0] in "万亿" else digits


def _times(factor: int, told: re.Match[str]) -> str:
    return str(int(told[1] or 1) * factor)
