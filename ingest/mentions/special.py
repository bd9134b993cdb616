"""Numbers that are words, positions or runs of years: 零突破, 清零, 倍增, 全省第三, 连续19年, 十连丰."""

import re
from dataclasses import dataclass
from typing import Final

from ingest import lexicon
from ingest.mentions.candidates import Candidate

_SCOPE: Final = r"全省|全国|全市|全球|世界|全县|全区|全州|各省|中部|西部|东部|中西部|东北|内地|长三角|亚洲|国内|省内|市内|同类|榜|[省市]"
_RANKED: Final = re.compile(
    rf"(?:居|列|位|排名|排|升至|升到|跃至|名列|位次|获|荣获|保持|稳居|{_SCOPE})(?:[^，。；、]{{0,6}})?第$|(?:{_SCOPE})[\u4e00-\u9fff]{{0,8}}第$"
)
_AFTER_RANK: Final = re.compile(r"[位名](?!录)|[升降跃提上前下]|[，,。；、）”\n ]|大|$|经济|的")
_FIRST_PLACE: Final = re.compile(r"(?:稳居|位居|居|位列|列)[^，。；]{0,14}$|(?:居|列|位|排|登|占|夺|摘|获|[省国球市区县部州]|城市)$")
_TOP: Final = re.compile(rf"(?:{_SCOPE}|进入|跻身|排名|位居|居|列|挺进|冲刺|迈进|稳居|保持|行列|榜|名)[^，。；]{{0,6}}前“?$")
_STRONG: Final = re.compile(r"(?:进入|跻身|迈进|进军|冲刺|挺进|入围|向)[^，。；]{0,14}$")
_ABOVE: Final = re.compile(r"(?:超|超过|过|突破)[^，。；、]{0,3}$")
_RUN_OF: Final = re.compile(r"(?:已?连续(?:成功)?(?:举办|获评|实现)?|连)$")
_STREAK_UNITS: Final = re.compile(r"(年|个月|个季度|届|次|期|个五年)")
_RANK_LEAD: Final = re.compile(
    r"(?:[均都]?(?:连续保持|跃升至|跃升到|跃升为|上升至|上升到|提升至|提升到|提高到|排名|稳居|位居|名列|位列|升至|升到|跃居|跃至|跻身|保持|荣获|夺得|进入|占据|实现|进至|排在|挺进|高居|雄踞|居于|处于|居|列|排|获|为|是|在|全)){0,3}"
    rf"(?:(?:{_SCOPE}|各[省市区县州]+|同类|首位)[\u4e00-\u9fff]{{0,4}})?[第前“]*$"
    r"|(?:连续[^，。；]{1,5})?(?:排名|位居|位列|居|列)[^从由至到，。；、]{2,4}第?$"
)
_QUOTED: Final = "”’」"


@dataclass(slots=True)
class Special:
    """A number that is no plain quantity. ``drop``: characters before it that belong to it (居全国第, 连续)."""

    measure: str
    value: float | None
    unit: str
    comparator: str
    end: int
    drop: int = 0
    reason: str = ""
    indicator: str = ""


def read_rank(text: str, candidate: Candidate, clause: str) -> Special | None:
    """A position: 全省第三, 居全国第5位, 前十, 全国50强; None where the number is none of these."""
    end = candidate.end
    if candidate.form == "ordinal":
        if text.startswith(("位", "名"), end) and not text.startswith("名录", end):
            return Special("rank", None, "位", "eq", end + 1, _lead(clause))
        if _RANKED.search(clause) and _AFTER_RANK.match(text, end):
            return Special("rank", None, "位", "eq", end, _lead(clause))
        return None
    if clause.endswith(("前", "前“")) and _TOP.search(clause) and re.match(r"[位名强]?(?:[，,。；、）”\n ]|行列|$|以内)", text[end : end + 4]):
        return Special("rank", None, "位", "le", end + (text[end : end + 1] in "位名强"), _lead(clause))
    if text.startswith("强", end) and _STRONG.search(clause) and re.match(r"强(?:[，,。；、）\n ]|迈|行列|目标|$)", text[end : end + 3]):
        return Special("rank", None, "位", "le", end + 1, _lead(clause))
    return None


def _lead(clause: str) -> int:
    """How many characters in front of a rank only lead to it: 稳居全国第."""
    match = _RANK_LEAD.search(clause)
    return len(match[0]) if match else 0


