"""What of a name is the thing itself: without its number in a list, its size, its stage, what is said of it."""

import re
from typing import Final

from ingest import lexicon
from ingest.mentions import phrases
from ingest.mentions.attributes import dependent_nouns
from ingest.mentions.catalogue import is_known
from ingest.mentions.fragments import fragment_kind

_ITEM_NUMBER: Final = re.compile(r"\d{1,2}(?:([.．、）)])|(?![\d.]))(?=[\u4e00-\u9fff“])")
_STATE: Final = lexicon.pattern("state")
_STAGE_ADVERB: Final = lexicon.pattern("stage_adverb")
_SIZED: Final = lexicon.pattern("wording_sized")
_NAMES_OF_WORKS: Final = frozenset(lexicon.word_list("names_of_works"))
# 专利申请量, in front of 授权
_AMOUNTS: Final = ("量", "数")
LONGEST_NAME: Final = 16


def names_thing(phrase: str) -> bool:
    """Whether the words of a clause without a number name what the next one measures."""
    named = 1 < len(phrase) <= LONGEST_NAME and not any(map(str.isdigit, phrase))
    return named and not fragment_kind(phrase) and not phrases.only_leads(phrase)


def without_number(name: str) -> str:
    """A name without the number of its item in a list: 4.新增城镇就业, and 4新增城镇就业 where the mark was lost."""
    number = _ITEM_NUMBER.match(name)
    if not number:
        return name
    rest, verb = phrases.strip_leads(name[number.end() :])
    return rest if rest and (number[1] or verb) else name


def without_state(name: str) -> str:
    """An indicator without what is said of it: 经济增速逐季回升 is 经济增速."""
    state = _STATE.search(name)
    return name[: state.start()] if state and is_known(name[: state.start()]) and not is_known(name) else name


def staged(owner: str) -> str:
    """The thing whose stages are counted, without the stage and the amount told last: 开工桥梁投资 is 桥梁."""
    amount = max((noun for noun in dependent_nouns() if owner.endswith(noun) and owner != noun), key=len, default="")
    owner = owner.removesuffix(amount)
    before = ""
    while owner != before:
        before = owner
        owner = _without_stage(owner)
    return owner


def _without_stage(owner: str) -> str:
    """A thing without one stage, behind it or in front: 保障房集中开工 is 保障房; 危房改造 names the work."""
    stages = [verb for verb in phrases.stage_verbs() if owner != verb]
    for last in stages:
        told = next((last + amount for amount in ("", *_AMOUNTS) if owner.endswith(last + amount)), "")
        if told and last not in _NAMES_OF_WORKS:
            return _STAGE_ADVERB.sub("", owner.removesuffix(told)) or owner
    return owner.removeprefix(next((verb for verb in stages if owner.startswith(verb)), ""))


def of_size(size: str, name: str) -> str:
    """The things of another class of size: 超50亿元 of 超10亿元项目 is 超50亿元项目."""
    return size + _SIZED.sub("", name)


def only_stages(phrase: str) -> bool:
    """Whether a phrase is nothing but stages: 新建、改造."""
    rest = phrase
    while rest := rest.strip("、和与及"):
        stage = next((verb for verb in phrases.stage_verbs() if rest.startswith(verb)), "")
        if not stage:
            return False
        rest = rest[len(stage) :]
    return True


def size_of(name: str) -> str:
    """The class of size that a name begins with: 亿元以上 of 亿元以上项目; "" for none."""
    size = _SIZED.match(name)
    return size[0] if size else ""
