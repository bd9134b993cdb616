"""`duixian fetch`: the reports of a catalogue into the inbox."""

import sys
from collections import Counter
from pathlib import Path

from rich.console import Console

from ingest.fetch import CatalogueError, Policy, fetch_catalogue
from orchestration.home import Home

WORDS = {"fetched": "green", "unchanged": "dim", "fresh": "dim", "refused": "yellow", "failed": "red"}


def fetch_reports(home: Home, catalogue: Path, interval: float, allowed: list[str]) -> int:
    """Fetch every row, tell each as it is known, and count them at the end.

    Returns 0; 1 where not one report could be had; 2 where the catalogue cannot be read.
    """
    home.prepare()
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    policy = Policy(interval=interval, allow_hosts=frozenset(allowed))
    counts: Counter[str] = Counter()
    try:
        for outcome in fetch_catalogue(catalogue, home.inbox, home.root / "fetch.jsonl", policy):
            counts[outcome.outcome] += 1
            why = ": " + ", ".join(filter(None, (outcome.reason, outcome.detail))) if outcome.detail else ""
            console.print(f"[{WORDS[outcome.outcome]}]{outcome.outcome:9}[/]", end=" ")
            console.print(f"{outcome.url}{why}", markup=False)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 2
    told = ", ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])
    console.print(f"\n{told or 'nothing to fetch'}; the inbox is {home.inbox}", markup=False)
    return 1 if counts and counts["failed"] + counts["refused"] == counts.total() else 0
