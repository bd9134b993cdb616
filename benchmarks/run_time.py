"""Seconds of whole `duixian run` processes: in a fresh home, with nothing new, and after one new file.

usage: run_time.py [REPORTS] [--runs 3]

REPORTS defaults to ../shared/reports, else examples. Prints the median of the runs, wall clock and CPU.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "duixian"
NEW = ROOT / "examples" / "shandong-2024.txt"


def seconds(home: Path, reports: Path) -> tuple[float, float]:
    """Wall clock and CPU of one run; raises where it fails."""
    before, started = os.times(), time.monotonic()
    command = [str(PROGRAM), "run", "--home", str(home), "--reports", str(reports)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - started, busy


def main() -> int:
    """Print one line per kind of run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = ROOT.parent / "shared" / "reports"
    parser.add_argument("reports", nargs="?", type=Path, default=shared if shared.is_dir() else ROOT / "examples")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    taken: dict[str, list[tuple[float, float]]] = {"fresh home": [], "nothing new": [], "one new file": []}
    for _ in range(options.runs):
        with tempfile.TemporaryDirectory() as folder:
            home, added = Path(folder) / "home", Path(folder) / "added"
            added.mkdir()
            # other bytes than the bundled file, which stands back where there are reports of one's own
            (added / "new.txt").write_bytes(NEW.read_bytes() + b"\n")
            for kind, reports in zip(taken, (options.reports, options.reports, added), strict=True):
                taken[kind].append(seconds(home, reports))
    for kind, runs in taken.items():
        wall, busy = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"{kind}: {wall:.1f} s, CPU {busy:.1f} s (median of {len(runs)})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