def read_streak(text: str, candidate: Candidate, clause: str) -> Special | None:
    """A run: 连续19年, 十九连丰; None where the number is no run."""
    after = candidate.end + text.startswith(("”", "’"), candidate.end)
    if text.startswith("连", after):
        for crown, indicator in lexicon.mapping("crowns", "crown", "indicator").items():
            if text.startswith(crown, after):
                return Special("streak", None, "年", "eq", after + len(crown), indicator=indicator)
    before = _RUN_OF.search(clause)
    # 连续15年、8年全省第一: the second number leans on the first
    leaning = not before and re.search(r"连续[\d一二三四五六七八九十]+年、$", clause)
    if not (before or leaning):
        return None
    match = _STREAK_UNITS.match(text, candidate.end)
    if not match:
        return None
    return Special("streak", None, match[1], "eq", match.end(), len(before[0]) if before else 0)


def read_word(text: str, candidate: Candidate, clause: str) -> Special | None:
    """A word that stands for a number; its reason is set where it measures nothing here."""
    word, end = candidate.word, candidate.end
    if word == "first":
        if _FIRST_PLACE.search(clause):
            return Special("rank", 1.0, "位", "eq", end, _lead(clause))
        return Special("", None, "", "", end, reason="fixed_phrase")
    if word == "zero":
        return _zero(text, candidate, clause)
    if word == "zero_out":
        if re.match(r"[一二三四五六七八九十]?提|行动|工程|攻坚|专项|一提", text[end : end + 3]) or clause.endswith(("两", "双", "三", "四")):
            return Special("", None, "", "", end, reason="name")
        return Special("level", 0.0, unit_of(clause), "eq", end)
    if word in ("doubling", "halving"):
        if re.match(r"[计行工提培]|”(?:行动|计划|工程|战略)", text[end : end + 3]) or (word == "halving" and not re.match(r"[征缴收，。；、]", text[end : end + 1])):
            return Special("", None, "", "", end, reason="name")
        return Special("growth", None, "%", _approx(clause), end)
    if word == "half":
        if clause.endswith(("一", "另", "多")) or text.startswith("以上", end):
            return Special("level", 50.0, "%", "ge", end + 2)
        token = text[candidate.start : end]
        if token == "过半":
            return Special("level", 50.0, "%", "ge", end)
        return Special("level", 50.0, "%", _approx(clause), end)
    if word == "two_digits":
        return Special("growth" if re.search(r"增|涨|提高|降", clause + text[end : end + 4]) else "level", 10.0, "%", "ge", end)
    return None


def _approx(clause: str) -> str:
    if clause.endswith(("近", "约", "接近", "将近")):
        return "approx"
    return "ge" if _ABOVE.search(clause) else "eq"


def _zero(text: str, candidate: Candidate, clause: str) -> Special:
    after = text[candidate.end : candidate.end + 4].lstrip(_QUOTED)
    if "突破" in text[candidate.end : candidate.end + 5]:
        comparator = "ge" if text.startswith("的突破", candidate.end) else "eq"
        return Special("level", 1.0, unit_of(clause), comparator, text.index("突破", candidate.end) + 2)
    if after.startswith(("增长", "负增长")):
        return Special("growth", 0.0, "%", "eq", candidate.end + text[candidate.end : candidate.end + 5].index("增长") + 2)
    if after.startswith(("容忍", "距离", "差错", "缺陷", "报告", "失误", "延误")):
        return Special("", None, "", "", candidate.end, reason="fixed_phrase")
    noun = next((noun for noun in ("伤亡", "死亡", "亡人") if after.startswith(noun)), "")
    name = clause[max(clause.rfind("实现"), clause.rfind("保持")) + 2 :].strip("“‘") + noun if noun else ""
    return Special("level", 0.0, "人" if noun else unit_of(after if unit_of(after) != "个" else clause), "eq", candidate.end, indicator=name)


def unit_of(words: str) -> str:
    """The measure word of the thing that ``words`` speak of last: 零就业家庭 is counted in 户."""
    last, unit = (-1, 0), "个"
    for noun, measure_word in lexicon.mapping("noun_units", "noun", "unit").items():
        found = words.rfind(noun)
        if found >= 0 and (found + len(noun), len(noun)) > last:
            last, unit = (found + len(noun), len(noun)), measure_word
    return unit
