"""`duixian export` and `duixian release`: the marts as files, a codebook, how to cite them, and their checksums."""

import importlib.metadata
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from ingest.lake import file_digest, replace_file
from orchestration.exports.codebook import codebook
from orchestration.exports.duckdb_file import write_duckdb
from orchestration.exports.formats import WRITERS, describe_package
from orchestration.exports.open_panel import AS_CSV, readme
from orchestration.exports.superset import write_superset
from orchestration.exports.tables import Exported, count, exported_tables, open_panel_tables, opened
from orchestration.home import Home
from orchestration.query import published
from orchestration.tongue import say

SUMS: Final = "SHA256SUMS"
RELEASED: Final = ("parquet", "datapackage")
CITATION: Final = """\
cff-version: 1.2.0
message: If you use these data, please cite them.
title: "duixian: targets of Chinese government work reports and whether they were kept"
type: dataset
version: "{version}"
license: Apache-2.0
authors:
  - name: The duixian contributors
keywords: [government work report, target, attainment, China]
"""
README: Final = """\
# duixian {version}

{about}

`codebook.md` and `codebook.html` say what every column means; `datapackage.json` describes the CSV files for
Frictionless tools; `SHA256SUMS` holds the checksum of every file (`sha256sum -c SHA256SUMS`); `CITATION.cff` says how
to cite. Every figure leads back to its report: `document_id` and `sha256` name the text, `start` and `end` the
characters.

| table | rows | what it holds |
| --- | --- | --- |
{tables}
"""
WHOLE: Final = "Every target with its verdict, the result behind it, and both sentences."
FACTS: Final = (
    "Every target with its verdict and the result behind it: figures, offsets, hashes, place, year, source address, "
    "verdict and certainty. No sentence of a report is part of this release."
)


def export_marts(
    home: Home, folder: Path, output: str, only: Sequence[str] = (), as_json: bool = False, other: Path | None = None
) -> int:
    """Write the tables of the marts, all or those named, to ``folder`` in one format, with codebook and checksums.

    ``other`` is a warehouse or the folder of a release to read instead. The same warehouse gives
    the same bytes, but for DuckDB files, which carry a stamp of their making.
    Returns 0, or 2 where nothing is published yet or there is no such table.
    """
    place = published(home, other)
    if place is None:
        return 2
    with opened(place) as warehouse:
        known = exported_tables(warehouse)
        unknown = set(only) - {table.name for table in known}
        if unknown:
            names = ", ".join(table.name for table in known)
            print(say("ask.no_table", names=", ".join(sorted(unknown)), known=names), file=sys.stderr)
            return 2
        tables = [table for table in known if not only or table.name in only]
        made = _tables(warehouse, tables, folder, output, place.is_dir())
        made += _papers(warehouse, tables, folder)
    _told(folder, [*made, _checksums(folder, made)], as_json)
    return 0


def export_superset(home: Home, folder: Path, as_json: bool = False, other: Path | None = None) -> int:
    """Write superset.zip, which shows the published warehouse of this home, or the file ``other``, in Superset.

    Returns 0, or 2 where nothing is published yet or ``other`` is a folder, which Superset cannot open.
    """
    place = published(home, other)
    if place is None:
        return 2
    if place.is_dir():
        print(say("ask.superset_file", path=place), file=sys.stderr)
        return 2
    with opened(place) as warehouse:
        made = write_superset(warehouse, place, folder)
    _told(folder, [made], as_json)
    if not as_json:
        print(say("ask.import", made=made))
    return 0


def release(home: Home, folder: Path | None, facts_only: bool, as_json: bool = False) -> int:
    """Write a folder that can be given away and cited: Parquet, CSV as a data package, codebook, licence, checksums.

    ``facts_only`` leaves out every sentence and every file name. Returns 0, or 2 where nothing is published yet.
    """
    place = published(home)
    if place is None:
        return 2
    goal = folder or home.exports / ("release-facts" if facts_only else "release")
    with opened(place) as warehouse:
        tables = exported_tables(warehouse, facts_only)
        made = [path for output in RELEASED for path in _tables(warehouse, tables, goal, output)]
        made += _papers(warehouse, tables, goal)
        listed = "\n".join(f"| {t.name} | {count(warehouse, t):,} | {t.meaning} |" for t in tables)
    about = FACTS if facts_only else WHOLE
    made.append(_write(goal / "README.md", README.format(version=_version(), about=about, tables=listed)))
    _told(goal, [*made, _checksums(goal, made)], as_json)
    return 0


def release_open_panel(home: Home, folder: Path | None, as_json: bool = False) -> int:
    """Write the open panel: facts of the headline indicators, small enough to be kept beside code.

    All tables as Parquet, the panel itself as CSV too. Returns 0, or 2 where nothing is published yet.
    """
    place = published(home)
    if place is None:
        return 2
    goal = folder or home.exports / "open-panel"
    with opened(place) as warehouse:
        tables = open_panel_tables(warehouse)
        made = _tables(warehouse, tables, goal, "parquet")
        made += _tables(warehouse, [table for table in tables if table.name in AS_CSV], goal, "csv")
        made += _papers(warehouse, tables, goal)
        made.append(_write(goal / "README.md", readme(warehouse, tables, f"examples/{goal.name}", _version())))
    _told(goal, [*made, _checksums(goal, made)], as_json)
    return 0


def _tables(
    warehouse: duckdb.DuckDBPyConnection, tables: Sequence[Exported], folder: Path, output: str, is_part: bool = False
) -> list[Path]:
    if output == "duckdb":
        return [write_duckdb(warehouse, tables, folder, is_part)]
    made = [path for table in tables for path in WRITERS[output](warehouse, table, folder)]
    if output == "datapackage":
        made.append(describe_package(warehouse, tables, folder, _version()))
    return made


def _papers(warehouse: duckdb.DuckDBPyConnection, tables: Sequence[Exported], folder: Path) -> list[Path]:
    markdown, page = codebook(warehouse, tables)
    return [
        _write(folder / "codebook.md", markdown),
        _write(folder / "codebook.html", page),
        _write(folder / "CITATION.cff", CITATION.format(version=_version())),
    ]


def _told(folder: Path, made: Sequence[Path], as_json: bool) -> None:
    """What was written, a line each or as JSON."""
    if as_json:
        print(json.dumps({"folder": str(folder), "files": [str(path) for path in made]}, ensure_ascii=False, indent=1))
    else:
        print(*made, sep="\n")


def _checksums(folder: Path, made: Sequence[Path]) -> Path:
    """Where the checksums lie, one line per file as `sha256sum -c` reads it; those of an earlier export are kept."""
    listed = folder / SUMS
    earlier = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    names = {path.name for path in made} | {line[66:] for line in earlier if (folder / line[66:]).is_file()}
    return _write(listed, "".join(f"{file_digest(folder / name)}  {name}\n" for name in sorted(names)))


def _write(path: Path, words: str) -> Path:
    def write(target: Path) -> None:
        target.write_text(words, encoding="utf-8", newline="\n")

    replace_file(path, write)
    return path


def _version() -> str:
    return importlib.metadata.version("duixian")
