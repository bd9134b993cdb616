"""Workbooks, e-books, RTF, OpenDocument, Markdown and mails: what each gives, and what it refuses."""

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.readers import Rejected, Settings, SourceText, read
from ingest.readers.cell_values import shown
from ingest.readers.limits import DEFAULT_LIMITS

from . import forms

One = Callable[..., SourceText]
No = Callable[..., Rejected]
LONG = "各位代表：现在报告工作。" + "全县上下团结一心，各项工作稳步推进。" * 60


def test_every_row_of_a_workbook_is_a_report_with_hints() -> None:
    data = forms.sheet(
        ["某地政府工作报告汇编"],
        ["地市", "年份", "标题", "正文", "来源"],
        ["甲市", 2023, "报告甲", LONG, "http://a"],
        ["乙市", 2024.0, None, LONG, None],
    )
    first, second = read(data, "x")
    assert isinstance(first, SourceText) and isinstance(second, SourceText)
    assert (first.member, first.title, first.source_url, first.text) == ("#00001", "报告甲", "http://a", LONG)
    assert first.hints == {"region": "甲市", "year": "2023"}
    assert (second.member, second.hints) == ("#00002", {"region": "乙市", "year": "2024"})


def test_a_list_of_tasks_with_a_column_of_contents_is_a_table(text_of: One) -> None:
    found = text_of(forms.sheet(["序号", "内容", "责任单位"], [1, "建成道路12公里", "县交通局"]))
    assert (found.member, found.text) == (None, "序号 | 内容 | 责任单位\n1 | 建成道路12公里 | 县交通局")


def test_a_text_cut_off_by_excel_is_named() -> None:
    # a cell may be full of a text that begins with an indent
    for full in ("增" * 32_767, "\n　　" + "增" * 32_764):
        text, rest = read(forms.sheet(["年份", "正文"], [2024, full]), "x")
        assert isinstance(text, SourceText)
        assert isinstance(rest, Rejected) and rest.reason == "cut_off"


@pytest.mark.parametrize(
    ("names", "values", "region"),
    [
        (["省份", "地级市", "年度"], ["浙江省", "丽水市", 2024], "浙江省丽水市"),
        (["省份", "城市", "区县", "会计年度"], ["浙江省", "丽水市", "青田县", 2024], "浙江省丽水市青田县"),
        (["province", "city", "year"], ["浙江省", None, 2024], "浙江省"),
        (["所属省份", "地区", "年份"], ["浙江省", "浙江省丽水市", 2024], "浙江省丽水市"),
        (["省份", "行政区划", "年份"], ["浙江省", 331100, 2024], "331100"),
        (["省份", "城市", "年份"], ["北京市", "北京市", 2024], "北京市"),
    ],
)
def test_a_place_in_several_columns_is_one_place(names: list[object], values: list[object], region: str) -> None:
    [found] = read(
        forms.sheet(["id", *names, "报告名称", "政府工作报告全文", "字数", "词频"], [1, *values, "报告", LONG, 1, 2]),
        "x",
    )
    assert isinstance(found, SourceText)
    assert (found.title, found.text, found.hints) == ("报告", LONG, {"region": region, "year": "2024"})


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.065, "0.00%", "6.50%"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "#,##0.##", "12"),
        (1964.444, "0.00_ ", "1964.44"),
        (7, '[Red]0"个"', "7个"),
        (True, "General", "True"),
    ],
)
def test_numbers_are_written_as_they_are_shown(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_broken_bytes_stop_nothing(rejection_of: No, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert rejection_of(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a.xls").reason == "needs_libreoffice"
    whole = forms.workbook("增长6%")
    assert rejection_of(whole[: len(whole) // 2], "a.xlsx").reason in {"damaged", "unsupported_format"}


@pytest.mark.parametrize("made", [forms.epub("一\n二、二\n三"), forms.odt(["增长6%"]), forms.workbook("增长6%")])
def test_entities_and_bombs_are_refused(made: bytes, rejection_of: No) -> None:
    evil = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(evil, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr(
            "extra.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        )
    assert rejection_of(evil.getvalue()).reason == "active_content"
    small = Settings(limits=DEFAULT_LIMITS.with_(package_unfolded_bytes=10))
    assert rejection_of(made, "x", small).reason == "archive_bomb"


def test_front_matter_is_hints_and_stays_in_the_text(text_of: One) -> None:
    front = "title: 云溪县政府工作报告\nregion: 云溪县\nyear: 2024\nsource: https://a.example/b\ntags: [a]\n"
    source = f"---\n{front}---\n# 报告\n"
    found = text_of(source.encode(), "a.md")
    assert (found.format, found.text, found.title) == ("md", source, "云溪县政府工作报告")
    assert (found.source_url, found.hints) == ("https://a.example/b", {"year": "2024", "region": "云溪县"})


@pytest.mark.parametrize("front", ["a: [", "- 1", "!!python/object:os.system x", "&a [*a]"])
def test_front_matter_that_is_none_is_text(front: str, text_of: One) -> None:
    source = f"---\n{front}\n---\n增长6%。\n"
    assert (text_of(source.encode(), "a.md").text, text_of(source.encode(), "a.md").hints) == (source, {})


def mail_with(*attached: tuple[str, bytes], body: str = "请查收。") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "两份报告"
    message.set_content(body)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_attachments_of_a_mail_are_documents_of_their_own() -> None:
    found = list(read(mail_with(("甲.docx", forms.word([LONG])), ("乙.txt", LONG.encode())), "x"))
    assert [(item.member, item.text) for item in found if isinstance(item, SourceText)] == [
        ("甲.docx", LONG),
        ("乙.txt", LONG),
    ]
    assert len(found) == 2, "the words that accompany them are no document"


def test_a_mail_with_a_report_in_it(text_of: One) -> None:
    found = text_of(mail_with(body=LONG))
    assert (found.format, found.title, found.text.strip()) == ("mail", "两份报告", LONG)


def test_mails_within_mails_end(rejection_of: No) -> None:
    data = mail_with(("a.txt", LONG.encode()))
    for _ in range(5):
        data = mail_with(("a.eml", data))
    assert rejection_of(data).reason == "archive_bomb"


def test_what_is_known_and_not_read_says_what_to_do(rejection_of: No) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("xl/workbook.bin", b"")
    found = rejection_of(made.getvalue())
    assert found.reason == "unsupported_format" and "xlsx" in found.detail


def test_a_package_of_another_kind_of_open_document(rejection_of: No) -> None:
    package = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<m/>"}
    found = rejection_of(forms.packed({**package, "content.xml": "<a/>"}))
    assert found.reason == "unsupported_format" and "xlsx" in found.detail


def test_a_document_with_a_password(rejection_of: No, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers import office

    monkeypatch.setattr(office, "stream_names", lambda stream: frozenset({"EncryptedPackage"}))
    assert rejection_of(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)).reason == "encrypted"


def test_a_rare_character_of_rtf_is_whole(text_of: One) -> None:
    """RTF writes it in two halves; what is half a character is told as unreadable and stops nothing."""
    found = text_of(rb"{\rtf1\ansi{\info{\title \u-10174?\u-8692?}}\u-10174?\u-8692? 3\par \u-10174? 5}")
    assert (found.text, found.title) == ("\U00020a0c 3\n\ufffd 5", "\U00020a0c")
    assert found.hints["unreadable_characters"] == "1"
