"""The published warehouse: files that are never altered, one per version, and a pointer that readers follow.

``warehouse.duckdb`` is a symbolic link to ``published/NAME.duckdb``. DuckDB keeps its log (``.wal``) beside the file
that the link leads to: a log that somebody left behind belongs to one version and can touch no later one. Versions are
read-only, hold the marts alone, and what stands is held against what was audited, mart for mart, and against what was
published, byte for byte.
"""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from ingest.lake import digest_now
from orchestration.ducklake import DuckLakeError, check, commit
from orchestration.fingerprint import recall, remember
from orchestration.home import Home
from orchestration.readers_copy import mart_fingerprints, write_readers_copy
from orchestration.settings import engine_environment
from orchestration.tongue import say

READ_ONLY: Final = 0o444
# what can be read and nothing else: no file but the warehouse, no extension, no setting
LOCKED: Final = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
}


class PublishError(Exception):
    """What stands after publishing is not what was audited."""


@dataclass(frozen=True, slots=True)
class Version:
    """One published file, with what was known when it was published."""

    path: Path
    facts: dict[str, Any]

    @property
    def name(self) -> str:
        """The name by which a person calls it, in order of time."""
        return self.path.stem

    @property
    def log(self) -> Path:
        """Where DuckDB would leave the log of somebody who wrote into it."""
        return self.path.with_name(f"{self.path.name}.wal")

    @property
    def audit(self) -> Path:
        """What the audit found before it was published."""
        return self.path.with_suffix(".audit.json")

    @property
    def inputs(self) -> str:
        """Digest of all that it was made from."""
        return str(self.facts.get("fingerprint", ""))

    def differs_from(self, other: "Version") -> bool:
        """Whether it was made from something else."""
        return not self.inputs or self.inputs != other.inputs

    @property
    def built(self) -> str:
        """Digest of the audited file that it is the readers' copy of."""
        return str(self.facts.get("built", ""))

    def is_sound(self) -> bool:
        """Whether the bytes are those that were published, and no log would alter them."""
        return self.path.is_file() and not self.log.exists() and digest_now(self.path) == self.facts.get("digest")


