"""Words are replaced one after the other, each in what those before it left."""

import pytest

from ingest.canonical.replacements import Replacements


@pytest.mark.parametrize(
    ("pairs", "text", "made"),
    [
        ([("甲乙", "丙"), ("丙丁", "戊")], "甲乙丁", "戊"),
        # the order of the words, not that of the text
        ([("丙丁", "戊"), ("甲乙", "丙")], "甲乙丁", "丙丁"),
        ([("乙", "")], "甲乙乙丙乙", "甲丙"),
        ([("乙丙", ""), ("甲丁", "")], "甲乙丙丁戊", "戊"),
        ([("己", "")], "甲乙丙", "甲乙丙"),
        ([("甲", "甲甲")], "甲", "甲甲"),
    ],
)
def test_each_word_is_replaced_in_what_those_before_it_left(pairs: list[tuple[str, str]], text: str, made: str) -> None:
    assert Replacements(pairs).made_in(text) == made


def test_a_word_stays_where_too_little_would_be_left() -> None:
    replacements = Replacements([("甲乙", ""), ("丙", "")], shortest=2)
    assert replacements.made_in("甲乙丙") == "甲乙"
    assert replacements.made_in("甲乙丙丁") == "丙丁"
