import random
import re
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from ingest.readers import Rejected, Settings, SourceText, ocr, read
from ingest.readers.lexicon import rows
from ingest.readers.limits import DEFAULT_LIMITS
from ingest.readers.page_model import Glyph

One = Callable[..., SourceText]
No = Callable[..., Rejected]
PARAGRAPHS = [
    "各位代表：",
    "2023年是全面贯彻党的二十大精神的开局之年，全市生产总值1964.44亿元，增长7.5%、全省第三，固定资产投资增长15.6%。",
    "一、今年的目标",
    "生产总值增长6.5%左右，规上工业增加值增长7%，固定资产投资增长10%以上，城镇登记失业率控制在3%以内，粮食总产量稳定在8.26亿斤以上。",
    "完成省下达的能源和环境指标计划目标，新增国家高新技术企业100家，办好十方面民生实事，让老百姓过上更好的日子。",
]


def newspaper(minipdf: ModuleType, paragraphs: Sequence[str], columns: int, body_top: float = 150) -> bytes:
    """Pages with a running head, a headline over all columns, justified columns, and page numbers."""
    gap = 22
    wide = (minipdf.WIDTH - 100 - gap * (columns - 1)) / columns
    lines = minipdf.set_lines(paragraphs, int(wide / 10))
    pages = []
    while lines:
        top = body_top if not pages else 70
        page = [(50, 35, 9, "丽水日报　2024年1月24日"), (285, 822, 9, f"— {len(pages) + 1} —")]
        if not pages:
            page.append((120, 85, 24, "政府工作报告"))
            page.append((110, 112, 10, "——2024年1月17日在丽水市第五届人民代表大会第四次会议上"))
        rows = int((800 - top) / 15)
        for column in range(columns):
            page += minipdf.column(lines[:rows], 50 + column * (wide + gap), top)
            lines = lines[rows:]
        pages.append(page)
    return bytes(minipdf.pdf(pages))


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_columns_in_reading_order(text_of: One, minipdf: ModuleType, columns: int) -> None:
    paragraphs = PARAGRAPHS * 24
    found = text_of(newspaper(minipdf, paragraphs, columns), "meaningless")
    lines = found.text.split("\n")
    assert lines[:2] == ["政府工作报告", "——2024年1月17日在丽水市第五届人民代表大会第四次会议上"]
    assert lines[2 : 2 + len(paragraphs)] == paragraphs
    furniture = found.text[int(found.hints["furniture_from"]) :].strip("\n").split("\n")
    assert furniture == lines[2 + len(paragraphs) :]
    assert furniture and set(furniture) <= {"丽水日报 2024年1月24日", *(f"—{n}—" for n in range(1, 20))}
    assert (found.format, found.encoding) == ("pdf", None)


@pytest.mark.parametrize("name", ["lishui-2024.txt", "shengzhou-2024.txt"])
def test_real_report_in_columns(text_of: One, minipdf: ModuleType, shared: Path, name: str) -> None:
    text = (shared / "reports" / name).read_text(encoding="utf-8")
    paragraphs = [line.strip("　 \t\u200b\xa0") for line in text.split("\n") if line.strip()]
    paragraphs = [line for line in paragraphs if line and all(ord(c) < 0x10000 for c in line)]
    for columns in (1, 3):
        found = text_of(newspaper(minipdf, paragraphs, columns)).text.replace("\n", "").replace(" ", "")
        for paragraph in paragraphs:
            assert "".join(paragraph.split()) in found


def test_headline_in_the_middle_of_the_page(text_of: One, minipdf: ModuleType) -> None:
    upper, lower = (
        ["上栏文字内容。" * 12, "上栏第二段的文字。" * 12],
        ["下栏文字内容。" * 12, "下栏第二段的文字。" * 12],
    )
    page = [(60, 420, 20, "二、二〇二四年重点工作安排部署")]
    for paragraphs, top in ((upper, 100), (lower, 460)):
        lines = minipdf.set_lines(paragraphs, 22)
        half = (len(lines) + 1) // 2
        page += minipdf.column(lines[:half], 50, top) + minipdf.column(lines[half:], 300, top)
    assert text_of(minipdf.pdf([page])).text.split("\n") == [*upper, "二、二〇二四年重点工作安排部署", *lower]


def test_a_first_column_that_begins_with_short_lines_is_a_column(text_of: One, minipdf: ModuleType) -> None:
    short = ["下载", "打印", "全屏", "收藏", "字号", "加大", "还原", "减小", "青田县政府工作报告", "县长", "各位代表："]
    report = ["全县上下团结一心，各项事业稳步前进。" * 9, "群众生活水平有了新的提高，城乡面貌有了新的变化。" * 8]
    lines = minipdf.set_lines(report, 22)
    left = [f"　　{line}" for line in short] + lines[:8]
    page = minipdf.column(left, 50, 100) + minipdf.column(lines[8:], 320, 103)
    found = text_of(minipdf.pdf([page])).text
    assert found.split("\n") == [*short, *report]


