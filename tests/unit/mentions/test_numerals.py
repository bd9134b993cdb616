"""Chinese numerals to numbers."""

import pytest

from ingest.mentions.numerals import chinese_integer, chinese_number, split_scale


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("七", 7),
        ("十", 10),
        ("十六", 16),
        ("四十", 40),
        ("九十九", 99),
        ("百", 100),
        ("三百零五", 305),
        ("两千零二十", 2020),
        ("一千六百三十", 1630),
        ("二〇三五", 2035),
        ("一九九四", 1994),
        ("零", 0),
        ("叁佰贰拾", 320),
    ],
)
def test_integers(text: str, value: int) -> None:
    assert chinese_integer(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十三点四", 13.4),
        ("零点零五", 0.05),
        ("二十点一", 20.1),
        ("三万", 30_000),
        ("一百二十万", 1_200_000),
        ("二十万亿", 20e12),
        ("三亿五千万", 350_000_000),
        ("一千六百三十亿", 1630e8),
        ("万亿", 1e12),
        ("十二万三千四百", 123_400),
    ],
)
def test_numbers_with_points_and_scales(text: str, value: float) -> None:
    assert chinese_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["多", "十几", "三点多", "亿元"])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no numeral"):
        chinese_number(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("四百五十万", ("四百五十", "万")),
        ("五百亿", ("五百", "亿")),
        ("二十万亿", ("二十", "万亿")),
        ("亿", ("一", "亿")),
        ("千亿", ("千", "亿")),
        ("三百", ("三百", "")),
    ],
)
def test_the_scale_goes_to_the_unit(text: str, parts: tuple[str, str]) -> None:
    assert split_scale(text) == parts


def test_a_second_scale_inside_stays_with_the_number() -> None:
    number, scale = split_scale("三亿五千万")
    assert chinese_number(number) * {"": 1, "万": 1e4}[scale] == 350_000_000
