"""Whole or part: what may stand behind the closing formula, in made-up reports."""

import pytest

from ingest.identity import Identity, identify
from ingest.identity.kind import kinds
from ingest.identity.page import begins
from ingest.lexicon import rows

REPORT = """2024年青田县政府工作报告
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、2023年工作回顾
全县生产总值增长6.1%，新增就业3000人。
二、2024年工作安排
全县生产总值增长6%左右，新增就业3000人。
"""
CLOSING = "各位代表！让我们同心同德，为建设美丽青田而努力奋斗！"

BEHIND = {
    "nothing": "",
    "rule": "\n---\n",
    "dash": "\n——",
    "annex named in a line": "\n附件：1.十件实事\n2.名词解释\n",
    "bare annex": "\n附件\n",
    "tasks of an annex": "\n附件1\n青田县十件实事\n（一）新建公路30公里\n（二）新建学校2所\n附件2",
    "glossary": "\n名  词  解  释\n1.河长制：由各级党政负责人担任河长的做法\n",
    "source": "\n来源：青田县人民政府\n",
    "site in brackets": "（青田县人民政府网站）",
    "newspaper in brackets": "\n\n（《青田报》20240112第1版）\n",
    "comment": "\n<!-- （青田县人民政府网站） -->\n",
    "secretariat": "\n县十八届人大三次会议秘书处 2024年1月6日印\n",
    "day": "\n二〇二四年一月九日\n",
    "day in the line": "二〇二四年一月九日",
    "projects in the line": "青田县2024年民生实事项目一、新建公路30公里。二、新建学校2所。\n",
    "attachment in the line": "文档附件：- 2024年政府工作报告.pdf",
    "session": "\n——2024年1月9日在青田县第十八届人民代表大会第三次会议上\n",
    "file": "\n2024年政府工作报告.doc\n",
    "next page of a newspaper": "\n名词解释\n1.河长制：做法\n2.林长制：做法\n（下转第3版）",
}


@pytest.mark.parametrize("behind", BEHIND.values(), ids=BEHIND.keys())
def test_what_stands_behind_the_closing_formula_makes_no_part(behind: str) -> None:
    found = identify(REPORT + CLOSING + behind)
    assert isinstance(found, Identity)
    assert (found.completeness, found.part_label) == ("full", None), found.identity_notes


@pytest.mark.parametrize(
    "closing",
    [
        "各位代表！幸福都是奋斗出来的！新时代呼唤新作为，让我们锐意进取，为推动青田振兴而努力奋斗！",
        "让我们开拓奋进，以优异成绩庆祝新中国成立75周年",
        "我们的事业一定会取得更大的胜利。",
    ],
)
def test_closing_formulas(closing: str) -> None:
    found = identify(REPORT + closing + "\n（《青田报》20240112第1版）")
    assert isinstance(found, Identity)
    assert found.completeness == "full"


@pytest.mark.parametrize(
    "text",
    [
        REPORT + "全县粮食产量达到18",
        REPORT + CLOSING + "\n三、加强政府自身建设\n全面推进依法行",
        REPORT + CLOSING + "\n全面推进依法行政，全面推进政务公开，全面推进效能建设，全面推进廉政建设，打造服务型",
        REPORT.partition("二、")[0] + CLOSING + "\n二、2024年工作安排\n全县生产总值增长6",
    ],
)
def test_a_text_that_goes_on_behind_its_call_and_breaks_off_is_a_part(text: str) -> None:
    found = identify(text)
    assert isinstance(found, Identity)
    assert found.completeness == "part"
    assert "breaks off" in (found.identity_notes or "")


def test_a_report_without_formula_begins_with_its_first_item() -> None:
    text = (
        "2024年青田县政府工作报告\n县长 某某某\n全县同心，做了以下工作：\n（一）推进改革\n2023年，新增就业3000人。" * 1
    )
    found = identify(text + "\n" + "二、2024年工作安排\n" + CLOSING)
    assert isinstance(found, Identity)
    assert found.completeness == "full", found.identity_notes


KINDS_OPEN = {
    ("yes", "opening", "plan"), ("yes", "review", "plan"), ("yes", "term_plan", "term_plan"), ("no", "plan", "plan")
}  # fmt: skip


