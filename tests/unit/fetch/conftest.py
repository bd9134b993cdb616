"""A web server on this machine that misbehaves in every way that a fetch has to bear."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ingest.fetch import FetchOutcome, Policy, fetch_catalogue

PAGE = "<html><p>生产总值增长6.5%左右，全省第三。</p></html>".encode()
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.asked.append((self.path, dict(self.headers)))
        answer = site.answers.get(self.path.split("?")[0])
        if answer is None:
            self.answer(404, b"")
        else:
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what these tests are about."""


@dataclass
class Site:
    """The server: what it answers on each path, and what it was asked."""

    server: ThreadingHTTPServer
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    server = Server(("127.0.0.1", 0), Handler)
    one = Site(server)
    server.site = one  # type: ignore[attr-defined]
    one.answers["/ok"] = lambda to: to.answer(200, PAGE, Content_Type="text/html")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield one
    server.shutdown()
    server.server_close()


@pytest.fixture
def policy(site: Site) -> Policy:
    """Quick for tests, and allowed to talk to this machine."""
    return Policy(
        interval=0, backoff=0.01, read_seconds=1, total_seconds=2, attempts=3, allow_hosts=frozenset({site.host})
    )


@pytest.fixture
def fetch(tmp_path: Path, policy: Policy) -> Callable[..., list[FetchOutcome]]:
    """Fetches these URLs into tmp_path/inbox."""

    def run(*urls: str, policy: Policy = policy, title: str = "报告", year: str = "2024") -> list[FetchOutcome]:
        catalogue = tmp_path / "catalogue.csv"
        lines = ["title,url,year", *(f'{title},"{url}",{year}' for url in urls)]
        catalogue.write_text("\n".join(lines), encoding="utf-8")
        return list(fetch_catalogue(catalogue, tmp_path / "inbox", tmp_path / "record.jsonl", policy))

    return run
