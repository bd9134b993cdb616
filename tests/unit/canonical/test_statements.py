"""What clauses of a review say in words: how something went, and whose aim it was."""

import pytest

from ingest.canonical.statements import statements_in


@pytest.mark.parametrize(
    ("clause", "aim"),
    [
        ("船闸检修没有完成规划目标", "plan"),
        ("船闸检修没有完成“十二五”目标", "plan"),
        ("船闸检修未能实现十一五期间的年度目标", "plan"),
        ("船闸检修没有完成年度任务", "year"),
        ("船闸检修低于年初预期", "year"),
        ("船闸检修没有完成任务", None),
    ],
)
def test_a_clause_may_say_whose_aim_it_was(clause: str, aim: str | None) -> None:
    [found] = statements_in(clause, 0, len(clause))
    assert found["aim_of"] == aim
