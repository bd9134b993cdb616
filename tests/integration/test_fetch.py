"""`duixian fetch`: from a local server into the inbox, and from there into the warehouse's raw store."""

import functools
import http.server
import shutil
import subprocess
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


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_reports_of_a_git_repository_reach_the_inbox(command: Run, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / "报告").mkdir(parents=True)
    shutil.copy(ROOT / "examples" / "shandong-2024.txt", repository / "报告" / "2024.txt")
    (repository / "README.md").write_text("reports\n")
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-q", "-m", "reports")):
        subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True)
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text(f"title,url,files\n报告,{repository.as_uri()},报告/\n", encoding="utf-8")
    home = tmp_path / "home"
    refused = command("fetch", catalogue, "--home", home)
    assert refused.returncode == 1 and "--allow-host file" in refused.stdout + refused.stderr
    done = command("fetch", catalogue, "--home", home, "--allow-host", "file")
    assert done.returncode == 0, done.stdout + done.stderr
    found = [path for path in (home / "inbox").rglob("*.*") if path.is_file() and ".git" not in path.parts]
    assert [path.name for path in found] == ["2024.txt"]
    told = command("extract", found[0])
    assert told.returncode == 0 and "山东省, 2024" in told.stderr


def test_a_catalogue_without_addresses_is_wrong_usage(command: Run, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("title\na\n")
    done = command("fetch", catalogue, "--home", tmp_path)
    assert done.returncode == 2
    assert done.stderr
