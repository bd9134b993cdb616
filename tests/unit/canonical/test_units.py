"""Units as written: dimension and factor; every unit of the lexicon has both."""

import pytest

from ingest import lexicon
from ingest.canonical.units import measure_of


@pytest.mark.parametrize(
    ("unit", "dimension", "factor"),
    [
        ("万亩", "area", 1e4),
        ("万亿元", "money", 1e12),
        ("亿斤", "mass", 5e4),
        ("平方公里", "area", 1500.0),
        ("个百分点", "points", 1.0),
        ("千瓦", "power", 1.0),
        ("万千瓦", "power", 1e4),
        ("万", "bare", 1e4),
        ("筐", "筐", 1.0),
        ("万筐", "筐", 1e4),
    ],
)
def test_a_unit_is_a_multiplier_and_a_base(unit: str, dimension: str, factor: float) -> None:
    assert measure_of(unit) == (dimension, pytest.approx(factor))


def test_every_unit_has_a_dimension_and_a_factor() -> None:
    for row in lexicon.rows("units"):
        assert row["dimension"], row
        assert float(row["factor"]) > 0, row
