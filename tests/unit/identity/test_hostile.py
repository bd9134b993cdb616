"""Texts made to break the search: no exception, no time that grows with the square of the length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.identity import Identity, NotAReport, identify

REPORT = "2024年缙云县政府工作报告\n各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n一、2023年工作回顾\n"
PIECES = [
    "\n",
    " ",
    "\u3000\n",
    "第",
    "一、",
    "各位代表",
    "我代表",
    "我代表县人民政府",
    "2024年",
    "附件\n",
    "附件 1：\n名词解释\n",
    "名词解释\n1.“甲”：指乙。\n",
    "（上接",
    "（上接第一版）",
    "—",
    "- 3 -\n",
    "责任编辑：\n",
    "相关链接\n",
    "#",
    "*",
    "来源：",
    "第十四届全国人民代表大会第二次会议",
    "缙云县",
    "朝阳区",
    "增长5%，",
    "“十四五”时期回顾\n",
    "縣報國會為們",
    "\ud800",
    "\x00",
    "。”",
]


@pytest.mark.parametrize("piece", PIECES, ids=[repr(piece)[:24] for piece in PIECES])
@pytest.mark.parametrize("around", [("", ""), (REPORT, ""), ("", REPORT)], ids=["alone", "behind", "before"])
def test_long_runs(piece: str, around: tuple[str, str]) -> None:
    text = around[0] + piece * (300_000 // len(piece)) + around[1]
    begin = time.process_time()
    found = identify(text)
    assert time.process_time() - begin < 5
    if isinstance(found, Identity):
        assert all(0 <= start < end <= len(text) for start, end, _ in found.furniture)


ALPHABET = st.sampled_from(
    [
        *"一二三四五年月日在第届会上报告政府县市省区（）()“”。！\n ：、2024",
        "各位代表",
        "工作报告",
        "回顾",
        "缙云",
        "\x00",
        "\ud800",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=120), st.lists(ALPHABET, max_size=12), st.booleans())
def test_any_text_has_an_answer(pieces: list[str], title: list[str], as_report: bool) -> None:
    text = (REPORT if as_report else "") + "".join(pieces)
    found = identify(text, title="".join(title), hints={"year": "".join(title), "region": "".join(title)})
    assert isinstance(found, Identity | NotAReport)
    if isinstance(found, Identity):
        assert (found.region_code is None) == (found.region_name is None) == (found.region_level is None)
        for field in ("region", "report_year", "delivered_on", "office"):
            value = found.region_code if field == "region" else getattr(found, field)
            assert value is not None or f"{field}:" in (found.identity_notes or "")
