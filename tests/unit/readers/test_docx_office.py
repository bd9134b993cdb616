import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from ingest.readers import Rejected, Settings, SourceText
from ingest.readers.limits import DEFAULT_LIMITS

One = Callable[..., SourceText]
No = Callable[..., Rejected]


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == part else content)
    return out.getvalue()


def test_paragraphs_under_a_meaningless_name(text_of: One) -> None:
    found = text_of(word("政府工作报告", "生产总值增长6.5%左右。", ""), "a.bin")
    assert (found.text, found.format) == ("政府工作报告\n生产总值增长6.5%左右。", "docx")


def test_tables_stay_rows_and_in_their_place(text_of: One) -> None:
    document = docx.Document()
    document.add_paragraph("一、目标")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["指标", "目标", "GDP", "6%"], strict=True):
        cell.text = text
    document.add_paragraph("二、任务")
    out = io.BytesIO()
    document.save(out)
    assert text_of(out.getvalue()).text == "一、目标\n指标 | 目标\nGDP | 6%\n二、任务"


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_what_a_reader_of_the_document_sees(text_of: One) -> None:
    body = (
        "<w:p><w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>5</w:delText><w:t>5</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>6</w:t></w:r></w:ins><w:r><w:t>%</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:br/></w:r>"
        f"<mc:AlternateContent {MC}><mc:Choice><w:r><w:t>框</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>框</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    data = changed(
        word("占位"), "word/document.xml", lambda old: old.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
    )
    assert text_of(data).text == "占位\n增长6%\n框"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities_are_refused(rejection_of: No, tmp_path: Path, encoding: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密")
    evil = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>增长6%&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    found = rejection_of(changed(word("x"), "word/document.xml", lambda _: evil.encode(encoding)))
    assert found.reason == "active_content"
    assert "机密" not in found.detail and "word/document.xml" in found.detail


def test_entities_in_any_part_are_refused(rejection_of: No) -> None:
    billion = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Types/>'
    assert rejection_of(changed(word("x"), "word/styles.xml", lambda _: billion)).reason == "active_content"


def test_word_file_that_unfolds_without_end(rejection_of: No) -> None:
    few = Settings(limits=DEFAULT_LIMITS.with_(package_unfolded_bytes=1_000_000))
    data = changed(word("x"), "word/styles.xml", lambda old: old + b" " * 2_000_000)
    found = rejection_of(data, "a.docx", few)
    assert found.reason == "archive_bomb" and "package_unfolded_bytes" in found.detail


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_damaged_package(rejection_of: No, cut: float) -> None:
    data = word("政府工作报告" * 100)
    assert rejection_of(data[: int(len(data) * cut)], "a.docx").reason in {"damaged", "unsupported_format"}


def test_empty_document(rejection_of: No) -> None:
    assert rejection_of(word("")).reason == "empty"


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def program(folder: Path, body: str) -> None:
    """A stand-in for LibreOffice on the search path."""
    folder.mkdir(exist_ok=True)
    script = folder / "soffice"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)


def test_old_word_without_libreoffice(rejection_of: No, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("x", "报告.doc", "报告.wps"):
        found = rejection_of(OLD, name)
        assert found.reason == "needs_libreoffice" and "LibreOffice" in found.detail and "docx" in found.detail


def test_old_word_with_libreoffice(text_of: One, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(word("生产总值增长6%"))
    program(
        tmp_path / "bin",
        'while [ "$1" != --outdir ]; do case "$1" in -env:*) profile="${1#*file://}";; esac; shift; done\n'
        'grep -q DisableMacrosExecution "$profile/user/registrymodifications.xcu" || exit 3\n'
        f'head -c 8 "$3" | grep -q . || exit 4\ncp {tmp_path}/made.docx "$2/document.docx"',
    )
    monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = text_of(OLD, "x", Settings(scratch=scratch))
    assert (found.text, found.format) == ("生产总值增长6%", "doc")
    assert not list(scratch.iterdir()), "nothing is left behind"


@pytest.mark.parametrize(
    ("body", "said"), [("echo broken >&2; exit 1", "broken"), ("exit 0", "nothing"), ("sleep 30", "seconds")]
)
def test_libreoffice_that_fails(
    rejection_of: No, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, said: str
) -> None:
    program(tmp_path / "bin", body)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}")
    found = rejection_of(OLD, "x", Settings(limits=DEFAULT_LIMITS.with_(office_seconds=0.5)))
    assert found.reason == "conversion_failed" and said in found.detail
