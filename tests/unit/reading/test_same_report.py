"""One report, written in many ways: the same headings and the same mentions."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mentions import Context, read_document
from ingest.reading import reading_of
from ingest.sections import find_sections

YEAR = 2024
OPENING = [
    "云岭县人民政府工作报告",
    "——2024年1月16日在云岭县第十八届人民代表大会第三次会议上",
    "县长　高远山",
    "各位代表：",
    "现在，我代表县人民政府，向大会报告工作，请予审议，并请各位政协委员和列席人员提出意见。",
]
REVIEW = [
    "过去一年，全县上下迎难而上、攻坚克难，经济社会发展取得了新的成绩。全年地区生产总值完成186.5亿元，增长6.2%；"
    "一般公共预算收入达到9.8亿元，同比增长7.5%；社会消费品零售总额增长8.1%，城镇居民人均可支配收入达到35210元。",
    "（一）产业结构持续优化。新增规模以上工业企业12家，规上工业增加值增长9.3%，数字经济核心产业增加值占地区生产总值"
    "比重提高到7.6%。完成粮食总产量15.8万吨，比上年增长2.1%。",
    "（二）民生福祉不断增进。城镇新增就业3200人，新建改建学校5所，新增学位1800个，农村自来水普及率达到96.4%，"
    "群众满意度由88.5%提高到91.2%。",
    "同时，我们也清醒地看到，工作中还存在不少困难和问题，主要是经济总量偏小，财政收支矛盾突出。",
]
PLAN = [
    "今年是实现“十四五”规划目标任务的关键一年。经济社会发展的主要预期目标是：地区生产总值增长6.5%左右，"
    "一般公共预算收入增长6%，固定资产投资增长8%以上，粮食产量稳定在16万吨以上，单位生产总值能耗下降2.5%。",
    "（一）全力推进项目建设。实施重点项目86个，完成投资52亿元，力争引进亿元以上项目15个。加快建设城东产业园，"
    "确保年内建成标准厂房10万平方米。",
    "（二）加快乡村全面振兴。新建高标准农田2.5万亩，改造农村公路120公里，力争村集体经济经营性收入50万元以上的村"
    "达到60%。到2027年，全县农产品加工产值突破40亿元。",
    "（三）着力保障改善民生。新增城镇就业3000人以上，新建养老服务中心4个，确保财政民生支出占比不低于80%。",
]
CLOSING = [
    "我们将坚持依法行政，严格落实过紧日子的要求，压减一般性支出5%，让人民群众过上更好的日子。",
    "各位代表！蓝图已经绘就，奋斗正当其时。让我们团结一心，为建设美丽云岭而努力奋斗！",
]
CHAPTERS = [("一、2023年工作回顾", REVIEW), ("二、2024年工作安排", PLAN), ("三、加强政府自身建设", CLOSING)]
REPORT = [*OPENING, *(line for heading, paragraphs in CHAPTERS for line in (heading, *paragraphs))]
HEADING = re.compile("[一二三]、")
Row = tuple[object, ...]


def is_heading(paragraph: str) -> bool:
    return bool(HEADING.match(paragraph))


def wrapped(width: int, indent: str = "") -> Callable[[list[str]], str]:
    def write(report: list[str]) -> str:
        lines = (indent + paragraph for paragraph in report)
        return "\n".join(line[at : at + width] for line in lines for at in range(0, len(line), width))

    return write


def cut_in_sentences(report: list[str]) -> str:
    number = count()
    return "\n".join(re.sub("，", lambda _: "，\n\n" if next(number) % 3 else "，", line) for line in report)


WAYS: dict[str, Callable[[list[str]], str]] = {
    "blank lines": "\n\n".join,
    "indented": lambda report: "\n".join("　　" + line for line in report),
    **{f"wrapped at {width}": wrapped(width) for width in (20, 30, 40, 60)},
    **{f"wrapped at {width}, indented": wrapped(width, "　　") for width in (20, 30, 40, 60)},
    "a sentence a line": lambda report: "\n".join(re.sub(r"。(?=.)", "。\n", line) for line in report),
    "blank lines in sentences": cut_in_sentences,
    "no line break": "".join,
    "Markdown": lambda report: (
        "---\ntitle: 报告\n---\n# " + "\n\n".join("## " + line if is_heading(line) else line for line in report)
    ),
    "emphasis": lambda report: "\n\n".join(f"**{line}**" if is_heading(line) else line for line in report),
    "odd blanks": lambda report: "\n\u00a0\u2003".join(report).replace("，", "，\u00a0").replace("%", "\u2009%"),
    "marks that are not seen": lambda report: re.sub("(..)", "\\1\u200b", "\n".join(report)),
    "CRLF": "\r\n".join,
}


def plain(words: str) -> str:
    return re.sub(r"[\s\u200b*]", "", words)


def metrics(text: str) -> list[Row]:
    found = read_document(text, find_sections(text, "report", YEAR), Context(YEAR, None))
    return [
        (
            plain(text[one.start : one.end]),
            one.role,
            one.value,
            one.unit,
            one.year,
            one.indicator,
            one.section,
            one.measure,
        )
        for one in found
        if one.role != "none"
    ]


def headings(text: str) -> list[tuple[int, str]]:
    reading = reading_of(text)
    blocks = [block for block in reading.blocks if block.kind == "heading"]
    return [(block.level, plain(reading.text[block.start : block.end]).lstrip("#")) for block in blocks]


def paragraphs(text: str) -> list[str]:
    reading = reading_of(text)
    return [
        plain(reading.text[block.start : block.end]).lstrip("#")
        for block in reading.blocks
        if block.kind != "front_matter"
    ]


def test_the_report_is_read_as_it_is_meant() -> None:
    text = "\n".join(REPORT)
    assert headings(text) == [(1, heading) for heading, _ in CHAPTERS]
    assert [(block.kind, block.level) for block in reading_of(text).blocks[:4]] == [
        ("title", 0), ("title", 0), ("title", 0), ("paragraph", 0)
    ]  # fmt: skip
    roles = {(row[1], row[4], row[6]) for row in metrics(text)}
    # the year before is that of what satisfaction rose from
    past = {("result", 2023, "review"), ("result", 2022, "review")}
    assert roles == past | {("target", 2024, "plan"), ("target", 2027, "plan")}


@pytest.mark.parametrize("way", WAYS)
def test_written_another_way_it_reads_the_same(way: str) -> None:
    text = WAYS[way](REPORT)
    assert headings(text) == headings("\n".join(REPORT))
    assert metrics(text) == metrics("\n".join(REPORT))


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"a sentence a line", "no line break"}))
def test_written_another_way_it_has_the_same_blocks(way: str) -> None:
    whole, found = paragraphs("\n".join(REPORT)), paragraphs(WAYS[way](REPORT))
    assert "".join(found) == "".join(whole)
    # where neither a width nor a number tells two paragraphs apart they may be one
    begin = [line for line in whole if is_heading(line) or line.startswith(("（", "各位"))]
    assert set(begin) <= {line[: len(own)] for line in found for own in begin}


# a few paragraphs in long lines are too few cut lines to tell that a text is wrapped
ANY_LENGTH = sorted(way for way in WAYS if " 40" not in way and " 60" not in way)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(REVIEW), min_size=3, max_size=4, unique=True),
    st.lists(st.sampled_from(PLAN), min_size=3, max_size=4, unique=True),
    st.sampled_from(ANY_LENGTH),
)
def test_any_of_its_paragraphs_read_the_same(review: list[str], plan: list[str], way: str) -> None:
    report = [*OPENING, CHAPTERS[0][0], *review, CHAPTERS[1][0], *plan]
    text, told = WAYS[way](report), "\n".join(report)
    assert headings(text) == headings(told)
    assert metrics(text) == metrics(told)
