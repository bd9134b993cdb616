"""Models of which only some regions are built anew see nothing of the others."""

import re
from pathlib import Path

import pytest

from orchestration.home import DBT_PROJECT

MODELS = {path.stem: path.read_text(encoding="utf-8") for path in (DBT_PROJECT / "models").rglob("*.sql")}
SEEDS = {path.stem for path in (DBT_PROJECT / "seeds").glob("*.csv")}
REGIONAL = sorted(name for name, sql in MODELS.items() if "'is_regional': true" in sql)
# the same for every region: the catalogue, and what a person corrected (then everything is built)
COMMON = {"stg_indicators", "stg_document_kinds", "stg_regions", "stg_corrections"}


def refs(sql: str) -> set[str]:
    return set(re.findall(r"ref\('(\w+)'\)", sql))


@pytest.mark.parametrize("name", REGIONAL)
def test_it_sees_its_regions_alone(name: str) -> None:
    for seen in refs(MODELS[name]) - SEEDS - COMMON:
        assert "'scope': '" in MODELS[seen], f"{name} looks at all of {seen}"


@pytest.mark.parametrize("name", REGIONAL)
def test_its_rows_begin_with_their_document(name: str) -> None:
    scope = re.search(r"'scope': '(\w+)'", MODELS[name])
    assert scope is not None
    # the column is one of those that the model describes
    described = Path(next((DBT_PROJECT / "models").rglob(f"{name}.yml"))).read_text(encoding="utf-8")
    assert f"- name: {scope[1]}\n" in described


def test_the_large_tables_are_among_them() -> None:
    assert {"fct_mention", "fct_attainment", "fct_result", "int_metrics", "int_judged_pairs"} <= set(REGIONAL)
