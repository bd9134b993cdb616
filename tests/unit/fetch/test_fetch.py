import gzip
import hashlib
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from ingest.fetch import CatalogueError, fetch_catalogue, fetcher
from ingest.readers import SourceText, read
from ingest.store import RawStore

PAGE = "<html><p>生产总值增长6.5%左右，全省第三。</p></html>".encode()


def documents(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "inbox").iterdir() if not path.name.endswith(".meta.yml"))


def test_page_ends_up_in_the_inbox_with_its_address(site, fetch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    [found] = fetch(site.url("/ok"))
    assert (found.outcome, found.status, found.attempts) == ("fetched", 200, 1)
    assert found.sha256 == hashlib.sha256(PAGE).hexdigest() and found.size_bytes == len(PAGE)
    assert documents(tmp_path) == [found.file_name]
    assert found.file_name.startswith("2024-报告-") and found.file_name.endswith(".html")
    store = RawStore(tmp_path / "home")
    list(store.take_up(tmp_path / "inbox"))
    [row] = store.manifest().to_dicts()
    assert (row["sha256"], row["source_url"]) == (found.sha256, site.url("/ok"))
    [text] = read(store.read(found.sha256), found.file_name)
    assert isinstance(text, SourceText) and text.text == "生产总值增长6.5%左右，全省第三。"


def test_everything_is_on_the_record(site, fetch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    fetch(site.url("/ok"), site.url("/missing"), "ftp://127.0.0.1/x")
    lines = [json.loads(line) for line in (tmp_path / "record.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["outcome"], line["reason"], line["status"]) for line in lines] == [
        ("fetched", None, 200),
        ("failed", "status", 404),
        ("refused", "scheme", None),
    ]
    assert lines[0]["url"] == lines[0]["final_url"] == site.url("/ok")
    assert lines[0]["headers"]["content-type"] == "text/html"
    assert lines[0]["sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert abs(datetime.fromisoformat(lines[0]["fetched_at"]) - datetime.now(UTC)) < timedelta(minutes=1)


def test_second_run_asks_for_nothing_that_is_fresh(site, fetch) -> None:  # type: ignore[no-untyped-def]
    fetch(site.url("/ok"))
    asked = len(site.asked)
    [found] = fetch(site.url("/ok"))
    assert found.outcome == "fresh" and len(site.asked) == asked


def test_conditional_requests(site, fetch, policy) -> None:  # type: ignore[no-untyped-def]
    def page(to) -> None:  # type: ignore[no-untyped-def]
        if to.headers.get("If-None-Match") == '"v1"':
            assert to.headers.get("If-Modified-Since") == "Wed, 17 Jan 2024 00:00:00 GMT"
            to.answer(304, b"", ETag='"v1"')
        else:
            to.answer(200, PAGE, ETag='"v1"', Last_Modified="Wed, 17 Jan 2024 00:00:00 GMT")

    site.answers["/page"] = page
    again = replace(policy, revisit_after=0)
    [first] = fetch(site.url("/page"), policy=again)
    for _ in range(2):
        [second] = fetch(site.url("/page"), policy=again)
        assert (second.outcome, second.status, second.sha256) == ("unchanged", 304, first.sha256)


def test_same_bytes_again_change_no_file(site, fetch, policy, tmp_path) -> None:  # type: ignore[no-untyped-def]
    again = replace(policy, revisit_after=0)
    [first] = fetch(site.url("/ok"), policy=again)
    before = (tmp_path / "inbox" / first.file_name).stat().st_mtime_ns
    [second] = fetch(site.url("/ok"), policy=again)
    assert (second.outcome, second.status) == ("unchanged", 200)
    assert (tmp_path / "inbox" / first.file_name).stat().st_mtime_ns == before


def test_file_that_was_removed_is_fetched_again(site, fetch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    [first] = fetch(site.url("/ok"))
    (tmp_path / "inbox" / first.file_name).unlink()
    assert fetch(site.url("/ok"))[0].outcome == "fetched"


def failing(times: int, status: int, **headers: str):  # type: ignore[no-untyped-def]
    """Fails some times, then answers."""
    left = [times]

    def answer(to) -> None:  # type: ignore[no-untyped-def]
        left[0] -= 1
        if left[0] >= 0:
            to.answer(status, b"try later", **headers)
        else:
            to.answer(200, PAGE, Content_Type="text/html")

    return answer


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_passing_faults_are_tried_again(site, fetch, status: int) -> None:  # type: ignore[no-untyped-def]
    site.answers["/flaky"] = failing(2, status)
    [found] = fetch(site.url("/flaky"))
    assert (found.outcome, found.attempts) == ("fetched", 3)


def test_faults_that_stay_are_given_up(site, fetch) -> None:  # type: ignore[no-untyped-def]
    site.answers["/down"] = failing(99, 503)
    [found, other] = fetch(site.url("/down"), site.url("/ok"))
    assert (found.outcome, found.reason, found.status, found.attempts) == ("failed", "status", 503, 3)
    assert other.outcome == "fetched"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_lasting_faults_are_not_tried_again(site, fetch, status: int) -> None:  # type: ignore[no-untyped-def]
    site.answers["/gone"] = failing(99, status)
    [found] = fetch(site.url("/gone"))
    assert (found.outcome, found.status, found.attempts) == ("failed", status, 1)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, without making them."""
    made: list[float] = []
    monkeypatch.setattr(fetcher.time, "sleep", made.append)
    return made


def test_retry_after_is_heeded(site, fetch, pauses) -> None:  # type: ignore[no-untyped-def]
    site.answers["/busy"] = failing(1, 503, Retry_After="7")
    assert fetch(site.url("/busy"))[0].outcome == "fetched"
    assert any(6 < pause <= 7 for pause in pauses), pauses


def test_retry_after_as_a_date_beyond_patience(site, fetch) -> None:  # type: ignore[no-untyped-def]
    later = format_datetime(datetime.now(UTC) + timedelta(hours=3), usegmt=True)
    site.answers["/busy"] = failing(1, 429, Retry_After=later)
    [found] = fetch(site.url("/busy"))
    assert (found.outcome, found.attempts) == ("failed", 1) and "wait" in found.detail


def test_pause_between_requests_to_one_host(site, fetch, policy, pauses) -> None:  # type: ignore[no-untyped-def]
    fetch(site.url("/ok?1"), site.url("/ok?2"), site.url("/ok?3"), policy=replace(policy, interval=50.0))
    assert len(pauses) == 3, "robots.txt and three pages: three pauses"
    assert all(0 < pause <= 50 for pause in pauses)


def test_robots_are_heeded(site, fetch, policy) -> None:  # type: ignore[no-untyped-def]
    rules = b"User-agent: *\nDisallow: /private\nAllow: /private/report\n\nUser-agent: duixian\nDisallow: /ok?secret\n"
    site.answers["/robots.txt"] = lambda to: to.answer(200, rules)
    site.answers["/private/x"] = site.answers["/ok"]
    allowed, refused = fetch(site.url("/private/x"), site.url("/ok?secret=1"))
    assert allowed.outcome == "fetched", "the group that names this agent counts alone"
    assert (refused.outcome, refused.reason) == ("refused", "robots")
    assert site.paths() == ["/private/x"]
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert fetch(site.url("/ok?secret=1"), policy=replace(policy, heed_robots=False))[0].outcome == "fetched"


def test_agent_names_itself(site, fetch) -> None:  # type: ignore[no-untyped-def]
    fetch(site.url("/ok"))
    assert all(headers["User-Agent"].startswith("duixian/") for _, headers in site.asked)


def test_robots_that_cannot_be_told_forbid_all(site, fetch) -> None:  # type: ignore[no-untyped-def]
    site.answers["/robots.txt"] = failing(99, 500)
    [found] = fetch(site.url("/ok"))
    assert (found.outcome, found.reason) == ("failed", "robots") and site.paths() == []


def test_crawl_delay_beyond_patience(site, fetch) -> None:  # type: ignore[no-untyped-def]
    site.answers["/robots.txt"] = lambda to: to.answer(200, b"User-agent: *\nCrawl-delay: 3600\n")
    [found] = fetch(site.url("/ok"))
    assert (found.outcome, found.reason) == ("refused", "robots")


def test_body_that_breaks_off_is_gone_on_with(site, fetch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    body = bytes(range(256)) * 400

    def page(to) -> None:  # type: ignore[no-untyped-def]
        asked = to.headers.get("Range")
        if asked is None:
            to.answer(200, body[:50_000], Content_Length=str(len(body)), ETag='"v1"', Content_Type="application/pdf")
            to.close_connection = True
        else:
            assert to.headers.get("If-Range") == '"v1"'
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            to.answer(206, body[start:], Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}", ETag='"v1"')

    site.answers["/big.pdf"] = page
    [found] = fetch(site.url("/big.pdf"))
    assert (found.outcome, found.attempts, found.status) == ("fetched", 2, 206)
    assert found.file_name.endswith(".pdf")
    assert (tmp_path / "inbox" / found.file_name).read_bytes() == body
    assert not (tmp_path / "inbox" / ".fetching").exists()


def test_run_that_was_broken_off_is_gone_on_with(site, fetch, policy, tmp_path) -> None:  # type: ignore[no-untyped-def]
    body = b"x" * 100_000
    ranges = []

    def page(to) -> None:  # type: ignore[no-untyped-def]
        ranges.append(to.headers.get("Range"))
        if len(ranges) == 1:
            to.answer(200, body[:30_000], Content_Length=str(len(body)), ETag='"v1"')
            to.close_connection = True
        else:
            start = int(ranges[-1].removeprefix("bytes=").removesuffix("-"))
            to.answer(206, body[start:], Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}")

    site.answers["/big"] = page
    assert fetch(site.url("/big"), policy=replace(policy, attempts=1))[0].outcome == "failed"
    assert documents(tmp_path) == [".fetching"], "no half file is ever in the inbox"
    [found] = fetch(site.url("/big"))
    assert found.outcome == "fetched" and ranges[1] is not None
    assert found.sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize("trick", ["ignores the range", "other place", "416", "changed"])
def test_servers_that_cannot_go_on(site, fetch, trick: str) -> None:  # type: ignore[no-untyped-def]
    body = b"y" * 90_000
    asked = []

    def page(to) -> None:  # type: ignore[no-untyped-def]
        asked.append(to.headers.get("Range"))
        if len(asked) == 1:
            to.answer(200, body[:30_000], Content_Length=str(len(body)), ETag='"v1"')
            to.close_connection = True
        elif asked[-1] and trick == "other place":
            to.answer(206, body[10:], Content_Range=f"bytes 10-{len(body) - 1}/{len(body)}")
        elif asked[-1] and trick == "416":
            to.answer(416, b"")
        else:
            to.answer(200, body, ETag='"v2"')

    site.answers["/big"] = page
    [found] = fetch(site.url("/big"))
    assert found.outcome == "fetched" and found.sha256 == hashlib.sha256(body).hexdigest()


def test_too_large_by_its_announcement_or_in_fact(site, fetch, policy, tmp_path) -> None:  # type: ignore[no-untyped-def]
    def endless(to) -> None:  # type: ignore[no-untyped-def]
        to.send_response(200)
        to.send_header("Transfer-Encoding", "chunked")
        to.end_headers()
        for _ in range(10_000):
            to.wfile.write(b"4000\r\n" + b"z" * 0x4000 + b"\r\n")

    site.answers["/announced"] = lambda to: to.answer(200, b"", Content_Length="5000000")
    site.answers["/endless"] = endless
    site.answers["/bomb"] = lambda to: to.answer(200, gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    small = replace(policy, most_bytes=1_000_000)
    for found in fetch(site.url("/announced"), site.url("/endless"), site.url("/bomb"), policy=small):
        assert (found.outcome, found.reason) == ("refused", "too_large") and "most_bytes" in found.detail
    assert documents(tmp_path) == []


@pytest.mark.parametrize("where", ["headers", "body"])
def test_server_that_drips(site, fetch, policy, where: str) -> None:  # type: ignore[no-untyped-def]
    def drip(to) -> None:  # type: ignore[no-untyped-def]
        to.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if where == "body":
            to.wfile.write(b"Content-Length: 1000\r\n\r\n")
        for _ in range(100):
            to.wfile.write(b"a")
            time.sleep(0.1)

    site.answers["/drip"] = drip
    [found] = fetch(site.url("/drip"), policy=replace(policy, attempts=1, total_seconds=0.7))
    assert (found.outcome, found.reason) == ("failed", "too_slow")


def test_server_that_says_nothing(site, fetch, policy) -> None:  # type: ignore[no-untyped-def]
    site.answers["/mute"] = lambda to: time.sleep(2)
    [found] = fetch(site.url("/mute"), policy=replace(policy, attempts=2, read_seconds=0.3))
    assert (found.outcome, found.reason, found.attempts) == ("failed", "network", 2)


def test_server_that_talks_nonsense(site, fetch) -> None:  # type: ignore[no-untyped-def]
    def nonsense(to) -> None:  # type: ignore[no-untyped-def]
        to.wfile.write(b"\0\1\2 this is not HTTP\r\n\r\n")
        to.close_connection = True

    def closes(to) -> None:  # type: ignore[no-untyped-def]
        to.close_connection = True

    def broken_gzip(to) -> None:  # type: ignore[no-untyped-def]
        to.answer(200, b"not gzip", Content_Encoding="gzip")

    site.answers.update({"/nonsense": nonsense, "/closes": closes, "/gzip": broken_gzip})
    site.answers["/nothing"] = lambda to: to.answer(200, b"")
    paths = ("/nonsense", "/closes", "/gzip", "/nothing")
    assert {found.outcome for found in fetch(*map(site.url, paths))} == {"failed"}


def test_nobody_listens(fetch, policy) -> None:  # type: ignore[no-untyped-def]
    [found] = fetch("http://127.0.0.1:1/x", policy=replace(policy, allow_hosts=frozenset({"127.0.0.1"})))
    assert (found.outcome, found.reason, found.attempts) == ("failed", "network", 3)


def test_compressed_page_is_stored_as_it_is_meant(site, fetch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    site.answers["/z"] = lambda to: to.answer(
        200, gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html"
    )
    [found] = fetch(site.url("/z"))
    assert (tmp_path / "inbox" / found.file_name).read_bytes() == PAGE


def test_redirects_are_followed_and_recorded(site, fetch) -> None:  # type: ignore[no-untyped-def]
    site.answers["/old"] = lambda to: to.answer(301, b"", Location="/older")
    site.answers["/older"] = lambda to: to.answer(302, b"", Location=site.url("/ok"))
    [found] = fetch(site.url("/old"))
    assert (found.outcome, found.final_url) == ("fetched", site.url("/ok"))
    assert found.hops == (site.url("/old"), site.url("/older"))


@pytest.mark.parametrize(
    ("location", "outcome", "reason"),
    [
        ("file:///etc/passwd", "refused", "scheme"),
        ("ftp://example.org/x", "refused", "scheme"),
        ("http://127.0.0.1:1/", "refused", "private_address"),
        ("http://localhost:1/", "refused", "private_address"),
        ("http://169.254.169.254/latest/meta-data", "refused", "private_address"),
        ("http://[::1]:1/", "refused", "private_address"),
        ("http://user:pass@127.0.0.1/", "refused", "bad_url"),
        ("/loop", "failed", "redirects"),
        ("", "failed", "redirects"),
    ],
)
def test_redirects_are_checked(site, fetch, location: str, outcome: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    site.answers["/loop"] = lambda to: to.answer(302, b"", Location=location)
    [found] = fetch(site.url("/loop"))
    assert (found.outcome, found.reason) == (outcome, reason)


def test_redirects_without_end(site, fetch) -> None:  # type: ignore[no-untyped-def]
    for n in range(20):
        site.answers[f"/r{n}"] = lambda to, n=n: to.answer(302, b"", Location=f"/r{n + 1}")
    [found] = fetch(site.url("/r0"))
    assert (found.outcome, found.reason) == ("failed", "redirects") and len(site.paths()) == 6


def test_redirect_to_what_robots_forbid(site, fetch) -> None:  # type: ignore[no-untyped-def]
    site.answers["/robots.txt"] = lambda to: to.answer(200, b"User-agent: *\nDisallow: /ok\n")
    site.answers["/away"] = lambda to: to.answer(302, b"", Location="/ok")
    [found] = fetch(site.url("/away"))
    assert (found.outcome, found.reason) == ("refused", "robots")


def test_names_cannot_lead_out_of_the_inbox(site, fetch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    [found] = fetch(site.url("/ok"), title="../../etc/x\x1b[31m'")
    assert documents(tmp_path) == [found.file_name]
    assert "/" not in found.file_name and found.file_name.isprintable() and not found.file_name.startswith(".")


def test_torn_record_is_gone_on_with(site, fetch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    fetch(site.url("/ok"))
    record = tmp_path / "record.jsonl"
    record.write_bytes(record.read_bytes() + b'{"url": "torn')
    first, second = fetch(site.url("/ok"), site.url("/ok?2"))
    assert (first.outcome, second.outcome) == ("fresh", "fetched")
    assert json.loads(record.read_text(encoding="utf-8").splitlines()[-1])["url"] == site.url("/ok?2")


def test_run_can_be_broken_off_between_rows(site, tmp_path, policy) -> None:  # type: ignore[no-untyped-def]
    catalogue = tmp_path / "c.csv"
    catalogue.write_text("url\n" + "".join(f"{site.url('/ok')}?{n}\n" for n in range(3)))
    for first in fetch_catalogue(catalogue, tmp_path / "inbox", tmp_path / "r.jsonl", policy):
        assert first.outcome == "fetched"
        break
    outcomes = [one.outcome for one in fetch_catalogue(catalogue, tmp_path / "inbox", tmp_path / "r.jsonl", policy)]
    assert outcomes == ["fresh", "fetched", "fetched"]


def test_catalogues(site, tmp_path, policy) -> None:  # type: ignore[no-untyped-def]
    def run(content: bytes) -> list[str]:
        path = tmp_path / "c.csv"
        path.write_bytes(content)
        return [one.outcome for one in fetch_catalogue(path, tmp_path / "inbox", tmp_path / "r.jsonl", policy)]

    url = site.url("/ok")
    assert run(f"标题,链接,年份\n报告,{url},2024\n,,\n报告,{url},2024\n".encode("gb18030")) == ["fetched"]
    assert run("\ufeffURL\n not a url \n".encode()) == ["refused"]
    for bad in (b"", b"title,year\na,1\n", b"\0\1\2"):
        with pytest.raises(CatalogueError, match=r"c\.csv"):
            run(bad)
    with pytest.raises(CatalogueError, match="nowhere"):
        list(fetch_catalogue(tmp_path / "nowhere.csv", tmp_path, tmp_path / "r", policy))
