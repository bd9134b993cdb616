"""Parts of libraries that nothing here uses stay out, and can be had by whoever asks for them."""

import sys
from importlib import import_module
from types import ModuleType

import pytest

from expectations.left_out import left_out


@pytest.fixture(autouse=True)
def _not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "this", raising=False)
    monkeypatch.delitem(sys.modules, "antigravity", raising=False)


def test_what_is_unused_gives_nothing() -> None:
    with left_out(unused=["antigravity"]):
        import antigravity

        assert antigravity.fly is None
        assert isinstance(antigravity, ModuleType)
    assert "antigravity" not in sys.modules


def test_what_is_absent_cannot_be_imported() -> None:
    with left_out(absent=["antigravity"]), pytest.raises(ImportError):
        import_module("antigravity")
    assert "antigravity" not in sys.modules


def test_what_was_imported_before_is_used_as_it_is() -> None:
    with left_out(unused=["json"], absent=["pathlib"]):
        assert import_module("json").dumps([]) == "[]"
        assert import_module("pathlib").Path(".")


def test_the_audit_leaves_charts_and_statistics_alone() -> None:
    import subprocess

    code = "import sys, expectations.engine; print({'scipy', 'altair'} & set(sys.modules)); import scipy.stats"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "set()\n"), done.stderr
