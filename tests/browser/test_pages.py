"""Every page in both languages, opened, filtered, linked and downloaded; what must never happen is in the fixtures."""

import csv
import json
import re
from pathlib import Path

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.data import open_published

from .conftest import Watched

# one worker makes the home and drives the browser
REGION = "370000"
PAGES = (
    "",
    "region",
    f"region/{REGION}/2023",
    "indicator",
    "indicator/gdp?measure=growth",
    "reader",
    "units",
    "quality",
    "review?of=numbers",
)
LANGUAGES = ("zh", "en")


def faults(page: object) -> list[str]:
    found = Axe().run(page).response["violations"]  # type: ignore[arg-type]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")]


def reader_address(desktop: Watched, language: str = "zh") -> str:
    page = desktop.open(f"/{language}/region/{REGION}/2023")
    return str(page.locator(".docs a").first.get_attribute("href"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_pages_open_and_everyone_can_use_them(desktop: Watched, language: str, path: str) -> None:
    page = desktop.open(f"/{language}/{path}")
    assert page.locator("main h1").inner_text()
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)
        assert faults(page) == [], light


@pytest.mark.parametrize("path", [*PAGES, "review"])
def test_pages_fit_a_phone_in_the_dark(phone: Watched, path: str) -> None:
    phone.page.emulate_media(color_scheme="dark")
    page = phone.open(f"/en/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_page_is_out_of_a_phones_sight(phone: Watched, path: str) -> None:
    page = phone.open(f"/en/{path}")
    pages = page.locator(".top nav a")
    assert all(pages.nth(n).bounding_box()["x"] + pages.nth(n).bounding_box()["width"] <= 390 for n in range(7))  # type: ignore[index]
    short = page.locator(".drawing:not(.long) svg")
    assert all(short.nth(n).bounding_box()["width"] < 390 for n in range(short.count()))  # type: ignore[index]


def test_what_is_not_there_leads_on(desktop: Watched) -> None:
    page = desktop.open("/en/region/999999/2023")
    desktop.faults[:] = [fault for fault in desktop.faults if "404" not in fault]
    desktop.follow(page.locator("main a").first)
    assert page.url.endswith("/en/region")


def test_the_start_speaks_the_language_of_the_browser(desktop: Watched) -> None:
    assert desktop.open("/").url.endswith("/zh/")
    desktop.follow(desktop.page.get_by_role("link", name="English"))
    assert desktop.page.url.endswith("/en/")


def test_a_square_of_the_coverage_leads_to_the_promises(desktop: Watched) -> None:
    page = desktop.open("/zh/")
    desktop.follow(page.locator(".grid td a").first)
    assert "/zh/region/" in page.url
    assert page.locator(".targets li").count() > 3


def test_filters_answer_in_place_and_can_be_linked(desktop: Watched) -> None:
    page = desktop.open(f"/zh/region/{REGION}/2023")
    page.evaluate("window.stays = true")
    before = page.locator(".targets > li").count()
    page.locator("#targets select[name=verdict]").select_option("missed")
    page.wait_for_url("**verdict=missed**")
    missed = page.locator(".targets > li")
    assert 0 < missed.count() < before
    assert page.locator(".targets > li.missed").count() == missed.count()
    assert page.evaluate("window.stays") is True
    count = missed.count()
    page.reload()
    assert page.locator(".targets > li").count() == count
    assert page.locator("select[name=verdict]").input_value() == "missed"


def test_filters_work_without_scripts(chromium: object, base: str) -> None:
    context = chromium.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{base}/en/region/{REGION}/2023")
    page.locator("#targets select[name=verdict]").select_option("attained")
    with page.expect_navigation():
        page.locator("#targets form button").click()
    assert page.locator(".targets > li.attained").count() == page.locator(".targets > li").count() > 0
    context.close()


def test_what_is_shown_is_what_is_downloaded(desktop: Watched, tmp_path: Path) -> None:
    page = desktop.open(f"/zh/region/{REGION}/2023?verdict=attained")
    shown = page.locator(".targets > li").count()
    with page.expect_download() as download:
        page.locator("a.save").click()
    place = tmp_path / "targets.csv"
    download.value.save_as(place)
    assert place.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(place.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == shown
    assert {row["verdict"] for row in rows} == {"attained"}


def test_a_unit_leads_to_its_tasks_and_they_to_the_report(desktop: Watched, tmp_path: Path) -> None:
    page = desktop.open("/zh/units")
    rows = page.locator("#found tbody tr")
    assert rows.count() > 3
    page.locator("select[name=standing]").select_option("open")
    page.wait_for_url("**standing=open**")
    assert 0 < rows.count() < 8
    with page.expect_download() as download:
        page.get_by_role("link", name="每项任务的 CSV").click()
    download.value.save_as(tmp_path / "open.csv")
    still = list(csv.DictReader((tmp_path / "open.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["standing"] for row in still} == {"open"}
    assert len({row["unit_name"] for row in still}) == rows.count()
    page.locator("select[name=standing]").select_option("")
    page.wait_for_url(re.compile("units[?]?$"))
    unit = rows.first.locator("th a")
    name = unit.inner_text()
    owed = int(rows.first.locator("td").nth(2).inner_text())
    desktop.follow(unit)
    assert page.locator("h1").inner_text() == name
    assert page.locator(".targets > li").count() == owed
    with page.expect_download() as download:
        page.locator("a.save").click()
    download.value.save_as(tmp_path / "tasks.csv")
    saved = list(csv.DictReader((tmp_path / "tasks.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["unit_name"] for row in saved] == [name] * owed
    assert faults(page) == []
    desktop.follow(page.locator(".targets .what a").first)
    assert "/zh/reader/" in page.url


def test_the_tracker_can_be_limited_to_a_unit(desktop: Watched) -> None:
    page = desktop.open("/en/region/440300/2024")
    before = page.locator(".targets > li").count()
    units = page.locator("#targets select[name=unit] option")
    name = units.nth(1).get_attribute("value") or ""
    page.locator("#targets select[name=unit]").select_option(name)
    page.wait_for_url("**unit=**")
    shown = page.locator(".targets > li")
    assert 0 < shown.count() < before
    assert all(name in text for text in shown.all_inner_texts())


@pytest.mark.parametrize("name", ["path", "distribution", "cascade", "ratchet"])
def test_charts_download_as_drawing_and_as_rows(desktop: Watched, tmp_path: Path, name: str) -> None:
    page = desktop.open(f"/zh/indicator/gdp?measure=growth&region={REGION}&year=2024")
    for kind in ("svg", "csv"):
        with page.expect_download() as download:
            page.locator(f'a[href*="download={name}.{kind}"]').click()
        place = tmp_path / f"{name}.{kind}"
        download.value.save_as(place)
        text = place.read_text(encoding="utf-8-sig")
        assert len(text.splitlines()) > 1 if kind == "csv" else text.startswith("<svg") and "var(" not in text


def test_the_reader_tells_the_ground_of_every_number(desktop: Watched) -> None:
    page = desktop.open(reader_address(desktop))
    marks = page.locator("#text a.m")
    assert marks.count() > 20
    page.locator("#text a.m.target.attained").first.click()
    ground = page.locator("#detail .ground")
    ground.locator("blockquote.other mark").wait_for()
    assert ground.locator("blockquote.this mark").inner_text() == page.locator("#text a[aria-current]").inner_text()
    assert "2024" in ground.locator("blockquote.other cite").inner_text()
    assert ground.locator(".candidates .chosen").count() == 1
    assert faults(page) == []


def test_the_reader_says_which_colour_is_which_verdict(desktop: Watched) -> None:
    page = desktop.open(reader_address(desktop))
    keys = page.locator("#detail .meaning .m.target.attained, #detail .meaning .m.target.missed")
    assert keys.all_inner_texts() == ["完成", "未完成"]
    paint = "node => getComputedStyle(node).backgroundColor"
    assert keys.first.evaluate(paint) == page.locator("#text a.m.target.attained").first.evaluate(paint)


def test_the_text_of_the_reader_is_the_text_of_the_document(desktop: Watched, home: Path) -> None:
    page = desktop.open(reader_address(desktop))
    document = page.locator(".reader").get_attribute("data-document")
    texts = pl.scan_parquet(home / "lake/documents/**/*.parquet").filter(pl.col("document_id") == document)
    shown = page.locator("#text").evaluate("node => node.textContent")
    assert "".join(shown.split()) == "".join(texts.select("text").collect().item().split())


def test_a_number_that_measures_nothing_says_why(desktop: Watched) -> None:
    page = desktop.open(reader_address(desktop))
    page.locator('[data-role="none"]').check()
    page.locator("#text a.m.none").first.click()
    page.locator("#detail .why b").wait_for()
    assert page.locator("#detail .why b").inner_text() in ("日期", "序数", "时间段")


def test_the_parts_of_a_report_are_a_click_away(desktop: Watched) -> None:
    page = desktop.open(reader_address(desktop))
    parts = page.locator(".docs .part")
    assert parts.all_inner_texts()[:2] == ["开头", "回顾"]
    goal = (parts.nth(1).get_attribute("href") or "").lstrip("#")
    assert page.locator(f"#text #{goal}").count() == 1


def test_the_keyboard_walks_through_the_numbers(desktop: Watched) -> None:
    page = desktop.open(reader_address(desktop))
    page.locator("h1").click()
    page.keyboard.press("j")
    first = page.locator("#text a[aria-current]")
    first.wait_for()
    start = first.get_attribute("id") or ""
    page.keyboard.press("j")
    expect(first).not_to_have_attribute("id", start)
    page.keyboard.press("k")
    expect(first).to_have_attribute("id", start)


def test_the_place_of_a_number_can_be_linked(desktop: Watched) -> None:
    page = desktop.open(f"/en/region/{REGION}/2023")
    desktop.follow(page.locator(".targets .what a").first)
    assert re.search(r"/en/reader/\w+\?m=\d+#m\d+$", page.url)
    assert page.locator("#detail .ground").is_visible()
    mark = page.locator("#text a[aria-current]")
    assert mark.is_visible()


def test_the_light_can_be_switched_and_stays(desktop: Watched) -> None:
    page = desktop.open("/zh/")
    page.locator("#theme").click()
    chosen = page.locator("html").get_attribute("data-theme")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == chosen == "dark"


def test_reading_only_cannot_write(desktop: Watched, home: Path) -> None:
    page = desktop.open("/en/review")
    assert page.locator("form.decide").count() == 0
    sent = page.request.post(f"{desktop.base}/en/review", form={"decision": "accept"}, headers={"Origin": desktop.base})
    assert sent.status == 403
    assert not (home / "corrections.csv").exists()


def test_another_site_cannot_ask(desktop: Watched) -> None:
    desktop.open("/en/")
    sent = desktop.page.request.get(f"{desktop.base}/en/", headers={"Host": "evil.example"})
    assert sent.status == 400


def test_a_review_is_kept_and_counted(reviewer: Watched, review_home: Path) -> None:
    page = reviewer.open("/en/review?verdict=missed&sample=5")
    assert faults(page) == []
    decided = page.locator(".targets > li").first
    target = decided.locator("input[name=target_id]").get_attribute("value")
    decided.locator("input[name=new_value]").fill("incomparable")
    decided.locator("input[name=reason]").fill("another scope")
    decided.locator("button[value=correct]").click()
    page.locator("text=1 looked at, 0 accepted").wait_for()
    page.locator("button[value=accept]").first.click()
    page.locator("text=2 looked at, 1 accepted").wait_for()
    with (review_home / "corrections.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["mention_id"], row["field"], row["expected"], row["new_value"], row["reason"]) == (
        target, "verdict", "missed", "incomparable", "another scope",
    )  # fmt: skip


def test_a_correction_that_would_not_hold_is_refused(reviewer: Watched, review_home: Path) -> None:
    page = reviewer.open("/zh/review?verdict=attained")
    form = page.locator("form.decide").first
    form.locator("input[name=new_value]").fill("perhaps")
    form.locator("input[name=reason]").fill("a guess")
    # the browser names the refused answer in its console, which is as it should be
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        form.locator("button[value=correct]").click()
    assert answer.value.status == 400
    page.locator("[role=alert]").wait_for()
    assert "不能取这个值" in page.locator("[role=alert]").inner_text()
    assert not (review_home / "corrections.csv").exists()
    reviewer.faults[:] = [fault for fault in reviewer.faults if "400" not in fault]


def test_the_audit_is_shown(desktop: Watched, home: Path) -> None:
    page = desktop.open("/zh/quality")
    expected = sum(len(json.loads(p.read_text())["findings"]) for p in (home / "build/audit").glob("*.json"))
    assert page.locator("ul.plain li").count() == expected
    assert not re.search(r"[A-Za-z]{12}", page.locator("ul.plain").first.inner_text())


def test_every_year_of_a_region_is_in_sight_on_a_desktop(desktop: Watched) -> None:
    page = desktop.open(f"/zh/region/{REGION}/2023")
    strip = page.locator(".years")
    years = "Array.from({length: 40}, (_, n) => `<a>${1987 + n}</a>`).join('')"
    strip.evaluate(f"strip => {{ strip.innerHTML = {years} }}")
    assert strip.evaluate("strip => strip.scrollWidth - strip.clientWidth") <= 0


def test_the_bar_of_the_reader_leaves_a_phone_its_text(phone: Watched) -> None:
    for language in LANGUAGES:
        page = phone.open(reader_address(phone, language))
        assert page.locator(".bar-above").bounding_box()["height"] < 844 / 5  # type: ignore[index]


def test_what_is_counted_twice_is_told_beside_the_targets(desktop: Watched, home: Path) -> None:
    with open_published(home / "warehouse.duckdb") as warehouse:
        stated = warehouse.sql("select count(*) from marts.fct_attainment").fetchall()[0][0]
    told = desktop.open("/en/").locator(".numbers div", has_text="Targets").inner_text()
    assert sum(map(int, re.findall(r"\d+", told))) == stated