def test_every_kind_that_a_rule_tells_has_its_row() -> None:
    told = {row["kind"] for row in rows("kinds") if row["kind"]}
    assert told | {"report"} == set(kinds())
    for row in rows("document_kinds"):
        assert row["gives"] in ("targets", "results", "both")
        assert {row["covers"], row["counts"], row["judged"], row["official"]} <= {"yes", "no"}
        assert (row["parts"], row["opens"], row["plans"]) in KINDS_OPEN
        assert row["judged"] == "yes" or row["counts"] == "no", "what counts is judged"
        assert row["judged"] == "no" or row["gives"] != "results", "only targets are judged"
    assert [row["kind"] for row in rows("document_kinds") if row["covers"] == "yes"] == ["report"]


def test_what_a_report_is_about_makes_it_no_plan_report() -> None:
    about = "关于第一个五年计划的报告"
    found = identify(f"1955年国务院政府工作报告\n{about}\n各位代表：\n我现在代表国务院作报告。\n一、任务\n全国同心。")
    assert isinstance(found, Identity)
    assert found.kind == "report"


OPENED = (
    "缙云县政府工作报告\n\n各位代表：\n\n《规划纲要草案》已经提交大会。现在，我向大会报告工作，请一并审议。\n\n"
    "一、2023年工作回顾\n\n全县生产总值增长5%。\n\n二、2024年工作安排\n\n全县生产总值增长6%。\n\n"
    "各位代表！让我们更加紧密地团结起来，在县委的坚强领导下，勇毅前行，为谱写现代化建设的新篇章而努力奋斗！\n\n{behind}"
)


@pytest.mark.parametrize("behind", ["", "---\n", "附件\n1.两个机制：指一种机制和另一种机制，由有关部门负责\n附件2"])
@pytest.mark.parametrize("width", [12, 20, 40, 0])
def test_a_wrapped_text_is_as_whole_as_another(behind: str, width: int) -> None:
    lines = OPENED.format(behind=behind).split("\n")
    cut = [line[at : at + (width or 1000)] for line in lines for at in range(0, max(1, len(line)), width or 1000)]
    found = identify("\n".join(cut))
    assert isinstance(found, Identity)
    assert found.completeness == "full", found.identity_notes


@pytest.mark.parametrize("front", ["", "---title: ", "---source: https://www.example.gov.cn/a.htmltitle: "])
def test_a_text_in_one_line_is_as_whole_as_another(front: str) -> None:
    text = f"{front}{OPENED.format(behind='')}".replace("\n", "")
    found = identify(text.replace("报告各位", "报告---各位") if front else text)
    assert isinstance(found, Identity)
    assert (found.title, found.report_year, found.completeness) == ("缙云县政府工作报告", 2024, "full")


@pytest.mark.parametrize(
    "opens",
    [
        "——2024年1月10日在缙云县第十八届人民代表大会第三次会议上县长 高远山各位代表：我受县人民政府委托，报告工作。",
        "——2024年1月10日在缙云县第十八届人民代表大会第三次会议上县长 高远山",
        "",
    ],
)
@pytest.mark.parametrize(
    "behind", ["", "（《缙云日报》20240112第1至2版）", "附件2024年十件实事1.新建学校3所，办好就业。"]
)
def test_a_text_in_one_line_opens_with_an_address_or_a_chapter(opens: str, behind: str) -> None:
    told = "一、过去四年工作回顾全县同心。二、2024年工作安排全县生产总值增长6%。"
    closes = "让我们更加紧密地团结在县委周围，为建设美丽缙云而努力奋斗，推动各项事业开花结果。"
    found = identify(opens + told + closes + behind)
    assert isinstance(found, Identity)
    assert found.completeness == "full", found.identity_notes


@pytest.mark.parametrize("joint", ["\n", ""])
@pytest.mark.parametrize("to", ["大会", "省第五届人民代表大会"])
def test_the_opening_is_told_in_lines_and_without(to: str, joint: str) -> None:
    """Whoever stands in front of the address, and whether the congress is named or not."""
    said = ["革委会主任：", "各位代表：", f"我代表青山省革命委员会，向{to}报告工作，请予审议。"]
    assert begins(joint.join(said))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n", "\r\n\u3000\u3000"])
def test_who_printed_a_report_stands_behind_its_end_in_any_lines(ending: str) -> None:
    printed = "市第十一届人大第二次会议秘书处 2024年2月22日印"
    found = identify(OPENED.format(behind="").rstrip().replace("\n", ending) + ending + printed)
    assert isinstance(found, Identity)
    assert found.completeness == "full", found.identity_notes
