"""The DuckLake that takes the marts too, where duixian.toml says `warehouse = "ducklake"`: a publication is one commit.

It follows the published file: what that holds is written, held against what was audited, and only then committed, all
tables in one transaction. docs/ducklake.md says how readers open it and travel in time.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import duckdb

from orchestration.fingerprint import combined
from orchestration.home import Home
from orchestration.readers_copy import Marts, comments, mart_fingerprints, named, quoted
from orchestration.settings import POSTGRES, DuckLake, ducklake_of, engine_environment, settings_of
from orchestration.tongue import say

AUTHOR: Final = "duixian"
# how long a snapshot outlives the next one: whoever is reading it comes to an end
GRACE: Final = "interval '1 day'"
# so long its files outlive it: whoever named it by its number in its last moment
FILES_GRACE: Final = "interval '1 hour'"
# DuckDB scans a SQLite catalogue of one snapshot beyond the reader's own state (docs/decisions/020-ducklake-follows.md)
AT_LEAST: Final = 2
# the extensions come from their packages, and nothing else is ever fetched
OWN: Final = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
# DuckLake's words where the catalogue has no lake yet
NOT_YET: Final = "does not exist - and creating"
OTHER_DATA: Final = "does not match existing data path"
_COLUMNS: Final = """
    select table_name, list([column_name, data_type, coalesce(comment, '')] order by column_index)
    from duckdb_columns() where database_name = ? and schema_name = 'marts' group by all
"""
_SNAPSHOTS: Final = f"""
    select snapshot_id, strftime(make_timestamp(epoch_us(snapshot_time)), '%Y-%m-%d %H:%M:%S'), commit_extra_info
    from lake.snapshots()
    where author = '{AUTHOR}' order by snapshot_id desc
"""


class DuckLakeError(Exception):
    """Why the marts could not be committed, and what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A commit of ours: its number, when it was made (UTC), and of which version, run and input (``told``)."""

    number: int
    made_at: str
    told: dict[str, Any]


def commit(home: Home, path: Path, facts: dict[str, Any]) -> None:
    """Let the lake say what the published file at ``path`` says; nothing is done where it does, or where none is set.

    ``facts`` are those of the version. Raises DuckLakeError; the last snapshot then stands, whole.
    """
    place = ducklake_of(home)
    if place is None:
        return
    marts = facts["marts"]
    told = {"version": path.stem, "marts": combined(json.dumps(marts, sort_keys=True))}
    told |= {name: facts.get(name, "") for name in ("run_id", "input_hash")}
    with _opened(home, place) as lake:
        newest = next(_snapshots(lake), None)
        if newest is not None and newest.told.get("marts") == told["marts"]:
            return
        lake.execute(f"attach {quoted(str(path))} as published (read_only)")
        found = _found(lake)
        lake.begin()
        _write(lake, marts, found)
        if mart_fingerprints(lake) != marts:
            raise DuckLakeError(say("duck.other_marts", catalogue=_told(place)))
        message = f"version {told['version']}, run {told['run_id']}"
        lake.execute(f"call lake.set_commit_message('{AUTHOR}', ?, extra_info => ?)", [message, json.dumps(told)])
        lake.commit()
        with suppress(duckdb.Error):  # what is committed is committed: the next one tidies too
            _tidy(lake, settings_of(home).retention.versions)


def check(home: Home) -> None:
    """Raise DuckLakeError where one is set that could not take the marts; it is made where it was not there."""
    place = ducklake_of(home)
    if place is not None:
        with _opened(home, place):
            pass


def snapshots(home: Home) -> list[Snapshot]:
    """Our commits, the newest first; none where no lake is set. Raises DuckLakeError where it cannot be opened."""
    place = ducklake_of(home)
    if place is None:
        return []
    with _opened(home, place, to_write=False) as lake:
        return list(_snapshots(lake))


@contextmanager
def _opened(home: Home, place: DuckLake, to_write: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of which the lake is the default database; DuckLakeError for whatever DuckDB has against it."""
    engine = engine_environment(home)
    limits = {"threads": engine["DUIXIAN_ENGINE_THREADS"], "memory_limit": engine["DUIXIAN_ENGINE_MEMORY"]}
    is_served = place.catalogue.startswith(POSTGRES)
    with duckdb.connect(config={**limits, **OWN}) as connection:
        for extension in ("ducklake", "postgres_scanner" if is_served else "sqlite_scanner"):
            _load(connection, extension)
        if to_write:
            _make_folders(place)
        try:
            _attach(connection, place, to_write)
        except duckdb.Error as error:
            key = "duck.other_data" if OTHER_DATA in str(error) else "duck.unreachable"
            raise DuckLakeError(say(key, catalogue=_told(place), why=_why(error))) from None
        try:
            yield connection
        except duckdb.Error as error:
            raise DuckLakeError(say("duck.refused", catalogue=_told(place), why=_why(error))) from None


