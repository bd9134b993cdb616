"""Where everything lies: the project's folder and the home folder of the runtime files."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
# an installed wheel carries both here; beside the packages, a folder named dbt would hide the real one
_BUNDLED: Final = Path(__file__).resolve().parent / "bundled"
_AROUND: Final = _BUNDLED if _BUNDLED.is_dir() else PROJECT
EXAMPLES: Final = _AROUND / "examples"
DBT_PROJECT: Final = _AROUND / "dbt"
HOME_VARIABLE: Final = "DUIXIAN_HOME"
# whether dbt drops the views over the lake at its end
SELF_CONTAINED: Final = "DUIXIAN_SELF_CONTAINED"


@dataclass(frozen=True, slots=True)
class Home:
    """The home folder (``DUIXIAN_HOME``, default ``./data``): everything that is made while running."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where people drop reports; the sensor watches it."""
        return self.root / "inbox"

    @property
    def lake(self) -> Path:
        """Parquet: documents, mentions, links, quarantine, raw."""
        return self.root / "lake"

    @property
    def build(self) -> Path:
        """What is made for the next publication; nobody reads it."""
        return self.root / "build"

    @property
    def unpublished(self) -> Path:
        """The warehouse that dbt writes, before the audit."""
        return self.build / "warehouse.duckdb"

    @property
    def warehouse(self) -> Path:
        """The published warehouse, always whole and audited: a link to one of the versions."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The published versions, one read-only file each."""
        return self.root / "published"

    @property
    def quarantined(self) -> Path:
        """Copies of what could not be read."""
        return self.root / "quarantine"

    @property
    def set_aside(self) -> Path:
        """What was found damaged or foreign; nothing reads it, and a person may delete it."""
        return self.root / "set-aside"

    @property
    def run_facts(self) -> Path:
        """Which run, versions and inputs make the next warehouse; dbt reads it for ``dim_run``."""
        return self.build / "run.csv"

    @property
    def touched(self) -> Path:
        """The documents of the regions that the next warehouse makes anew, where the rest of it stands."""
        return self.build / "touched.csv"

    @property
    def held_back(self) -> Path:
        """Digests of inputs whose warehouse a person rolled back from."""
        return self.root / "held-back.json"

    @property
    def history(self) -> Path:
        """What became of each run, one line of JSON each."""
        return self.root / "runs.jsonl"

    @property
    def audit(self) -> Path:
        """Results of the expectations, one JSON file per suite."""
        return self.build / "audit"

    @property
    def dbt_target(self) -> Path:
        """What dbt compiles: manifest, run results."""
        return self.build / "dbt"

    @property
    def corrections(self) -> Path:
        """What a person corrected; wins over the machine."""
        return self.root / "corrections.csv"

    @property
    def docs(self) -> Path:
        """Data Docs, readable offline."""
        return self.root / "docs"

    @property
    def exports(self) -> Path:
        """Tables for other programs."""
        return self.root / "exports"

    @property
    def dagster(self) -> Path:
        """The Dagster instance: runs, events, schedules."""
        return self.root / "dagster"

    def prepare(self) -> None:
        """Make the folders and the instance's settings, and name the home to the tools that read it from outside."""
        for folder in (self.inbox, self.lake, self.build, self.audit, self.docs, self.dagster):
            folder.mkdir(parents=True, exist_ok=True)
        settings = self.dagster / "dagster.yaml"
        if not settings.exists():
            wanted = (Path(__file__).parent / "dagster.yaml").read_text(encoding="utf-8")
            settings.write_text(wanted, encoding="utf-8")
        os.environ.update(self.environment())
        for name, value in QUIET.items():
            os.environ.setdefault(name, value)

    def environment(self) -> dict[str, str]:
        """How dbt and Dagster, which read their places from the environment, are told of this home."""
        return {
            HOME_VARIABLE: str(self.root),
            "DAGSTER_HOME": str(self.dagster),
            "DUIXIAN_LAKE": str(self.lake),
            "DUIXIAN_BUILD_DB": str(self.unpublished),
            "DUIXIAN_CORRECTIONS": str(self.corrections),
            "DUIXIAN_RUN_FACTS": str(self.run_facts),
            "DUIXIAN_LEXICON": str(PROJECT / "ingest" / "lexicon"),
            SELF_CONTAINED: "1",
        }


# none of the tools may call home, and dbt need not write down every statement: a tenth of its time
QUIET: Final = {
    "DBT_LOG_LEVEL_FILE": "info",
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "DAGSTER_DISABLE_TELEMETRY": "yes",
}


def home_of(folder: Path | str | None = None) -> Home:
    """The home in ``folder``, else in ``DUIXIAN_HOME``, else in ``./data``."""
    return Home(Path(folder or os.environ.get(HOME_VARIABLE) or "data").expanduser().resolve())


# as the command was called, before anything is prepared
DEFAULT_HOME: Final = home_of()
