"""The code of each step, as a digest: what decides its output, and nothing else."""

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from ingest.readers import READERS
from ingest.readers.office import PROGRAMS
from orchestration.fingerprint import code_fingerprint, combined, files_fingerprint
from orchestration.home import DBT_PROJECT, PROJECT
from orchestration.imports import LEXICON, Sources, sources_of

# where tables lie, how bytes are kept and in how many processes they are read decides nothing of what is read from them
KEEPING: Final = ("ingest.store", "ingest.lake", "ingest.ledger", "ingest.stamps", "ingest.spill", "ingest.workers")
# a container holds files of any format
CONTAINERS: Final = frozenset({"zip", "gzip", "mail"})
CONVERTED: Final = "office"


def reading_code(name: str) -> str:
    """Digest of what turns bytes of a format into documents: its reader, identity, sections, libraries.

    Names that no reader has (an unsupported format, a damaged file) depend on what all formats share. LibreOffice
    matters to the formats that it converts, and to containers, which may hold them.
    """
    return _reading_code(name if name in READERS else "")


@cache
def _reading_code(name: str) -> str:
    formats = READERS if name in CONTAINERS else [name] if name else []
    readers = [f"ingest.readers.{READERS[one].partition(':')[0]}" for one in formats]
    code = _digest(sources_of(["ingest.documents", *readers], KEEPING))
    return combined(code, _office()) if CONVERTED in formats else code


@cache
def linking_code() -> str:
    """Digest of what decides which documents are parts, duplicates and versions."""
    return _digest(sources_of(["ingest.linking"], KEEPING))


@cache
def extraction_code() -> str:
    """Digest of what turns documents into mentions."""
    return _digest(sources_of(["ingest.extraction"], KEEPING))


@cache
def checking_code() -> str:
    """Digest of what counts documents and finds them suspicious."""
    return _digest(sources_of(["ingest.checks.build"], KEEPING))


@cache
def guarding_code() -> str:
    """Digest of the expectations and of what holds data against them."""
    return combined(
        code_fingerprint([PROJECT / "expectations" / "suites"], ["great-expectations", "duckdb"]),
        _digest(sources_of(["expectations.run"])),
    )


@cache
def dbt_code() -> str:
    """Digest of the dbt project, of the dbt that reads it, and of the lexicon tables that its sources name."""
    project = code_fingerprint([DBT_PROJECT], ["dbt-core", "dbt-duckdb", "duckdb"])
    return combined(project, files_fingerprint(_dbt_lexicon(), PROJECT))


def code_version() -> str:
    """Digest of all code and rules that decide what is published; the same on every machine."""
    readers = [f"ingest.readers.{place.partition(':')[0]}" for place in READERS.values()]
    everything = sources_of(
        ["ingest.documents", "ingest.linking", "ingest.extraction", "ingest.checks.build", *readers], KEEPING
    )
    code = files_fingerprint((path for path in everything.files if path.suffix == ".py"), PROJECT)
    return combined(code, code_fingerprint([DBT_PROJECT, PROJECT / "expectations"]))


def lexicon_version() -> str:
    """Digest of the lexicon."""
    return files_fingerprint(LEXICON.glob("*.csv"), PROJECT)


def _digest(sources: Sources) -> str:
    return combined(files_fingerprint(sources.files, PROJECT), code_fingerprint([], sorted(sources.distributions)))


def _dbt_lexicon() -> Iterable[Path]:
    told = (DBT_PROJECT / "models/staging/_sources.yml").read_text(encoding="utf-8")
    # libyaml where it is there: the same, ten times as fast
    declared = yaml.load(told, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    tables = next(source["tables"] for source in declared["sources"] if source["name"] == "lexicon")
    return [LEXICON / table["identifier"] for table in tables]


def _office() -> str:
    """Which LibreOffice there is: its build where it says so."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        return "no office"
    build = Path(program).resolve().parent / "versionrc"
    return f"office: {build.read_text(encoding='utf-8', errors='replace') if build.is_file() else 'some'}"