def test_a_numbered_list_beside_its_items_is_no_column(text_of: One, minipdf: ModuleType) -> None:
    page = minipdf.column([f"第{number}项" for number in "一二三四五六七八九"], 60, 100, leading=20)
    page += minipdf.column(["新建改建农村公路三十公里，改造老旧小区十个。"] * 9, 300, 100, leading=20)
    assert text_of(minipdf.pdf([page])).text.split("\n")[0] == "第一项 新建改建农村公路三十公里，改造老旧小区十个。"


def test_rows_of_a_table_are_no_columns(text_of: One, minipdf: ModuleType) -> None:
    rows = [
        ("指标", "2023年", "2024年"),
        ("生产总值", "7.5%", "6.5%"),
        ("固定资产投资", "15.6%", "10%"),
        ("失业率", "2%", "3%"),
    ]
    page = [(60 + 150 * c, 100 + 20 * r, 10, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    assert text_of(minipdf.pdf([page])).text.split("\n") == [" ".join(row) for row in rows]


def test_numbers_are_not_torn_at_line_ends(text_of: One, minipdf: ModuleType) -> None:
    page = minipdf.column(["　　今年的主要预期目标是生产总值增长6", ".5%左右，城镇新增就业1200万人以上。"], 60, 100)
    assert text_of(minipdf.pdf([page])).text == "今年的主要预期目标是生产总值增长6.5%左右，城镇新增就业1200万人以上。"


def test_quotation_marks_hold_on_to_what_stands_beside_them(text_of: One, minipdf: ModuleType) -> None:
    lines = [
        "　　全县上下团结一心，各项事业稳步前进，有了新的提高和变化，",
        "二、今年和过去五年的成就以及今后五年十五",
        "五”时”期的主要目标",
    ]
    assert text_of(minipdf.pdf([minipdf.column(lines, 60, 100)])).text.count("\n") == 1


@pytest.mark.parametrize("on_pages", [1, 2])
@pytest.mark.parametrize("number", ["二、", "（三）"])
def test_a_number_behind_a_full_last_line_begins_a_paragraph(
    number: str, on_pages: int, text_of: One, minipdf: ModuleType
) -> None:
    wide = 24
    told = "全县上下团结一心各项事业稳步前进有了新的提高和变化群众生活水平有了新的提高城乡面貌"[: 2 * wide - 1] + "。"
    full = [told[:wide], told[wide:]]
    said = f"{number}今年的目标是全县生产总值增长百分之六左右居民收入和经济增长同步。"
    chapter = [said[:wide], said[wide:]]
    pages = [[*full, *chapter]] if on_pages == 1 else [full, chapter]
    text = text_of(minipdf.pdf([minipdf.column(lines, 60, 100) for lines in pages])).text
    assert text.split("\n") == ["".join(full), "".join(chapter)]


def test_lists_of_short_lines_stay_apart(text_of: One, minipdf: ModuleType) -> None:
    page = minipdf.column(["目标12000", "2024年7.5", "新增就业1"], 60, 100)
    assert text_of(minipdf.pdf([page])).text.split("\n") == ["目标12000", "2024年7.5", "新增就业1"]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", "scripts"),
        (b"<< /S /J#61vaScript /JS (app.alert\\(1\\)) >>", "scripts"),
        (b"<< /Type /Action /S\n/Launch /F (/bin/sh) >>", "program"),
        (b"<< /S /SubmitForm /F (http://example.org) >>", "sends"),
    ],
)
def test_active_content_is_refused(rejection_of: No, minipdf: ModuleType, action: bytes, said: str) -> None:
    page = [(60, 100, 10, "生产总值增长6%左右，投资增长10%")]
    found = rejection_of(minipdf.pdf([page], b"/OpenAction 10 0 R", [action]))
    assert found.reason == "active_content" and said in found.detail


def test_active_content_packed_in_an_object_stream(rejection_of: No, minipdf: ModuleType) -> None:
    packed = zlib.compress(b"20 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>")
    stream = b"<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    assert rejection_of(minipdf.pdf([[(60, 100, 10, "增长6%")]], b"", [stream])).reason == "active_content"


def test_streams_that_never_end_are_refused() -> None:
    [found] = read(b"%PDF-1.7\n" + b"/ObjStm stream\n" * 400_000, "x")
    assert isinstance(found, Rejected)


def test_words_about_scripts_are_harmless(text_of: One, minipdf: ModuleType) -> None:
    line = "推广/S /JavaScript编程教育，覆盖率60%"
    assert "60%" in text_of(minipdf.pdf([[(60, 100, 10, line)]])).text


def test_font_that_nobody_has(minipdf: ModuleType) -> None:
    """Characters of their own in a font that is neither in the file nor on the machine are not seen by the library."""
    page = [(60 + 10 * n, 100, 10, character) for n, character in enumerate("生产总值增长六点五左右")]
    items = list(read(minipdf.pdf([page], end=""), "x"))
    if isinstance(items[0], SourceText):
        pytest.skip("this machine has a Chinese font")
    assert items[0].reason == "missing_font" and "STSong-Light" in items[0].detail


def test_damaged_and_blank_files(rejection_of: No, minipdf: ModuleType) -> None:
    assert rejection_of(b"%PDF-1.7\nnonsense").reason == "damaged"
    assert rejection_of(minipdf.pdf([[]])).reason == "no_text"


