"""A folder of thirty files as a newcomer has them: every form, other papers, and what nobody can read.

Everything that can be read counts, and the doctor names what needs a person, why, and the line to write.
"""

from pathlib import Path

import opencc
import pytest

from tests.unit.readers import forms

from .conftest import ROOT, Finished, Once, Run, finished

EXAMPLES = ROOT / "examples"
NAMELESS = (
    "政府工作报告\n各位代表：现在，我代表县人民政府，向大会报告工作，请予审议。\n一、过去一年工作回顾\n"
    "过去一年，生产总值增长6.1%，新增就业3000人，粮食产量12万吨，建成学校4所。\n二、今年工作安排\n"
    "今年，生产总值增长6.5%，新增就业3200人，新建渔港3个。\n各位代表，让我们团结奋斗，再创辉煌！\n"
)
BULLETIN = (
    "# 深圳市2025年国民经济和社会发展统计公报\n\n深圳市统计局\n2026年4月2日\n\n## 一、综合\n\n"
    "![](./picture.png)\n\n全年生产总值[1]比上年增长5.5%。居民消费价格比上年上涨1.1%。\n\n表1 主要指标\n\n"
    "| 指标 | 单位 | 绝对数 | 比上年增长% |\n| --- | --- | --- | --- |\n| 社会消费品零售总额 | 亿元 | 11234 | 3.5 |\n"
)
TABLE = (
    "# 山东省2024年国民经济和社会发展计划执行情况与2025年计划草案的报告\n\n各位代表：受省人民政府委托，现提请审议。\n\n"
    "## 一、2024年计划执行情况\n\n经济运行平稳。\n\n## 二、2025年主要目标\n\n"
    "| 指标 | 2024年完成 | 2025年目标 |\n| --- | --- | --- |\n| 生产总值增长 | 5.7% | 5%以上 |\n"
)


def folder_of_thirty(folder: Path) -> None:
    """Six examples in several forms each, a bulletin, a plan report, and what needs a person."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.txt")}
    a, b = texts["shandong-2024"], texts["shenzhen-2023"]
    paragraphs = forms.paragraphs_of
    page = (EXAMPLES / "shenzhen-2024.html").read_bytes()
    files: dict[str, bytes] = {
        "山东2024.txt": a.encode(),
        "山东2024.docx": forms.word(paragraphs(a)),
        "山东2024.rtf": forms.rtf(paragraphs(a)),
        "山东2024.epub": forms.epub(a),
        "山东2024.xlsx": forms.workbook(a, "山东省", "山东省2024年政府工作报告"),
        "山东2024-40.txt": forms.reflowed(a)["wrapped at 40"],
        "山东2024-1.txt": forms.reflowed(a)["one line"],
        "山东2025.odt": forms.odt(paragraphs(texts["shandong-2025"])),
        "山东2025.md": forms.markdown(texts["shandong-2025"])["md without front matter"],
        "山东2025.json.txt": texts["shandong-2025"].encode("utf-16"),
        "山东2023.html": (EXAMPLES / "shandong-2023.html").read_bytes(),
        "深圳2023.txt": b.encode("gb18030"),
        "深圳2023繁.txt": opencc.OpenCC("s2t").convert(b).encode(),
        "深圳2023.docx": forms.word(paragraphs(b), columns=2),
        "深圳2024.html": page,
        "深圳2024.mhtml": forms.mhtml(page),
        "深圳2024.eml": forms.mail(page),
        "深圳2024任务.txt": texts["shenzhen-2024-tasks"].encode(),
        "深圳2025.txt": texts["shenzhen-2025"].encode(),
        "深圳2025.rtf": forms.rtf(paragraphs(texts["shenzhen-2025"]), in_gbk=True),
        "深圳公报.md": BULLETIN.encode(),
        "山东计划.md": TABLE.encode(),
        "无名县.txt": NAMELESS.encode(),
        "法院.txt": "青溪县人民法院工作报告\n各位代表：审结案件12345件，增长3%。\n".encode(),
        "名词.txt": "政府工作报告名词解释\n1.渔港：渔船停靠的港口。\n".encode(),
        "空.txt": b"",
        "坏.docx": b"PK\x03\x04broken",
        "坏.pdf": b"%PDF-1.4 broken",
        "照片.jpg": b"\xff\xd8\xff\xe0" + bytes(200),
        "录音.mp3": b"ID3\x03" + bytes(300),
    }
    assert len(files) == 30
    for name, data in files.items():
        (folder / name).write_bytes(data)


@pytest.fixture(scope="session")
def newcomer(once: Once) -> Finished:
    folder = once("thirty-files", folder_of_thirty)
    return finished(once, "newcomer", "--reports", folder)


def test_all_that_can_be_read_is_taken_for_what_it_is(newcomer: Finished) -> None:
    assert newcomer.outcome.returncode == 0, newcomer.outcome.stdout + newcomer.outcome.stderr
    kinds = dict(newcomer.rows("select kind, count(*) from marts.dim_document group by kind"))
    assert kinds == {"report": 20, "responsibility_breakdown": 1, "statistical_bulletin": 1, "plan_report": 1}
    counted = newcomer.rows(
        "select region_name, report_year, count(*) from marts.dim_document where kind = 'report' and is_primary "
        "and region_code is not null group by all"
    )
    assert sorted(counted) == [(region, year, 1) for region in ("山东省", "深圳市") for year in (2023, 2024, 2025)]


def test_an_official_figure_decides_what_no_report_says(newcomer: Finished) -> None:
    told = newcomer.rows(
        "select distinct indicator_id, verdict, result_value, result_document from marts.fct_attainment "
        "where region_name = '深圳市' and target_year = 2025 and finding = 'official' and measure = 'growth'"
    )
    assert {("gdp", "attained", 5.5, "深圳公报.md"), ("retail_sales", "missed", 3.5, "深圳公报.md")} <= set(told)


def test_the_columns_of_a_table_tell_result_from_target(newcomer: Finished) -> None:
    told = newcomer.rows(
        "select mentions.role, mentions.year, mentions.value from marts.fct_mention as mentions "
        "inner join marts.dim_document as documents on mentions.document_id = documents.document_id "
        "where documents.file_name = '山东计划.md' and mentions.indicator_id = 'gdp' order by all"
    )
    assert told == [("result", 2024, 5.7), ("target", 2025, 5.0)]


def test_the_doctor_names_who_needs_a_person_why_and_the_line_to_write(newcomer: Finished, command: Run) -> None:
    said = command("doctor", "--home", newcomer.home).stdout
    assert "无名县.txt (region unknown year unknown): Year: no title, date or heading" in said
    assert "write into 无名县.txt.meta.yml: {region: …, report_year: …}" in said
    for name in ("法院.txt", "名词.txt", "空.txt", "坏.docx", "坏.pdf", "照片.jpg", "录音.mp3"):
        reason = said.split(f"  {name}: ", 1)[1].split(",", 1)[0]
        assert f"what to do about {reason}: " in said
    quiet = said.split("Parts", 1)[0]
    assert not any(name in quiet for name in ("山东2024.txt", "深圳2023.txt", "深圳公报.md"))


def test_the_line_that_the_doctor_names_mends_the_document(newcomer: Finished, command: Run, tmp_path: Path) -> None:
    (tmp_path / "无名县.txt").write_text(NAMELESS, encoding="utf-8")
    (tmp_path / "无名县.txt.meta.yml").write_text("{region: 缙云县, report_year: 2024}", encoding="utf-8")
    said = command("extract", tmp_path / "无名县.txt").stderr
    assert "work report, whole: 缙云县, 2024; a run would take it up" in said
