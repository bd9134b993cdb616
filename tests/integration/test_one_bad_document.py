"""A document that was read badly is published with the others, named, and with what to do; it never stops them."""

import shutil

import pytest

from orchestration.home import EXAMPLES

from .conftest import Finished, Once, Run, finished

THINGS = ("茶叶", "竹笋", "香菇", "木耳", "水稻", "油茶", "杨梅", "柑橘", "蜂蜜", "生猪", "家禽", "蔬菜")
WHOLE = """{title}

各位代表：

我代表县人民政府向大会报告工作，请予审议。

一、{past}工作回顾

{review}

二、{now}工作安排

{plan}

各位代表！让我们更加紧密地团结起来，为谱写现代化建设的新篇章而努力奋斗！
"""


def _each(words: str) -> str:
    return "".join(words.format(thing=thing, n=n) for n, thing in enumerate(THINGS, 3))


DONE, TODO = "去年{thing}产量已达到{n}万吨，比上年增长{n}%。", "今年将力争{thing}产量达到{n}万吨，确保增长{n}%以上。"
BARE = ("完成{n}亿元。增长{n}%。", "力争完成{n}亿元。增长{n}%以上。")
DATED = {"past": "2023年", "now": "2024年"}
BAD = {
    "without_indicator": (
        WHOLE.format(title="缙云县2024年政府工作报告", **DATED, review=_each(BARE[0]), plan=_each(BARE[1])),
        "bring a better copy",
    ),
    "without_year": (
        WHOLE.format(title="青田县政府工作报告", past="去年", now="今年", review=_each(DONE), plan=_each(TODO)),
        "tell the report year in NAME.meta.yml",
    ),
    "promises_in_review": (
        WHOLE.format(title="遂昌县2024年政府工作报告", **DATED, review=_each(TODO), plan=_each(DONE)),
        "look where the review begins and ends",
    ),
}


@pytest.fixture(scope="module")
def mixed(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A run over three badly read documents and two good ones."""
    folder = tmp_path_factory.mktemp("mixed")
    for name, (text, _) in BAD.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    for name in ("shandong-2024.txt", "shandong-2025.txt"):
        shutil.copy(EXAMPLES / name, folder / name)
    return finished(once, "badly-read", "--reports", folder)


def test_the_others_are_published(mixed: Finished) -> None:
    assert mixed.outcome.returncode == 0, mixed.outcome.stdout + mixed.outcome.stderr
    decided = mixed.rows(
        "select count(*) from marts.fct_attainment where region_code = '370000' and verdict = 'attained'"
    )
    assert decided[0][0] > 0
    assert len(mixed.rows("select document_id from marts.dim_document")) == 5


@pytest.mark.parametrize("fault", BAD)
def test_it_is_named_with_what_to_do(fault: str, mixed: Finished, command: Run) -> None:
    told = mixed.rows(f"select suspicions from marts.dim_document where file_name = '{fault}.txt'")
    assert fault in str(told)
    asked = command("doctor", "--home", mixed.home).stdout
    assert f"{fault}.txt" in asked and BAD[fault][1] in " ".join(asked.split())


def test_the_good_ones_are_not_suspected(mixed: Finished) -> None:
    told = mixed.rows("select suspicions from marts.dim_document where file_name like 'shandong%'")
    assert not any(fault in str(told) for fault in BAD)
