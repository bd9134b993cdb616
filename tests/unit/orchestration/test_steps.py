"""A step's fingerprint is that of what it uses: all of it, and nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.readers import READERS
from orchestration import steps
from orchestration.home import PROJECT
from orchestration.imports import LEXICON, sources_of
from orchestration.steps import KEEPING

FORMATS = [f"ingest.readers.{place.partition(':')[0]}" for place in READERS.values()]
WATCHED = """
import json, sys
from pathlib import Path
used = set()
def called(frame, event, _):
    if event == "call":
        used.add(frame.f_code.co_filename)
from importlib import import_module
home, reports, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
places = {"documents": "ingest.documents", "links": "ingest.linking", "mentions": "ingest.extraction"}
module = import_module(places[step])
# importing runs more than is used: a package imports all that it holds
sys.addaudithook(lambda event, args: used.add(str(args[0])) if event == "open" else None)
sys.setprofile(called)
if step == "documents":
    module.take_up(home, [reports], home / "none")
    module.build_documents(home, "x", lambda _: None)
elif step == "links":
    module.build_links(home, "x")
else:
    module.build_mentions(home, "x", lambda _: None)
sys.setprofile(None)
print(json.dumps(sorted(used)))
"""


def names(paths: frozenset[Path]) -> set[str]:
    return {path.relative_to(PROJECT).as_posix() for path in paths}


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Path]]:
    """The project's files that each step really opened or ran, on the bundled examples."""
    folder = tmp_path_factory.mktemp("watched")
    found: dict[str, set[Path]] = {}
    for step in ("documents", "links", "mentions"):
        arguments = [sys.executable, "-c", WATCHED, str(folder / "home"), str(PROJECT / "examples"), step]
        done = subprocess.run(arguments, cwd=PROJECT, capture_output=True, text=True, check=True)
        paths = {Path(name).resolve() for name in json.loads(done.stdout) if name.endswith((".py", ".csv"))}
        found[step] = {path for path in paths if path.is_relative_to(PROJECT / "ingest")}
    return found


@pytest.mark.parametrize(
    ("step", "entries"),
    [
        ("documents", ["ingest.documents", *FORMATS]),
        ("links", ["ingest.linking"]),
        ("mentions", ["ingest.extraction"]),
    ],
)
def test_whatever_a_step_really_uses_is_in_its_fingerprint(
    used: dict[str, set[Path]], step: str, entries: list[str]
) -> None:
    static = sources_of(entries, KEEPING).files
    tables = {path for path in used[step] if path.suffix == ".csv"}
    # which files are taken up is no matter of what is read from them
    taking_up = {LEXICON / "file_names.csv"}
    assert tables - static - taking_up == set()
    assert tables, "the step reads some lexicon"
    keeping = sources_of(KEEPING).files
    ran = {path for path in used[step] if path.suffix == ".py" and path.name != "__init__.py"}
    assert ran - static - keeping == set()


def test_an_edit_of_fetch_reads_nothing_again() -> None:
    everything = sources_of(["ingest.documents", "ingest.linking", "ingest.extraction", *FORMATS], KEEPING).files
    assert not [name for name in names(everything) if name.startswith(("ingest/fetch", "ingest/store"))]
    assert "ingest/lexicon/fetch_types.csv" not in names(everything)


def test_naming_is_no_matter_of_reading_documents() -> None:
    documents, mentions = sources_of(["ingest.documents"], KEEPING), sources_of(["ingest.extraction"], KEEPING)
    assert "ingest/mentions/naming.py" in names(mentions.files)
    assert "ingest/lexicon/role_cues.csv" in names(mentions.files)
    assert "ingest/mentions/naming.py" not in names(documents.files)
    assert "ingest/lexicon/role_cues.csv" not in names(documents.files)
    assert "ingest/documents.py" not in names(mentions.files)


def test_libraries_count_for_the_formats_that_need_them() -> None:
    pdf, docx = sources_of(["ingest.readers.pdf"]), sources_of(["ingest.readers.docx"])
    assert "pypdfium2" in pdf.distributions
    assert "rapidocr" in pdf.distributions
    assert "python-docx" in docx.distributions
    assert "pypdfium2" not in docx.distributions


def test_libreoffice_matters_to_what_it_converts(monkeypatch: pytest.MonkeyPatch) -> None:
    def codes(office: str | None) -> dict[str, str]:
        steps._reading_code.cache_clear()
        monkeypatch.setattr(steps.shutil, "which", lambda _: office)
        return {name: steps.reading_code(name) for name in (*READERS, "unsupported:xls")}

    without, there = codes(None), codes("/nowhere/soffice")
    steps._reading_code.cache_clear()
    assert {name for name in without if without[name] != there[name]} == {"office", "zip", "gzip", "mail"}


def test_what_is_no_module_is_named() -> None:
    with pytest.raises(LookupError, match=r"ingest\.nothing"):
        sources_of(["ingest.nothing"])


def test_containers_are_the_readers_that_read_what_they_hold() -> None:
    inside = {
        name
        for name, place in READERS.items()
        if "read_blob" in (PROJECT / f"ingest/readers/{place.partition(':')[0]}.py").read_text(encoding="utf-8")
    }
    assert inside == steps.CONTAINERS
