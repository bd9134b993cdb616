"""What a person decides while reviewing: corrections for the next run, and a record of what was looked at.

A correction is taken only where it will hold when the next run checks it: the mention exists, the field is one that
can be corrected, the expected value is what the machine says now, the new value is allowed and differs.
"""

import csv
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

CORRECTION: Final = ("mention_id", "result_id", "field", "expected", "new_value", "reason")
REVIEW: Final = ("target_id", "decision", "note", "reviewed_at", "verdict")
DECISIONS: Final = ("accept", "correct", "reject")
ALLOWED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "verdict": ("attained", "missed", "incomparable", "unreported", "pending"),
    "role": ("target", "result", "none"),
    "measure": ("level", "growth", "change", "rank", "streak"),
    "comparator": ("eq", "ge", "le", "approx", "lo", "hi"),
    "commitment": ("must", "plain", "strive"),
    "match": ("yes", "no"),
    "value": None,
    "year": None,
    "unit": None,
    "indicator": None,
    "indicator_id": None,
}
# fields of which the machine must say a number
NUMBERS: Final = ("value", "year")
_WRITING: Final = threading.Lock()


class RefusedError(ValueError):
    """A correction that the next run would not take; the message is a key of words.csv, or a sentence."""


@dataclass(frozen=True)
class Correction:
    """One row of corrections.csv."""

    mention_id: str
    result_id: str
    field: str
    expected: str
    new_value: str
    reason: str


# writes a correction; raises RefusedError where it does not take it
Keep = Callable[[Correction], None]


def check(correction: Correction, said: str | None) -> None:
    """Raise RefusedError unless the correction will hold; ``said`` is what the machine says of the field now."""
    if correction.field not in ALLOWED:
        raise RefusedError("review.no_field")
    if not correction.reason.strip():
        raise RefusedError("review.no_reason")
    if (said or "") != correction.expected:
        raise RefusedError("review.moved_on")
    if correction.new_value == correction.expected:
        raise RefusedError("review.no_change")
    allowed = ALLOWED[correction.field]
    if allowed is not None and correction.new_value not in allowed:
        raise RefusedError("review.not_allowed")
    if correction.field in NUMBERS and not _is_number(correction.new_value, correction.field):
        raise RefusedError("review.not_allowed")


def _is_number(value: str, field: str) -> bool:
    try:
        return bool(int(value) if field == "year" else float(value) is not None)
    except ValueError:
        return False


def add_correction(path: Path, correction: Correction) -> None:
    """Append a correction; raises RefusedError where this field of this mention is corrected already."""
    row = [getattr(correction, name) for name in CORRECTION]
    with _WRITING:
        for known in read(path):
            if all(known.get(name, "") == getattr(correction, name) for name in CORRECTION[:3]):
                raise RefusedError("review.known")
        _append(path, CORRECTION, row)


def add_review(path: Path, target_id: str, decision: str, note: str, verdict: str) -> None:
    """Record that a person looked at a target, and what they decided."""
    told = datetime.now(UTC).isoformat(timespec="seconds")
    with _WRITING:
        _append(path, REVIEW, [target_id, decision, note, told, verdict])


def read(path: Path) -> list[dict[str, str]]:
    """The rows of such a file; none where it does not exist."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _append(path: Path, columns: tuple[str, ...], row: list[str]) -> None:
    """Add a row; the file is replaced whole, so that a run never reads half of one."""
    known = path.read_bytes() if path.exists() else b""
    beside = path.with_name(f".{path.name}.tmp")
    with beside.open("w", encoding="utf-8", newline="") as stream:
        if known:
            stream.write(known.decode("utf-8"))
            if not known.endswith(b"\n"):
                stream.write("\n")
        writer = csv.writer(stream, lineterminator="\n")
        if not known:
            writer.writerow(columns)
        writer.writerow(row)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