def _make_folders(place: DuckLake) -> None:
    is_served = place.catalogue.startswith(POSTGRES)
    try:
        for folder in [place.data] if is_served else [place.data, str(Path(place.catalogue).parent)]:
            Path(folder).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place.data):
            pass
    except OSError as error:
        raise DuckLakeError(say("duck.data", data=error.filename or place.data, why=error.strerror)) from None


def _attach(connection: duckdb.DuckDBPyConnection, place: DuckLake, to_write: bool) -> None:
    is_served = place.catalogue.startswith(POSTGRES)
    source = quoted(f"ducklake:{place.catalogue if is_served else 'sqlite:' + place.catalogue}")
    # every mart is Parquet that any program reads, none lies within the catalogue
    options = f"data_path {quoted(place.data)}, data_inlining_row_limit 0"
    if not is_served:  # who reads the file holds no commit up, and the other way round
        options += ", meta_journal_mode 'WAL', meta_busy_timeout 60000"
    try:
        allowed = "create_if_not_exists false" if to_write else "read_only"
        connection.execute(f"attach {source} as lake ({options}, {allowed})")
    except duckdb.Error as error:
        if not to_write or NOT_YET not in str(error):
            raise
        if any(Path(place.data).iterdir()):  # what belongs to no table is removed in time: it had better be our own
            raise DuckLakeError(say("duck.foreign", data=place.data, catalogue=_told(place))) from None
        connection.execute(f"attach {source} as lake ({options})")
    connection.execute("use lake")


def _load(connection: duckdb.DuckDBPyConnection, extension: str) -> None:
    """Load an extension from its package; DuckDB itself checks the signature."""
    package = f"duckdb_extension_{extension}"
    found = find_spec(package)
    for folder in found.submodule_search_locations or [] if found else []:
        file = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{extension}.duckdb_extension"
        if file.exists():
            connection.execute(f"load {quoted(str(file))}")
            return
    wanted = f"{package.replace('_', '-')}=={duckdb.__version__}"
    raise DuckLakeError(say("duck.no_package", package=wanted))


def _found(lake: duckdb.DuckDBPyConnection) -> Marts:
    """What the lake's tables say; nothing where a file of them is lost or damaged: all are then written anew."""
    try:
        return mart_fingerprints(lake)
    except duckdb.Error:
        return {}


def _write(lake: duckdb.DuckDBPyConnection, marts: Marts, found: Marts) -> None:
    """Make the lake's tables those of the published file; those that are ``found`` the same keep their files."""
    lake.execute("create schema if not exists marts")
    columns, wanted = (dict(lake.execute(_COLUMNS, [name]).fetchall()) for name in ("lake", "published"))
    for name in columns.keys() - marts.keys():
        lake.execute(f"drop table marts.{named(name)}")
    changed = [name for name in marts if (found.get(name), columns.get(name)) != (marts[name], wanted.get(name))]
    for name in changed:
        lake.execute(f"create or replace table marts.{named(name)} as from published.marts.{named(name)}")
    for name, statement in comments(lake, "published"):
        if name in changed:
            lake.execute(statement)


def _tidy(lake: duckdb.DuckDBPyConnection, keep: int) -> None:
    """Let snapshots of before the last day go, but for the newest ``keep`` of ours; then files that nobody needs."""
    oldest = list(_snapshots(lake))[:keep][-1].number
    known = lake.execute(f"""
        select snapshot_id, snapshot_time < now() - {GRACE} from lake.snapshots() order by snapshot_id
    """).fetchall()
    old = [number for number, is_past in known[:-AT_LEAST] if is_past and number < oldest]
    if old:
        lake.execute(f"call ducklake_expire_snapshots('lake', versions => {old})")
    lake.execute(f"call ducklake_cleanup_old_files('lake', older_than => now() - {FILES_GRACE})")
    lake.execute(f"call ducklake_delete_orphaned_files('lake', older_than => now() - {GRACE})")


def _snapshots(lake: duckdb.DuckDBPyConnection) -> Iterator[Snapshot]:
    for number, made_at, told in lake.execute(_SNAPSHOTS).fetchall():
        yield Snapshot(number, made_at, json.loads(told))


def _told(place: DuckLake) -> str:
    return _without_password(place.catalogue)


def _why(error: duckdb.Error) -> str:
    return _without_password(" ".join(str(error).split()))


def _without_password(words: str) -> str:
    return re.sub(r"(password\s*=\s*)('[^']*'|\S+)|(?<=:)[^:/@\s]+(?=@)", r"\1…", words)
