"""The raw store: every byte kept under its sha256, taken up from files that are never altered."""

import contextlib
import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import polars as pl

from ingest.readers import Rejected, Settings, check_size
from ingest.store import manifest, state
from ingest.store.complete import is_being_written, is_fresh, stamp
from ingest.store.manifest import Entry
from ingest.store.names import clean, sidecar_names, treatment
from ingest.store.state import Seen
from ingest.store.walk import Found, walk

CHUNK: Final = 1 << 20
FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
SIDECAR_BYTES: Final = 1 << 20
FILES_PER_SAVE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file whose bytes are in the store. ``is_new`` is false where it was taken up before and has not changed."""

    sha256: str
    file_name: str
    size_bytes: int
    source_url: str | None
    role: str
    is_new: bool


class RawStore:
    """Bytes below ``home/raw``, their table ``home/lake/raw.parquet``, and a memory of what was looked at.

    Safe against a crash at any point: bytes are written beside their place and renamed, and nothing is remembered
    before they are on the disk. What a crash leaves undone is done by the next :meth:`take_up`.
    """

    def __init__(self, home: Path, settings: Settings | None = None) -> None:
        self.home = home.absolute()
        self.root = self.home / "raw"
        self.settings = settings or Settings()
        self._manifest = self.home / "lake" / "raw.parquet"
        self._state = self.root / "taken-up.json"

    def path(self, sha256: str) -> Path:
        """Where the bytes of a raw file stand."""
        return self.root / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a raw file. Raises FileNotFoundError, and ValueError where the disk changed them."""
        data = self.path(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ValueError(f"raw file {sha256} is damaged: put the original file back and run again")
        return data

    def entries(self) -> list[Entry]:
        """All raw files, by sha256; sidecars and catalogues among them."""
        return sorted(manifest.load(self._manifest).values(), key=lambda entry: entry.sha256)

    def manifest(self, role: str = "document") -> pl.DataFrame:
        """The raw files of one role as a table (columns: manifest.RAW), by sha256."""
        return manifest.frame(entry for entry in self.entries() if entry.role == role)

    def take_up(self, path: Path) -> Iterator[Arrival | Rejected]:
        """Stores the complete files of a folder (recursively), or one file; each comes back, new or not.

        Files that change right now are looked at once more after ``settle_seconds``, and left for the next time
        if they still change. Raises FileNotFoundError where there is no such file or folder.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        self._sweep()
        top = path.resolve(strict=True)
        skip = None if top.is_relative_to(self.home.resolve()) else self.home.resolve()
        visit = _Visit(self, state.load(self._state))
        try:
            for found in walk(path, skip):
                outcome = visit.look(found)
                if outcome is not None:
                    yield outcome
                if visit.unsaved >= FILES_PER_SAVE:
                    self._save(visit)
            yield from visit.second_look()
            visit.forget_missing(top)
        finally:
            self._save(visit)
            self._arriving().unlink(missing_ok=True)

    def _save(self, visit: "_Visit") -> None:
        """Bytes first, then the table, then the memory: each step is useless without the one before."""
        with self._lock():
            # whoever writes the memory holds the lock: what lies beside it was left by a dead process
            for stray in self.root.glob(f".{self._state.name}.*"):
                stray.unlink(missing_ok=True)
            if visit.stored:
                os.sync()
            known = manifest.load(self._manifest)
            merged = dict(known or self._recovered())
            for entry in visit.entries:
                merged[entry.sha256] = manifest.merge(merged.get(entry.sha256), entry)
            if merged != known or not self._manifest.exists():
                manifest.save(self._manifest, merged.values())
            if visit.learned or not self._state.exists():
                remembered = {**state.load(self._state), **visit.learned}
                state.save(self._state, {path: seen for path, seen in remembered.items() if seen is not None})
            visit.saved()

    def _recovered(self) -> dict[str, Entry]:
        """A lost table, made again from the bytes: names come back as far as they are remembered."""
        found = {}
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for file in folder.iterdir():
                if len(file.name) == 64:
                    found[file.name] = Entry(file.name, file.name, None, file.stat().st_size, "document")
        for name, seen in sorted(state.load(self._state).items(), reverse=True):
            if seen.sha256 in found:
                base = Path(name).name
                found[seen.sha256] = Entry(seen.sha256, clean(base), None, seen.stamp[0], treatment(base))
        return found

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.root / ".lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield

    def put(self, descriptor: int, expected: tuple[int, int, int]) -> tuple[str, bytes] | None:
        """Stores an open file: its sha256 and its beginning; nothing, and null, where it changed while it was read."""
        first = os.read(descriptor, CHUNK)
        if len(first) < CHUNK:
            sha256 = hashlib.sha256(first).hexdigest()
            if len(first) != expected[0] or stamp(descriptor) != expected:
                return None
            if not self.has(sha256, len(first)):
                with self._beside() as stream:
                    stream.write(first)
                self._settle(sha256)
            return sha256, first
        digest, length, chunk = hashlib.sha256(), 0, first
        with self._beside() as stream:
            while chunk and length <= expected[0]:
                digest.update(chunk)
                stream.write(chunk)
                length += len(chunk)
                chunk = os.read(descriptor, CHUNK)
        if length != expected[0] or stamp(descriptor) != expected:
            return None
        sha256 = digest.hexdigest()
        if not self.has(sha256, length):
            self._settle(sha256)
        return sha256, first

    def has(self, sha256: str, size: int) -> bool:
        """Whether the bytes are there, in full length."""
        try:
            return self.path(sha256).stat().st_size == size
        except OSError:
            return False

    def is_sound(self, sha256: str) -> bool:
        """Whether the bytes are there and are those that came in."""
        try:
            with self.path(sha256).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def give_up(self, sha256: str) -> str:
        """Set altered bytes aside, so that the original is taken up again where it still lies; what was done."""
        place = self.path(sha256)
        if not place.exists():
            return "it is gone"
        aside = place.with_name(f"damaged-{sha256}")
        place.replace(aside)
        return f"its bytes changed; they are set aside: {aside}"

    def _arriving(self) -> Path:
        return self.root / f".arriving.{os.getpid()}.{threading.get_ident()}"

    def _beside(self) -> BinaryIO:
        beside = self._arriving()
        beside.unlink(missing_ok=True)
        return beside.open("wb")

    def _sweep(self) -> None:
        """Removes what processes that are gone left half written."""
        for stray in self.root.glob(".arriving.*"):
            number = int(stray.name.split(".")[2])
            try:
                os.kill(number, 0)
            except ProcessLookupError:
                stray.unlink(missing_ok=True)
            except PermissionError:
                continue

    def _settle(self, sha256: str) -> None:
        place = self.path(sha256)
        beside = self._arriving()
        beside.chmod(0o444)
        try:
            beside.replace(place)
        except FileNotFoundError:
            place.parent.mkdir(exist_ok=True)
            beside.replace(place)


class _Visit:
    """One look at a folder: what was known before, what was found, what has to be looked at twice."""

    def __init__(self, store: RawStore, seen: dict[str, Seen]) -> None:
        self.store = store
        self.limits = store.settings.limits
        self.seen = seen
        self.entries: list[Entry] = []
        self.learned: dict[str, Seen | None] = {}
        self.stored = False
        self.unsaved = 0
        self._fresh: list[Found] = []
        self._found: set[str] = set()
        self._urls: dict[str, str] = {}

    def look(self, found: Found | Rejected) -> Arrival | Rejected | None:
        """What becomes of one file now; null where it has to wait for the second look."""
        if isinstance(found, Rejected):
            return found
        key = str(found.path)
        self._found.add(key)
        if found.treatment == "incomplete":
            return Rejected(None, "incomplete", "the name says that it is still being written", found.file_name)
        known = self.seen.get(key)
        if known is not None and known.stamp == found.stamp and self.store.has(known.sha256, found.size):
            return self._arrival(found, known, is_new=False)
        if is_fresh(found.mtime_ns, self.limits):
            self._fresh.append(found)
            return None
        return self._take(found)

    def second_look(self) -> Iterator[Arrival | Rejected]:
        """Takes up what was fresh before and has come to rest."""
        if self._fresh:
            newest = max(found.mtime_ns for found in self._fresh)
            settle = self.limits.seconds("settle_seconds")
            time.sleep(min(settle, max(0.0, newest / 1e9 + settle - time.time())))
        for found in self._fresh:
            yield self._take(found)

    def forget_missing(self, top: Path) -> None:
        """Forgets files below the folder that are not there any more; their bytes stay."""
        below = str(top)
        prefix = below.rstrip("/") + "/"
        missing = [key for key in self.seen if key not in self._found and (key == below or key.startswith(prefix))]
        for key in missing:
            del self.seen[key]
            self.learned[key] = None

    def saved(self) -> None:
        """What was found is on the disk now."""
        self.entries.clear()
        self.learned.clear()
        self.stored = False
        self.unsaved = 0

    def _take(self, found: Found) -> Arrival | Rejected:
        try:
            descriptor = os.open(found.path, FLAGS)
        except FileNotFoundError:
            return Rejected(None, "vanished", "the file was there and is gone", found.file_name)
        except OSError as error:
            return Rejected(None, "unreadable", f"the file cannot be read: {error.strerror}", found.file_name)
        try:
            return self._take_open(found, descriptor)
        except OSError as error:
            return Rejected(None, "unreadable", f"the file cannot be read: {error.strerror}", found.file_name)
        finally:
            os.close(descriptor)

    def _take_open(self, found: Found, descriptor: int) -> Arrival | Rejected:
        if stamp(descriptor) != found.stamp or is_being_written(descriptor, found.mtime_ns, self.limits):
            return _incomplete(found)
        refused = check_size(found.path, found.file_name, found.size, self.store.settings)
        if refused is not None:
            return Rejected(None, refused.reason, refused.detail, found.file_name)
        kept = self.store.put(descriptor, found.stamp)
        if kept is None:
            return _incomplete(found)
        self.stored = True
        sha256, beginning = kept
        url = _url_in(beginning) if found.treatment == "sidecar" else None
        seen = Seen(found.stamp, sha256, url)
        self.seen[str(found.path)] = self.learned[str(found.path)] = seen
        return self._arrival(found, seen, is_new=True)

    def _arrival(self, found: Found, seen: Seen, *, is_new: bool) -> Arrival:
        url = None
        if found.treatment == "sidecar":
            if seen.source_url:
                self._urls[found.file_name] = seen.source_url
        else:
            url = next((self._urls[name] for name in sidecar_names(found.file_name) if name in self._urls), None)
        self.entries.append(Entry(seen.sha256, found.file_name, url, found.size, found.treatment))
        self.unsaved += 1
        return Arrival(seen.sha256, found.file_name, found.size, url, found.treatment, is_new)


def _incomplete(found: Found) -> Rejected:
    detail = "the file is being written right now; it is taken up at the next look"
    return Rejected(None, "incomplete", detail, found.file_name)


def _url_in(sidecar: bytes) -> str | None:
    """The address that a sidecar names; what else it says is read with the text."""
    if len(sidecar) > SIDECAR_BYTES:
        return None
    import yaml  # few files have a sidecar

    try:
        content: Any = yaml.safe_load(sidecar)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return None
    url = content.get("source_url") if isinstance(content, dict) else None
    return url if isinstance(url, str) and url.strip() else None
