"""Telling somebody that a run failed, by webhook and by e-mail; an alert that cannot be sent fails nothing."""

import json
import logging
import smtplib
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from typing import Final

from orchestration.settings import Alerts
from orchestration.tongue import say

SECONDS: Final = 10.0
TRIES: Final = 3
_log = logging.getLogger(__name__)


def alert(alerts: Alerts, subject: str, facts: dict[str, str]) -> list[str]:
    """Send to every address that is set; what could not be sent, a sentence each."""
    ways: list[tuple[str, Callable[[], None]]] = []
    if alerts.webhook:
        ways.append((alerts.webhook, lambda: _post(alerts.webhook, subject, facts)))
    if alerts.email_to:
        ways.append((alerts.email_to, lambda: _mail(alerts, subject, facts)))
    return [told for place, send in ways if (told := _tried(place, send)) is not None]


def _tried(place: str, send: Callable[[], None]) -> str | None:
    """Once more for what may pass; an address that is wrong stays wrong."""
    for left in range(TRIES - 1, -1, -1):
        try:
            send()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            if left and not isinstance(error, ValueError):
                continue
            _log.warning("alert to %s failed: %s", place, error)
            return say("go.not_sent", place=place, why=error)
        return None
    return None


def _post(url: str, subject: str, facts: dict[str, str]) -> None:
    if not url.startswith(("http://", "https://")):
        raise ValueError(say("set.webhook"))
    body = json.dumps({"text": subject, **facts}, ensure_ascii=False).encode()
    asked = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
    with urllib.request.urlopen(asked, timeout=SECONDS):
        return


def _mail(alerts: Alerts, subject: str, facts: dict[str, str]) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, alerts.email_from, alerts.email_to
    message.set_content("\n".join(f"{name}: {value}" for name, value in facts.items()))
    host, _, port = alerts.smtp.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=SECONDS) as server:
        server.send_message(message)
