"""What a table was made from, kept beside it, so that a step does only what changed."""

import hashlib
import json
from pathlib import Path
from typing import Any

from ingest.lake import Lake


def row_digest(row: dict[str, Any]) -> str:
    """Digest of a row of DOCUMENTS; its text is in it by ``text_sha256``."""
    return hashlib.sha256(repr({**row, "text": None}).encode()).hexdigest()[:32]


def stamp_of(lake: Lake, year: int | None, table: str = "mentions") -> Path:
    """Where it is kept what a year of a table was made from."""
    return lake.root / "made_from" / f"{table}-{year if year is not None else 'unknown'}.json"


def read_stamp(path: Path) -> dict[str, Any]:
    """The facts; empty where there are none that can be read."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def write_stamp(path: Path, facts: dict[str, Any]) -> None:
    """Keep facts, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(path)
