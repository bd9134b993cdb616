"""The page of the pipeline in a real headless Chromium, as `duixian serve` shows it over a home that was published."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.integration.conftest import PATIENCE, Finished, Once, copy_of, duixian, finished, served


@pytest.fixture(scope="module")
def published(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A home of its own with the examples published."""
    done = copy_of(finished(once, "examples"), tmp_path_factory.mktemp("pipeline") / "home")
    assert done.outcome.returncode == 0, done.outcome.stdout + done.outcome.stderr
    return done


@pytest.fixture(scope="module")
def address(published: Finished) -> Iterator[str]:
    """Where the page is served; the sensor and the schedule have nothing to do."""
    with served(published.home) as (address, _):
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()


def test_lineage_leads_from_a_mart_back_to_the_raw_files(page: Page, address: str) -> None:
    page.goto(f"{address}/assets/marts/fct_attainment?view=lineage&lineageScope=upstream&lineageDepth=20")
    for name in ("raw_files", "documents", "mentions", "int_match_pairs", "int_verdicts"):
        page.get_by_text(name, exact=True).first.wait_for()


def test_checks_of_what_was_published_are_green(page: Page, address: str) -> None:
    page.goto(f"{address}/assets/marts/fct_attainment?view=checks")
    page.get_by_text("verdict_is_known", exact=True).first.wait_for()
    page.get_by_text("Passed", exact=True).first.wait_for()
    assert page.get_by_text("Failed", exact=True).count() == 0
    assert page.get_by_text("Not evaluated", exact=True).count() == 0


def test_one_table_is_materialised_by_a_click(page: Page, address: str, published: Finished) -> None:
    before = published.rows("select run_id from marts.dim_run")
    page.goto(f"{address}/assets/marts/dim_region")
    page.get_by_role("button", name="Materialize").first.click()
    page.get_by_text("Launched run").first.wait_for()
    page.get_by_role("button", name="View").or_(page.get_by_role("link", name="View")).first.click()
    page.get_by_text("Success", exact=True).first.wait_for(timeout=3 * PATIENCE * 1000)
    assert published.rows("select run_id from marts.dim_run") == before, "a part is not published"


def test_a_failed_check_shows_the_rows_against_it(page: Page, address: str, published: Finished) -> None:
    mention = published.rows("select mention_id from marts.fct_mention where role = 'result' order by 1 limit 1")[0][0]
    (published.home / "corrections.csv").write_text(
        f"mention_id,result_id,field,expected,new_value,reason\n{mention},,value,123456,2,made up\n", encoding="utf-8"
    )
    assert duixian("run", "--home", published.home).returncode == 1
    page.goto(f"{address}/assets/marts/corrections_applied?view=checks&checkDetail=corrections_still_apply")
    page.get_by_text("Failed", exact=True).first.wait_for()
    page.get_by_role("button", name="Show JSON").or_(page.get_by_text("[Show JSON]")).first.click()
    page.get_by_text(mention).first.wait_for()