def test_limits_are_named(rejection_of: No, minipdf: ModuleType) -> None:
    data = minipdf.pdf([[(60, 100, 10, "增长6%增长6%增长6%")]] * 3)
    for name in ("pdf_pages", "pdf_page_chars", "pdf_bytes"):
        found = rejection_of(data, "x", Settings(limits=DEFAULT_LIMITS.with_(**{name: 2})))
        assert found.reason == "too_large" and name in found.detail


def picture_page(minipdf: ModuleType, with_text: bool) -> bytes:
    """A PDF whose last page is a picture."""
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n\0\nendstream"
    )
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << %s >> >>"
    content = b"q 500 0 0 700 0 0 cm /P Do Q"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [6 0 R 8 0 R] /Count 2 >>"
        if with_text
        else b"<< /Type /Pages /Kids [8 0 R] /Count 1 >>",
        3: minipdf.FONT[0],
        4: minipdf.FONT[1],
        5: minipdf.FONT[2],
        6: sheet % (7, b"/Font << /F 3 0 R >>"),
        7: b"<< /Length 99 >>\nstream\n"
        + minipdf._content([(60, 100, 10, "生产总值增长6%左右的目标")]).ljust(99)
        + b"\nendstream",
        8: sheet % (9, b"/XObject << /P 10 0 R >>"),
        9: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        10: picture,
    }
    return bytes(minipdf.assemble(objects))


def test_scan_without_ocr(rejection_of: No, minipdf: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    found = rejection_of(picture_page(minipdf, with_text=False))
    assert found.reason == "needs_ocr" and "duixian[ocr]" in found.detail


def test_scanned_page_among_others_without_ocr(minipdf: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    text, missing = read(picture_page(minipdf, with_text=True), "x")
    assert isinstance(text, SourceText) and text.text == "生产总值增长6%左右的目标"
    assert isinstance(missing, Rejected) and (missing.reason, missing.member) == ("needs_ocr", "pages 2")


def test_scan_with_ocr(text_of: One, minipdf: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def recognise(picture: object) -> list[Glyph]:
        assert picture.shape[0] > picture.shape[1] > 1_000, "the page is rendered finely enough"  # type: ignore[attr-defined]
        return [Glyph("生产总值增长7%", 100, 150, 500, 180), Glyph("政府工作报告", 100, 50, 500, 90)]

    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", recognise)
    assert text_of(picture_page(minipdf, with_text=False)).text == "政府工作报告\n生产总值增长7%"


def test_picture_without_ocr(rejection_of: No, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    for magic in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0"):
        found = rejection_of(magic + bytes(100))
        assert found.reason == "needs_ocr" and "duixian[ocr]" in found.detail


def test_real_ocr(text_of: One) -> None:
    pytest.importorskip("rapidocr", reason="the optional extra ocr is not installed")
    from io import BytesIO

    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (1_240, 400), "white")
    for n, line in enumerate(["GDP growth 6.5%", "New jobs 12000"]):
        ImageDraw.Draw(picture).text((80, 80 + 80 * n), line, fill="black", font=ImageFont.load_default(40))
    out = BytesIO()
    picture.save(out, "PNG")
    assert text_of(out.getvalue()).text == "GDP growth 6.5%\nNew jobs 12000"


def test_any_number_of_columns_and_any_measure(text_of: One, minipdf: ModuleType) -> None:
    """Columns, gutters, sizes and lengths at random: paragraphs come back whole and in order."""
    examples = Path(__file__).resolve().parents[3] / "examples"
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(examples.glob("*.txt")))
    stock = [line.strip("　 ") for line in text.split("\n") if len(line) > 20 and line.isprintable()]
    rng = random.Random(11)
    for _ in range(40):
        paragraphs = rng.sample(stock, rng.randint(3, 25))
        columns, gap, size = rng.randint(1, 4), rng.choice([12, 16, 22, 30]), rng.choice([9, 10, 10.5])
        leading = size * rng.choice([1.3, 1.5, 1.8])
        wide = (minipdf.WIDTH - 100 - gap * (columns - 1)) / columns
        lines = minipdf.set_lines(paragraphs, int(wide / size))
        pages = []
        while lines:
            page = [(285, 822, 9, f"— {len(pages) + 1} —")]
            for column in range(columns):
                rows = int(730 / leading)
                page += minipdf.column(lines[:rows], 50 + column * (wide + gap), 70, size, leading)
                lines = lines[rows:]
            pages.append(page)
        found = text_of(minipdf.pdf(pages))
        body = found.text[: int(found.hints["furniture_from"])].strip("\n").split("\n")
        expected = [paragraph.replace("　", "").replace(" ", "") for paragraph in paragraphs]
        assert [line.replace(" ", "") for line in body] == expected, (columns, gap, size, leading)


@pytest.mark.parametrize("row", rows("pdf_margins"), ids=lambda row: row["meaning"])
def test_what_programs_print_into_margins_matches_its_example(row: dict[str, str]) -> None:
    assert re.fullmatch(row["pattern"], row["example"])
