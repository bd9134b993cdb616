import socket
from pathlib import Path

import pytest

from ingest.fetch import Policy, fetch_catalogue
from ingest.fetch.robots import parse
from ingest.fetch.safety import RefusedError, check_url, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.102.166.224", "2620:0:863:ed1a::1", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["ftp://a/x", "file:///etc/passwd", "gopher://a", "javascript:x", "data:,x", "//a/x", "a.html", "", "http://", "http:///x",
     "http://a:0/", "http://a:99999/", "http://u:p@a/", "http://u@a/", "http://a/ b", "http://a/\nb", "http://[::1/",
     "http://a/" + "x" * 5_000],
)  # fmt: skip
def test_urls_that_are_not_fetched(url: str) -> None:
    with pytest.raises(RefusedError):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["http://a.gov.cn/", "https://zh.wikisource.org/wiki/2024年报告", "HTTP://A.cn:8080/?q=1"]
)
def test_urls_that_are_fetched(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "url", ["http://localhost/", "http://127.1/", "http://0x7f000001/", "http://2130706433/", "http://[::1]/"]
)
def test_other_spellings_of_this_machine_are_refused(tmp_path: Path, url: str) -> None:
    (tmp_path / "c.csv").write_text(f"url\n{url}\n")
    policy = Policy(interval=0, attempts=1)
    [found] = fetch_catalogue(tmp_path / "c.csv", tmp_path / "inbox", tmp_path / "r.jsonl", policy)
    assert (found.outcome, found.reason) in {("refused", "private_address"), ("failed", "network")}, found


def test_a_name_is_checked_where_it_is_connected_to(tmp_path: Path, site, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """A name that is public at first and private afterwards (DNS rebinding) is refused when it is."""
    asked = []

    def resolve(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", site.server.server_address[1]))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    (tmp_path / "c.csv").write_text("url\nhttp://public.example.org/ok\n")
    [found] = fetch_catalogue(tmp_path / "c.csv", tmp_path / "inbox", tmp_path / "r.jsonl", Policy(interval=0))
    assert (found.outcome, found.reason) == ("refused", "private_address")
    assert asked == ["public.example.org"] and site.asked == []


def test_an_allowed_host_is_allowed_with_its_port_only(site, fetch, policy) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    other = replace(policy, allow_hosts=frozenset({"127.0.0.1:1"}))
    assert fetch(site.url("/ok"), policy=other)[0].reason == "private_address"
    assert fetch(site.url("/ok"), policy=replace(policy, allow_hosts=frozenset({"127.0.0.1"})))[0].outcome == "fetched"


def test_proxies_of_the_environment_are_not_used(site, fetch, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch(site.url("/ok"))[0].outcome == "fetched"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\nUser-agent: Duixian\nDisallow: /b", "/a", True),
        ("user-agent: x\nuser-agent: duixian\ndisallow: /a # why", "/a/b", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?a", True),
        ("User-agent: *\nDisallow: /w/*action=", "/w/index.php?action=edit", False),
        ("\ufeffUser-agent: *\r\nSitemap: x\r\nDisallow: /a\r\n", "/a", False),
        ("Disallow: /", "/a", True),
        ("<html>not found</html>", "/a", True),
        ("User-agent: *\nDisallow: /a(b", "/a(b", False),
        ("User-agent: *\nDisallow: " + "*" * 5_000 + "x", "/" + "a" * 5_000, True),
    ],
)
def test_rules_of_robots(rules: str, path: str, allowed: bool) -> None:
    assert parse(rules, "duixian/0.1 (x)").allows(path) is allowed


def test_crawl_delay() -> None:
    assert parse("User-agent: *\nCrawl-delay: 2.5", "duixian").delay == 2.5
    assert parse("User-agent: *\nCrawl-delay: soon", "duixian").delay == 0
