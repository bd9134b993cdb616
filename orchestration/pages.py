"""Pages that must say what the code does: python -m orchestration.pages writes them anew (`make docs`).

`docs/tables.md` comes from the schemas of the lake and the descriptions in dbt; what a first run prints, in both
READMEs, comes from a first run.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

from ingest.schemas import TABLES, Column
from orchestration.home import DBT_PROJECT, PROJECT, Home
from orchestration.summary import print_summary

# each with the locale in which its reader runs it
READMES = {PROJECT / "README.md": "C.UTF-8", PROJECT / "README.zh.md": "zh_CN.UTF-8"}
OPENING, CLOSING = "<!-- what a first run prints -->\n```text\n", "```"
PLACE = PROJECT / "docs" / "tables.md"


def tables() -> str:
    """The page of tables, from what stands in code and dbt now."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield "# Tables"
    yield ""
    yield "Made by `make docs` from `ingest/schemas.py` and `dbt/models/marts`; a test holds it current."
    yield ""
    yield "## Marts: `warehouse.duckdb`, schema `marts`"
    yield ""
    said = _doc_blocks(DBT_PROJECT / "models")
    for model in sorted(_models(DBT_PROJECT / "models" / "marts"), key=lambda model: str(model["name"])):
        columns = [
            (c["name"], c.get("data_type", ""), said(c.get("description", ""))) for c in model.get("columns", [])
        ]
        yield from _table(model["name"], model.get("description", ""), columns)
    yield "## Lake: Parquet below `lake/`"
    yield ""
    for name, (meaning, schema) in TABLES.items():
        yield from _table(name, meaning, [(c.name, _type(c), c.meaning) for c in schema])


def _models(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        yield from (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", [])


def _doc_blocks(folder: Path) -> Callable[[str], str]:
    """What a description says: the docs block that it cites, or its own words."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md")))
    blocks = dict(re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", text, re.DOTALL))

    def said(description: str) -> str:
        cited = re.fullmatch(r"{{ doc\('(\w+)'\) }}", description)
        return blocks[cited[1]] if cited else description

    return said


def _table(name: str, meaning: str, columns: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    yield f"### {name}"
    yield ""
    yield _flat(meaning)
    yield ""
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    for column, kind, description in columns:
        yield f"| `{column}` | {_flat(kind)} | {_flat(description)} |"
    yield ""


def _flat(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def _type(column: Column) -> str:
    return str(column.dtype).split("(")[0].lower()


def screen(printed: str, home: Path) -> str:
    """What a first run printed, as it would read in a home called `data`, without the seconds it took."""
    plain = printed.replace(f" --home '{home}'", "").replace(str(home), "data")
    plain = plain.replace(str(Path(sys.executable).parent), ".venv/bin")
    lines = [line.rstrip() for line in plain.strip().splitlines() if not line.startswith(("Took", "用时"))]
    return "\n".join(lines)


def summary_in(locale: str, home: Path) -> str:
    """What a run prints at its end in this home, under a locale."""
    known, words = os.environ.get("LC_ALL"), io.StringIO()
    os.environ["LC_ALL"] = locale
    try:
        print_summary(Console(file=words, highlight=False, soft_wrap=True), Home(home), 0)
    finally:
        if known is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = known
    return words.getvalue()


def shown(page: Path) -> str:
    """What a README says that a first run prints."""
    return page.read_text(encoding="utf-8").partition(OPENING)[2].partition(CLOSING)[0].rstrip()


def main() -> None:
    """Write the pages anew."""
    PLACE.write_text(tables(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve() / "data"
        command = [sys.executable, "-m", "orchestration.cli", "run", "--home", str(home)]
        subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
        printed = {page: screen(summary_in(locale, home), home) for page, locale in READMES.items()}
    for page, told in printed.items():
        before, _, rest = page.read_text(encoding="utf-8").partition(OPENING)
        page.write_text(f"{before}{OPENING}{told}\n{CLOSING}{rest.partition(CLOSING)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
