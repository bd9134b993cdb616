"""What a person reads of a run that failed."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dagster as dg
import pytest
from rich.console import Console

from orchestration import summary
from orchestration.home import Home


@pytest.mark.parametrize("remedy", [None, "make room"])
def test_a_failed_check_says_that_the_disk_is_full_where_it_is(
    remedy: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = SimpleNamespace(
        check_name="keys_are_unique",
        asset_key=dg.AssetKey(["marts", "dim_region"]),
        severity=dg.AssetCheckSeverity.ERROR,
        passed=False,
        description=None,
        metadata={},
    )
    result: Any = SimpleNamespace(get_asset_check_evaluations=lambda: [failed])
    monkeypatch.setattr(summary, "no_room", lambda _: remedy)
    summary.print_failure(Console(highlight=False, soft_wrap=True), Home(tmp_path), result)
    told = capsys.readouterr().out
    assert "keys_are_unique" in told
    assert ("make room" in told) == (remedy is not None)
