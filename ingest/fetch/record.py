"""The record of a fetch: one JSON line per request that was decided, appended as it happens and never changed."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

Outcome = Literal["fetched", "unchanged", "fresh", "refused", "failed"]
SUCCESS: Final = ("fetched", "unchanged")


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """What became of one row of the catalogue.

    ``outcome``: fetched (bytes are in the inbox), unchanged (the server or the bytes say so), fresh (fetched not long
    ago, not asked for), refused (must not be asked for, see ``reason``), failed (asked for in vain; tried again next
    time). Of a repository ``sha256`` is its commit and ``file_name`` its folder. ``fetched_at`` is in UTC; ``headers``
    are those of the last response; ``hops`` the addresses that led on.
    """

    url: str
    outcome: Outcome
    reason: str | None = None
    detail: str | None = None
    fetched_at: str | None = None
    status: int | None = None
    final_url: str | None = None
    hops: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    sha256: str | None = None
    size_bytes: int | None = None
    file_name: str | None = None
    attempts: int = 0


def last_successes(path: Path) -> dict[str, FetchOutcome]:
    """URL to its last fetch that gave bytes; a torn line (a crash while writing) is passed over."""
    found: dict[str, FetchOutcome] = {}
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            fields = json.loads(line)
            fields["hops"] = tuple(fields.get("hops", ()))
            outcome = FetchOutcome(**fields)
        except (ValueError, TypeError, AttributeError):
            continue
        if outcome.outcome in SUCCESS and outcome.file_name and outcome.sha256:
            found[outcome.url] = outcome
    return found


def age(known: FetchOutcome) -> float:
    """Seconds since a fetch; endless where the record does not say when it was."""
    try:
        return (datetime.now(UTC) - datetime.fromisoformat(known.fetched_at or "")).total_seconds()
    except (ValueError, TypeError):
        return float("inf")


def append(path: Path, outcome: FetchOutcome) -> None:
    """Writes one line, whole or not at all as far as other processes see, on a line of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(outcome), ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace") + b"\n"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        end = os.lseek(descriptor, 0, os.SEEK_END)
        if end and os.pread(descriptor, 1, end - 1) != b"\n":
            line = b"\n" + line
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
