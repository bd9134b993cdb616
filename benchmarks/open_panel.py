"""Makes what is kept in examples/ from a home: the open panel, and what the notebook says of it.

python benchmarks/open_panel.py HOME
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

import nbformat
from nbclient import NotebookClient

from orchestration.export import release_open_panel
from orchestration.home import Home

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
NOTEBOOK: Final = EXAMPLES / "three-questions.ipynb"
SECONDS: Final = 300


def executed(path: Path) -> nbformat.NotebookNode:
    """The notebook with fresh outputs and without what differs between two runs.

    Raises nbclient.exceptions.CellExecutionError where a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = None
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def main(home: Path) -> int:
    """Replace examples/open-panel and the outputs of the notebook; 2 where the home has nothing published."""
    with tempfile.TemporaryDirectory(dir=EXAMPLES.parent) as folder:
        made = Path(folder) / "open-panel"
        code = release_open_panel(Home(home), made)
        if code:
            return code
        shutil.rmtree(EXAMPLES / "open-panel", ignore_errors=True)
        shutil.move(made, EXAMPLES / "open-panel")
    nbformat.write(executed(NOTEBOOK), NOTEBOOK)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
