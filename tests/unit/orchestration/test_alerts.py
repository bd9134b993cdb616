"""An alert reaches whom the settings name; one that cannot be sent is told and fails nothing."""

import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from orchestration.alerts import alert
from orchestration.settings import Alerts


class Hook(BaseHTTPRequestHandler):
    got: list[bytes]
    fail = 0

    def do_POST(self) -> None:
        type(self).got.append(self.rfile.read(int(self.headers["Content-Length"])))
        refuse = len(type(self).got) <= type(self).fail
        self.send_response(503 if refuse else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[tuple[str, type[Hook]]]:
    handler = type("Handler", (Hook,), {"got": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/alert", handler
    server.shutdown()


class Mail(socketserver.StreamRequestHandler):
    letters: list[str]

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        inside, letter = False, ""
        for raw in self.rfile:
            line = raw.decode()
            if inside:
                if line == ".\r\n":
                    inside = False
                    type(self).letters.append(letter)
                    self.wfile.write(b"250 kept\r\n")
                else:
                    letter += line
            elif line.upper().startswith("DATA"):
                inside = True
                self.wfile.write(b"354 go on\r\n")
            elif line.upper().startswith("QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


def test_a_webhook_gets_the_facts(hook: tuple[str, type[Hook]]) -> None:
    url, handler = hook
    assert alert(Alerts(webhook=url), "运行失败", {"run": "1"}) == []
    assert [json.loads(body) for body in handler.got] == [{"text": "运行失败", "run": "1"}]


def test_what_may_pass_is_tried_again(hook: tuple[str, type[Hook]]) -> None:
    url, handler = hook
    handler.fail = 2
    assert alert(Alerts(webhook=url), "failed", {}) == []
    assert len(handler.got) == 3


def test_mail_arrives() -> None:
    handler = type("Handler", (Mail,), {"letters": []})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        alerts = Alerts(email_to="a@example.org", smtp=f"127.0.0.1:{server.server_address[1]}")
        assert alert(alerts, "duixian: the run failed", {"run": "7", "outcome": "failed"}) == []
        server.shutdown()
    [letter] = handler.letters
    assert "Subject: duixian: the run failed" in letter
    assert "run: 7" in letter


@pytest.mark.parametrize(
    "alerts",
    [Alerts(webhook="http://127.0.0.1:9/"), Alerts(webhook="ftp://x"), Alerts(email_to="a@b", smtp="127.0.0.1:9")],
)
def test_what_cannot_be_sent_is_told(alerts: Alerts) -> None:
    [told] = alert(alerts, "failed", {})
    assert "could not be sent" in told


def test_nobody_is_told_where_nobody_is_named() -> None:
    assert alert(Alerts(), "failed", {}) == []
