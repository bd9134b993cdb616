"""Noun phrases around a number: the words that name what is measured.

All functions take and return plain strings of a normalised text, without offsets: the number keeps its own.
"""

import re
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.mentions.catalogue import is_known
from ingest.mentions.cues import transitive_verbs

_EDGE: Final = " \u200b\n、的，,：；—－-·"
_LEADS_ON: Final = re.compile(r"(?:和|与|及|近|约|超过?|达到?|共|各|分别|逾)+$")
_SPAN: Final = re.compile(r"^(?:是)?[一二两三四五六七八九十百]+年?(?:来|间|前|累计)?的?$")
_TOTALS: Final = ("总量", "总额", "总数")
_NO_PHRASE: Final = ("基础", "增长", "增速", "水平", "目标", "预期", "大关", "台阶", "规模", "任务", "要求", "涨幅", "速度", "左右")
_PHRASE_STOP: Final = re.compile(r"[，,。；：！？\n、]|——")
_JOINERS: Final = re.compile(r"、|以及|和|与|及")
_DEADLINE: Final = re.compile(
    r"^(?:到|在)?(?:(?:20|19)\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|月底|[上中下]旬|末)?(?:之|以)?前(?!\d|十|百)|^[一二两三四五六七八九十]+年(?:之)?内"
)
_SESSION: Final = re.compile(r"^第[\d一二三四五六七八九十]+[届次]")
_INNER: Final = re.compile(r"完成(?=投资|产值|营收|税收|销售|贷款)")
_SHARE: Final = re.compile(r"占[^，、占]{1,16}$")
_YEAR: Final = re.compile(r"^(?:到|在|从|自)?(?:20|19)\d\d年(?:底|末|初)?的?")
_SHORT_ATTRIBUTE: Final = re.compile(r"^[\u4e00-\u9fff]{1,2}率$")


@cache
def _leads() -> dict[str, tuple[tuple[str, str], ...]]:
    kinds = lexicon.mapping("phrase_leads", "word", "kind")
    groups = lexicon.by_first_character(kinds)
    return {first: tuple((word, kinds[word]) for word in group) for first, group in groups.items()}


@cache
def _ends() -> dict[str, re.Pattern[str]]:
    """Words at which a phrase behind a number ends.

    ``stop`` always ends it, ``predicate`` ends it and is put in front, ``weak`` ends it only where another number
    follows in the same clause.
    """
    kinds = lexicon.mapping("phrase_ends", "word", "kind")

    def compiled(*wanted: str) -> re.Pattern[str]:
        words = [word for word, kind in kinds.items() if kind in wanted]
        return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))

    return {"free": compiled("stop", "predicate"), "bound": compiled("stop", "predicate", "weak"), "predicate": compiled("predicate")}


@cache
def dependent_nouns() -> dict[str, str]:
    """Attributes that mean nothing without the thing they belong to (总投资, 死亡人数).

    ``append``: put behind the owner (生产总值规模); ``replace``: instead of the owner's own attribute (粮食总产量).
    """
    return lexicon.mapping("dependent_nouns", "noun", "mode")


@cache
def _heads() -> tuple[str, ...]:
    return tuple(sorted(lexicon.column("shared_heads", "head"), key=len, reverse=True))


def strip_leads(phrase: str) -> tuple[str, str]:
    """Take adverbs, scope words and verbs off the front: 全市新增上市企业 becomes 上市企业.

    The second value is the last verb among them, "" for none.
    """
    verb = ""
    leads = _leads()
    phrase = phrase.strip(_EDGE)
    while phrase:
        for word, kind in leads.get(phrase[0], ()):
            if phrase.startswith(word):
                break
        else:
            break
        if kind == "keep" or (kind in ("verb", "adverb") and is_known(phrase)):
            break
        if kind in ("verb", "act"):
            verb = word
        phrase = phrase[len(word) :].lstrip(_EDGE)
    return phrase, verb


