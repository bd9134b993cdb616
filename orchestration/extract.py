"""`duixian extract`: mentions of files to standard output, without home, warehouse or Dagster."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from ingest.documents import document_rows, place
from ingest.mentions import extract_mentions
from ingest.schemas import DOCUMENTS, polars_schema
from ingest.store import Entry

FIELDS = (
    "document",
    "value_start",
    "value_end",
    "role",
    "reason",
    "indicator",
    "indicator_id",
    "measure",
    "value",
    "unit",
    "comparator",
    "year",
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
    """The rows of DOCUMENTS of a file; what cannot be read is named on standard error."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    entry = Entry(sha256, path.name, None, path.stat().st_size, "document")
    for row in document_rows(path, entry, any_text=True):
        if "reason" in row:
            print(f"{place(str(path), row['member'])}: {row['reason']}, {row['detail']}", file=sys.stderr)
        else:
            if row["region_code"] is None and row["identity_notes"]:
                print(f"{place(str(path), row['member'])}: {row['identity_notes']}", file=sys.stderr)
            yield row


def _print_lines(name: str, mentions: pl.DataFrame, relations: bool) -> None:
    fields = FIELDS[1:] + (RELATION_FIELDS if relations else ())
    for row in mentions.select(fields).iter_rows(named=True):
        print(json.dumps({"document": name, **row}, ensure_ascii=False))
