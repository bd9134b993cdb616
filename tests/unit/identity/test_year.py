"""The report's year from one piece of evidence at a time, in made-up texts."""

import re
from typing import Any

import pytest

from ingest.identity import Identity, identify
from ingest.identity.named_file import named_region, named_year
from ingest.identity.named_years import Vote, around_years, party_sessions
from ingest.identity.page import look
from ingest.identity.view import squeeze
from ingest.identity.year import _cue_votes, cues
from ingest.lexicon import rows

ONE_PIECE = [
    ("dateline", "政府工作报告\n2024年1月9日在青田县第十八届人民代表大会第三次会议上\n", 2024),
    ("dateline_behind", "政府工作报告\n青田县第十八届人民代表大会第三次会议（2024年1月9日）\n", 2024),
    ("dateline_bare", "政府工作报告（2024年1月9日）\n", 2024),
    ("dateline_speaker", "县长某某某（2024年1月9日）\n", 2024),
    ("dateline_alone", "青田县人民政府\n（2024年1月9日）\n", 2024),
    ("dateline_month", "2024年1月在青田县第十八届人民代表大会第三次会议上\n", 2024),
    ("dateline_year", "2024年在青田县第十八届人民代表大会上\n", 2024),
    ("title_front", "2024年青田县政府工作报告\n", 2024),
    ("title_behind", "青田县重点工作责任分解（2024年）\n", 2024),
    ("title_day", "青田县政府工作报告（2024年1月9日 某某某）\n", 2024),
    ("title_bulletin", "2023年青田县国民经济和社会发展统计公报\n", 2024),
    ("title_bulletin_behind", "青田县国民经济和社会发展统计公报（2023年）\n", 2024),
    ("title_carried_out", "关于青田县2023年国民经济和社会发展计划执行情况的报告\n", 2024),
    ("title_draft", "关于青田县2024年财政预算草案的报告\n", 2024),
    ("title_term", "青田县国民经济和社会发展第十四个五年规划纲要\n", 2021),
    ("title_term_range", "青田县1991—1995年国民经济发展五年计划\n", 1991),
    ("opening_plan", "各位代表：我代表县人民政府报告工作，并对2024年工作提出建议。", 2024),
    ("opening_review", "各位代表：我代表县人民政府报告2023年工作，请予审议。", 2024),
    ("review_begins", "一、工作回顾\n2023年是全县极不平凡的时期。", 2024),
    ("plan_begins", "一、工作安排\n2024年，我们任务很重。", 2024),
    ("head_tasks", "青田县2024年十件民生实事\n", 2024),
    ("first_line", "青田县2024年重点事项\n", 2024),
    ("head_two_sessions", "直击2024年全县两会\n", 2024),
    ("npc", "第十四届全国人民代表大会第二次会议\n", 2024),
    ("prc_jubilee", "以优异成绩迎接新中国成立75周年", 2024),
    ("party_jubilee", "以优异成绩迎接建党100周年", 2021),
    ("document_number", "青政发〔2024〕4号\n", 2024),
    ("looking_back", "他回顾了青田2023年的工作。", 2024),
    ("doing_well", "会议要求做好2024年政府工作。", 2024),
    ("aims", "2024年全县经济社会发展主要目标是：", 2024),
    ("arranged", "对2024年的工作作了安排和部署。", 2024),
    ("past_year_named", "刚刚过去的2023年，难忘。", 2024),
    ("this_year_named", "今年（2024年）我们办好十件事。", 2024),
    ("expected", "2023年，预计全县生产总值42亿元。", 2024),
    ("year_aims", "拟定了2024年经济发展的预期目标。", 2024),
    ("page_day", "发布时间：2024-02-03\n", 2024),
    ("proposed", "报告提出，2024年新增就业3000人。", 2024),
    ("heading", "**一、二〇二三年工作回顾** 全县上下团结一心。\n", 2024),
    ("heading of the year before and the year", "一、1996年的政府工作和1997年的奋斗目标\n全县同心。", 1997),
    ("headings in sequence", "一、2021年的主要工作\n全县同心。\n二、2022年工作\n全县同心。", 2022),
    ("heading in running text", "青田县政府工作报告一、2023年工作回顾2023年，全县同心。", 2024),
    ("heading of the main work in running text", "各项任务完成。三、2024年的主要工作今年，我们同心。", 2024),
    ("heading of the government’s work in running text", "各项任务完成。三、2024年的政府工作2024年任务重。", 2024),
    ("heading of the aims of a year in running text", "再立新功。二、2024年政府工作的主要目标全县同心。", 2024),
    ("heading of the work that was done in running text", "再立新功。一、2023年主要工作完成情况全县同心。", 2024),
    ("heading of two years in running text", "再立新功。一、1996年的政府工作和1997年的奋斗目标全县同心。", 1997),
    ("headings without numbers in running text", "再立新功。2023年工作回顾过去一年，全县同心。", 2024),
    ("heading of a term", "一、“十三五”工作回顾\n全县同心。", 2021),
    ("results of a year named twice", "县里说，2023年完成投资2亿元。2023年新增就业达3000人。", 2024),
    ("aims of a year named twice", "县里说，2024年力争投资3亿元。2024年确保新增就业2000人。", 2024),
    ("plenary sessions of the Party", "认真贯彻党的十九届四中、五中全会精神，推进各项工作。", 2021),
    ("congress of the Party", "全面贯彻党的二十大精神，推进各项工作。", 2023),
]
OTHER_PIECES = ("heading", "results", "aims of", "plenary", "congress")


