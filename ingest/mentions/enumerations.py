"""Several things named at once: 事故起数、死亡人数, 城乡居民, 开工、竣工城市更新项目."""

from functools import cache
from typing import Final

from ingest import lexicon
from ingest.mentions.attributes import complete_dependent
from ingest.mentions.catalogue import is_name
from ingest.mentions.cues import read_before
from ingest.mentions.fragments import trimmed
from ingest.mentions.phrases import EDGE, stage_verbs, strip_leads

_JOINER: Final = lexicon.pattern("joiner")
_OPENINGS: Final = lexicon.word_list("shared_openings")
_COORDINATES: Final = lexicon.word_list("coordinates")
_NO_COORDINATES: Final = lexicon.word_list("no_coordinates")
_COUNTED_THEMSELVES: Final = lexicon.word_list("counted_themselves")
_PLAN_DONE: Final = lexicon.pattern("plan_done")
_SHARE_ENDS: Final = lexicon.pattern("share_ends")
_APART: Final = "分别"
_EACH: Final = lexicon.pattern("each_of_them")


@cache
def _heads() -> tuple[str, ...]:
    return tuple(sorted(lexicon.column("shared_heads", "head"), key=len, reverse=True))


def as_one(name: str) -> str:
    """The name of several things without the word that sets their figures apart: 贷款余额分别新增 is 贷款余额."""
    return _EACH.sub("", name) if _APART in name else name


def split_parts(phrase: str, count: int) -> list[str] | None:
    """The ``count`` things that an enumeration names, each completed: 事故起数、死亡人数 -> 事故起数, 事故死亡人数.

    None where the phrase does not name that many.
    """
    if found := _joint(phrase, count, compound=True):
        return found
    phrase, told = _without_each(phrase)
    parts = [part.strip(EDGE) for part in _JOINER.split(phrase)]
    if len(parts) != count:
        parts = [part.strip(EDGE) for part in phrase.split("、")]
    if len(parts) == count and all(parts):
        return [part + told for part in _coordinated(parts) or _complete(parts)]
    return _joint(phrase + told, count, compound=False)


def _without_each(phrase: str) -> tuple[str, str]:
    """The things without 分别 and what is done behind it, and what it tells of each: 甲、乙分别完成年度投资计划."""
    things, each, behind = phrase.partition(_APART)
    if not each or not things or behind.startswith("占"):
        return phrase, ""
    behind = trimmed(behind)
    told = strip_leads(behind if _PLAN_DONE.fullmatch(behind) else read_before(behind).rest)[0]
    return things, "" if any(map(str.isdigit, told)) else told


def _coordinated(parts: list[str]) -> list[str] | None:
    """Parts that stand side by side in front of what they share: 国家级、省级众创空间; None for others."""
    last = parts[-1]
    own = next((word for word in _COORDINATES if last.startswith(word) and last != word), "")
    if not own or last.startswith(_NO_COORDINATES) or not all(part in _COORDINATES for part in parts[:-1]):
        return None
    return [*(part + last[len(own) :] for part in parts[:-1]), last]


def _joint(phrase: str, count: int, compound: bool) -> list[str] | None:
    """Set phrases for several things; the ``compound`` ones name them with a joiner (城镇和农村居民)."""
    for joint, parts in lexicon.mapping("joint_subjects", "joint", "parts").items():
        pieces = parts.split("|")
        if len(pieces) == count and bool(_JOINER.search(joint)) == compound and joint in phrase:
            return [phrase.replace(joint, piece, 1) for piece in pieces]
    return None


def _complete(parts: list[str]) -> list[str]:
    """The parts, each with what only the last or the first of them says: 进口、出口总额 -> 进口总额, 出口总额."""
    last = parts[-1]
    if share := _SHARE_ENDS.search(last):
        # 甲、乙分别占财政收入比重
        owners = _with_head([*parts[:-1], last[: share.start()]])
        return [(owner if "占" in owner else owner + share[0]).replace("分别", "") for owner in owners]
    stages = stage_verbs()
    if all(part in stages for part in parts[:-1]) and (own := next((v for v in stages if last.startswith(v)), "")):
        # 开工、竣工城市更新项目
        return [part + last[len(own) :] for part in parts[:-1]] + [last]
    if _shared_head(last):
        parts = _with_head(parts)
    elif len(last) == len(parts[0]) + 1 and last[-1] in "额量数率":
        parts = [part if len(part) == len(last) else part + last[-1] for part in parts]
    first = parts[0]
    if first.startswith(_OPENINGS):
        opening = next(opening for opening in _OPENINGS if first.startswith(opening))
        parts = [part if part.startswith(_OPENINGS) else opening + part for part in parts]
    return [first] + [complete_dependent(part, first) for part in parts[1:]]


def _shared_head(last: str) -> str:
    """The head that the last part of an enumeration lends the others: 总额 of 进口、出口总额; "" for none."""
    return next((head for head in _heads() if last.endswith(head) and last != head), "")


def _with_head(parts: list[str]) -> list[str]:
    """The parts, each with the head of the last: 进口、出口总额 -> 进口总额, 出口总额."""
    head = _shared_head(parts[-1])
    if not head or all(_has_head(part) or (is_name(part) and not is_name(part + head)) for part in parts[:-1]):
        # GDP、实际利用内资、贷款余额: each is an indicator of its own, which the head of the last would spoil
        return parts
    return [part if _has_head(part) else part + head for part in parts]


def _has_head(part: str) -> bool:
    """Whether a part of an enumeration names its own attribute: 禽蛋产量 does, 存款 before 贷款余额 does not."""
    if (len(part) > 2 and part[-1] in "量率额值") or part.endswith(_COUNTED_THEMSELVES):
        return True
    return any(part.endswith(head) and len(part) > len(head) for head in _heads())
