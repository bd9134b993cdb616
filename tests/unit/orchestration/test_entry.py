"""The program's own way in and out."""

import os
import signal
from collections.abc import Iterator

import pytest

from orchestration import cli, entry


@pytest.fixture(autouse=True)
def _as_python_has_it(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("sys.unraisablehook", entry._again)
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_behind_the_last_word_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def done() -> None:
        raise SystemExit(1)

    monkeypatch.setattr(cli, "main", done)
    with pytest.raises(SystemExit) as end:
        entry.main()
    os.kill(os.getpid(), signal.SIGINT)
    assert end.value.code == 1


def test_ctrl_c_before_it_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", stopped)
    with pytest.raises(SystemExit) as end:
        entry.main()
    told = capsys.readouterr()
    assert (end.value.code, told.err.count("\n")) == (130, 1)
