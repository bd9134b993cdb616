"""What a copy has suffered is counted sign by sign."""

import pytest

from ingest.identity.fidelity import Blemishes, blemishes

LINE = "全县新建各类示范园区十个以上，带动就业"


@pytest.mark.parametrize(
    ("text", "broken", "marks"),
    [
        ("增长6?、10??、20????", 2, 0),
        ("锟斤拷，锟", 1, 0),
        ("A&B，&nbsp;&#160;&NBSP;", 2, 0),
        ("\x01\x0e\u2e80\ue000\uf8ff\ufffd\t\n", 6, 0),
        ("*增*、**长**、***", 0, 3),
        ("# 一\n## 二\n####### 三\n文 # 四\n#五", 0, 2),
        ("<p>增长</p>，<3，[链接](http://a)、[1]", 0, 3),
        ("增\u200b长\ufeff", 0, 2),
        (f"{LINE}\n五百人。", 0, 1),
        (f"{LINE}。\n五百人。", 0, 0),
        (f"一、{LINE}\n五百人。", 0, 0),
        ("新建园区，带动\n五百人。", 0, 0),
        (f"{LINE}\n\n {LINE}\n五百人。", 0, 1),
    ],
)
def test_each_sign_counts(text: str, broken: int, marks: int) -> None:
    assert blemishes(text, []) == Blemishes(broken, marks, 0)
