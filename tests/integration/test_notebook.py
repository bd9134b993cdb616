"""The notebook of three questions runs on the open panel, and what it shows is what it gives."""

import os

import nbformat
import pytest

from benchmarks.open_panel import NOTEBOOK, executed

from .conftest import ROOT


@pytest.fixture(scope="module")
def outputs() -> tuple[nbformat.NotebookNode, nbformat.NotebookNode]:
    os.environ["PYTHONPATH"] = str(ROOT)
    return nbformat.read(NOTEBOOK, as_version=4), executed(NOTEBOOK)


def told(notebook: nbformat.NotebookNode) -> list[str]:
    found = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output["data"]["text/plain"] for output in found if output.output_type == "execute_result"]


def test_it_answers_three_questions_with_plots(outputs: tuple[nbformat.NotebookNode, nbformat.NotebookNode]) -> None:
    _, fresh = outputs
    questions = [cell for cell in fresh.cells if cell.cell_type == "markdown" and cell.source.startswith("## ")]
    assert [cell.source[:4] for cell in questions] == ["## 1", "## 2", "## 3"]
    drawn = [o for cell in fresh.cells for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]
    assert len(drawn) == 4


def test_its_figures_are_those_of_the_panel_beside_it(
    outputs: tuple[nbformat.NotebookNode, nbformat.NotebookNode],
) -> None:
    kept, fresh = outputs
    assert told(kept) == told(fresh), "make open-panel HOME_DIR=… makes panel and notebook anew"
