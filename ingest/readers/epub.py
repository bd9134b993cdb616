"""E-books (epub): their chapters in the order of the spine, each read as the web page that it is."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree

from ingest.readers import html
from ingest.readers.base import Blob, Context, Item, Rejected, SourceText
from ingest.readers.notes import HINT
from ingest.readers.package import inspect

CONTAINER: Final = "META-INF/container.xml"
NAVIGATION: Final = "nav"
TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the book; pages that only navigate are left out, and chapters without text passed over."""
    data = blob.bytes()
    refused = inspect(data, context, may_have_doctype=True)
    if refused is not None:
        yield refused
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            title, names = _spine(package)
        except (KeyError, etree.XMLSyntaxError, AttributeError) as error:
            yield context.reject("damaged", f"the e-book lists no chapters ({str(error)[:120]}); save it as text")
            return
        known = set(package.namelist())
        chapters = [html.page(package.read(name), context, None) for name in names if name in known]
    yield _joined(chapters, title, context)


def _joined(chapters: list[Item], title: str | None, context: Context) -> Item:
    """One text of all chapters, the notes of each at the end."""
    wrong = next((one for one in chapters if isinstance(one, Rejected) and one.reason != "empty"), None)
    if wrong is not None:
        return wrong
    bodies: list[str] = []
    notes: list[str] = []
    for chapter in chapters:
        if isinstance(chapter, SourceText):
            at = int(chapter.hints.get(HINT) or len(chapter.text))
            bodies.append(chapter.text[:at].rstrip("\n"))
            notes += filter(None, [chapter.text[at:]])
    if not bodies:
        return context.reject("empty", "the e-book holds no text; if it shows pictures of pages, save it as PDF")
    text = "\n".join(bodies)
    hints = {HINT: str(len(text) + 1)} if notes else {}
    return SourceText("\n".join([text, *notes]), "epub", None, context.member, title, None, hints)


def _spine(package: zipfile.ZipFile) -> tuple[str | None, list[str]]:
    """The title of the book and the names of its chapters; raises KeyError and etree.XMLSyntaxError."""
    container = _parse(package.read(CONTAINER))
    place = next(one.get("full-path") for one in container.iter("{*}rootfile"))
    book = _parse(package.read(place))
    pages = {
        item.get("id"): unquote(item.get("href") or "")
        for item in book.iter("{*}item")
        if NAVIGATION not in (item.get("properties") or "").split()
    }
    order = [reference.get("idref") for reference in book.iter("{*}itemref")]
    folder = posixpath.dirname(place)
    title = book.find(f".//{TITLE}")
    told = (title.text or "").strip() if title is not None else ""
    return told or None, [posixpath.normpath(posixpath.join(folder, pages[one])) for one in order if one in pages]


def _parse(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
