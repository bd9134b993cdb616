"""What of a page is not the report: marked in the text, and nothing of the report with it."""

import itertools
from pathlib import Path

import pytest

from ingest.identity import Identity, identify

BODY = """各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、2023年工作回顾
全县生产总值增长5%，新增就业3000人。
二、2024年工作安排
全县生产总值增长6%。相关链接建设加快。责任编辑培训办好。
各位代表！努力奋斗！"""
TITLE = "2024年缙云县政府工作报告"


def _marked(text: str) -> dict[str, str]:
    found = identify(text)
    assert isinstance(found, Identity)
    spans = found.furniture
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    joined: dict[str, str] = {}
    for start, end, kind in spans:
        assert 0 <= start < end <= len(text)
        joined[kind] = joined.get(kind, "") + text[start:end]
    return joined


def test_plain_report_has_none() -> None:
    assert _marked(f"{TITLE}\n县长 某某\n{BODY}") == {}


def test_running_heads_that_a_reader_put_behind_the_body() -> None:
    text = f"{TITLE}\n县长 某某\n{BODY}\n"
    heads = "某某日报 第3版 要闻\n某某日报 第4版 要闻（下转第五版）\n"
    found = identify(text + heads, hints={"furniture_from": str(len(text))})
    assert isinstance(found, Identity)
    assert found.completeness == "full"
    assert found.furniture[-1] == (len(text), len(text + heads), "furniture")


@pytest.mark.parametrize(
    "line",
    [
        "首页",
        "当前位置：首页 > 政务公开 > 政府工作报告",
        "【字体：大 中 小】",
        "分享到：",
        "来源：缙云县人民政府",
        "发布时间：2024-02-01 09:12",
        "2024-02-01 09:12",
        "浏览次数：1024",
        "索引号：002645/2024-12345",
        "打印本页 关闭窗口",
        "设为首页收藏本站",
        "查看: 155|回复: 0",
        "县长某某作政府工作报告。本报记者 某某 摄",
        "维基文库，自由的图书馆",
    ],
)
def test_head_of_a_page(line: str) -> None:
    text = f"{line}\n{TITLE}\n县长 某某\n{BODY}"
    assert _marked(text) == {"furniture": line}
    behind = f"{TITLE}\n{line}\n县长 某某\n{BODY}"
    assert _marked(behind) == {"furniture": line}


def test_short_lines_between_furniture_go_with_it() -> None:
    text = f"下载\n打印\n县情速递\n【字号：\n大\n】\n{TITLE}\n县长 某某\n{BODY}"
    assert _marked(text)["furniture"] == "下载\n打印\n县情速递\n【字号：\n大\n】"


def test_title_date_and_speaker_are_never_furniture() -> None:
    text = f"打印\n{TITLE}\n2024年1月10日在缙云县第十七届人民代表大会第三次会议上\n县长 某某\n来源：缙云新闻\n{BODY}"
    assert _marked(text)["furniture"] == "打印来源：缙云新闻"


@pytest.mark.parametrize(
    "foot",
    [
        "（责任编辑：某某）",
        "责任编辑：\n某某\n扫一扫在手机打开当前页",
        "相关链接>>\nabcd39f1fb7f426d9dfb6bd0fa1f2146:\n缙云县人大会议决议\n打印本页",
        "您需要登录后才可以回帖 登录 | 立即注册\nPowered by X3.4 © 2008-2018",
        "本作品是中华人民共和国的\n法律\n、\n法规\n，国家机关的决议。\nPublic domain\nfalse",
        "值班主任\t某某\n三至六版校对\t某某\n一版\t某某",
        "相关报道：",
        "上一篇：缙云烧饼节开幕\n下一篇：没有了",
        "顶(12)\n踩(3)",
    ],
)
def test_foot_of_a_page(foot: str) -> None:
    text = f"{TITLE}\n{BODY}\n\n{foot}"
    assert _marked(text) == {"furniture": foot}
    found = identify(text)
    assert isinstance(found, Identity)
    assert found.completeness == "full"


GLOSSARY = "名词解释\n1.“两重”：是指国家重大战略实施。\n2.“5+5”产业：是指五大产业和五大集群。\n"


