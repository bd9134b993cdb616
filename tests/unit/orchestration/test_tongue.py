"""The terminal speaks both languages, and says in each what it says in the other."""

import ast
import re
from collections.abc import Iterator

import pytest

from orchestration.tongue import language, messages, say
from tests.conftest import ROOT

# errors that a person meets at the command line; those that tell of a fault of the program stay in one language
MET = (
    *("SettingsError", "CorrectionError", "HomeIsBusyError", "LookupError", "BadParameter"),
    *("PublishError", "DuckLakeError"),
)
# calls that tell a person something
TOLD = (*MET, "print", "add_column", "say", "show", "tell", "hand_on", "status")
# said to who changes the program, not to who uses it
OF_THE_PROGRAM = ("imports.py", "build_state.py", "pages.py", "site.py")
BLANKS = re.compile(r"\{(\w+)")
GROUPS = "sum|doc|ask|fix|run|fetch|exp|cor|ext|err|set|go|mend|duck"
ASKED = re.compile(rf"\"((?:{GROUPS})\.[\w]+)\"|'((?:sum|doc|ask|fix|run|fetch|exp)\.[\w]+)'")


def test_every_sentence_has_both_languages_and_the_same_blanks() -> None:
    for key, said in messages().items():
        assert sorted(BLANKS.findall(said["en"])) == sorted(BLANKS.findall(said["zh"])), key
        assert re.search("[一-鿿]", said["zh"]) or not re.search("[a-z]{3}", BLANKS.sub("", said["en"])), key
        assert said["en"].count("[") == said["zh"].count("["), key


def test_every_sentence_is_said_and_every_one_that_is_said_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "orchestration").rglob("*.py"))
    files = {"run.csv", "fetch.jsonl"}
    assert {a or b for a, b in ASKED.findall(text)} - files == set(messages())


def literal(node: ast.expr) -> bool:
    """Words that stand in the code: a text, or one with blanks."""
    if isinstance(node, ast.JoinedStr):
        return any(literal(part) for part in node.values)
    return isinstance(node, ast.Constant) and bool(re.search(r"[A-Za-z]{2,} [a-z]{2,}", str(node.value)))


def said_in_code(text: str) -> Iterator[int]:
    """Lines where a sentence is printed, or raised for a person, that is no row of messages.csv."""
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name in TOLD and any(literal(one) for one in call.args):
                yield call.lineno
        if isinstance(call, ast.Yield) and call.value is not None and literal(call.value):
            yield call.lineno


def test_no_sentence_for_people_stands_in_the_code() -> None:
    places = [path for path in (ROOT / "orchestration").rglob("*.py") if path.name not in OF_THE_PROGRAM]
    assert [(path.name, line) for path in places for line in said_in_code(path.read_text(encoding="utf-8"))] == []
    assert list(said_in_code('print(f"{name}: not read at all")')) == [1]
    assert list(said_in_code('say(f"audit: {n} expectations on {suite}")')) == [1]
    assert list(said_in_code('yield f"{path} is damaged"')) == [1]
    assert list(said_in_code('raise SettingsError(f"{path}: there is none")')) == [1]


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