@pytest.mark.parametrize(("text", "year"), [spec[1:] for spec in ONE_PIECE], ids=[spec[0] for spec in ONE_PIECE])
def test_one_piece_of_evidence_tells_the_year(text: str, year: int) -> None:
    found = identify(text, any_text=True)
    assert isinstance(found, Identity)
    assert found.report_year == year, found.identity_notes


UNTOLD = [
    ("the end of a plan named once is a horizon", "到2030年建成，2030年力争碳达峰。"),
    ("a plenary session of the province’s committee", "认真贯彻省委十二届四中全会精神，推进各项工作。"),
    ("a congress of the Party that is to come", "以优异成绩迎接党的二十大胜利召开。"),
    ("a year named without result or aim", "2023年那场大雪人人记得。"),
]


@pytest.mark.parametrize("text", [text for _, text in UNTOLD], ids=[name for name, _ in UNTOLD])
def test_what_tells_no_year(text: str) -> None:
    found = identify(text, any_text=True)
    assert isinstance(found, Identity)
    assert found.report_year is None
    assert "report_year:" in (found.identity_notes or "")


def test_a_year_out_of_step_with_the_latest_session_of_the_party_is_a_horizon() -> None:
    text = "认真贯彻党的十九届五中全会精神。2026年力争产值翻番，2026年确保全面建成。"
    found = identify(text, any_text=True)
    assert isinstance(found, Identity)
    assert found.report_year == 2021


LATE = (
    "政府工作报告\n——{}在青田县第十八届人民代表大会第三次会议上\n"
    "各位代表：\n我代表县人民政府报告工作。\n{}\n全县同心。\n"
)


@pytest.mark.parametrize(
    ("day", "heading", "year"),
    [
        ("2023年12月28日", "一、奋力开创新局面", 2024),
        ("2023年12月28日", "二、2024年工作安排", 2024),
        ("2023年12月28日", "二、2023年工作安排", 2023),
        ("2023年11月5日", "一、奋力开创新局面", 2023),
        ("2023年11月5日", "二、2024年工作安排", 2024),
    ],
)
def test_a_congress_of_late_autumn_plans_the_next_year_unless_the_text_says_otherwise(
    day: str, heading: str, year: int
) -> None:
    found = identify(LATE.format(day, heading))
    assert isinstance(found, Identity)
    assert found.report_year == year
    assert str(found.delivered_on).startswith("2023-1")


