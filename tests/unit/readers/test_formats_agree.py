"""The same report in every format is the same report: region, year, kind, and every mention."""

import hashlib
import io
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import polars as pl
import pytest

from ingest.documents import document_rows
from ingest.mentions import extract_mentions
from ingest.schemas import DOCUMENTS, polars_schema
from ingest.store import Entry

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SAME = ("role", "value", "unit", "indicator", "indicator_id", "measure", "comparator", "year", "region", "commitment")


def forms(text: str, minipdf: ModuleType) -> dict[str, bytes]:
    """The report as other people would have saved it."""
    paragraphs = [line.strip("　 \t\u200b\xa0\r\ufeff") for line in text.split("\n")]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    page = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    document, word = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(word)
    return {
        "txt": text.encode(),
        "gb18030": text.encode("gb18030"),
        "utf-16": text.encode("utf-16"),
        "html": f"<html><head><meta charset='utf-8'></head><body>{page}</body></html>".encode(),
        "gbk html": f"<html><head><meta charset='gb2312'></head><body>{page}</body></html>".encode("gb18030"),
        "docx": word.getvalue(),
        **{f"pdf in {columns} columns": printed(paragraphs, columns, minipdf) for columns in (1, 2, 3)},
    }


def printed(paragraphs: list[str], columns: int, minipdf: ModuleType) -> bytes:
    """The report on pages with page numbers."""
    gap = 22
    wide = (minipdf.WIDTH - 100 - gap * (columns - 1)) / columns
    lines = minipdf.set_lines(paragraphs, int(wide / 10))
    pages = []
    while lines:
        page = [(285, 822, 9, f"— {len(pages) + 1} —")]
        for column in range(columns):
            page += minipdf.column(lines[:48], 50 + column * (wide + gap), 70)
            lines = lines[48:]
        pages.append(page)
    return bytes(minipdf.pdf(pages))


def told(data: bytes) -> tuple[tuple[Any, ...], Counter[tuple[Any, ...]]]:
    """Identity and mentions; the meaningless name says nothing."""
    [row] = document_rows(data, Entry(hashlib.sha256(data).hexdigest(), "0", None, len(data), "document"))
    assert "reason" not in row, row
    mentions = extract_mentions(pl.DataFrame([row], schema=polars_schema(DOCUMENTS)))
    found = Counter(tuple(one[name] for name in SAME) for one in mentions.to_dicts() if one["role"] != "none")
    return (row["region_code"], row["report_year"], row["kind"]), found


@pytest.mark.parametrize("name", ["shandong-2024.txt", "shenzhen-2023.txt"])
def test_bundled_reports(name: str, minipdf: ModuleType) -> None:
    compare((EXAMPLES / name).read_text(encoding="utf-8"), minipdf)


@pytest.mark.parametrize("name", ["lishui-2024.txt", "national-2024.txt", "shengzhou-2024.txt"])
def test_real_reports(name: str, minipdf: ModuleType, shared: Path) -> None:
    compare((shared / "reports" / name).read_text(encoding="utf-8"), minipdf)


def compare(text: str, minipdf: ModuleType) -> None:
    made = forms(text, minipdf)
    identity, mentions = told(made.pop("txt"))
    assert mentions.total() > 10
    for form, data in made.items():
        other, found = told(data)
        assert other == identity, form
        assert found == mentions, (form, mentions - found, found - mentions)
