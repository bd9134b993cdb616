"""What may be asked for: http and https, at public addresses.

Addresses are checked where the connection is made, not where the name is read: a name that resolves differently the
second time (DNS rebinding) gains nothing. No proxy, cookie or password of the environment is used.
"""

import contextlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore
import httpx

from ingest.fetch.policy import Policy

PORTS: Final = {"http": 80, "https": 443}
LONGEST_URL: Final = 4_096
SHARED_SPACE: Final = ipaddress.ip_network("100.64.0.0/10")


class RefusedError(Exception):
    """A request that must not be made: ``reason`` for the record, the message for a person."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class TooSlowError(Exception):
    """The time for one document is over."""


def check_url(url: str) -> None:
    """Raises RefusedError for a URL that is not plain http or https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError("bad_url", f"not a URL: {error}") from error
    if parts.scheme not in PORTS:
        raise RefusedError("scheme", f"only http and https are fetched, not {parts.scheme or 'a bare name'}")
    if not parts.hostname or len(url) > LONGEST_URL or any(character.isspace() for character in url) or port == 0:
        raise RefusedError("bad_url", "not a complete URL")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("bad_url", "a URL with a password is not fetched")


def is_public(address: str) -> bool:
    """Whether an address is on the public internet."""
    found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast and not found.is_reserved and found not in SHARED_SPACE


class Transport(httpx.BaseTransport):
    """Carries httpx's requests over connections that only lead to allowed addresses, within the time that is left."""

    def __init__(self, policy: Policy) -> None:
        self.backend = _Backend(policy)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=self.backend,
            max_connections=4,
            keepalive_expiry=30,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, one response; errors are those of httpx, RefusedError and TooSlowError."""
        raw = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _errors_of_httpx(request):
            response = self._pool.handle_request(raw)
        assert isinstance(response.stream, Iterable)
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Stream(response.stream, request),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Closes all connections."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes], request: httpx.Request) -> None:
        self._stream = stream
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        with _errors_of_httpx(self._request):
            yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


@contextlib.contextmanager
def _errors_of_httpx(request: httpx.Request) -> Iterator[None]:
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ssl.SSLError) as error:
        raise httpx.TransportError(f"{type(error).__name__}: {error}", request=request) from error


class _Backend(httpcore.NetworkBackend):
    """Opens connections to checked addresses; every wait ends with ``deadline`` (of time.monotonic)."""

    def __init__(self, policy: Policy) -> None:
        self._inner = httpcore.SyncBackend()
        self._policy = policy
        self.deadline = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        allowed = bool({host, f"{host}:{port}"} & self._policy.allow_hosts)
        problem: Exception | None = None
        for address in _resolve(host, port):
            if not allowed and not is_public(address):
                raise RefusedError("private_address", f"{host} is at {address}, which is not on the public internet")
            try:
                wait = self.left(timeout)
                return _Timed(self._inner.connect_tcp(address, port, wait, local_address, socket_options), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem or httpcore.ConnectError(f"{host} has no address")

    def left(self, timeout: float | None) -> float:
        """The shorter of a step's own time and the time that is left in all."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TooSlowError
        return min(left, timeout if timeout is not None else left)


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} cannot be found: {error}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Timed(httpcore.NetworkStream):
    """A connection whose every step ends with the deadline: a server that sends a byte now and then gains nothing."""

    def __init__(self, inner: httpcore.NetworkStream, backend: _Backend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._inner.read(max_bytes, self._backend.left(timeout))
        except httpcore.TimeoutException:
            self._backend.left(timeout)
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._backend.left(timeout)), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