def reading(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection for questions: read-only, without access to other files, its settings locked.

    Raises duckdb.Error where the file is no database or somebody holds it open for writing.
    """
    return duckdb.connect(str(path), read_only=True, config=dict(LOCKED))


def versions(home: Home) -> list[Version]:
    """All versions that are kept, the newest first."""
    found = sorted(home.published.glob("*.duckdb"), reverse=True)
    return [Version(path, recall(path.with_suffix(".json"))) for path in found]


def current(home: Home) -> Version | None:
    """The version that readers see; None where nothing is published or a plain file lies in its place."""
    if not home.warehouse.is_symlink():
        return None
    path = home.published / home.warehouse.readlink().name
    return Version(path, recall(path.with_suffix(".json"))) if path.exists() else None


def publish_version(home: Home, built: Path, facts: dict[str, Any], keep: int) -> Version:
    """Put the marts of the audited file in readers' place; PublishError where what stands then is another.

    Readers see the old version or the new one, whole. The newest ``keep`` versions are kept. Raises DuckLakeError where
    a DuckLake is set and does not take it.
    """
    now = datetime.now(UTC)
    path = home.published / f"{now:%Y%m%dT%H%M%S%fZ}.duckdb"
    home.published.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(1) as beside:
        audited = beside.submit(_audited, built)
        told = {"published_at": now.isoformat(timespec="seconds"), "digest": _copy(home, built, path)}
        told |= {**audited.result(), **facts}
    remember(path.with_suffix(".json"), **told)
    version = Version(path, told)
    _put_in_place(home, version)
    prune(home, keep)
    return version


def _audited(built: Path) -> dict[str, Any]:
    """What is known of the audited file: its digest, and the fingerprint of each of its marts."""
    with reading(built) as audited:
        return {"built": digest_now(built), "marts": mart_fingerprints(audited)}


def _put_in_place(home: Home, version: Version) -> None:
    """Lead readers to a version, also those of a DuckLake; where either fails, the one before stands in both."""
    before = current(home)
    point_to(home, version)
    try:
        verify(home, version)
        commit(home, version.path, version.facts)
    except (PublishError, DuckLakeError):
        if before is None:
            home.warehouse.unlink(missing_ok=True)
        elif before.is_sound():
            point_to(home, before)
        raise


def catch_up(home: Home) -> None:
    """Commit what readers of the file see, where a DuckLake is set and says something else or nothing.

    It was set only now, or lost, or a run was killed before it was committed. Raises DuckLakeError, also where nothing
    is published and the DuckLake could not take it if it were.
    """
    seen = current(home)
    if seen is not None and "marts" in seen.facts:
        commit(home, seen.path, seen.facts)
    else:
        check(home)


def point_to(home: Home, version: Version) -> None:
    """Let ``warehouse.duckdb`` lead to a version, in one step."""
    beside = home.warehouse.with_name(f".{home.warehouse.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(Path(home.published.name) / version.path.name)
    if home.warehouse.exists() and not home.warehouse.is_symlink():
        _linked_aside(home, home.warehouse)  # a plain file, of an earlier release or put there by somebody
    beside.replace(home.warehouse)
    _settle(home.root)


def verify(home: Home, version: Version) -> None:
    """Hold what readers find at ``warehouse.duckdb`` against what was audited; PublishError where it differs."""
    if not home.warehouse.resolve() == version.path.resolve():
        raise PublishError(say("err.leads_elsewhere", path=home.warehouse, name=version.path.name))
    if not version.is_sound():
        raise PublishError(say("err.altered", path=version.path))
    with reading(home.warehouse) as warehouse:
        found = mart_fingerprints(warehouse)
    if found != version.facts["marts"]:
        raise PublishError(say("err.other_marts", path=version.path))


def prune(home: Home, keep: int) -> None:
    """Remove all but the newest ``keep`` versions; the one that readers see stays."""
    seen = current(home)
    for version in versions(home)[max(keep, 1) :]:
        if seen is None or version.path != seen.path:
            for path in (version.path, version.log, version.path.with_suffix(".json"), version.audit):
                path.unlink(missing_ok=True)


def roll_back(home: Home, name: str | None) -> Version:
    """Let readers see an earlier version: the one before the present, or the one of this name.

    It stands until there is something new to publish. Without a name, versions that say the same as the present one
    (a run was killed before readers saw it) and damaged ones are passed over. Raises LookupError where there is none,
    PublishError where the bytes of the one that is named are not those that were audited.
    """
    kept, seen = versions(home), current(home)
    earlier = [one for one in kept if seen is None or (one.path < seen.path and one.differs_from(seen))]
    earlier = [one for one in earlier if name or one.is_sound()]
    wanted = [one for one in kept if one.name == name] if name else earlier[:1]
    if not wanted:
        known = ", ".join(one.name for one in kept) or say("err.none")
        raise LookupError(say("err.no_version" if name else "err.no_earlier", name=name, known=known))
    if not wanted[0].is_sound():
        raise PublishError(say("err.not_audited", path=wanted[0].path))
    left = {one.inputs for one in kept if one.path > wanted[0].path}
    remember(home.held_back, fingerprints=sorted({*_texts(recall(home.held_back)), *left} - {wanted[0].inputs}))
    _put_in_place(home, wanted[0])
    return wanted[0]


def is_held_back(home: Home, inputs: str) -> bool:
    """Whether a person rolled back from what these inputs gave."""
    return inputs in _texts(recall(home.held_back))


def _texts(facts: dict[str, object]) -> list[str]:
    told = facts.get("fingerprints")
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def clear_foreign(home: Home, tell: Callable[[str], None]) -> None:
    """Set aside what somebody left beside or wrote into published files, with a word for each; nothing is deleted.

    An altered version is replaced by the bytes that were audited, where the build still has them, else by the newest
    version that is sound; where there is none, nothing stands until the next publication.
    """
    plain = home.warehouse.with_name(f"{home.warehouse.name}.wal")
    for log in [plain, *sorted(home.published.glob("*.duckdb.wal"))]:
        if log.exists():
            tell(say("mend.written_into", aside=set_aside(home, log)))
    seen = current(home)
    if seen is None or seen.is_sound():
        return
    tell(say("mend.not_audited", name=seen.path.name, aside=_linked_aside(home, seen.path)))
    if home.unpublished.exists() and digest_now(home.unpublished) == seen.built:
        digest = _copy(home, home.unpublished, seen.path)
        remember(seen.path.with_suffix(".json"), **{**seen.facts, "digest": digest})
        tell(say("mend.stands_again", name=seen.name))
        return
    sound = next((one for one in versions(home) if one.path != seen.path and one.is_sound()), None)
    if sound is None:
        home.warehouse.unlink()
    else:
        point_to(home, sound)
        tell(say("mend.stands", name=sound.name))
    seen.path.unlink()


def set_aside(home: Home, path: Path) -> Path:
    """Move a file or folder to ``set-aside`` in the home, under a name of its own; where it lies now."""
    home.set_aside.mkdir(parents=True, exist_ok=True)
    place = _aside(home, path)
    shutil.move(path, place)
    return place


def _linked_aside(home: Home, path: Path) -> Path:
    """The same file under a second name, so that its place is never empty."""
    place = _aside(home, path)
    try:
        os.link(path, place)
    except OSError:
        shutil.copyfile(path, place)
    return place


def _aside(home: Home, path: Path) -> Path:
    home.set_aside.mkdir(parents=True, exist_ok=True)
    return home.set_aside / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{path.name}"


def _copy(home: Home, source: Path, place: Path) -> str:
    """The marts of ``source``, whole or not at all, on the disk before they have their name; the file's digest."""
    beside = place.with_name(f".{place.name}.tmp")
    beside.unlink(missing_ok=True)
    try:
        write_readers_copy(source, beside, engine_environment(home)["DUIXIAN_ENGINE_MEMORY"])
        digest = digest_now(beside)
        beside.chmod(READ_ONLY)
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    _settle(place.parent)
    return digest


def _settle(folder: Path) -> None:
    """A renamed file survives a power cut only once its folder is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