def adds_nothing(verb: str) -> bool:
    """Whether a verb only says that something was done: 完成, 新增."""
    return any(word == verb and kind == "act" for word, kind in _leads().get(verb[:1], ()))


def only_leads(phrase: str) -> bool:
    """Whether nothing but adverbs, scope words and verbs stand there."""
    return not strip_leads(phrase)[0]


def phrase_before(words: str) -> str:
    """The noun phrase at the end of ``words``, which stand between the last boundary and the number's cues."""
    if "、" in words:
        _, _, last = words.rpartition("、")
        # 实施甲行动、推进乙工程、新建丙: coordinated verb phrases, only the last one is counted
        if last and strip_leads(last)[1]:
            words = last
    words = _DEADLINE.sub("", _YEAR.sub("", words.strip(_EDGE).lstrip("（")))
    phrase, verb = strip_leads(_INNER.sub("", words))
    dated = phrase
    phrase = _SPAN.sub("", _SESSION.sub("", _DEADLINE.sub("", _YEAR.sub("", phrase)))).strip(_EDGE)
    if phrase != dated:
        phrase, behind = strip_leads(phrase)
        verb = behind or verb
    while phrase.endswith(_tails()):
        phrase = phrase[: -len(next(tail for tail in _tails() if phrase.endswith(tail)))].strip(_EDGE)
    # 签约项目, 认定人才: so general a noun needs its verb
    phrase = verb + phrase if verb and phrase in generic_nouns() else phrase
    # the mark that closes a quotation was taken for punctuation before the number
    phrase = phrase + "”" if phrase.count("“") > phrase.count("”") else phrase.lstrip("”")
    return phrase.lstrip("）")


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
    end = _phrase_stop(text, start, limit)
    pattern = _ends()["bound" if end == limit else "free"]
    match = pattern.search(text, start + 2, end)
    while match and _inside_quotes(text, start, match.start()):
        match = pattern.search(text, match.end(), end)
    stop = match.start() if match else end
    if leads_on := _LEADS_ON.search(text, start, stop):
        stop = leads_on.start()
    phrase = text[start:stop].strip(_EDGE).lstrip("”")
    if phrase.startswith(_NO_PHRASE):
        return "", start
    if match and phrase and len(match[0]) + 2 <= end - match.start() <= 24 and _ends()["predicate"].fullmatch(match[0]):
        return text[match.start() : end].strip(_EDGE) + phrase, end
    return phrase, stop


def _phrase_stop(text: str, start: int, limit: int) -> int:
    """Where punctuation ends a phrase; brackets and quotations stay whole: 县（市、区）."""
    position = start
    while stop := _PHRASE_STOP.search(text, position, limit):
        opened = text.rfind("（", start, stop.start())
        if opened >= 0 and "）" not in text[opened : stop.start()] and "）" in text[stop.start() : min(limit, stop.start() + 12)]:
            position = text.index("）", stop.start())
            continue
        if stop[0] == "、" and _inside_quotes(text, start, stop.start()):
            position = stop.end()
            continue
        return stop.start()
    return limit


def _inside_quotes(text: str, start: int, position: int) -> bool:
    return text.count("“", start, position) > text.count("”", start, position)


def split_parts(phrase: str, count: int) -> list[str] | None:
    """The ``count`` things that an enumeration names, each completed: 事故起数、死亡人数 -> 事故起数, 事故死亡人数.

    None where the phrase does not name that many.
    """
    if found := _joint(phrase, count, compound=True):
        return found
    parts = [part.strip(_EDGE) for part in _JOINERS.split(phrase)]
    if len(parts) != count:
        parts = [part.strip(_EDGE) for part in phrase.split("、")]
    if len(parts) == count and all(parts):
        return _complete(parts)
    return _joint(phrase, count, compound=False)


