"""Tables by row and notes behind the text: the same lines from every format that has them."""

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers import Rejected, SourceText

from . import forms

One = Callable[..., SourceText]
No = Callable[..., Rejected]
ROWS = [
    "任务 | 2024年目标 | 责任单位",
    "一、经济发展",
    "生产总值 | 增长6.5% | 县发改局",
    "|  |  | 县统计局",
]
CELLS = [
    ["任务", "2024年目标", "责任单位"],
    ["一、经济发展"],
    ["生产总值", "增长6.5%", "县发改局"],
    ["", "", "县统计局"],
]


def word_table() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("云溪县任务分解表")
    table = document.add_table(4, 3)
    for row, cells in enumerate(CELLS):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(1, 2))
    for column in (0, 1):
        table.cell(2, column).merge(table.cell(3, column))
    document.save(out)
    return out.getvalue()


def page_table() -> bytes:
    rows = (
        "<tr><th>任务</th><th>2024年目标</th><th>责任单位</th></tr><tr><td colspan=3>一、经济发展</td></tr>"
        "<tr><td rowspan=2><p>生产总值</p></td><td rowspan=2>增长6.5%</td><td>县发改局</td></tr>"
        "<tr><td>县统计局</td></tr>"
    )
    return forms.page("", f"<h1>云溪县任务分解表</h1><table><tbody>{rows}</tbody></table>")


def odt_table() -> bytes:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    covered = "<table:covered-table-cell/>"
    rows = [
        "".join(map(cell.format, CELLS[0])),
        cell.format("一、经济发展") + covered * 2,
        "".join(map(cell.format, CELLS[2])),
        covered * 2 + cell.format("县统计局"),
    ]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    space = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    return forms.odt(["云溪县任务分解表"], f'<table:table xmlns:table="{space}">{table}</table:table>')


def rtf_table() -> bytes:
    def escaped(text: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c) - (0x10000 if ord(c) > 0x7FFF else 0)}?" for c in text)

    rows = "".join(
        "\\trowd\\cellx1000\\cellx2000\\cellx3000 "
        + "".join(f"{escaped(cell)}\\cell " for cell in [*row, "", ""][:3])
        + "\\row\n"
        for row in CELLS
    )
    return f"{{\\rtf1\\ansi\\ansicpg936 {escaped('云溪县任务分解表')}\\par {rows}\\pard\\par}}".encode()


def sheet_table() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["云溪县任务分解表"])
    for row in CELLS:
        sheet.append([0.065 if cell == "增长6.5%" else cell or None for cell in row])
    sheet["B4"].number_format = '"增长"0.0%'
    sheet.merge_cells("A1:C1")
    book.create_sheet("隐藏").append(["不看"])
    book["隐藏"].sheet_state = "hidden"
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("made", [word_table, page_table, odt_table, rtf_table, sheet_table])
def test_rows_are_lines_in_one_notation(made: Callable[[], bytes], text_of: One) -> None:
    assert text_of(made()).text.split("\n") == ["云溪县任务分解表", *ROWS]


def test_a_table_that_lays_out_a_page_is_none(text_of: One) -> None:
    chapter = "".join(f"<p>第{n}段，说的是别的事情。</p>" for n in range(20))
    found = text_of(
        forms.page(
            "", f"<table><tr><td><table><tr><td>首页</td><td>要闻</td></tr></table></td><td>{chapter}</td></tr></table>"
        )
    )
    assert found.text.split("\n")[:2] == ["首页 | 要闻", "第0段，说的是别的事情。"]


def word_with_note() -> bytes:
    data = forms.word(["增长6.5%左右。", "请予审议。"])
    note = '<w:footnote {} w:id="2"><w:p><w:r><w:t>按可比价格计算，下同。</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note.format('')}</w:footnotes>"
    document = docx.Document(io.BytesIO(data))
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    assert parse_xml(notes) is not None
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page_with_note(mark: str, note: str) -> bytes:
    return forms.page("", f"<p>增长6.5%{mark}左右。</p>{note}<p>请予审议。</p>")


NOTED = {
    "docx": word_with_note(),
    "pandoc": page_with_note(
        '<a href="#fn1" class="footnote-ref" role="doc-noteref"><sup>1</sup></a>',
        '<section role="doc-endnotes"><hr/><ol><li id="fn1"><p>按可比价格计算，下同。'
        '<a href="#fnref1" role="doc-backlink">↩︎</a></p></li></ol></section>',
    ),
    "page made by Word": page_with_note(
        '<a href="#_ftn1"><sup>[1]</sup></a>',
        '<div id="ftn1"><p><a href="#_ftnref1">[1]</a> 按可比价格计算，下同。</p></div>',
    ),
    "odt": forms.odt(
        [
            "增长6.5%<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>按可比价格计算，下同。"
            "</text:p></text:note-body></text:note>左右。",
            "请予审议。",
        ]
    ),
    "rtf": forms.rtf(["增长6.5%NOTE左右。", "请予审议。"]).replace(
        b"NOTE",
        b"{\\super \\chftn{\\*\\footnote \\chftn "
        + forms.rtf(["按可比价格计算，下同。"]).split(b"\\f0 ", 1)[1].removesuffix(b"\\par}")
        + b"}}",
    ),
}


@pytest.mark.parametrize("form", NOTED)
def test_notes_stand_behind_the_text(form: str, text_of: One) -> None:
    found = text_of(NOTED[form])
    body = "增长6.5%左右。\n请予审议。"
    assert found.text == f"{body}\n注释\n[1] 按可比价格计算，下同。"
    assert found.text[: int(found.hints["notes_from"])] == f"{body}\n"
