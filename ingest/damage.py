"""What is wrong in the lake: all of it can be made again from the raw store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from ingest.lake import UNKNOWN_YEAR, Lake, file_digest
from ingest.ledger import Ledger
from ingest.schemas import TABLES, polars_schema
from ingest.stamps import stamp_of

# small tables, read whole to see whether they can be
KEPT: Final = ("raw", "refused", "processed", "examples")


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that cannot be used, why, and what was made from it and has to go with it. No input is among them."""

    path: Path
    what: str
    with_it: tuple[Path, ...] = ()


def damages(lake: Lake) -> Iterator[Damage]:
    """Every damaged file of the lake: unreadable, altered or lost since it was written, or of an earlier release."""
    ledger = Ledger(lake.root)
    for table in ("documents", "mentions", "statements", "document_checks", "links", "quarantine"):
        for path in _files(lake, table, ledger):
            what = _wrong_table(path, table, ledger)
            if what is not None:
                yield Damage(path, what, _with_it(lake, table, path))
    for name in KEPT:
        what = _unreadable(lake.file(name))
        if what is not None:
            yield Damage(lake.file(name), what)
    for path in sorted((lake.root / "made_from").glob("*.parquet")):
        what = _unreadable(path)
        if what is not None:
            yield Damage(path, what, (path.with_suffix(".json"),))


def mend(lake: Lake, set_aside: Callable[[Path], Path]) -> Iterator[str]:
    """Set every damaged file aside, so that the next steps make it again; one sentence for each."""
    for damage in list(damages(lake)):
        where = f"; it is set aside: {set_aside(damage.path)}" if damage.path.exists() else ""
        Ledger(lake.root).forget(damage.path)
        for path in damage.with_it:
            path.unlink(missing_ok=True)
        yield f"{damage.path}: {damage.what}{where}; it is made again from the raw store"


def _files(lake: Lake, table: str, ledger: Ledger) -> list[Path]:
    found = [lake.partition(table, year) for year in lake.years(table)]
    found += [lake.file(table)] if lake.file(table).exists() else []
    return sorted({*found, *(path for path in ledger.paths() if path.stem == table)})


def _wrong_table(path: Path, table: str, ledger: Ledger) -> str | None:
    if not path.is_file():
        return "is gone"
    if not ledger.allows(path, file_digest(path)):
        return "is not what was written"
    try:
        # decoded once when there is nothing to hold it against
        schema = pl.read_parquet_schema(path) if ledger.knows(path) else pl.read_parquet(path).schema
    except (OSError, pl.exceptions.PolarsError) as error:
        return f"cannot be read ({_first_line(error)})"
    return None if schema == dict(polars_schema(TABLES[table][1])) else "has other columns: it is of another release"


def _unreadable(path: Path) -> str | None:
    try:
        if path.exists():
            pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        return f"cannot be read ({_first_line(error)})"
    return None


def _with_it(lake: Lake, table: str, path: Path) -> tuple[Path, ...]:
    year = path.parent.name.partition("=")[2]
    number = None if year in ("", UNKNOWN_YEAR) else int(year)
    if table == "statements":  # made together with the mentions
        return (stamp_of(lake, number),)
    if table in ("mentions", "document_checks"):
        return (stamp_of(lake, number, table),)
    if table == "links":
        return (lake.root / "links.json",)
    return (lake.file("processed"),)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__