def _joint(phrase: str, count: int, compound: bool) -> list[str] | None:
    """Set phrases for several things; the ``compound`` ones name them with a joiner (城镇和农村居民)."""
    for joint, parts in lexicon.mapping("joint_subjects", "joint", "parts").items():
        pieces = parts.split("|")
        if len(pieces) == count and bool(_JOINERS.search(joint)) == compound and joint in phrase:
            return [phrase.replace(joint, piece, 1) for piece in pieces]
    return None


def _complete(parts: list[str]) -> list[str]:
    last = parts[-1]
    if share := _SHARE.search(last):
        # 甲、乙分别占财政收入比重
        parts = [part if "占" in part else part + share[0] for part in parts]
        return [part.replace("分别", "") for part in parts]
    stages = stage_verbs()
    if all(part in stages for part in parts[:-1]) and (own := next((v for v in stages if last.startswith(v)), "")):
        # 开工、竣工城市更新项目
        return [part + last[len(own) :] for part in parts[:-1]] + [last]
    head = next((head for head in _heads() if last.endswith(head) and last != head), "")
    if head:
        parts = [part if _has_head(part) else part + head for part in parts]
    elif len(last) == len(parts[0]) + 1 and last[-1] in "额量数率":
        parts = [part if len(part) == len(last) else part + last[-1] for part in parts]
    first = parts[0]
    return [first] + [complete_dependent(part, first) for part in parts[1:]]


def _has_head(part: str) -> bool:
    """Whether a part of an enumeration names its own attribute: 禽蛋产量 does, 存款 before 贷款余额 does not."""
    if len(part) > 2 and part[-1] in "量率额值":
        return True
    return any(part.endswith(head) and len(part) > len(head) for head in _heads())


@cache
def stage_verbs() -> frozenset[str]:
    """Verbs that tell two counts of one thing apart: 开工5个、竣工3个."""
    return frozenset(lexicon.column("stage_verbs", "verb"))


def is_verb(phrase: str) -> bool:
    """Whether the phrase is nothing but a short verb: 交付, 开行."""
    return phrase in transitive_verbs() or (len(phrase) <= 2 and only_leads(phrase))


def attribute_of(phrase: str) -> str:
    """The amount of money or size that a phrase ends in, which the thing behind the number owns: 总投资, 规模."""
    return next((noun for noun in ("首期规模", "总投资", "总规模", "规模", "投资额", "总额") if phrase.endswith(noun)), "")


def is_dependent(phrase: str) -> bool:
    """Whether the phrase is an attribute that needs the thing it belongs to."""
    return phrase in dependent_nouns() or bool(_SHORT_ATTRIBUTE.match(phrase))


def complete_dependent(phrase: str, owner: str) -> str:
    """Put the owner of an attribute in front of it: 总产量 after 粮食播种面积 is 粮食总产量."""
    if not owner:
        return phrase
    if not is_dependent(phrase):
        parts = _JOINERS.split(phrase)
        return owner + phrase if len(parts) > 1 and all(map(is_dependent, parts)) else phrase
    modes = dependent_nouns()
    if modes.get(phrase, "replace") == "append":
        return _appended(owner, phrase)
    own = max((noun for noun, mode in modes.items() if mode == "replace" and owner.endswith(noun)), key=len, default="")
    if not own and len(owner) > len(phrase) + 1 and owner[-1] == phrase[-1]:
        own = owner[-len(phrase) :]
    if phrase.endswith("率") and not own.endswith("率"):
        return _appended(owner, phrase)
    base = owner[: len(owner) - len(own)]
    return phrase if not base or base.endswith(phrase) else base + phrase


def _appended(owner: str, attribute: str) -> str:
    """Owner and attribute without what both say: 项目投资 and 投资完成率, 进出口总额 and 总量."""
    if owner.endswith(attribute) or (attribute in _TOTALS and owner.endswith(_TOTALS)):
        return owner
    if owner.endswith(_TOTALS):
        owner = owner[:-2]
    overlap = next((n for n in range(min(4, len(attribute)), 1, -1) if owner.endswith(attribute[:n])), 0)
    return owner + attribute[overlap:]
