"""What is written must be true."""

import re

from orchestration.pages import PLACE, READMES, screen, shown, summary_in, tables

from .conftest import ROOT, Finished


def test_the_tables_page_is_current() -> None:
    assert PLACE.read_text(encoding="utf-8") == tables(), "run: make docs"


def test_the_readmes_show_what_a_first_run_prints(first_run: Finished) -> None:
    english, chinese = READMES
    assert shown(english) == screen(first_run.outcome.stdout, first_run.home), "README.md: run make docs"
    told = screen(summary_in(READMES[chinese], first_run.home), first_run.home)
    assert shown(chinese) == told, "README.zh.md: run make docs"
    assert told.startswith("文件")


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
