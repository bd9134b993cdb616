"""`duixian fetch`: the reports of a catalogue into the inbox."""

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from rich.console import Console

from ingest.fetch import CatalogueError, Policy, fetch_catalogue
from orchestration.home import Home
from orchestration.tongue import say, spoken


@dataclass(frozen=True)
class Word:
    """How an outcome is said: the key of its words, and its colour."""

    key: str
    colour: str


WORDS: Final = {
    "fetched": Word("fetch.fetched", "green"),
    "unchanged": Word("fetch.unchanged", "dim"),
    "fresh": Word("fetch.fresh", "dim"),
    "refused": Word("fetch.refused", "yellow"),
    "failed": Word("fetch.failed", "red"),
}


def fetch_reports(home: Home, catalogue: Path, interval: float, allowed: list[str], as_json: bool = False) -> int:
    """Fetch every row, tell each as it is known, and count them at the end; ``as_json`` prints all of it as JSON.

    Returns 0; 1 where not one report could be had; 2 where the catalogue cannot be read.
    """
    home.prepare()
    console = Console(file=sys.stderr if as_json else sys.stdout, highlight=False, soft_wrap=True)
    policy = Policy(interval=interval, allow_hosts=frozenset(allowed))
    counts: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    try:
        for outcome in fetch_catalogue(catalogue, home.inbox, home.root / "fetch.jsonl", policy):
            counts[outcome.outcome] += 1
            rows.append(asdict(outcome))
            said = spoken()
            parts = (said.value_of("refused", outcome.reason) if outcome.reason else "", said.reason(outcome.detail))
            why = ": " + ", ".join(filter(None, parts)) if outcome.detail else ""
            word = f"{say(WORDS[outcome.outcome].key):9}"
            console.print(f"[{WORDS[outcome.outcome].colour}]{word}[/]", end=" ")
            console.print(f"{outcome.url}{why}", markup=False)
    except CatalogueError as error:
        print(spoken().reason(str(error)), file=sys.stderr)
        return 2
    told = say("fetch.list_mark").join(
        f"{counts[name]} {say(word.key)}" for name, word in WORDS.items() if counts[name]
    )
    console.print("\n" + say("fetch.done", told=told or say("fetch.nothing"), inbox=home.inbox), markup=False)
    if as_json:
        print(json.dumps({"inbox": str(home.inbox), "counts": counts, "rows": rows}, ensure_ascii=False, default=str))
    return 1 if counts and counts["failed"] + counts["refused"] == counts.total() else 0
