"""The terminal speaks both languages, and says in each what it says in the other."""

import re

import pytest

from orchestration.tongue import language, messages, say
from tests.conftest import ROOT

BLANKS = re.compile(r"\{(\w+)")
ASKED = re.compile(r"\"((?:sum|doc|ask|fix|run|fetch|exp|cor)\.[\w]+)\"|'((?:sum|doc|ask|fix|run|fetch|exp)\.[\w]+)'")


def test_every_sentence_has_both_languages_and_the_same_blanks() -> None:
    for key, said in messages().items():
        assert sorted(BLANKS.findall(said["en"])) == sorted(BLANKS.findall(said["zh"])), key
        assert re.search("[一-鿿]", said["zh"]) or not re.search("[a-z]{3}", BLANKS.sub("", said["en"])), key
        assert said["en"].count("[") == said["zh"].count("["), key


def test_every_sentence_is_said_and_every_one_that_is_said_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "orchestration").rglob("*.py"))
    files = {"run.csv", "fetch.jsonl"}
    assert {a or b for a, b in ASKED.findall(text)} - files == set(messages())


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_GB"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_locale_decides(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], told: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert language() == told
    assert ("先运行" in say("ask.nothing", home="x")) == (told == "zh")
