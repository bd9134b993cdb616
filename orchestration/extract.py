"""`duixian extract`: mentions of files to standard output, without home, warehouse or Dagster."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from ingest.documents import document_rows, place
from ingest.identity.kind import OTHER
from ingest.identity.sidecar import CATALOGUE, Sidecar, SidecarError, parse_catalogue, parse_sidecar
from ingest.mentions import extract_mentions
from ingest.schemas import DOCUMENTS, READ_OF_A_NUMBER, polars_schema
from ingest.store import Entry
from ingest.store.names import sidecar_names
from orchestration.tongue import say, spoken

FIELDS = (
    "document",
    "value_start",
    "value_end",
    *READ_OF_A_NUMBER,
    "region",
    "commitment",
    "sentence",
)
RELATION_FIELDS = ("relation", "subject", "reference")


def print_mentions(files: list[Path], output: str, relations: bool) -> int:
    """Print the mentions of the files in their order; 1 where none of the files could be read, else 0."""
    readable = 0
    for path in files:
        for document in _documents(path):
            readable += 1
            mentions = extract_mentions(pl.DataFrame([document], schema=polars_schema(DOCUMENTS)))
            if not relations:
                mentions = mentions.filter(pl.col("relation").is_null())
            name = place(path.name, document["member"])
            if output == "jsonl":
                _print_lines(name, mentions, relations)
            else:
                from orchestration.mention_table import print_table

                print_table(name, document, mentions)
    return 0 if readable else 1


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of DOCUMENTS of a file; standard error is told what each text is taken for and what a run would do."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    entry = Entry(sha256, path.name, None, path.stat().st_size, "document")
    for row in document_rows(path, entry, _said_of(path), any_text=True):
        name = place(str(path), row["member"])
        if "reason" in row:
            why = f"{spoken().value_of('refused', row['reason'])}, {spoken().reason(row['detail'])}"
            print(say("ext.not_read", name=name, why=why), file=sys.stderr)
        else:
            print(f"{name}: {_taken_for(row)}", file=sys.stderr)
            yield row


def _said_of(path: Path) -> Sidecar | None:
    """What a person says of the file, in NAME.meta.yml beside it or in the folder's reports.csv, as in a run."""
    beside = next((one for name in sidecar_names(path.name) if (one := path.parent / name).is_file()), None)
    catalogue = path.parent / CATALOGUE
    try:
        if beside is not None:
            return parse_sidecar(beside.read_bytes(), str(beside))
        if catalogue.is_file():
            return parse_catalogue(catalogue.read_bytes(), str(catalogue)).get(path.name)
    except (SidecarError, OSError) as error:
        print(say("ext.without", error=spoken().reason(str(error)), name=path.name), file=sys.stderr)
    return None


def _taken_for(row: dict[str, Any]) -> str:
    """What a text is taken for, what could not be told of it, and what a run would do with it."""
    speech = spoken()
    facts = {
        "kind": speech.value_of("kind", row["kind"]),
        "completeness": speech.value_of("completeness", row["completeness"]),
        "region": row["region_name"] or speech("word.region_unknown"),
        "year": row["report_year"] or speech("word.year_unknown"),
    }
    told = say("ext.quarantined" if row["kind"] == OTHER else "ext.taken", **facts)
    notes = speech.notes(row["identity_notes"])
    return say("ext.look", told=told, notes=notes) if notes else told


def _print_lines(name: str, mentions: pl.DataFrame, relations: bool) -> None:
    fields = FIELDS[1:] + (RELATION_FIELDS if relations else ())
    for row in mentions.select(fields).iter_rows(named=True):
        print(json.dumps({"document": name, **row}, ensure_ascii=False))
