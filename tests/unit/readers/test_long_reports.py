"""Long real reports in every form that people have them in: the same mentions each time, no form is excused.

Two of them look back on five years within a year's review, and open with the short lines of the page they come from.
"""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from . import forms
from .test_same_report import PRINT, Told, compare, program, told

REPORTS = {
    "lishui-2024": "丽水市",
    "national-2022": "国务院",
    "national-2025": "国务院",
    "beijing-2026": "北京市",
    "tibet-2026": "西藏自治区",
}
# characters that an encoding does not have are lost in it
LOSSY = "big5 traditional"


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest, shared: Path) -> tuple[str, Told, str]:
    text = (shared / "reports" / f"{request.param}.txt").read_text(encoding="utf-8")
    plain = told(text.encode())
    assert plain[1].total() > 50 and len(text) > 10_000
    return text, plain, request.param


def test_every_form_without_another_program(report: tuple[str, Told, str]) -> None:
    text, plain, name = report
    region, year = REPORTS[name], int(name[-4:])
    made = {**forms.texts(text), **forms.reflowed(text), **forms.pages(text), **forms.packages(text)}
    assert {"one line", "wrapped at 40", "traditional", "docx", "odt", "rtf", "xlsx", "gb18030", "utf-16"} <= set(made)
    made["xlsx"] = forms.workbook(text, region, f"{region}{year}年政府工作报告", year)
    del made[LOSSY]
    for form, data in made.items():
        compare(form, data, plain)
    for form, data in forms.markdown(text).items():
        compare(form, data, plain, "report.md")


def print_all(soffice: str, shared: Path, folder: Path) -> None:
    """All reports as LibreOffice prints them in one and in two columns, in one start of the program."""
    for name in REPORTS:
        text = (shared / "reports" / f"{name}.txt").read_text(encoding="utf-8")
        for columns in (1, 2):
            (folder / f"{name}-{columns}.docx").write_bytes(forms.word(forms.paragraphs_of(text), columns=columns))
    command = [soffice, "--headless", f"-env:UserInstallation={folder.as_uri()}/profile", "--convert-to", "pdf"]
    names = sorted(path.name for path in folder.glob("*.docx"))
    subprocess.run([*command, *names], cwd=folder, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def printed(once: Callable[[str, Callable[[Path], None]], Path], shared: Path) -> Path:
    """The folder of the prints of LibreOffice."""
    return once("prints", partial(print_all, program("soffice", "libreoffice"), shared))


def test_prints_of_libreoffice(report: tuple[str, Told, str], printed: Path) -> None:
    _, plain, name = report
    for columns in (1, 2):
        compare(f"{columns} columns", (printed / f"{name}-{columns}.pdf").read_bytes(), plain)


@pytest.mark.parametrize("columns", [1, 2])
def test_prints_of_chromium(columns: int, report: tuple[str, Told, str], tmp_path: Path) -> None:
    text, plain, _ = report
    chromium = program("chromium", "google-chrome", "chromium-browser")
    source, made = tmp_path / "报告.html", tmp_path / "made.pdf"
    source.write_bytes(forms.page(text, style=f"{PRINT} body{{columns:{columns};column-gap:2em}}"))
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    flags += ["--no-pdf-header-footer", f"--print-to-pdf={made}", source.as_uri()]
    subprocess.run([chromium, *flags], check=True, capture_output=True, timeout=120)
    compare(f"{columns} columns", made.read_bytes(), plain)
