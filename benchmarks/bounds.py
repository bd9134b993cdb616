"""What must be quick, whatever comes in: seconds of CPU, each against its bound. Exits with 1 where one is exceeded.

    python benchmarks/bounds.py

Wall clocks say little on a busy machine, so that these are no tests.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ingest.readers import read
from ingest.store import RawStore

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "duixian"


def never_ending_streams() -> None:
    """A PDF of 400,000 streams that are opened and never closed."""
    list(read(b"%PDF-1.7\n" + b"/ObjStm stream\n" * 400_000, "x"))


def huge_text() -> None:
    """A text of 300 MB is refused by its size, unread."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in" / "huge.txt"
        path.parent.mkdir()
        with path.open("wb") as stream:
            stream.write("生产总值增长6%。\n".encode())
            stream.truncate(300 << 20)
        os.utime(path, (time.time() - 60,) * 2)
        list(RawStore(Path(folder) / "home").take_up(path.parent))


def extract_starts() -> None:
    """`duixian extract` of one report, the whole process."""
    report = ROOT / "examples" / "shandong-2024.txt"
    subprocess.run([str(PROGRAM), "extract", str(report)], cwd=ROOT, check=True, capture_output=True)


BOUNDS: dict[str, tuple[Callable[[], None], float]] = {
    "a PDF with streams that never end": (never_ending_streams, 5.0),
    "a text of 300 MB": (huge_text, 1.0),
    "duixian extract of one report": (extract_starts, 4.0),
}


def seconds(work: Callable[[], None]) -> float:
    """CPU of this process and of what it started."""
    before = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - before


def main() -> int:
    """One line per bound."""
    exceeded = 0
    for name, (work, bound) in BOUNDS.items():
        took = seconds(work)
        exceeded += took > bound
        print(f"{name}: {took:.2f} s of CPU, at most {bound:g} s{'' if took <= bound else '  EXCEEDED'}")
    return 1 if exceeded else 0


if __name__ == "__main__":
    sys.exit(main())
