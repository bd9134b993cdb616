"""What is written must be true."""

import re

from orchestration.pages import PLACE, READMES, screen, shown, tables

from .conftest import ROOT, Finished


def test_the_tables_page_is_current() -> None:
    assert PLACE.read_text(encoding="utf-8") == tables(), "run: make docs"


def test_the_readmes_show_what_a_first_run_prints(first_run: Finished) -> None:
    for page in READMES:
        assert shown(page) == screen(first_run.outcome.stdout, first_run.home), f"{page.name}: run make docs"


def test_links_of_the_docs_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_make_target_of_the_readmes_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "README.zh.md"):
        named = set(re.findall(r"make ([a-z]+)", (ROOT / name).read_text(encoding="utf-8")))
        assert named
        assert named <= targets, name
