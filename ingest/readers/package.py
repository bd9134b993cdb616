"""Documents that are zip packages of XML (Word, Excel, OpenDocument, e-books): whether they may be opened at all."""

import io
import re
from typing import Final

from ingest.readers.base import Context, Rejected
from ingest.readers.limits import human
from ingest.readers.zip_directory import BROKEN, TooManyMembersError, open_zip

ENTITY: Final = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
XML_SUFFIXES: Final = (".xml", ".rels", ".opf", ".xhtml", ".html", ".htm", ".ncx")
CHUNK: Final = 1 << 20
ENCRYPTED: Final = 0x1


def inspect(data: bytes, context: Context, *, may_have_doctype: bool = False) -> Rejected | None:
    """What speaks against opening a package: entities, a password, unfolding beyond ``package_unfolded_bytes``.

    Pages of e-books name the type of their document (``may_have_doctype``); entities of their own have none of them.
    """
    forbidden = ENTITY if may_have_doctype else DOCTYPE
    limits = context.settings.limits
    left = limits["package_unfolded_bytes"]
    try:
        with open_zip(io.BytesIO(data), limits["archive_members"]) as package:
            for info in package.infolist():
                if info.flag_bits & ENCRYPTED:
                    return context.reject("encrypted", "the document is protected by a password: save it without one")
                tail = b""
                with package.open(info) as stream:
                    while chunk := stream.read(CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            most = human(limits["package_unfolded_bytes"])
                            return context.reject(
                                "archive_bomb", f"unfolds to more than {most} (limit package_unfolded_bytes)"
                            )
                        # a zero byte less: the same words in UTF-16
                        searched = tail + chunk.replace(b"\0", b"")
                        if info.filename.endswith(XML_SUFFIXES) and forbidden.search(searched):
                            part = info.filename[:80]
                            return context.reject("active_content", f"{part} declares entities, which no report needs")
                        tail = searched[-16:]
    except TooManyMembersError:
        return context.reject("archive_bomb", "the package has too many members (limit archive_members)")
    except (*BROKEN, RuntimeError) as error:
        return context.reject("damaged", f"the package cannot be opened: {str(error)[:200]}")
    return None