def test_a_title_counts_little_against_a_congress_of_late_autumn() -> None:
    found = identify("2023年青田县政府工作报告\n" + LATE.format("2023年12月28日", "一、奋力开创新局面"))
    assert isinstance(found, Identity)
    assert found.report_year == 2024


def test_a_day_that_only_the_title_tells_is_that_of_delivery() -> None:
    found = identify(
        "青田县政府工作报告（2023年12月28日 某某某）\n各位代表：\n我代表县人民政府报告工作。\n"
        "一、2023年工作回顾\n全县同心。\n二、明年的工作\n全县同心。\n"
    )
    assert isinstance(found, Identity)
    assert (found.report_year, str(found.delivered_on)) == (2024, "2023-12-28")


def test_a_body_that_contradicts_its_title_is_followed_and_said() -> None:
    text = (
        "2005年青田县政府工作报告\n各位代表：\n我代表县人民政府报告工作。\n"
        "一、“十五”工作回顾\n全县同心。\n三、2006年工作\n全县同心。"
    )
    found = identify(text)
    assert isinstance(found, Identity)
    assert found.report_year == 2006
    assert "against 2005 after “2005年青田县政府工作报告”" in (found.identity_notes or "")


@pytest.mark.parametrize("table", ["year_cues", "region_cues", "part_markers", "kinds"])
def test_the_example_of_every_row_is_what_its_pattern_finds(table: str) -> None:
    for row in rows(table):
        assert row["example"], row
        assert re.search(row["pattern"], squeeze(row["example"])), row


def test_sessions_of_the_party_follow_each_other() -> None:
    years = list(party_sessions().values())
    assert years == sorted(years)


@pytest.mark.parametrize(
    ("path", "region", "year"),
    [
        ("丽水市/青田县/2012.md", "丽水市青田县", "2012"),
        ("2011年青田县政府工作报告.txt", "青田县", "2011"),
        ("reports.zip/青田县/2013.txt", "青田县", "2013"),
        ("青田县.csv#00003", "青田县", ""),
        ("2016-2020/青田县.txt", "青田县", ""),
        ("fd2012ab.txt", "", ""),
    ],
)
def test_name_of_the_file(path: str, region: str, year: str) -> None:
    assert (named_region(path), named_year(path)) == (region, year)


BARE = "政府工作报告\n各位代表：\n现在，我代表县人民政府向大会报告工作。\n一、工作回顾\n全县同心。\n"


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        ({"file": "丽水市/2012年青田县政府工作报告.txt"}, ("青田县", 2012, "file name")),
        ({"file": "丽水市/2012.txt", "region": "浙江省青田县", "year": "2013"}, ("青田县", 2013, "record")),
        ({"file": "丽水市/2012.txt"}, (None, 2012, "file name")),
    ],
)
def test_the_name_of_the_file_tells_what_text_and_record_leave_open(hints: dict[str, str], expected: Any) -> None:
    found = identify(BARE, hints=hints)
    assert isinstance(found, Identity)
    assert (found.region_name, found.report_year, found.identity_source) == expected
    assert "after the" in (found.identity_notes or "")


def test_the_name_of_the_file_says_nothing_against_the_text() -> None:
    text = "2024年缙云县政府工作报告\n" + BARE
    assert identify(text, hints={"file": "青田县/2012.txt"}) == identify(text)


def test_every_cue_of_the_year_is_what_tells_it_in_its_text() -> None:
    told = {name for name, text, year in ONE_PIECE if (name, year) in {(v.cue, v.year) for v in _said(text)}}
    assert told == {cue.id for cue in cues()}
    assert told == {name for name, *_ in ONE_PIECE if not name.startswith(OTHER_PIECES)}


def _said(text: str) -> list[Vote]:
    return list(_cue_votes(look(text), around_years(text)))


def test_what_a_heading_looks_back_on_and_the_year_that_it_plans_are_two() -> None:
    text = "青田县政府工作报告各位代表：我代表县人民政府报告工作。一、1996年工作回顾和1997年工作基本要求全县增长6%。"
    found = identify(text)
    assert isinstance(found, Identity)
    assert found.report_year == 1997
