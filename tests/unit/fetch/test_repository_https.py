"""A git repository behind https, with a certificate that its owner made: fetched where the person trusts it."""

import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from ingest.fetch import Policy

from .test_repository import fetch, git, names, repository

__all__ = ["repository"]

NEEDED = ("git", "openssl")
pytestmark = pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="git or openssl is not installed")


class Smart(BaseHTTPRequestHandler):
    """Git over http, as git's own program answers it."""

    def __init__(self, root: Path, *arguments: Any) -> None:
        self.root = root
        super().__init__(*arguments)

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        asked = {
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": unquote(path),
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        done = subprocess.run(
            ["git", "http-backend"], input=body, env={**os.environ, **asked}, capture_output=True, check=False
        )
        head, _, answer = done.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line]
        self.send_response(int(dict(fields).get("Status", "200")[:3]))
        for name, value in fields:
            self.send_header(name, value)
        # without its length the answer would end with the connection, which TLS takes for an attack
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def served(repository: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of the repository and the certificate of its server."""
    key, certificate, root = tmp_path / "key.pem", tmp_path / "certificate.pem", tmp_path / "served"
    made = ["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=127.0.0.1"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), str(root / "reports.git"))
    git(root / "reports.git", "config", "uploadpack.allowFilter", "true")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Smart, root))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}/reports.git", certificate
    server.shutdown()
    server.server_close()


def test_a_repository_behind_https(served: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, certificate = served
    policy = Policy(allow_hosts=frozenset({"127.0.0.1"}), revisit_after=0.0)
    untrusted = fetch(tmp_path, address, policy)
    assert untrusted.reason == "git" and "certificate" in (untrusted.detail or ""), untrusted
    monkeypatch.setenv("GIT_SSL_CAINFO", str(certificate))
    outcome = fetch(tmp_path, address, policy)
    assert (outcome.outcome, outcome.reason) == ("fetched", None), outcome.detail
    assert names(tmp_path) == ["报告/云溪县/2023.md", "报告/云溪县/2024.md"]
    assert fetch(tmp_path, address, policy).outcome == "unchanged"
