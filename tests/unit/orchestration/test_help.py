"""`-h` and wrong usage speak Chinese where the locale does, every line of them."""

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.core
import typer.main

from orchestration.cli import app
from orchestration.help import PLACE, chinese, command_of

CJK = re.compile("[一-鿿]")
# what a line of Chinese help may hold of another alphabet: names of options, commands, files, columns, programs
NAMES = re.compile(
    r"--?[\w-]+|<[^>]*>|[{}|]|duixian|[\w./-]*[/_.][\w./-]*|DuckDB|SQL|Dagster|CSV|JSON|git|url|files|from|value|unit"
    r"|role|match|verdict|HOME|DUIXIAN_HOME|shell|[A-Z_]{4,}|jsonl?|parquet|field|region|year|query|folder|catalogue|version|table|format"
)


def commands() -> Iterator[Any]:
    group = typer.main.get_command(app)
    yield group
    yield from group.commands.values()  # type: ignore[attr-defined]


def test_every_line_of_help_has_its_chinese() -> None:
    said = [command.help for command in commands()]
    said += [parameter.help for command in commands() for parameter in command.params]
    assert not [words for words in said if not words or not CJK.search(chinese(words))]


def test_every_row_says_the_same_with_the_same_blanks() -> None:
    with PLACE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            assert sorted(re.findall(r"\{\w+\}", row["en"])) == sorted(re.findall(r"\{\w+\}", row["zh"])), row


@pytest.fixture
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr(typer.core, "_", typer.core._)  # put back afterwards
    return command_of(app)


def test_no_english_is_left_in_chinese_help(in_chinese: Any) -> None:
    for name in ("", *in_chinese.commands):
        asked = in_chinese.commands[name] if name else in_chinese
        context = asked.make_context(name or "duixian", [], resilient_parsing=True, help_option_names=["-h", "--help"])
        for line in asked.get_help(context).splitlines():
            left = "" if line.startswith("用法") else NAMES.sub("", line)
            listed = {*in_chinese.commands, "default"} & set(re.findall("[a-z]+", left))
            assert not set(re.findall("[A-Za-z]{3,}", left)) - listed, line


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Error: No such command 'dance'.", "错误：没有命令 'dance'。"),
        (
            "Error: Invalid value for '--port': Value 'x' is not a valid int.",
            "错误：'--port' 的值不对：'x' 不是合法的 int。",
        ),
        ("another thing", "another thing"),
    ],
)
def test_wrong_usage_is_told_in_chinese(said: str, told: str) -> None:
    assert chinese(said) == told


def test_elsewhere_help_stays_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert "Ask the published warehouse." in str(command_of(app).commands["sql"].help)
