"""Parts of doctor's report: which versions are kept, and which snapshots a DuckLake has of them."""

from dataclasses import dataclass, field
from typing import Any

from rich.markup import escape

from orchestration.ducklake import DuckLakeError, snapshots
from orchestration.home import Home
from orchestration.tongue import say
from orchestration.versions import current, versions


@dataclass
class Section:
    """One part of the report: its heading (with marks of rich), a line each below it, and the same for programs."""

    heading: str
    lines: list[str] = field(default_factory=list)
    facts: Any = None


def published(home: Home) -> Section:
    """The versions that are kept, and the one that readers see."""
    seen = current(home)
    facts = [{"version": v.name, "current": seen is not None and v.path == seen.path} for v in versions(home)]
    lines = [f"  {one['version']}{say('doc.current') if one['current'] else ''}" for one in facts]
    return Section(say("doc.published"), lines, facts)


def committed(home: Home) -> Section:
    """The snapshots that are kept, or why the DuckLake cannot be asked."""
    try:
        facts = [{"snapshot": one.number, "made_at": one.made_at, **one.told} for one in snapshots(home)]
    except DuckLakeError as error:
        return Section(f"{say('doc.ducklake')}: {escape(str(error))}", [], {"error": str(error)})
    return Section(say("doc.ducklake"), [say("doc.snapshot", **one) for one in facts], facts)
