"""`duixian fetch`: from a local server into the inbox, and from there into the warehouse's raw store."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT, Run


@pytest.fixture
def server() -> Iterator[str]:
    quiet = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(ROOT / "examples"))
    quiet.func.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), quiet) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{running.server_port}"
        running.shutdown()


def test_reports_reach_the_inbox(command: Run, server: str, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text(f"title,url\na,http://{server}/shandong-2024.txt\nb,http://{server}/gone.txt\n")
    home = tmp_path / "home"
    arguments = ("fetch", catalogue, "--home", home, "--interval", "0")
    refused = command(*arguments)
    assert "refused" in refused.stdout
    assert refused.returncode == 1, "not one report could be had"
    assert not list((home / "inbox").rglob("*.txt"))
    done = command(*arguments, "--allow-host", server)
    assert done.returncode == 0, done.stdout + done.stderr
    kept = [path.read_bytes() for path in (home / "inbox").rglob("*.txt")]
    assert kept == [(ROOT / "examples" / "shandong-2024.txt").read_bytes()]
    assert "1 fetched" in done.stdout


def test_a_catalogue_without_addresses_is_wrong_usage(command: Run, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("title\na\n")
    done = command("fetch", catalogue, "--home", tmp_path)
    assert done.returncode == 2
    assert done.stderr
