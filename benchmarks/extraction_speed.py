"""Characters per second from text to mentions, on one core, and whether memory stays flat.

usage: extraction_speed.py [FOLDER ...] [--copies 20] [--runs 5]

Texts of the folders' .txt files (default: ../shared/reports, else examples) are repeated COPIES times, each copy with
a line of its own, and read in batches of as many characters as in the pipeline: find_sections and extract_mentions,
Polars frame in, frame out. No text is remembered from one copy to the next; what wordings mean is, as in any run.
Prints the median rate over the runs, the time per mention, and the peak memory after the first copy and after all runs.
"""

import argparse
import resource
import statistics
import sys
import time
from dataclasses import asdict
from pathlib import Path

import polars as pl

from ingest.extraction import cut
from ingest.frame.words import words_of_reading
from ingest.mentions import extract_mentions
from ingest.reading import reading_of
from ingest.sections import find_sections

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    shared = ROOT.parent / "shared" / "reports"
    folders = args.folders or [shared if shared.is_dir() else ROOT / "examples"]
    texts = [path.read_bytes().decode("utf-8") for folder in folders for path in sorted(folder.rglob("*.txt"))]
    batches = batches_of([f"{text}\n（{copy}）" for copy in range(args.copies) for text in texts])
    characters = sum(len(text) for batch in batches for text in batch)
    read(texts)
    first = _peak()
    rates, mentions = [], 0
    for _ in range(args.runs):
        start = time.perf_counter()
        mentions = sum(map(read, batches))
        rates.append(characters / (time.perf_counter() - start))
    rate = statistics.median(rates)
    print(f"{len(texts) * args.copies:,} documents, {characters:,} characters, {mentions:,} mentions a run")
    span = f"median of {args.runs}, from {min(rates) / 1e6:.2f} to {max(rates) / 1e6:.2f}"
    print(f"text -> mentions: {rate / 1e6:.2f} million characters/s ({span})")
    print(f"per mention: {characters / rate / mentions * 1e6:.0f} microseconds")
    print(f"peak memory: {first:,} MiB after one copy, {_peak():,} MiB after {args.runs * args.copies}")
    return 0


def batches_of(texts: list[str]) -> list[list[str]]:
    """The texts in batches of as many characters as those of the pipeline."""
    documents = pl.DataFrame({"text": texts}).with_columns(n_chars=pl.col("text").str.len_chars())
    return [batch["text"].to_list() for batch in cut(documents)]


def read(texts: list[str]) -> int:
    """How many mentions a batch gives; nothing of it is remembered for the next."""
    reading_of.cache_clear()
    words_of_reading.cache_clear()
    rows = []
    for number, text in enumerate(texts):
        sections = [asdict(section) for section in find_sections(text, "report", 2026)]
        known = {"document_id": str(number), "report_year": 2026, "region_code": "330000"}
        rows.append(known | {"text": text, "sections": sections})
    return extract_mentions(pl.DataFrame(rows)).height


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