@pytest.mark.parametrize("above", ["", "附件\n", "附件2\n"])
def test_glossary_behind_the_report(above: str) -> None:
    text = f"{TITLE}\n{BODY}\n{above}{GLOSSARY}"
    assert _marked(text)["appendix"].rstrip() == f"{above}{GLOSSARY}".rstrip()


@pytest.mark.parametrize(
    "heading",
    [
        "**名词解释和说明**",
        "《政府工作报告》有关内容名词注释",
        "附：名词解释（按出现先后排序）",
        "【名词解析】",
        "**注释：**",
        "有关情况说明",
    ],
)
@pytest.mark.parametrize("entry", ["**{}.“两新”：**", "〔{}〕两新：", "（{}）“两新”：", "{}、两新：", "［{}］两新："])
def test_notes_behind_the_report_under_any_heading(heading: str, entry: str) -> None:
    notes = "".join(f"{entry.format(number)}到2025年更新设备300台。\n\n" for number in (1, 102))
    text = f"{TITLE}\n{BODY}\n\n{heading}\n\n{notes}"
    assert _marked(text)["appendix"] == f"{heading}\n\n{notes}"


def test_the_next_annex_ends_the_notes() -> None:
    text = f"{TITLE}\n{BODY}\n**附件1**\n{GLOSSARY}**附件2**\n2024年县十件民生实事\n1.新增学位3000个。\n"
    assert "新增学位" not in _marked(text)["appendix"]
    assert "5+5" in _marked(text)["appendix"]


def test_a_glossary_in_a_list_of_annexes_hides_none_behind_them() -> None:
    listed = "附件：1.2024年县十件民生实事\n2.《政府工作报告》名词解释\n"
    text = (
        f"{TITLE}\n{BODY}\n{listed}附件1\n1.城镇就业：新增学位3000个。\n2.医疗卫生：新增床位300张。\n附件2\n{GLOSSARY}"
    )
    assert "新增" not in _marked(text)["appendix"]
    assert "5+5" in _marked(text)["appendix"]


def test_glossary_and_foot() -> None:
    marked = _marked(f"{TITLE}\n{BODY}\n{GLOSSARY}责任编辑：某某")
    assert marked["appendix"].rstrip() == GLOSSARY.rstrip()
    assert marked["furniture"] == "责任编辑：某某"


@pytest.mark.parametrize("blank", ["", "　　", " "])
@pytest.mark.parametrize("above", ["名词解释", "附件《政府工作报告》名词注释：", "---附注：", "注释：", "注 释"])
@pytest.mark.parametrize("number", ["{}.", "[{}]", "［{}］", "〔{}〕"])
def test_glossary_of_a_text_without_line_breaks(above: str, number: str, blank: str) -> None:
    told = ["“两重”：是指国家重大战略实施，新增投资4万亿元。", "数字港：到2020年建成泊位200个。"]
    entries = [number.format(at) + words for at, words in enumerate(told, 1)]
    body = BODY.strip().split("\n")
    text = blank.join([TITLE, *body, above, *entries])
    assert _marked(text)["appendix"].strip() == blank.join([above, *entries])


@pytest.mark.parametrize("above", ["名词解释", "附件名词术语解释", "附件2《政府工作报告》名词注释："])
def test_glossary_without_numbers_or_marks_of_a_text_without_line_breaks(above: str) -> None:
    notes = "".join([above, "两重工程：新增投资4万亿元。", "数字港：到2020年建成泊位200个。", "一网通：服务1万人。"])
    assert _marked("".join([TITLE, *BODY.strip().split("\n")]) + notes)["appendix"] == notes


@pytest.mark.parametrize("before", ["", "责任单位：各镇人民政府", "（牵头单位：县教育局）"])
@pytest.mark.parametrize("above", ["附件2名词解释", "附件2名  词  解  释", "附件：《政府工作报告》释义"])
def test_glossary_behind_an_annex_of_a_text_without_line_breaks(before: str, above: str) -> None:
    notes = f"{above}1．两重工程 新增投资4万亿元。2．数字港 到2020年建成泊位200个。3．一网通：服务1万人。"
    text = "".join([TITLE, *BODY.strip().split("\n"), "附件1十件实事新建学校3所。", before])
    assert _marked(text + notes)["appendix"] == notes


