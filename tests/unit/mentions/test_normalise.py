"""One character for one character."""

import pytest

from ingest.normalise import INVISIBLE, normalise


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("９．５％", "9.5%"),
        ("⾧⾞⻟", "长车饣"),
        ("ＧＤＰ", "GDP"),
        ("3﹪", "3%"),
        ("5–6", "5—6"),
        ("5－6", "5—6"),
        ("5―6", "5—6"),
        ("5~6", "5～6"),
        ("5〜6", "5～6"),
        ("甲(乙);丙:丁?", "甲（乙）；丙：丁？"),
        ("8\u3000家\u00a0企业\t", "8 家 企业 "),
        ("「雙碳」『工程』", "“双碳”“工程”"),
        ("農產品產業鏈", "农产品产业链"),
        ('"双碳"工程和＂十五五＂时期', "“双碳”工程和“十五五”时期"),
        ('"十五\n五"时期', "“十五\n五”时期"),
        ('一根4"管', '一根4"管'),
        ("7--8%，甲---乙", f"7—{INVISIBLE}8%，甲—{INVISIBLE * 2}乙"),
        ("甲 | ----- | 乙", "甲 | ----- | 乙"),
        (r"50\%\*", f"50{INVISIBLE}%{INVISIBLE}*"),
        ('"双碳\n\n工程"', '"双碳\n\n工程"'),
    ],
)
def test_forms(text: str, seen: str) -> None:
    assert normalise(text) == seen
    assert len(seen) == len(text)


@pytest.mark.parametrize("character", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_what_cannot_be_seen_becomes_one_character(character: str) -> None:
    assert normalise(f"7{character}亿") == f"7{INVISIBLE}亿"


def test_line_breaks_and_full_width_punctuation_stay() -> None:
    text = "一、回顾\n增长，下降；完成！是否？（注）：。"
    assert normalise(text) == text
