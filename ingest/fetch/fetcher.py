"""Fetches the reports of a catalogue into the inbox: politely, safely, on the record."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx
import tenacity

from ingest.fetch import robots
from ingest.fetch.catalogue import Row, read_catalogue
from ingest.fetch.files import PARTS, Part, file_name, validator_of
from ingest.fetch.policy import Policy
from ingest.fetch.record import FetchOutcome, age, append, last_successes
from ingest.fetch.repository import fetch_repository
from ingest.fetch.safety import RefusedError, TooSlowError, Transport, check_url

TRY_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


def fetch_catalogue(catalogue: Path, inbox: Path, record: Path, policy: Policy | None = None) -> Iterator[FetchOutcome]:
    """Fetches every row of a catalogue; each outcome comes as it is known and stands in the record by then.

    Can be broken off and started again at any time: what was fetched is not fetched again, what was half fetched goes
    on. Raises CatalogueError where the catalogue cannot be read.
    """
    policy = policy or Policy()
    inbox.mkdir(parents=True, exist_ok=True)
    known = last_successes(record)
    rows = list(read_catalogue(catalogue))
    with Fetcher(inbox, policy) as fetcher:
        for row in rows:
            before = known.get(row.key)
            outcome = fetch_repository(row, inbox, policy, before) if row.files else fetcher.fetch(row, before)
            if outcome.outcome != "fresh":
                append(record, outcome)
            yield outcome


class _AgainError(Exception):
    """An attempt that failed and may be repeated; ``pause`` is what the server asks for."""

    def __init__(self, reason: str, detail: str, status: int | None = None, pause: float = 0.0) -> None:
        super().__init__(detail)
        self.reason, self.status, self.pause = reason, status, pause


class _FailedError(Exception):
    """An attempt that need not be repeated."""

    def __init__(self, reason: str, detail: str, status: int | None = None) -> None:
        super().__init__(detail)
        self.reason, self.status = reason, status


@dataclass(slots=True)
class _Answer:
    """The response at the end of a chain of redirects, still to be read."""

    response: httpx.Response
    url: str
    hops: tuple[str, ...]


class Fetcher:
    """One run of fetching: the connections, what each site's robots.txt says, when each host was asked last."""

    def __init__(self, inbox: Path, policy: Policy) -> None:
        self._inbox = inbox
        self._policy = policy
        self._transport = Transport(policy)
        timeout = httpx.Timeout(policy.read_seconds, connect=policy.connect_seconds)
        headers = {"User-Agent": policy.agent, "Accept-Encoding": "identity", "Accept": "*/*"}
        self._client = httpx.Client(
            transport=self._transport, timeout=timeout, headers=headers, follow_redirects=False, trust_env=False
        )
        self._robots: dict[str, robots.Robots] = {}
        self._asked: dict[str, float] = {}
        self._attempts = 0

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        with contextlib.suppress(OSError):
            (self._inbox / PARTS).rmdir()

    def fetch(self, row: Row, known: FetchOutcome | None) -> FetchOutcome:
        """One document, in several attempts where need be. Raises nothing for what servers do."""
        if known is not None and known.file_name and (self._inbox / known.file_name).exists():
            if age(known) < self._policy.revisit_after:
                return replace(known, outcome="fresh", reason=None, detail=None)
        else:
            known = None
        self._attempts = 0
        now = datetime.now(UTC).isoformat(timespec="seconds")
        base = FetchOutcome(row.url, "failed", fetched_at=now)
        try:
            done = self._retrying()(self._attempt, row, known)
            return replace(done, fetched_at=now, attempts=self._attempts)
        except RefusedError as error:
            return replace(base, outcome="refused", reason=error.reason, detail=str(error), attempts=self._attempts)
        except (_FailedError, _AgainError) as error:
            found = replace(base, reason=error.reason, detail=str(error), status=error.status)
            return replace(found, attempts=self._attempts)

    def _retrying(self) -> tenacity.Retrying:
        first, longest = self._policy.backoff, self._policy.longest_pause
        usual = tenacity.wait_exponential(multiplier=first, max=longest) + tenacity.wait_random(0, first)

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.pause if isinstance(error, _AgainError) else 0.0
            return max(asked, float(usual(state)))

        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_AgainError),
            stop=tenacity.stop_after_attempt(self._policy.attempts),
            wait=wait,
            reraise=True,
        )

    def _attempt(self, row: Row, known: FetchOutcome | None) -> FetchOutcome:
        self._attempts += 1
        self._transport.backend.deadline = time.monotonic() + self._policy.total_seconds
        part = Part.of(self._inbox, row.url)
        headers = part.range_headers() or (_conditions(known) if known is not None else {})
        try:
            answer = self._follow(row.url, headers)
            try:
                return self._take(row, known, part, answer, resumed="Range" in headers)
            finally:
                answer.response.close()
        except TooSlowError as error:
            seconds = self._policy.total_seconds
            raise _AgainError("too_slow", f"not done after {seconds:g} seconds (total_seconds)") from error
        except httpx.TransportError as error:
            raise _AgainError("network", str(error)[:300]) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _FailedError("bad_answer", f"{type(error).__name__}: {str(error)[:300]}") from error

    def _follow(self, url: str, headers: Mapping[str, str]) -> _Answer:
        """Goes from redirect to redirect, each checked like the first address."""
        hops: list[str] = []
        while True:
            check_url(url)
            self._heed_robots(url)
            response = self._ask(url, headers)
            if response.status_code not in REDIRECTS:
                return _Answer(response, url, tuple(hops))
            response.close()
            location = response.headers.get("location", "")
            hops.append(url)
            url = urljoin(url, location)
            if not location or url in hops:
                raise _FailedError("redirects", f"the redirect leads nowhere: {location[:200]!r}", response.status_code)
            if len(hops) > self._policy.most_redirects:
                raise _FailedError("redirects", f"more than {self._policy.most_redirects} redirects")

    def _ask(self, url: str, headers: Mapping[str, str]) -> httpx.Response:
        self._wait_for(url)
        request = self._client.build_request("GET", url, headers=headers)
        return self._client.send(request, stream=True)

    def _wait_for(self, url: str) -> None:
        """Waits until the host may be asked again."""
        host = urlsplit(url).netloc
        pause = max(self._policy.interval, self._robots.get(_site(url), robots.EVERYTHING).delay)
        if pause > self._policy.longest_pause:
            raise RefusedError("robots", f"{host} asks for {pause:g} seconds between requests, more than longest_pause")
        last = self._asked.get(host)
        if last is not None:
            waited = max(0.0, last + pause - time.monotonic())
            time.sleep(waited)
            self._transport.backend.deadline += waited
        self._asked[host] = time.monotonic()

    def _heed_robots(self, url: str) -> None:
        if not self._policy.heed_robots:
            return
        site = _site(url)
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not self._robots[site].allows(path):
            raise RefusedError("robots", f"robots.txt of {parts.netloc} asks not to fetch this page")

    def _read_robots(self, site: str) -> robots.Robots:
        """The rules of a site: all is allowed where there are none, nothing where the server fails to tell."""
        url = f"{site}/robots.txt"
        for _ in range(self._policy.most_redirects + 1):
            check_url(url)
            response = self._ask(url, {})
            try:
                if response.status_code in REDIRECTS and response.headers.get("location"):
                    url = urljoin(url, response.headers["location"])
                    continue
                if response.status_code >= 500 or response.status_code == 429:
                    raise _AgainError("robots", f"{url} answers {response.status_code}", response.status_code)
                if response.status_code != 200:
                    return robots.EVERYTHING
                return robots.parse(_beginning(response, robots.MOST_BYTES), self._policy.agent)
            finally:
                response.close()
        return robots.EVERYTHING

    def _take(self, row: Row, known: FetchOutcome | None, part: Part, answer: _Answer, resumed: bool) -> FetchOutcome:
        """The outcome of an answer; the bytes of a good one end up in the inbox."""
        response = answer.response
        headers = {name.lower(): value for name, value in response.headers.items()}
        base = FetchOutcome(
            row.url, "fetched", None, None, None, response.status_code, answer.url, answer.hops, headers
        )
        if response.status_code == 304 and known is not None:
            same = replace(base, sha256=known.sha256, size_bytes=known.size_bytes, file_name=known.file_name)
            return replace(same, outcome="unchanged", headers={**known.headers, **headers})
        if response.status_code == 416 and resumed:
            part.drop()
            raise _AgainError("network", "the part could not be gone on with", 416)
        if response.status_code in TRY_AGAIN:
            pause = self._asked_pause(headers)
            raise _AgainError("status", f"the server answers {response.status_code}", response.status_code, pause)
        if response.status_code not in (200, 206):
            raise _FailedError("status", f"the server answers {response.status_code}", response.status_code)
        self._receive(response, headers, part, resumed)
        sha256, size = part.sha256(), part.size()
        if size == 0:
            part.drop()
            raise _AgainError("empty", "the server sends nothing", response.status_code)
        name = file_name(row, answer.url, headers.get("content-type", ""))
        found = replace(base, sha256=sha256, size_bytes=size, file_name=name)
        if known is not None and known.sha256 == sha256 and known.file_name == name:
            part.drop()
            return replace(found, outcome="unchanged")
        part.finish(self._inbox / name, answer.url)
        return found

    def _asked_pause(self, headers: Mapping[str, str]) -> float:
        pause = _seconds(headers.get("retry-after", ""))
        if pause > self._policy.longest_pause:
            raise _FailedError("status", f"the server asks to wait {pause:g} seconds, more than longest_pause")
        return pause

    def _receive(self, response: httpx.Response, headers: dict[str, str], part: Part, resumed: bool) -> None:
        """Writes the body to the part, never more than the limit."""
        most = self._policy.most_bytes
        goes_on = response.status_code == 206 and resumed
        if goes_on and not headers.get("content-range", "").startswith(f"bytes {part.size()}-"):
            part.drop()
            raise _AgainError("network", "the server goes on at another place than asked for", 206)
        if response.status_code == 206 and not goes_on:
            raise _FailedError("bad_answer", "the server sends a part that nobody asked for", 206)
        if not goes_on:
            is_plain = headers.get("content-encoding", "identity") == "identity"
            part.start(validator_of(headers) if is_plain else None)
        size = part.size()
        announced = headers.get("content-length", "")
        if announced.isdecimal() and size + int(announced) > most:
            part.drop()
            raise RefusedError("too_large", f"{size + int(announced)} bytes are more than {most} (most_bytes)")
        with part.path.open("ab") as stream:
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > most:
                    part.drop()
                    raise RefusedError("too_large", f"more than {most} bytes (most_bytes)")
                stream.write(chunk)


def _beginning(response: httpx.Response, most: int) -> str:
    data = b""
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > most:
            break
    return data[:most].decode("utf-8", "replace")


def _conditions(known: FetchOutcome) -> dict[str, str]:
    """Headers that ask for the document only where it has changed."""
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return {asked: known.headers[name] for name, asked in names.items() if known.headers.get(name)}


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _seconds(text: str) -> float:
    """Retry-After: seconds, or a date."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
