"""Sidecars of the raw store: which of its files says what about which other."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from ingest.identity.sidecar import Sidecar, SidecarError, match_sidecars
from ingest.readers import Rejected
from ingest.store import Entry
from ingest.store import state as taken_up


class Store(Protocol):
    """What is needed of the raw store."""

    root: Path

    def read(self, sha256: str) -> bytes:
        """The bytes of a raw file."""


def sidecars_of(store: Store, entries: Iterable[Entry]) -> tuple[dict[str, Sidecar], list[Rejected]]:
    """sha256 of a document's file to what ``name.meta.yml`` or ``reports.csv`` says about it; and what is wrong there.

    The store keeps every version of a sidecar; the one counts that stands in the folder, or stood there last.
    A sidecar that cannot be used says nothing: it comes back as a rejection, with what to mend.
    """
    documents: dict[str, list[str]] = {}
    sidecars: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda entry: entry.sha256):
        for name in (entry.file_name, *entry.other_names):
            (documents if entry.role == "document" else sidecars).setdefault(name, []).append(entry.sha256)
    if not sidecars:
        return {}, []
    age = _ages(store)
    latest = {name: max(hashes, key=lambda sha256: (age.get(sha256, 0), sha256)) for name, hashes in sidecars.items()}
    contents = [(name, store.read(sha256)) for name, sha256 in sorted(latest.items())]
    rejected: list[Rejected] = []

    def wrong(path: str, error: SidecarError) -> None:
        rejected.append(Rejected(None, "bad_sidecar", str(error), path, latest[path]))

    said = match_sidecars(sorted(documents), contents, wrong)
    return {sha256: sidecar for name, sidecar in said.items() for sha256 in documents[name]}, rejected


def _ages(store: Store) -> dict[str, int]:
    """sha256 to the time, in nanoseconds, at which a file in a folder with these bytes was changed last."""
    ages: dict[str, int] = {}
    for seen in taken_up.load(store.root / "taken-up.json").values():
        ages[seen.sha256] = max(ages.get(seen.sha256, 0), seen.stamp[1])
    return ages
