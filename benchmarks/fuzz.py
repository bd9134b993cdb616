"""Files that nobody would write: readers, archives, identity, numerals and structure on mutated bytes.

    python benchmarks/fuzz.py FOLDER [--seconds 3600]

Coverage-guided where ``atheris`` is installed (pip install atheris); tests/unit/readers/test_fuzz.py does the same in
little with Hypothesis. FOLDER keeps what covers something new and, in ``findings``, the input and the traceback of
every kind of failure; exits with 1 where there is one.
"""

import argparse
import hashlib
import os
import sys
import tempfile
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit" / "readers")]
# formats whose reader calls no other program
NAMES: Final = (
    *("a.txt", "a.html", "a.mhtml", "a.docx", "a.odt", "a.rtf", "a.epub", "a.md", "a.eml", "a.xlsx"),
    *("a.xls", "a.pdf", "a.csv", "a.jsonl", "a.json", "a.zip", "a.gz", "reports.csv", "2024年青田县政府工作报告.txt"),
)
LONGEST: Final = 200_000
SLOW_SECONDS: Final = 60.0


def check(data: bytes, name: str) -> int:
    """Read a file as a run would; AssertionError or an exception of ours where something promised does not hold.

    How many documents it gave.
    """
    import polars as pl

    from ingest.documents import document_rows
    from ingest.lexicon import rows
    from ingest.mentions import extract_mentions
    from ingest.schemas import DOCUMENTS, polars_schema
    from ingest.store import Entry

    reasons = {row["reason"] for row in rows("quarantine_reasons")}
    entry = Entry(hashlib.sha256(data).hexdigest(), name, None, len(data), "document")
    documents = 0
    for row in document_rows(data, entry, any_text=True):
        if "reason" in row:
            assert row["reason"] in reasons, row["reason"]
            assert row["detail"].strip(), "a reason without a word"
            row["detail"].encode()
            continue
        documents += 1
        text = row["text"]
        text.encode()
        assert all(0 <= part["start"] <= part["end"] <= len(text) for part in row["sections"] or ())
        mentions = extract_mentions(pl.DataFrame([row], schema=polars_schema(DOCUMENTS)))
        for one in mentions.select("value_start", "value_end", "role").iter_rows(named=True):
            assert 0 <= one["value_start"] < one["value_end"] <= len(text), one
            assert one["role"] in ("target", "result", "none")
    return documents


def seeds() -> dict[str, bytes]:
    """Whole files of every format, to begin from."""
    import forms  # type: ignore[import-not-found]

    text = (ROOT / "tests" / "unit" / "readers" / "report.txt").read_text(encoding="utf-8")
    found = {**forms.texts(text), **forms.markdown(text), **forms.pages(text), **forms.packages(text)}
    found |= {"epub": forms.epub(text), "mhtml": forms.mhtml(forms.page(text)), "mail": forms.mail(forms.page(text))}
    found["zip"] = forms.packed({"a.txt": text, "b/c.html": text})
    return {name: data for name, data in found.items() if len(data) < LONGEST}


def main() -> int:
    """Fuzz for a while, and tell what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=3600)
    options = parser.parse_args()
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["ingest"], enable_loader_override=False):
        from ingest import readers

        places = [f"ingest.readers.{place.partition(':')[0]}" for place in readers.READERS.values()]
        for name in ("ingest.documents", *places):
            import_module(name)
    os.environ["PATH"] = ""  # no reader calls another program
    corpus, findings = options.folder / "corpus", options.folder / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds().values()):
        (corpus / f"seed-{number}").write_bytes(bytes([number % len(NAMES)]) + data)
    tried, read, began = 0, 0, time.monotonic()

    def one(data: bytes) -> None:
        nonlocal tried, read
        tried += 1
        name = NAMES[data[0] % len(NAMES)] if data else NAMES[0]
        # of this process: on a loaded machine the clock tells of others
        started = time.process_time()
        try:
            read += bool(check(data[1:], name))
            assert time.process_time() - started < SLOW_SECONDS, f"took over {SLOW_SECONDS:.0f} seconds"
        except Exception:
            told = traceback.format_exc()
            kind = hashlib.sha256("".join(told.splitlines()[-4:-1]).encode()).hexdigest()[:12]
            (findings / f"{kind}.txt").write_text(f"{name}\n{told}", encoding="utf-8", errors="replace")
            (findings / f"{kind}.bin").write_bytes(data[1:])
        if time.monotonic() - began > options.seconds:
            kinds = sorted(path.stem for path in findings.glob("*.txt"))
            print(f"fuzz: {tried:,} files, {read:,} of them gave a document: {len(kinds)} faults {kinds}", flush=True)
            os._exit(1 if kinds else 0)

    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TMPDIR"] = scratch
        atheris.Setup([sys.argv[0], str(corpus), f"-max_len={LONGEST}", "-timeout=300", "-rss_limit_mb=4096"], one)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
