"""How long an inbox of many small files takes: the first time, and when nothing has changed.

    python benchmarks/inbox_scale.py [--files 10000] [--folder DIR]

The files are made by the script (about 2 kB each, one tenth of them HTML, one tenth GB18030) and removed afterwards.
Goals for 10,000 files on 2 cores: taken up in 60 s, a second look in 3 s.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

from ingest.readers import SourceText, read
from ingest.store import Arrival, RawStore

SENTENCE = "第{n}条：生产总值增长{a}.{b}%左右，新增城镇就业{n}人，固定资产投资增长{b}%以上。\n"


def make(folder: Path, number: int) -> None:
    """Writes the files, in 100 folders."""
    for n in range(number):
        text = "政府工作报告\n各位代表：\n" + "".join(
            SENTENCE.format(n=n * 20 + k, a=n % 9, b=k % 9) for k in range(12)
        )
        place = folder / f"{n % 100:02d}" / f"报告-{n}"
        place.parent.mkdir(exist_ok=True)
        if n % 10 == 0:
            page = "".join(f"<p>{line}</p>" for line in text.splitlines())
            place.with_suffix(".html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
        else:
            place.with_suffix(".txt").write_text(text, encoding="gb18030" if n % 10 == 1 else "utf-8")


def measure(home: Path, inbox: Path) -> dict[str, float]:
    """Seconds of the first look, of reading all texts, and of a second look at the unchanged folder."""
    seconds: dict[str, float] = {}
    start = time.perf_counter()
    store = RawStore(home)
    arrivals = [one for one in store.take_up(inbox) if isinstance(one, Arrival)]
    seconds["taken_up"] = time.perf_counter() - start
    start = time.perf_counter()
    texts = sum(
        isinstance(item, SourceText) for one in arrivals for item in read(store.path(one.sha256), one.file_name)
    )
    seconds["read"] = time.perf_counter() - start
    start = time.perf_counter()
    again = [one for one in RawStore(home).take_up(inbox) if isinstance(one, Arrival)]
    seconds["second_look"] = time.perf_counter() - start
    assert len(arrivals) == len(again) == texts and not any(one.is_new for one in again)
    return {name: round(value, 2) for name, value in seconds.items()}


def main() -> None:
    """Makes, measures, prints one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument(
        "--folder", type=Path, default=None, help="where to work; default: the system's temporary folder"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        inbox = Path(name) / "inbox"
        inbox.mkdir()
        make(inbox, options.files)
        measured = measure(Path(name) / "home", inbox)
    print(json.dumps({"files": options.files, "cores": os.cpu_count(), **measured}))


if __name__ == "__main__":
    main()
