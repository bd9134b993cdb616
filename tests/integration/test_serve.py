"""`duixian serve`: the web page answers, and everything ends with it."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from .conftest import PROGRAM, ROOT

PATIENCE = 90


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _children_of(group: Path) -> list[int]:
    """Processes that work in the home folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if f"DUIXIAN_HOME={group}".encode() in environment.split(b"\0"):
            found.append(int(process.name))
    return [pid for pid in found if pid != os.getpid()]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_serve_answers_and_ends_cleanly(tmp_path: Path) -> None:
    port = _free_port()
    server = subprocess.Popen(
        [str(PROGRAM), "serve", "--home", str(tmp_path), "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(f"http://127.0.0.1:{port}/server_info"):
            assert server.poll() is None, "the server ended by itself"
            assert time.monotonic() < end, "the server did not answer in time"
            time.sleep(0.5)
        assert _children_of(tmp_path)
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(60)
    assert code == 0
    time.sleep(0.5)
    assert _children_of(tmp_path) == []