def test_the_next_annex_without_a_number_ends_a_glossary_too() -> None:
    notes = "名词解释：1．两重工程：新增投资4万亿元。2．数字港：到2020年建成泊位200个。"
    text = "".join([TITLE, *BODY.strip().split("\n")])
    assert _marked(f"{text}{notes}附件：十大工程一、新建公路1．新建公路30公里。")["appendix"] == notes


def test_what_a_government_hosts_is_no_foot_of_a_page() -> None:
    assert _marked(f"{TITLE}\n{BODY}\n\n承办好第七届茶博会。新增投资20亿元。\n\n深化合作。") == {}
    assert _marked(f"{TITLE}\n{BODY}\n\n主办单位：缙云县人民政府") == {"furniture": "主办单位：缙云县人民政府"}


@pytest.mark.parametrize("end", ["\n", ""])
def test_the_next_annex_ends_a_glossary_without_numbers_though_its_name_is_in_the_same_line(end: str) -> None:
    notes = f"附录一：名词解释{end}两重工程：新增投资4万亿元。{end}数字港：到2020年建成泊位200个。{end}"
    told = f"附录二：《政府工作报告》数据汇总表{end}生产总值120亿元。"
    assert _marked(f"{TITLE}\n{BODY}{notes}{told}")["appendix"] == notes


def test_glossary_of_a_wrapped_text() -> None:
    """No line holds a term and what explains it."""
    told = [
        "“育成中心”由两岸业者共同建成的一个孵化基地，指新增的40家。",
        "“一票通”由两岸的业者共同推出一种全新服务，是指联运。",
    ]
    notes = "名词解释\n" + "\n".join(f"　　{one[:20]}\n{one[20:]}" for one in told)
    assert _marked(f"{TITLE}\n{BODY}\n{notes}")["appendix"].strip() == notes.strip()


def test_an_explanation_that_goes_on_in_prose_is_no_glossary() -> None:
    aside = "说明：1.产业更强。" + "全县新增企业20家。" * 300
    assert "appendix" not in _marked(f"{TITLE}\n{BODY}".rstrip() + aside)


def test_annex_with_tasks_is_no_furniture() -> None:
    text = f"{TITLE}\n{BODY}\n附件1\n2024年县十件民生实事\n新增学位3000个。\n附件2\n{GLOSSARY}"
    assert "新增学位" not in "".join(_marked(text).values())


def test_a_glossary_alone_in_the_middle_is_not_taken_for_one() -> None:
    text = f"{TITLE}\n{BODY.replace('二、', '名词解释' + chr(10) + '二、')}"
    assert "appendix" not in _marked(text)


def test_notes_of_markdown_are_no_part_of_the_report() -> None:
    note = "[^1]: 按可比价格计算，增长9%。\n    另有说明，力争增长8%。"
    marked = _marked(f"{TITLE}\n县长 某某\n{BODY}\n\n{note}\n\n[^注2]：增长7%。\n")
    assert marked == {"furniture": f"{note}\n\n[^注2]：增长7%。"}


def test_page_numbers_and_seams() -> None:
    body = BODY.replace("新增就业", "\n— 3 —\n新增就业").replace("二、", "（下转第四版）（紧接第一版）\n二、")
    marked = _marked(f"{TITLE}\n{body}")
    assert marked["furniture"] == "— 3 —（下转第四版）（紧接第一版）"


EXPECTED = {
    "beijing-2026": ("下载", "相关报道："),
    "shengzhou-2024": ("设为首页收藏本站", "返回列表"),
    "sichuan-2026": ("2026年02月10日", "请予审议，并请省政协委员提出意见。"),
    "national-1994": ("本作品是中华人民共和国的", "false"),
    "lishui-2025": ("(紧接第一版)", "徐赐场"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_real_pages(shared: Path, name: str) -> None:
    marked = _marked((shared / "reports" / f"{name}.txt").read_bytes().decode())["furniture"].strip()
    begin, end = EXPECTED[name]
    assert marked.startswith(begin)
    assert marked.endswith(end)
    assert "一、20" not in marked


def test_real_glossaries(shared: Path) -> None:
    for name, first in (("guangdong-2026", "附件2"), ("sichuan-2026", "名词解释")):
        appendix = _marked((shared / "reports" / f"{name}.txt").read_bytes().decode())["appendix"]
        assert appendix.startswith(first)
        assert len(appendix) > 1000
        assert "民生实事" not in appendix[:30]
