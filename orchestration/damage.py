"""What is damaged in a home, and mending what can be made again. Nobody's input is ever touched."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import duckdb
import yaml

from ingest.damage import damages as lake_damages
from ingest.damage import mend as mend_lake
from ingest.lake import Lake
from ingest.store import RawStore
from orchestration.home import Home
from orchestration.tongue import say, spoken
from orchestration.versions import clear_foreign, current, reading, set_aside, versions

SQLITE_COMPANIONS: Final = ("", "-wal", "-shm", "-journal")
CHECKED_WHOLE: Final = 200 << 20


def mend_records(home: Home) -> Iterator[str]:
    """Set damaged run records of Dagster aside: it makes new ones. Call before Dagster opens them."""
    for path in _broken_records(home):
        for ending in SQLITE_COMPANIONS:
            companion = path.with_name(path.name + ending)
            if companion.exists():
                place = set_aside(home, companion)
        yield say("mend.damaged", path=path, aside=place)


def sweep(home: Home) -> int:
    """Remove what dead runs left half written, under the hidden names that files have until they are whole.

    Call while holding the home's lock. How many there were; what people and other commands write is not touched.
    """
    folders = (home.lake, home.published, home.quarantined, home.audit)
    strays = [path for folder in folders for path in folder.rglob(".*") if not path.is_dir()]
    strays += [path for own in (home.warehouse, home.history) for path in home.root.glob(f".{own.name}.*")]
    strays += [path for path in home.build.glob(".*") if not path.is_dir()]
    # bytes without a word on what they are: the copy was whole, what was known of it not yet written
    seen = current(home)
    for version in versions(home):
        if not version.facts and (seen is None or seen.path != version.path):
            strays.append(version.path)
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def mend_home(home: Home, tell: Callable[[str], None]) -> None:
    """Set aside all that is damaged and can be made again; call while holding the home's lock."""
    sweep(home)
    for told in mend_lake(Lake(home.lake), lambda path: set_aside(home, path)):
        tell(say("mend.told", what=spoken().reason(told)))
    for path in _broken_products(home):
        tell(say("mend.told", what=say("mend.damaged", path=path, aside=set_aside(home, path))))
    clear_foreign(home, tell)


def ailments(home: Home) -> Iterator[str]:
    """What is damaged and a run mends, a sentence each, without touching it."""
    for damage in lake_damages(Lake(home.lake)):
        yield say("mend.again", path=damage.path, what=spoken().reason(damage.what))
    for path in [*_broken_products(home), *_broken_records(home)]:
        yield say("mend.damaged_again", path=path)
    version = current(home)
    if version is not None and not version.is_sound():
        yield say("mend.altered", path=version.path)
    elif home.warehouse.exists():
        try:
            reading(home.warehouse).close()
        except duckdb.Error as error:
            yield say("mend.not_opened", path=home.warehouse, why=str(error).splitlines()[0])


def lost_input(home: Home) -> Iterator[str]:
    """Raw files that the disk altered: nothing but their originals can bring them back."""
    store = RawStore(home.root)
    for entry in store.entries():
        if not store.is_sound(entry.sha256):
            yield say("mend.lost", name=entry.file_name, path=store.path(entry.sha256))


def _broken_records(home: Home) -> list[Path]:
    places = [home.dagster / "history" / "runs.db", home.dagster / "history" / "runs" / "index.db"]
    places.append(home.dagster / "schedules" / "schedules.db")
    broken = [path for path in places if path.exists() and not _is_sqlite(path)]
    settings = home.dagster / "dagster.yaml"
    if settings.exists() and not _parses(settings, yaml.safe_load):
        broken.append(settings)
    return broken


def _is_sqlite(path: Path) -> bool:
    question = "pragma quick_check(1)" if path.stat().st_size < CHECKED_WHOLE else "select count(*) from sqlite_master"
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
        try:
            answer = connection.execute(question).fetchone()[0]
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        return "locked" in str(error)  # somebody works with it
    except sqlite3.Error:
        return False
    return answer == "ok" or isinstance(answer, int)


def _broken_products(home: Home) -> list[Path]:
    kept = [*home.audit.glob("*.json"), *home.build.glob("*.json"), *home.dbt_target.glob("*.json")]
    broken = [path for path in sorted(kept) if not _parses(path, json.loads)]
    return broken


def _parses(path: Path, parse: Callable[[str], object]) -> bool:
    try:
        return isinstance(parse(path.read_text(encoding="utf-8")), dict)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return False
