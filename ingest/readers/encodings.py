"""Bytes to text: byte order mark, UTF-8, UTF-16, GB18030, Big5, in that order of trust.

Chinese encodings overlap: most GB18030 text is also valid Big5 or UTF-16, as gibberish. What was meant is told by how
many of the characters are common ones (lexicon/common_characters.csv); GB18030 wins unless another is clearly better.
"""

import codecs
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest.readers.lexicon import rows

SAMPLE_BYTES: Final = 65_536
CLEARLY_BETTER: Final = 0.15
LEAST_SCORE: Final = 0.35
MOST_ERRORS: Final = 0.001
LEAST_LENGTH_FOR_AN_ERROR: Final = 30
MOST_CONTROLS: Final = 0.01
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b")) + b"\x7f"
CHINESE_FAMILY: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
SAME_AS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs", "ascii": "utf-8"}
NOT_SCORED: Final = re.compile(r"[\x00-\x7f\s\u00a0\u200b-\u200f\ufeff\ufffd]+")
EXPECTED: Final = re.compile(r"[\u2014\u2018-\u201d\u2026\u3000-\u3017\uff01-\uff5e\u00b7\u2160-\u216b\u2460-\u2473]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte order mark, its encoding, and how many characters are U+FFFD for bytes it cannot read."""

    text: str
    encoding: str
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why bytes are no text: ``binary`` or ``unknown_encoding``, and a sentence for a person."""

    reason: str
    detail: str


UNKNOWN: Final = Undecodable(
    "unknown_encoding",
    "the bytes are text in no encoding known here (UTF-8, UTF-16, GB18030, Big5): save the file as UTF-8",
)
BINARY: Final = Undecodable("binary", "the bytes are not text, and of no format that can hold a report")


def decode(data: bytes, declared: str | None = None) -> Decoded | Undecodable:
    """The text of a whole file. ``declared`` is what the file says of itself; bytes that speak against it win."""
    encoding = detect(data[:SAMPLE_BYTES], declared, complete=len(data) <= SAMPLE_BYTES)
    if isinstance(encoding, Undecodable):
        return encoding
    decoded = _decode_as(data, encoding)
    if decoded is None and len(data) > SAMPLE_BYTES:
        encoding = detect(data, declared)
        decoded = None if isinstance(encoding, Undecodable) else _decode_as(data, encoding)
    return decoded or UNKNOWN


def detect(sample: bytes, declared: str | None = None, *, complete: bool = True) -> str | Undecodable:
    """Encoding of the bytes as a Python codec name; ``complete`` is false for the beginning of something longer."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    wide = b"\0" in sample and _wide_ascii(sample)
    if wide:
        return wide
    if sample.count(b"\0") > MOST_CONTROLS * len(sample) or _controls(sample) > MOST_CONTROLS * len(sample):
        return _unmarked_utf16(sample) or BINARY
    if _text(sample, "utf-8", complete, "strict") is not None:
        return "utf-8"
    return _best_guess(sample, _codec(declared), complete) or UNKNOWN


def label(encoding: str) -> str:
    """The name under which an encoding is recorded."""
    return "big5" if encoding == "big5hkscs" else encoding


def _best_guess(sample: bytes, declared: str | None, complete: bool) -> str | None:
    patched = _text(sample, "utf-8", complete, "replace") or ""
    if _few_errors(patched):
        return "utf-8"
    names = dict.fromkeys([*([declared] if declared else []), *CHINESE_FAMILY])
    scores = {name: _score(_text(sample, name, complete, "replace")) for name in names}
    best = max(scores, key=lambda name: scores[name])
    for preferred in (declared, "gb18030"):
        if preferred and scores[preferred] >= max(LEAST_SCORE, scores[best] - CLEARLY_BETTER):
            return preferred
    return best if scores[best] >= LEAST_SCORE else None


def _decode_as(data: bytes, encoding: str) -> Decoded | None:
    mark = next((mark for mark, name in MARKS if name == encoding and data.startswith(mark)), b"")
    body = data[len(mark) :]
    try:
        return Decoded(body.decode(encoding), label(encoding))
    except UnicodeDecodeError:
        before = body.count("\ufffd".encode()) if encoding == "utf-8" else 0
        text = body.decode(encoding, "replace")
        return Decoded(text, label(encoding), text.count("\ufffd") - before) if _few_errors(text) else None


def _few_errors(text: str) -> bool:
    errors = text.count("\ufffd")
    return errors <= MOST_ERRORS * len(text) or (errors == 1 and len(text) >= LEAST_LENGTH_FOR_AN_ERROR)


def _text(sample: bytes, encoding: str, complete: bool, errors: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)(errors).decode(sample, final=complete)
    except UnicodeDecodeError:
        return None


def _score(text: str | None) -> float:
    """Share of common Chinese characters and punctuation among what is not ASCII; 0 for text with many errors."""
    if not text or not _few_errors(text):
        return 0.0
    scored = NOT_SCORED.sub("", text)
    if not scored:
        return 0.0
    common = _common()
    return sum(character in common or bool(EXPECTED.match(character)) for character in scored) / len(scored)


@cache
def _common() -> frozenset[str]:
    return frozenset(row["character"] for row in rows("common_characters"))


def _codec(declared: str | None) -> str | None:
    """The Python codec for a declared charset; null for one that is unknown, or of one byte (a server's default)."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError, UnicodeError):
        return None
    name = SAME_AS.get(name, name)
    return name if name in CHINESE_FAMILY else None


def _controls(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, CONTROLS))


def _wide_ascii(sample: bytes) -> str | None:
    """UTF-16 without a mark, given away by the zero bytes beside its line ends and digits."""
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        other = sample[0::2] if name == "utf-16-le" else sample[1::2]
        if zeros.count(0) > 0 and other.count(0) == 0 and _score_utf16(sample, name) >= LEAST_SCORE:
            return name
    return None


def _unmarked_utf16(sample: bytes) -> str | None:
    return next((name for name in ("utf-16-le", "utf-16-be") if _score_utf16(sample, name) >= 2 * LEAST_SCORE), None)


def _score_utf16(sample: bytes, name: str) -> float:
    return _score(_text(sample[: len(sample) // 2 * 2], name, False, "strict"))
