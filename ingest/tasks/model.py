"""A task while it is read."""

from dataclasses import dataclass, field

from ingest.tasks.units import Unit


@dataclass(slots=True)
class Task:
    """A numbered item, or words whose units make them a task; offsets into the reading.

    ``start`` to ``end``: what is to be done; ``closes``: behind its units.
    """

    start: int
    end: int
    closes: int
    item: str | None
    path: str
    units: list[Unit] = field(default_factory=list)
    due: str = ""
