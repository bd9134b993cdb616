"""Attributes that mean nothing without the thing they belong to (总投资, 死亡人数, 增速), and their owners."""

import re
from functools import cache
from typing import Final

from ingest import lexicon

_SHORT_ATTRIBUTE: Final = re.compile(r"[\u4e00-\u9fff]{1,2}率")
_LONGEST_ATTRIBUTE: Final = 3
_OWNED_AMOUNTS: Final = lexicon.word_list("owned_amounts")
_TOTALS: Final = lexicon.word_list("totals")
_COUNTED: Final = lexicon.pattern("wording_counted")
_JOINER: Final = lexicon.pattern("joiner")
_SUM: Final = "总"


@cache
def dependent_nouns() -> dict[str, str]:
    """Attributes that mean nothing without the thing they belong to (总投资, 死亡人数).

    ``append``: put behind the owner (生产总值规模); ``replace``: instead of the owner's own attribute (粮食总产量);
    ``front``: put before the owner (人均生产总值).
    """
    return lexicon.mapping("dependent_nouns", "noun", "mode")


def attribute_of(phrase: str) -> str:
    """The amount of money or size that a phrase ends in, which the thing behind the number owns: 总投资, 规模."""
    return next((noun for noun in _OWNED_AMOUNTS if phrase.endswith(noun)), "")


def is_dependent(phrase: str) -> bool:
    """Whether the phrase is an attribute that needs the thing it belongs to."""
    is_short = len(phrase) <= _LONGEST_ATTRIBUTE
    return phrase in dependent_nouns() or (is_short and bool(_SHORT_ATTRIBUTE.fullmatch(phrase)))


def complete_dependent(phrase: str, owner: str, always: bool = False) -> str:
    """Put the owner of an attribute in front of it: 总产量 after 粮食播种面积 is 粮食总产量.

    ``always``: the phrase needs its owner even where it is no row of dependent_nouns.
    """
    if not owner:
        return phrase
    if always and not is_dependent(phrase):
        return _appended(owner, phrase)
    if not is_dependent(phrase):
        parts = _JOINER.split(phrase)
        return owner + phrase if len(parts) > 1 and all(map(is_dependent, parts)) else phrase
    modes = dependent_nouns()
    mode = modes.get(phrase, "replace")
    if mode == "front":
        return owner if owner.startswith(phrase) else phrase + owner
    if mode == "append":
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
    if attribute.startswith(_SUM) and owner.endswith(attribute[1:]):
        # 桥梁通车里程 and 总里程
        return owner.removesuffix(attribute[1:]) + attribute
    # 旅游接待人数 and 总收入 are two amounts of one thing
    owner = _COUNTED.sub("", owner)
    overlap = next((n for n in range(min(4, len(attribute)), 1, -1) if owner.endswith(attribute[:n])), 0)
    return owner + attribute[overlap:]
