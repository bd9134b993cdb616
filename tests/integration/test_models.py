"""dbt's unit tests of the rules; a run of the pipeline leaves them out, because they check models and not data."""

import json

import pytest

from orchestration.dbt_project import DbtError, run_dbt
from orchestration.home import Home

from .conftest import Finished


def test_every_rule_does_what_its_unit_test_says(copied: Finished) -> None:
    home = Home(copied.home)
    try:
        # what was published stands without the views over the lake; unit tests look up their columns
        run_dbt(home, "run", "--select", "config.schema:staging", keeps_views=True)
        run_dbt(home, "test", "--select", "test_type:unit")
    except DbtError as error:
        pytest.fail(str(error))
    results = json.loads((home.dbt_target / "run_results.json").read_text(encoding="utf-8"))["results"]
    # the hook at the end of a run stands among the results
    statuses = [result["status"] for result in results if result["unique_id"].startswith("unit_test.")]
    assert len(statuses) >= 10
    assert set(statuses) == {"pass"}


def test_the_docs_of_dbt_build_offline(copied: Finished) -> None:
    home = Home(copied.home)
    run_dbt(home, "docs", "generate", "--static")
    page = (home.dbt_target / "static_index.html").read_text(encoding="utf-8")
    assert "fct_attainment" in page
