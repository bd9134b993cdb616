"""What became of each run: one line per run, kept in the home for Data Docs and doctor."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from ingest.store.state import replace_bytes
from orchestration.home import Home


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run: ``outcome`` is published, nothing new, or failed; ``detail`` says at what it failed."""

    run_id: str
    ended_at: str
    outcome: str
    detail: str = ""
    version: str = ""
    documents: int | None = None
    quarantined: int | None = None
    mentions: int | None = None


def record(home: Home, run: RunRecord, keep: int) -> None:
    """Add a run, or replace what was said of it; the newest ``keep`` are kept."""
    known = [one for one in history(home) if one.run_id != run.run_id]
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in [*known, run][-keep:]]
    replace_bytes(home.history, ("\n".join(lines) + "\n").encode())


def history(home: Home) -> list[RunRecord]:
    """All runs that are remembered, the oldest first; a damaged line is left out."""
    try:
        lines = home.history.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    return [run for line in lines if (run := _parsed(line)) is not None]


def _parsed(line: str) -> RunRecord | None:
    try:
        told: Any = json.loads(line)
        return RunRecord(**told)
    except (ValueError, TypeError):
        return None
