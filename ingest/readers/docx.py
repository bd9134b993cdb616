"""Word files (docx): paragraphs and tables in order, notes behind them. Macros and links are not touched."""

import io
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml

from ingest.readers.base import Blob, Context, Item, SourceText
from ingest.readers.notes import with_notes
from ingest.readers.package import inspect
from ingest.readers.txt import is_blank
from ingest.readers.xml_text import grammar, local, text_of

NOTE_KINDS: Final = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)


def _span(cell: Any) -> int:
    """Over how many columns a cell reaches (``w:gridSpan`` among its properties)."""
    for properties in cell:
        if local(properties) == "tcPr":
            for one in properties:
                value = next((v for name, v in one.attrib.items() if name.endswith("}val")), "")
                if local(one) == "gridSpan" and value.isdecimal():
                    return max(1, int(value))
    return 1


WORD: Final = grammar("docx_elements", is_mixed=False, span=_span)


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the document. Refused: external entities, and packages that unfold beyond their limit."""
    data = blob.bytes()
    refused = inspect(data, context)
    if refused is not None:
        yield refused
        return
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises many kinds on a broken package
        yield context.reject("damaged", f"Word's file cannot be opened: {str(error)[:200]}; save it again as docx")
        return
    text, notes = text_of(document.element.body, WORD)
    for relation in document.part.rels.values():
        if relation.reltype in NOTE_KINDS and not relation.is_external:
            notes += text_of(parse_xml(relation.target_part.blob), WORD)[1]
    if is_blank(text):
        yield context.reject("empty", "the document holds no text; if it shows pictures of pages, save it as PDF")
        return
    text, hints = with_notes(text, notes)
    title = document.core_properties.title
    yield SourceText(text, "docx", None, context.member, title or None, None, hints)
