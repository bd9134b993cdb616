"""How politely and how safely reports are fetched."""

from dataclasses import dataclass
from typing import Final

AGENT: Final = "duixian/0.1 (reads published government work reports; one page at a time)"


@dataclass(frozen=True, slots=True)
class Policy:
    """Every bound of a fetch. Times are in seconds, sizes in bytes.

    ``interval`` is the pause between two requests to one host; what a site's robots.txt or Retry-After asks for
    counts where it is longer, up to ``longest_pause`` (a site that asks for more is left alone for this run).
    ``revisit_after``: what was fetched less long ago is not asked for again. ``allow_hosts``: hosts that may have
    private or loopback addresses, as ``host`` or ``host:port``; all others must be public.
    """

    agent: str = AGENT
    interval: float = 2.0
    longest_pause: float = 60.0
    attempts: int = 4
    backoff: float = 2.0
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 300.0
    repository_seconds: float = 1800.0
    most_bytes: int = 256 << 20
    most_redirects: int = 5
    revisit_after: float = 24 * 3600.0
    allow_hosts: frozenset[str] = frozenset()
    heed_robots: bool = True
