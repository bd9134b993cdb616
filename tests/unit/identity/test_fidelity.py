"""Of copies of one report the most faithful counts, whatever its length."""

import textwrap
from typing import Any

import opencc
import pytest

from ingest.identity import link

from .test_link import _frame, _report, _row

TEXT = _report(1)
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(ord("0"), ord("9") + 1)})
COMMENTS = "\n".join(f"读者{n}楼：写得很好，支持家乡建设，希望明年道路更宽、学校更好。" for n in range(40))


def primary(copies: dict[str, str]) -> tuple[str, dict[str, Any]]:
    links = {row["document_id"]: row for row in link(_frame([_row(*copy) for copy in copies.items()])).to_dicts()}
    [name] = [name for name, row in links.items() if row["is_primary"]]
    return name, links


@pytest.mark.parametrize(
    "worse",
    [
        TEXT.replace("增长", "增\ufffd"),
        TEXT.replace("增长", "**增长**"),
        "\n".join(
            line
            for paragraph in TEXT.split("\n")
            for line in textwrap.wrap(paragraph.replace("个，", "个工程，以及"), 24)
        ),
        TEXT + "\n相关阅读：\n" + COMMENTS,
        "首页\n打印\n关闭\n" + TEXT,
        TEXT.replace("\n", ""),
        opencc.OpenCC("s2t").convert(TEXT),
    ],
    ids=["broken", "marked", "wrapped", "with comments", "with buttons", "one line", "traditional"],
)
def test_the_better_copy_is_primary(worse: str) -> None:
    assert primary({"a": worse, "z": TEXT})[0] == "z"


def test_a_copy_that_lacks_a_page_is_not_the_better_one() -> None:
    lines = TEXT.split("\n")
    assert primary({"a": "\n".join([*lines[:20], *lines[30:]]), "z": "首页\n打印\n" + TEXT})[0] == "z"


@pytest.mark.parametrize(
    "copy", [opencc.OpenCC("s2t").convert(TEXT), TEXT.translate(WIDE)], ids=["traditional", "wide"]
)
def test_script_and_width_tell_no_copy_from_another(copy: str) -> None:
    _, links = primary({"a": TEXT, "b": copy})
    assert {row["report_id"] for row in links.values()} == {"331122-2024-report"}
    assert max(row["similarity"] or 0 for row in links.values()) > 0.98
