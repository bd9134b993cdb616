"""What several commands take, and how they print for programs."""

from pathlib import Path
from typing import Annotated, Any

import typer

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of the runtime files (default: DUIXIAN_HOME, else ./data).")
]
WarehouseOption = Annotated[
    Path | None,
    typer.Option("--warehouse", help="Another published warehouse or release, for instance examples/open-panel."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: what came of it, as JSON on standard output.")]


def print_json(told: Any) -> None:
    """For programs: on standard output."""
    import json

    print(json.dumps(told, ensure_ascii=False, default=str, indent=1))
