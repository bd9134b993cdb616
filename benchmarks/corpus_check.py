"""What can be said of a folder of reports without a single label.

    make corpus-check CORPUS=folder          python benchmarks/corpus_check.py FOLDER [--jobs 2] [--names 5]

Reads every file below the folder as `duixian run` does, and prints: documents by kind and what was refused; how many
are suspicious by each rule of lexicon/document_checks.csv; how many were read the wrong way round; how many metrics
lack a year, an id or a name; and whether consecutive reports of one region answer and restate each other.
`--names` lists so many documents of each rule. Memory is bounded by a batch of texts per process, and a few figures
per document.
"""

import argparse
import hashlib
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from ingest.checks import check_documents, rules
from ingest.checks.neighbours import Agreement, agreement, facts_of
from ingest.checks.turned import turned_documents
from ingest.documents import document_rows, place
from ingest.mentions import extract_mentions
from ingest.readers import Rejected
from ingest.schemas import DOCUMENTS, PARTS, polars_schema
from ingest.store import Entry
from ingest.store.walk import walk

FILES_PER_TASK: Final = 24
BATCH_CHARS: Final = 2_000_000
SHARES: Final = ("share_without_year", "share_without_indicator_id", "share_unnamed")
KEPT: Final = ("document_id", "name", "kind", "completeness", "region_code", "report_year", "n_chars")
METRICS: Final = tuple(f"n_{part}_{role}s" for part in PARTS for role in ("target", "result"))
Row = dict[str, Any]
# where it stands, and its path within the folder
File = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What is kept of some files: a row per document, facts to compare neighbours by, reasons of what was refused."""

    documents: pl.DataFrame
    facts: pl.DataFrame
    refused: Counter[str]


def main() -> int:
    """Read, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--names", type=int, default=0, help="documents to name for each rule")
    options = parser.parse_args()
    if not options.folder.exists():
        print(f"{options.folder} is not there", file=sys.stderr)
        return 2
    read = read_folder(options.folder, options.jobs)
    if read.documents.is_empty():
        print(f"{options.folder} holds no report; refused: {dict(read.refused)}", file=sys.stderr)
        return 2
    print("\n".join(lines(read, options.names)))
    return 0


def read_folder(folder: Path, jobs: int = 1) -> Read:
    """Read all files below ``folder`` in ``jobs`` processes; the same result for any number of them."""
    files = [
        (one.path, one.file_name)
        for one in walk(folder)
        if not isinstance(one, Rejected) and one.treatment == "document"
    ]
    tasks = [files[start : start + FILES_PER_TASK] for start in range(0, len(files), FILES_PER_TASK)]
    if jobs == 1:
        return _joined(map(read_files, tasks))
    # processes share both cores already
    os.environ["POLARS_MAX_THREADS"] = "1"
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        return _joined(pool.map(read_files, tasks))


def read_files(files: list[File]) -> Read:
    """Read some files; a batch of texts is in memory at a time."""
    refused: Counter[str] = Counter()
    read = _joined(map(_counted, _batches(files, refused)))
    read.refused.update(refused)
    return read


def _batches(files: list[File], refused: Counter[str]) -> Iterator[list[Row]]:
    """Rows of DOCUMENTS with the ``name`` a person knows the document by; reasons of what is refused are counted."""
    batch: list[Row] = []
    chars = 0
    for path, file_name in files:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        for row in document_rows(path, Entry(digest, file_name, None, path.stat().st_size, "document")):
            if "reason" in row:
                refused[row["reason"]] += 1
                continue
            name = place(file_name, row["member"])
            # the same bytes may stand at several places of a folder
            batch.append({**row, "name": name, "document_id": name})
            chars += row["n_chars"]
            if chars >= BATCH_CHARS:
                yield batch
                batch, chars = [], 0
    if batch:
        yield batch


def _counted(batch: list[Row]) -> Read:
    documents = pl.DataFrame(batch, schema={**polars_schema(DOCUMENTS), "name": pl.String})
    mentions = extract_mentions(documents)
    rows = documents.select(KEPT).join(check_documents(documents, mentions).drop("report_year"), on="document_id")
    rows = rows.join(turned_documents(documents, mentions), on="document_id")
    return Read(rows, facts_of(documents, mentions), Counter())


def _joined(parts: Iterable[Read]) -> Read:
    told = [_counted([]), *parts]
    refused = sum((part.refused for part in told), Counter())
    return Read(pl.concat([part.documents for part in told]), pl.concat([part.facts for part in told]), refused)


def lines(read: Read, names: int = 0) -> Iterator[str]:
    """What is printed; ``names`` documents are named for each rule."""
    documents = read.documents
    kinds = documents["kind"].value_counts().sort("count", "kind", descending=[True, False])
    yield f"documents {documents.height:,}: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.rows())
    refused = ", ".join(f"{reason} {count:,}" for reason, count in read.refused.most_common())
    yield f"refused {read.refused.total():,}" + (f": {refused}" if refused else "")
    yield f"suspicious {_of(documents, pl.col('suspicions').list.len() > 0)}"
    for rule in rules():
        by_rule = pl.col("suspicions").list.eval(pl.element().struct.field("rule")).list.contains(rule.id)
        yield f"  {rule.id} {_of(documents, by_rule)}: {rule.meaning}"
        yield from _named(documents, by_rule, names)
    for column, meaning in (("review_as_plan", "review read as plan"), ("plan_as_review", "plan read as review")):
        yield f"{meaning} {_of(documents, pl.col(column))}"
        yield from _named(documents, pl.col(column), names)
    yield from _metrics(documents)
    yield from _neighbours(agreement(documents, read.facts))


def _metrics(documents: pl.DataFrame) -> Iterator[str]:
    counts = documents.with_columns(metrics=pl.sum_horizontal(METRICS))
    total = int(counts["metrics"].sum())
    year, no_id, unnamed = (float((counts[share] * counts["metrics"]).sum()) / max(total, 1) for share in SHARES)
    yield f"metrics {total:,}"
    yield f"  without a year {year:.4f}"
    yield f"  with an indicator id {1 - no_id:.4f}"
    yield f"  with a fragment or nothing as indicator {unnamed:.4f}"


def _neighbours(told: Agreement) -> Iterator[str]:
    yield f"pairs of consecutive reports {told.pairs:,}"
    yield f"  with a target for GDP growth {_share(told.promised, told.pairs)}"
    yield f"  of these, answered by the next report {_share(told.answered, told.promised)}"
    yield f"levels of the year before that both reports give {told.restated:,}"
    yield f"  of these, restated consistently {_share(told.consistent, told.restated)}"


def _of(documents: pl.DataFrame, holds: pl.Expr) -> str:
    return _share(documents.filter(holds).height, documents.height)


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.4f})" if whole else f"{part:,}"


def _named(documents: pl.DataFrame, holds: pl.Expr, names: int) -> Iterator[str]:
    if names:
        yield from (f"      {name}" for name in documents.filter(holds)["name"].sort().head(names))


if __name__ == "__main__":
    sys.exit(main())
