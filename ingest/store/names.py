"""File names as they can be stored and shown, and what the name alone says about a file."""

import os
import unicodedata
from fnmatch import fnmatchcase
from functools import cache
from pathlib import PurePosixPath
from typing import Final, Literal

from ingest.readers.lexicon import rows

Treatment = Literal["document", "incomplete", "ignored", "sidecar", "catalogue"]
SHOWN_AS_ESCAPE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
LONGEST_NAME: Final = 1_000


def clean(name: str) -> str:
    """The name with control characters, text-direction marks and unreadable bytes shown as escapes.

    A name that is not UTF-8 is read as GB18030, as old Chinese systems wrote it.
    """
    raw = os.fsencode(name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            text = raw.decode("utf-8", "backslashreplace")
    if text.isascii() and text.isprintable():
        return text[:LONGEST_NAME]
    return "".join(_shown(character) for character in text)[:LONGEST_NAME]


@cache
def _shown(character: str) -> str:
    if unicodedata.category(character) not in SHOWN_AS_ESCAPE:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def treatment(name: str, folder: str = "") -> Treatment:
    """What a file's name and that of its folder say: a document, a sidecar, incomplete, none of our business..."""
    folded = name.casefold()
    path = f"{folder.casefold()}/{folded}"
    for match, pattern, found in _rules():
        if (
            (match == "suffix" and folded.endswith(pattern) and folded != pattern)
            or (match == "prefix" and folded.startswith(pattern))
            or (match == "name" and folded == pattern)
            or (match == "path" and fnmatchcase(path, pattern))
        ):
            return found
    return "document"


def sidecar_names(file_name: str) -> tuple[str, ...]:
    """Names that the sidecar of a file may have: ``丽水.txt.meta.yml``, ``丽水.meta.yml``, best first."""
    stem = file_name.removesuffix(PurePosixPath(file_name).suffix)
    endings = [pattern for match, pattern, found in _rules() if match == "suffix" and found == "sidecar"]
    return tuple(dict.fromkeys(base + ending for base in (file_name, stem) for ending in endings))


@cache
def _rules() -> tuple[tuple[str, str, Treatment], ...]:
    known: dict[str, Treatment] = {
        "incomplete": "incomplete",
        "ignored": "ignored",
        "sidecar": "sidecar",
        "catalogue": "catalogue",
    }
    return tuple((row["match"], row["pattern"], known[row["treatment"]]) for row in rows("file_names"))
