"""The same report gives the same mentions in whatever form people have it; no form is excused.

The forms that ask for LibreOffice or Chromium are skipped where the program is missing, except in CI.
"""

import hashlib
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.documents import document_rows
from ingest.mentions import extract_mentions
from ingest.normalise import normalise
from ingest.reading import reading_of
from ingest.schemas import DOCUMENTS, polars_schema
from ingest.store import Entry

from . import forms

TEXT = Path(__file__).with_name("report.txt").read_text(encoding="utf-8")
SAME = ("role", "value", "year", "indicator_id", "measure", "comparator")
LEAST_METRICS = 60
PRINT = "body{font:14px/1.7 'Noto Sans CJK SC'} p{text-indent:2em;margin:0} @page{size:A4;margin:2cm}"

Told = tuple[tuple[Any, ...], Counter[tuple[Any, ...]]]


def told(data: bytes, name: str = "0") -> Told:
    """Year, kind, completeness and the metrics of a file with one document."""
    rows = list(document_rows(data, Entry(hashlib.sha256(data).hexdigest(), name, None, len(data), "document")))
    assert len(rows) == 1 and "reason" not in rows[0], [row.get("detail") for row in rows]
    mentions = extract_mentions(pl.DataFrame(rows, schema=polars_schema(DOCUMENTS)))
    found = Counter(tuple(one[field] for field in SAME) for one in mentions.to_dicts() if one["role"] != "none")
    return (rows[0]["report_year"], rows[0]["kind"], rows[0]["completeness"]), found


@pytest.fixture(scope="module")
def plain() -> Told:
    identity, mentions = told(TEXT.encode())
    assert identity == (2024, "report", "full")
    assert mentions.total() >= LEAST_METRICS
    assert {"target", "result"} == {role for role, *_ in mentions}
    return identity, mentions


def compare(form: str, data: bytes, plain: Told, name: str = "0") -> None:
    identity, mentions = told(data, name)
    assert (mentions - plain[1], plain[1] - mentions) == (Counter(), Counter()), form
    assert identity == plain[0], form


MADE = {**forms.texts(TEXT), **forms.pages(TEXT), **forms.packages(TEXT)}


@pytest.mark.parametrize("form", MADE)
def test_form(form: str, plain: Told) -> None:
    compare(form, MADE[form], plain)


# marks that a page has to write in another way, in a text that was a page before
MARKED = TEXT.replace("\n", "\n<!-- 来源：县人民政府网站，转载时请注明出处 & 保留此行文字 -->\n", 1)


@pytest.mark.parametrize("form", forms.pages(MARKED))
def test_pages_of_a_text_with_marks_of_its_own(form: str, plain: Told) -> None:
    compare(form, forms.pages(MARKED)[form], plain)


REFLOWED = forms.reflowed(TEXT)


@pytest.mark.parametrize("form", REFLOWED)
def test_lines_that_are_no_paragraphs(form: str, plain: Told) -> None:
    compare(form, REFLOWED[form], plain)


MARKDOWN = forms.markdown(TEXT)


@pytest.mark.parametrize("form", MARKDOWN)
def test_markdown(form: str, plain: Told) -> None:
    compare(form, MARKDOWN[form], plain, "report.md")


def program(*names: str) -> str:
    """A program of the machine; the test is skipped where it is missing, and fails in CI."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        missing = f"{names[0]} is not installed"
        pytest.fail(f"{missing}, and CI must not skip what needs it") if os.environ.get("CI") else pytest.skip(missing)
    return found


def convert(soffice: str, folder: Path) -> None:
    """What LibreOffice makes of the report, in a folder: one start of the program for each format."""
    paragraphs = forms.paragraphs_of(TEXT)
    head = "云溪日报　2024年1月17日　星期三　责任编辑：王一　要闻"
    long = [
        *paragraphs[:-1],
        *(f"（{n}）加强自身建设，改进工作作风，把各项部署落到实处。" for n in "四五六七八九"),
        paragraphs[-1],
    ]
    made = {
        "one": forms.word(paragraphs),
        "two": forms.word(paragraphs, columns=2),
        "heads": forms.word(long, running_head=head),
        "two-heads": forms.word(long, columns=2, running_head=head),
        "book": forms.workbook(TEXT),
    }
    for name, data in made.items():
        (folder / f"{name}.{'xlsx' if name == 'book' else 'docx'}").write_bytes(data)
    printed = [f"{name}.docx" for name in made if name != "book"]
    for kind, names in (
        ("pdf", printed),
        ("doc", ["one.docx"]),
        ("rtf", ["one.docx"]),
        ("odt", ["one.docx"]),
        ("epub", ["one.docx"]),
        ("html", ["one.docx"]),
        ("xls", ["book.xlsx"]),
    ):
        command = [soffice, "--headless", f"-env:UserInstallation={folder.as_uri()}/profile", "--convert-to", kind]
        subprocess.run([*command, *names], cwd=folder, check=True, capture_output=True, timeout=180)


@pytest.fixture(scope="module")
def by_libreoffice(once: Callable[[str, Callable[[Path], None]], Path]) -> dict[str, bytes]:
    """The report in the forms of LibreOffice, by name."""
    folder = once("libreoffice", partial(convert, program("soffice", "libreoffice")))
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix not in {".docx", ".xlsx"} and path.is_file()
    }


LIBREOFFICE = (
    "one.doc", "one.rtf", "one.odt", "one.epub", "one.html", "book.xls",
    "one.pdf", "two.pdf", "heads.pdf", "two-heads.pdf",
)  # fmt: skip


@pytest.mark.parametrize("form", LIBREOFFICE)
def test_form_of_libreoffice(form: str, by_libreoffice: dict[str, bytes], plain: Told) -> None:
    compare(form, by_libreoffice[form], plain)


def test_wps(by_libreoffice: dict[str, bytes], plain: Told) -> None:
    """WPS Writer stores what Word did, under an ending of its own."""
    compare("wps", by_libreoffice["one.doc"], plain, "政府工作报告.wps")


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("heads", [False, True], ids=["", "heads"])
def test_pdf_of_chromium(columns: int, heads: bool, tmp_path: Path, plain: Told) -> None:
    chromium = program("chromium", "google-chrome", "chromium-browser")
    source, made = tmp_path / "报告.html", tmp_path / "made.pdf"
    source.write_bytes(forms.page(TEXT, style=f"{PRINT} body{{columns:{columns};column-gap:2em}}"))
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    flags += [] if heads else ["--no-pdf-header-footer"]
    subprocess.run(
        [chromium, *flags, f"--print-to-pdf={made}", source.as_uri()], check=True, capture_output=True, timeout=120
    )
    compare(f"pdf of Chromium in {columns} columns", made.read_bytes(), plain)


@pytest.mark.parametrize("form", {**REFLOWED, **MARKDOWN})
def test_every_character_that_is_read_stands_where_it_is_said_to(form: str) -> None:
    text = {**REFLOWED, **MARKDOWN}[form].decode()
    seen, normal = reading_of(text), normalise(text)
    moved = [i for i, character in enumerate(seen.text) if character.strip() and normal[seen.raw(i)] != character]
    assert not moved
