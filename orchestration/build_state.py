"""The warehouse that is being built: from what, whether it is whole, and which run makes it."""

import csv
import importlib.metadata
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from ingest.lake import Lake, digest_now, file_digest
from ingest.schemas import TABLES
from ingest.store import RawStore
from orchestration.fingerprint import combined, recall, remember
from orchestration.home import Home
from orchestration.steps import code_version, dbt_code, guarding_code, lexicon_version
from orchestration.versions import current, is_held_back

# a file in which rows were replaced again and again is made anew once it is this many times as large
MOST_GROWTH: Final = 2


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The row of ``marts.dim_run``."""

    run_id: str
    started_at: str
    duixian_version: str
    code_version: str
    lexicon_version: str
    input_hash: str


def warehouse_fingerprint(home: Home) -> str:
    """Digest of all that the warehouse is made from: lake, models, lexicon, corrections, expectations."""
    return combined(Lake(home.lake).fingerprint(*TABLES), dbt_code(), guarding_code(), _corrections(home))


def is_published(home: Home) -> bool:
    """Whether what readers see is what a build would give, byte for byte as it was audited.

    Also where a person rolled back from what a build would give: the earlier version stands until the inputs change.
    """
    version = current(home)
    if version is None or not version.is_sound():
        return False
    wanted = warehouse_fingerprint(home)
    return version.inputs == wanted or is_held_back(home, wanted)


def begin(home: Home, run_id: str, changed: Sequence[str] | None = None) -> RunFacts:
    """Write down which run makes the next warehouse, and clear what an earlier build left.

    Where only regions of some documents ``changed``, the earlier build stands, and dbt is told of them.
    """
    _stamp(home).unlink(missing_ok=True)  # from here on it is not whole
    if changed is None:
        discard(home)
    else:
        lines = ["document_id", *changed]
        home.touched.write_text("\n".join(lines) + "\n", encoding="utf-8")
    facts = RunFacts(
        run_id=run_id,
        started_at=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}",
        duixian_version=importlib.metadata.version("duixian"),
        code_version=code_version()[:16],
        lexicon_version=lexicon_version()[:16],
        input_hash=input_hash(home),
    )
    values = {name: getattr(facts, name) for name in RunFacts.__dataclass_fields__}
    with home.run_facts.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(values), lineterminator="\n")
        writer.writeheader()
        writer.writerow(values)
    return facts


def run_facts(home: Home) -> RunFacts:
    """What ``begin`` wrote down; LookupError where it is gone."""
    try:
        with home.run_facts.open(encoding="utf-8", newline="") as stream:
            return RunFacts(**next(csv.DictReader(stream)))
    except (OSError, StopIteration, TypeError) as error:
        raise LookupError(f"{home.run_facts} is missing or damaged: run again") from error


def discard(home: Home) -> None:
    """Remove the unpublished warehouse with the log that a killed dbt may have left beside it."""
    for path in (home.unpublished, _log(home), _stamp(home)):
        path.unlink(missing_ok=True)


def built(home: Home, fingerprint: str, inputs: pl.DataFrame | None = None, is_part: bool = False) -> None:
    """dbt built and tested everything from what ``fingerprint`` names.

    ``inputs`` are the digests of the documents (None: those that are kept still hold); ``is_part``: only what changed
    was made anew.
    """
    kept = recall(_stamp(home)) if inputs is None else {}
    if inputs is not None:
        inputs.write_parquet(_inputs(home))
        kept = {"project": _project(home), "inputs": file_digest(_inputs(home))}
    size = recall(_size(home)).get("whole") if is_part else home.unpublished.stat().st_size
    remember(_size(home), whole=size)
    remember(_stamp(home), **{**kept, "fingerprint": fingerprint, "digest": digest_now(home.unpublished)})


def reusable(home: Home) -> pl.DataFrame | None:
    """The digests of the documents that the unpublished warehouse was built from, where a part of it may stand.

    None where the project changed, a person corrects anything (words are then looked up in all documents), the file is
    not what was built, or has grown to twice its size.
    """
    kept, size = recall(_stamp(home)), recall(_size(home)).get("whole")
    try:
        is_sound = (
            not home.corrections.exists()
            and not _log(home).exists()
            and kept["project"] == _project(home)
            and kept["digest"] == digest_now(home.unpublished)
            and kept["inputs"] == file_digest(_inputs(home))
            and isinstance(size, int)
            and home.unpublished.stat().st_size <= MOST_GROWTH * size
        )
        return pl.read_parquet(_inputs(home)) if is_sound else None
    except (KeyError, OSError, pl.exceptions.PolarsError):
        return None


def is_whole(home: Home) -> bool:
    """Whether the unpublished warehouse was built and tested as a whole from what is there now."""
    kept = recall(_stamp(home))
    return (
        home.unpublished.exists()
        and not _log(home).exists()
        and kept.get("fingerprint") == warehouse_fingerprint(home)
        and kept.get("digest") == digest_now(home.unpublished)
        and home.run_facts.exists()
    )


def input_hash(home: Home) -> str:
    """Digest of the raw files (sha256, names, address) and of the corrections: the same input, the same digest."""
    told = [(one.sha256, one.file_name, one.other_names, one.source_url) for one in RawStore(home.root).entries()]
    return combined(json.dumps(told, ensure_ascii=False), _corrections(home))


def _corrections(home: Home) -> str:
    return file_digest(home.corrections) if home.corrections.exists() else ""


def _project(home: Home) -> str:
    return combined(dbt_code(), _corrections(home))


def _inputs(home: Home) -> Path:
    return home.build / "inputs.parquet"


def _size(home: Home) -> Path:
    return home.build / "size.json"


def _stamp(home: Home) -> Path:
    return home.build / "built.json"


def _log(home: Home) -> Path:
    return home.unpublished.with_name(f"{home.unpublished.name}.wal")
