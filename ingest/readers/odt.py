"""OpenDocument texts (odt): paragraphs and tables in order, notes behind them."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from ingest.readers.base import Blob, Context, Item, SourceText
from ingest.readers.notes import with_notes
from ingest.readers.package import inspect
from ingest.readers.txt import is_blank
from ingest.readers.xml_text import grammar, text_of

BODY: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}body"
REPEATED: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-columns-repeated"
TEXT_TYPE: Final = b"application/vnd.oasis.opendocument.text"
TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"


def _span(cell: Any) -> int:
    """How many cells an element stands for."""
    value = cell.get(REPEATED) or ""
    return max(1, int(value)) if value.isdecimal() else 1


OPEN_DOCUMENT: Final = grammar("odt_elements", is_mixed=True, span=_span)


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the document; headers, footers and what reviewers deleted are left out."""
    data = blob.bytes()
    refused = inspect(data, context)
    if refused is not None:
        yield refused
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if not _is_text(package):
            yield context.reject("unsupported_format", "OpenDocument that is no text: save it as xlsx, docx or PDF")
            return
        body = None if "content.xml" not in package.namelist() else _parse(package.read("content.xml")).find(BODY)
        title = _title(package)
    if body is None:
        yield context.reject("damaged", "the OpenDocument file holds no text; save it again as odt or docx")
        return
    text, notes = text_of(body, OPEN_DOCUMENT)
    if is_blank(text):
        yield context.reject("empty", "the document holds no text; if it shows pictures of pages, save it as PDF")
        return
    text, hints = with_notes(text, notes)
    yield SourceText(text, "odt", None, context.member, title, None, hints)


def _is_text(package: zipfile.ZipFile) -> bool:
    """Whether the package says that it is a text, or does not say what it is."""
    if "mimetype" not in package.namelist():
        return True
    return package.read("mimetype").startswith(TEXT_TYPE)


def _title(package: zipfile.ZipFile) -> str | None:
    if "meta.xml" not in package.namelist():
        return None
    found = _parse(package.read("meta.xml")).find(f".//{TITLE}")
    return (found.text or "").strip() or None if found is not None else None


def _parse(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
