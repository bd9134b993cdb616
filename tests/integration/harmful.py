"""Reports whose texts and names are code elsewhere."""

import json
from pathlib import Path

EVIL = {
    "sql": "'); drop table marts.fct_attainment; --",
    "html": "<script>alert('改造')</script><img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(2)" x="',
    "template": "{{ config }}{% raw %}${env}",
    "markup": "[bold red]红[/bold red][link=file:///etc/passwd]文[/link]",
    "formula": '=HYPERLINK("http://192.0.2.1","点")',
    "formula at": "@SUM(A1:A9)",
    "formula plus": "+cmd|'/C calc'!A0",
    "direction": "\u202e改造\u202c\u2066\u200f",
    "terminal": "\x1b[2J\x1b]0;名\x07",
    "zero": "\x00\x01\x7f\x85",
}
REPORT = """2024年青田县人民政府工作报告
——2024年1月10日在青田县第十七届人民代表大会第三次会议上
青田县县长　某某
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、2023年工作回顾
全县生产总值增长6.5%，新增就业3200人，建成学校3所，新建水库2座，绿化造林5万亩。
{review}
二、2024年工作安排
生产总值增长6%左右，新增就业3300人以上，改造农田2万亩。
{plan}
各位代表，让我们为美好明天而努力奋斗！
"""


def write_harmful(folder: Path) -> None:
    """Two reports of counties and a file without a report, full of what is code elsewhere."""
    # before the thing that is counted, where it is taken into its name, or behind it
    forms = {
        kind: "学校{number}所{evil}。" if kind == "template" else "{evil}重点项目完成{number}个。" for kind in EVIL
    }
    lines = [forms[kind].format(evil=evil, number=10 + place) for place, (kind, evil) in enumerate(EVIL.items())]
    plans = [forms[kind].format(evil=evil, number=30 + place) for place, (kind, evil) in enumerate(EVIL.items())]
    text = REPORT.format(review="\n".join(lines), plan="\n".join(plans))
    (folder / "=1+1<svg onload=alert(3)>';--.txt").write_text(text.replace("\x00", ""), encoding="utf-8")
    record = {"text": text.replace("青田", "遂昌"), "title": EVIL["html"], "url": "javascript:alert(4)"}
    (folder / "@bulk.jsonl").write_text(json.dumps(record, ensure_ascii=True) + "\n", encoding="utf-8")
    (folder / "<b>\u202enope\x1b[2J.txt").write_bytes(b"\x00\x01\x02" * 99)
