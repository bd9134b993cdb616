"""A town's reports in several forms: plan, review, breakdown as a workbook, and papers beside them."""

from pathlib import Path

from tests.unit.readers import forms

PLACE, CODE = "义乌市佛堂镇", "330782-佛堂镇"
CLOSING = "各位代表，让我们紧密团结起来，为谱写现代化建设新篇章而努力奋斗！\n"
ROWS: list[list[object]] = [
    ["义乌市佛堂镇2023年重点工作责任分解表"],
    ["序号", "工作任务", "2022年完成", "2023年目标", "牵头单位", "配合单位", "完成时限"],
    [1, "工业总产值", "增长5.2%", "增长6%以上", "镇经发办", "镇财政所", "12月底"],
    [2, "新建农村公路", "9公里", "12公里", "镇建设办", None, "9月底"],
    [3, "推进千年古街数字化保护改造", None, None, "镇文旅办", "镇数据局（镇科技局）", "全年"],
]


def report(year: int, review: str, plan: str) -> str:
    return (
        f"政府工作报告\n——{year}年1月12日在{PLACE}第十九届人民代表大会第四次会议上\n{PLACE}镇长　某某\n\n各位代表：\n"
        f"现在，我代表{PLACE}人民政府，向大会报告工作，请予审议。\n\n一、{year - 1}年工作回顾\n\n{review}\n\n"
        f"二、{year}年工作安排\n\n{plan}\n\n{CLOSING}"
    )


PROMISED = report(
    2023,
    "工业总产值增长5.2%。",
    "工业总产值增长6%以上，新建农村公路12公里[^1]，改造老旧小区3个。\n\n实施千年古街数字化保护改造。",
)
REACHED = report(
    2024,
    "工业总产值增长7.1%，新建农村公路10公里，改造老旧小区3个。\n\n千年古街数字化保护改造全面推进。",
    "工业总产值增长6.5%。",
)


PLAN_REPORT = f"""关于{PLACE}2023年国民经济和社会发展计划执行情况与2024年计划草案的报告

各位代表：受镇人民政府委托，现提请审议。

一、2023年计划执行情况

工业总产值增长7.3%，渔业产值增长2.5%。

二、2024年计划草案

渔业产值增长3%左右。
"""
BUDGET = f"""关于{PLACE}2023年财政预算执行情况与2024年财政预算草案的报告

各位代表：受镇人民政府委托，现提请审议。

一、2023年财政预算执行情况

一般公共预算收入2.4亿元，增长4.1%。

二、2024年财政预算草案

一般公共预算收入预期2.5亿元，增长4%；一般公共预算支出安排3.1亿元。
"""
OUTLINE = f"""{PLACE}国民经济和社会发展第十四个五年规划纲要

第一章 主要目标

到2025年，工业总产值达到90亿元，新增企业40家。
"""


def write_town(reports: Path) -> None:
    """Six documents of one town; its second report is a page that holds it twice."""
    (reports / "a.md").write_text(f"{PROMISED}\n[^1]: 另有通村公路，力争新建通村公路44公里。\n", encoding="utf-8")
    page = "".join(f"<p>{line}</p>" for line in REACHED.splitlines() if line)
    (reports / "b.html").write_text(f"<html><body>{page}<div>打印版</div>{page}</body></html>", encoding="utf-8")
    (reports / "c.xlsx").write_bytes(forms.sheet(*ROWS))
    for name, text in (("d", PLAN_REPORT), ("e", BUDGET), ("f", OUTLINE)):
        (reports / f"{name}.txt").write_text(text, encoding="utf-8")
