"""Characters per second of three readers of the same texts, on one core: mentions, numbers alone, a bare scan.

usage: side_by_side.py [FOLDER ...] [--runs 3] [--out rates.json]

- duixian: text to mentions (role, year, indicator, unit, measure), analysis for matching included.
- Recognizers-Text: numbers alone, in Chinese, paragraph by paragraph. Put into an environment of its own at the first
  use (.cache/recognizers; DUIXIAN_RECOGNIZERS names another place).
- Polars: a regular expression that counts what looks like a number: what merely looking at every character takes.

Texts are those of ``extraction_speed.py``. Each reader works in a process of its own that has one core (Linux;
elsewhere the system decides), and reads once before it is measured. Prints a line each and writes all of it as JSON.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
ENVIRONMENT: Final = Path(os.environ.get("DUIXIAN_RECOGNIZERS", ROOT / ".cache" / "recognizers"))
# the last release for Python; with a later emoji it cannot be imported
RECOGNIZERS: Final = ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0")
NUMBER: Final = r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[零〇一二三四五六七八九十百千万亿]{2,}"
# how many texts a run of each reads: the slow ones need not read as much to be measured
COPIES: Final = {"duixian": 20, "recognizers": 1, "polars": 20}

Reader = Callable[[list[str]], int]


def mentions() -> Reader:
    """Texts to mentions."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.extraction_speed import batches_of, read

    return lambda texts: sum(map(read, batches_of(texts)))


def numbers() -> Reader:
    """Recognizers-Text's numbers."""
    from recognizers_number import Culture, recognize_number  # type: ignore[import-not-found]

    return lambda texts: sum(
        len(recognize_number(paragraph, Culture.Chinese))
        for text in texts
        for paragraph in text.splitlines()
        if paragraph
    )


def scan() -> Reader:
    """Polars' count of what looks like a number."""
    import polars as pl

    return lambda texts: int(pl.Series(texts).str.count_matches(NUMBER).sum())


READERS: Final[dict[str, Callable[[], Reader]]] = {"duixian": mentions, "recognizers": numbers, "polars": scan}
DISTRIBUTION: Final = {"duixian": "duixian", "recognizers": "recognizers-text-number", "polars": "polars"}


def texts_of(folders: list[Path]) -> list[str]:
    """The texts of the folders."""
    return [path.read_bytes().decode("utf-8") for folder in folders for path in sorted(folder.rglob("*.txt"))]


def measure(name: str, texts: list[str], runs: int) -> dict[str, Any]:
    """What one reader finds in the texts, and how fast, in this process."""
    read = READERS[name]()
    copies = [f"{text}\n（{copy}）" for copy in range(COPIES[name]) for text in texts]
    characters = sum(map(len, copies))
    read(copies[: len(texts)])
    rates, found = list[float](), 0
    for _ in range(runs):
        start = time.perf_counter()
        found = read(copies)
        rates.append(characters / (time.perf_counter() - start))
    return {
        "reader": name,
        "version": version(DISTRIBUTION[name]),
        "characters": characters,
        "found": found,
        "characters_per_s": round(median(rates)),
        "slowest": round(min(rates)),
        "fastest": round(max(rates)),
    }


def side_by_side(folders: list[Path], runs: int) -> dict[str, Any]:
    """All readers, each in a process of its own, one after the other; SystemExit where one fails."""
    told = []
    for name in READERS:
        python = _recognizers() if name == "recognizers" else sys.executable
        line = [python, __file__, *map(str, folders), "--runs", str(runs), "--reader", name]
        done = subprocess.run(
            line, env={**os.environ, "POLARS_MAX_THREADS": "1"}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(line)} failed: {done.stderr[-2000:]}")
        told.append(json.loads(done.stdout))
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, Python {platform.python_version()}, one core",
        "load": os.getloadavg()[0],
        "readers": told,
    }


def _recognizers() -> str:
    """The Python that has Recognizers-Text."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        for line in (
            [sys.executable, "-m", "venv", "--without-pip", str(ENVIRONMENT)],
            [
                str(Path(sys.executable).parent / "uv"),
                "pip",
                "install",
                "--quiet",
                "--python",
                str(python),
                *RECOGNIZERS,
            ],
        ):
            subprocess.run(line, check=True)
    return str(python)


def main() -> int:
    """Measure one reader in this process, or all of them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    shared = ROOT.parent / "shared" / "reports"
    folders = asked.folders or [shared if shared.is_dir() else ROOT / "examples"]
    if asked.reader:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        print(json.dumps(measure(asked.reader, texts_of(folders), asked.runs)))
        return 0
    told = side_by_side(folders, asked.runs)
    own = told["readers"][0]["characters_per_s"]
    for one in told["readers"]:
        rate, found = one["characters_per_s"], one["found"]
        print(f"{one['reader']} {one['version']}: {rate:,} characters/s, {rate / own:.2f} of duixian, {found:,} found")
    if asked.out:
        asked.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
