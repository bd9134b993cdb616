"""Word files (docx): paragraphs and tables in order, footnotes at the end. Macros and links are not touched."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml

from ingest.readers.base import Blob, Context, Item, Rejected, SourceText
from ingest.readers.lexicon import rows
from ingest.readers.limits import human
from ingest.readers.txt import is_blank
from ingest.readers.zip_directory import BROKEN, TooManyMembersError, open_zip

DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
XML_SUFFIXES: Final = (".xml", ".rels")
CHUNK: Final = 1 << 20
TREATMENTS: Final = {row["element"]: row["treatment"] for row in rows("docx_elements")}
TEXTS: Final = {"tab": "\t", "break": "\n", "hyphen": "-"}
NOTE_KINDS: Final = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the document. Refused: external entities, and packages that unfold beyond their limit."""
    data = blob.bytes()
    refused = _inspect(data, context)
    if refused is not None:
        yield refused
        return
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises many kinds on a broken package
        yield context.reject("damaged", f"Word's file cannot be opened: {str(error)[:200]}; save it again as docx")
        return
    pieces = [text_of(document.element.body)]
    for relation in document.part.rels.values():
        if relation.reltype in NOTE_KINDS and not relation.is_external:
            pieces.append(text_of(parse_xml(relation.target_part.blob)))
    text = "\n".join(piece for piece in pieces if piece)
    if is_blank(text):
        yield context.reject("empty", "the document holds no text; if it shows pictures of pages, save it as PDF")
        return
    title = document.core_properties.title
    yield SourceText(text, "docx", None, context.member, title or None)


def text_of(root: Any) -> str:
    """Paragraphs one per line, cells apart by tabs; deleted text, field codes and doubled text boxes left out."""
    parts: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        treatment = TREATMENTS.get(_local(element), "inline")
        if leaving:
            _end(parts, treatment)
        elif treatment == "text":
            parts.append(element.text or "")
        elif treatment in TEXTS:
            parts.append(TEXTS[treatment])
        elif treatment != "drop":
            if treatment in {"paragraph", "cell", "row"}:
                stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
    return "".join(parts).strip("\n")


def _end(parts: list[str], treatment: str) -> None:
    """Ends a paragraph with a line break; a cell's last one gives way to a tab, a row's last tab to the row's end."""
    if treatment == "paragraph":
        parts.append("\n")
    elif treatment == "cell":
        if parts and parts[-1] == "\n":
            parts.pop()
        parts.append("\t")
    else:
        if parts and parts[-1] == "\t":
            parts.pop()
        parts.append("\n")


def _inspect(data: bytes, context: Context) -> Rejected | None:
    """What speaks against opening the package at all."""
    limits = context.settings.limits
    left = limits["docx_unfolded_bytes"]
    try:
        with open_zip(io.BytesIO(data), limits["archive_members"]) as package:
            for info in package.infolist():
                tail = b""
                with package.open(info) as stream:
                    while chunk := stream.read(CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            most = human(limits["docx_unfolded_bytes"])
                            return context.reject("archive_bomb", f"unfolds to more than {most} (docx_unfolded_bytes)")
                        # a zero byte less: the same words in UTF-16
                        searched = tail + chunk.replace(b"\0", b"")
                        if info.filename.endswith(XML_SUFFIXES) and DOCTYPE.search(searched):
                            part = info.filename[:80]
                            return context.reject("active_content", f"{part} declares entities, which Word never does")
                        tail = searched[-16:]
    except TooManyMembersError:
        return context.reject("archive_bomb", "the package has too many members (limit archive_members)")
    except (*BROKEN, RuntimeError) as error:
        return context.reject("damaged", f"the package cannot be opened: {str(error)[:200]}")
    return None


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else "_comment"
