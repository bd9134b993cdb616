"""Both languages say everything."""

import ast
import csv
import re
from pathlib import Path

import pytest
import yaml

from dashboard.words import LANGUAGES, amount, number, reason_in_chinese, signed, speech, words
from expectations.suites import load_suite
from tests.conftest import ROOT

PAGES = ROOT / "dashboard"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# codes of the marts that a page shows, with the group of words.csv that says them
SHOWN = {
    ("fct_attainment", "verdict"): "verdict",
    ("fct_attainment", "official_verdict"): "verdict",
    ("fct_attainment", "derived_verdict"): "verdict",
    ("fct_attainment", "commitment"): "commitment",
    ("fct_attainment", "measure"): "measure",
    ("fct_attainment", "match_method"): "method",
    ("fct_mention", "role"): "role",
    ("fct_mention", "measure"): "measure",
    ("fct_task", "standing"): "standing",
    ("task_unit", "role"): "unit_role",
}
ASKED = re.compile(r"(?<![\w.])(?:t|say)\(\s*['\"]([\w.]+)['\"]\s*[,)]")


def test_every_word_is_said_in_both_languages_with_the_same_blanks() -> None:
    for key, said in words().items():
        assert set(re.findall(r"\{\w+\}", said["zh"])) == set(re.findall(r"\{\w+\}", said["en"])), key
        assert said["zh"].strip() and said["en"].strip(), key
        assert not CHINESE.search(said["en"]), key


def test_every_word_that_a_page_asks_for_is_there() -> None:
    asked = {
        key
        for path in [*PAGES.rglob("*.html"), *PAGES.rglob("*.py")]
        for key in ASKED.findall(path.read_text(encoding="utf-8"))
        if "." in key and not key.endswith(".")
    }
    assert len(asked) > 100
    assert asked <= set(words())


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "The report of 2031 gives 5.5 % for 2030; a plain target is a floor where more is better (no slack).",
            "2031年的报告给出2030年的数字 5.5 %；未加限定的目标，越高越好时按下限看（不留余量）。",
        ),
        (
            "The report of 2031 speaks of 造林, but it is counted in another unit.",
            "2031年的报告说到“造林”，但它的计量单位不同。",
        ),
        (
            "lake/a.parquet: is gone; it is set aside: b; it is made again from the raw store",
            "lake/a.parquet：已不存在；已移到 b；将从原始库重新生成",
        ),
        (
            "2 in the lake, 9 files read, 0 in quarantine; the 7 bundled examples stand back",
            "库中 2 份，读入 9 个文件，隔离 0 份；7 份自带示例让位",
        ),
        ("After “its beginning” it explains terms of a report.", "从开头看，这是报告的名词解释。"),
        (
            "where it is one all the same, write into NAME.meta.yml: {kind: report}",
            "如果它确是报告，请在 NAME.meta.yml 里写：{kind: report}",
        ),
        ("A sentence that nobody knows.", "A sentence that nobody knows."),
    ],
)
def test_reasons_in_chinese(english: str, chinese: str) -> None:
    assert reason_in_chinese(english) == chinese


@pytest.mark.parametrize(
    ("seed", "column"),
    [("attainment_rules", "rule_text"), ("relation_rules", "rule_text"), ("findings", "reason_text")],
)
def test_every_rule_and_finding_has_chinese_words(seed: str, column: str) -> None:
    with (ROOT / "dbt" / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as stream:
        said = [row[column] for row in csv.DictReader(stream)]
    assert [text for text in said if reason_in_chinese(text) == text] == []


def test_every_reason_that_a_verdict_can_have_has_chinese_words() -> None:
    model = (ROOT / "dbt/models/marts/fct_attainment.sql").read_text(encoding="utf-8")
    reasons = model[model.index("final_verdict as verdict,") : model.index("end as verdict_reason")].partition("case")[
        2
    ]
    sentences = []
    for branch in re.split(r"\bthen\b|\belse\b", re.sub(r"\bcase\b.*?\bend\b", "'no slack'", reasons, flags=re.S))[1:]:
        said = re.split(r"\bwhen\b", branch)[0]
        if "||" in said or said.strip().startswith("'"):
            parts = re.split(r"\|\|", said)
            sentences.append("".join(p.strip()[1:-1] if p.strip().startswith("'") else "7" for p in parts))
    assert len(sentences) > 10
    assert [text for text in sentences if reason_in_chinese(text) == text] == []


def test_every_rule_that_is_made_in_a_model_has_chinese_words() -> None:
    made = (ROOT / "dbt/models/intermediate/int_relations.sql").read_text(encoding="utf-8")
    said = re.findall(r"coalesce\(\w+\.rule_text, '([^']+)' \|\| [\w.]+\) as rule_text", made)
    assert said and [text for text in said if reason_in_chinese(f"{text}7") == f"{text}7"] == []


def sentences_of(text: str) -> set[str]:
    """What a module may say: its texts of several English words, a 7 in each blank, but for docstrings and columns.

    A part that may be left out stands at the end of a sentence; it is told by its own words.
    """
    tree = ast.parse(text)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            told |= {id(part) for part in node.values if isinstance(part, ast.Constant)}
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Column"):
            told |= {id(part) for part in ast.walk(node)}
    said = {_said(node) for node in ast.walk(tree) if id(node) not in told}
    return {one for one in said if re.search("[A-Za-z]{2,} [a-z]{2,}", one)}


def _said(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        said = "".join(part.value if isinstance(part, ast.Constant) else "\0" for part in node.values)
        return re.sub(r"^; |(?<=\w)\0$", "", said).replace("\0", "7")
    return str(node.value) if isinstance(node, ast.Constant) else ""


# names, patterns and parts of other sentences, which cannot stand by themselves; the whole ones are tried above
PARTS = "file name|of two|its beginning|unknown year|a bare name|it is set aside: 7"
NOT_SAID = re.compile(rf"^<|\\|^duixian/|^document_checks.csv|after the 7; 7$|bundled examples|^({PARTS})$")
OF_THE_PROGRAM = {"schemas.py", "numerals.py", "limits.py", "state.py"}


def test_notes_are_told_one_by_one() -> None:
    said = "report_year: 2024 after the file name; no title, date or heading of the text names it"
    assert speech("zh").notes(said) == "年份：按文件名为2024；标题、日期和小标题都没有写明"
    said = "kind: After “x” it writes about a report; the report itself is another text.; office: unheard of; why"
    assert (
        speech("zh").notes(said)
        == "类型：从标题“x”看，这是关于报告的文章，报告本身是另一份文本。；office: unheard of；why"
    )
    said = "region: neither title, session nor speaker say which region outside the table reports; it names 丽水市"
    assert not re.search("[a-z]{3}", speech("zh").notes(said))


def test_every_sentence_of_the_rooms_below_has_chinese_words() -> None:
    places = [path for path in (ROOT / "ingest").rglob("*.py") if path.name not in OF_THE_PROGRAM]
    said = {
        one for path in places for one in sentences_of(path.read_text(encoding="utf-8")) if not NOT_SAID.search(one)
    }
    assert len(said) > 150
    whole = {one for one in said if reason_in_chinese(one) != one}
    assert {one for one in said - whole for note in one.split("; ") if reason_in_chinese(note) == note} == set()
    assert sentences_of('raise SidecarError(f"{path}: is no {kind} at all")') == {"7: is no 7 at all"}


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("quarantine_reasons", ("remedy",)),
        ("document_checks", ("remedy",)),
        ("kinds", ("sentence",)),
        ("pdf_active_content", ("meaning",)),
    ],
)
def test_what_the_lexicon_tells_a_person_has_chinese_words(table: str, columns: tuple[str, ...]) -> None:
    with (ROOT / "ingest/lexicon" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        said = {row[column] for row in csv.DictReader(stream) for column in columns if row[column]}
    assert said and [one for one in sorted(said) if reason_in_chinese(one) == one] == []


@pytest.mark.parametrize("table", ["magic_bytes", "zip_packages", "ole_streams"])
def test_what_to_do_with_a_format_that_is_not_read_has_chinese_words(table: str) -> None:
    with (ROOT / "ingest/lexicon" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        said = {row["meaning"] for row in csv.DictReader(stream) if row["format"].startswith("unsupported:")}
    assert said and [one for one in sorted(said) if reason_in_chinese(one) == one] == []


def test_every_count_and_outcome_that_the_terminal_names_has_a_word() -> None:
    with (ROOT / "ingest/lexicon/document_checks.csv").open(encoding="utf-8", newline="") as stream:
        counted = {f"counted.{row[column]}" for row in csv.DictReader(stream) for column in ("counts", "among")}
    fetching = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ingest/fetch").glob("*.py"))
    outcomes = re.findall(r'(?:RefusedError|_AgainError|_FailedError)\(\s*"(\w+)"|reason="(\w+)"', fetching)
    refused = {f"refused.{one or other}" for one, other in outcomes}
    assert len(counted) > 5 and len(refused) > 10
    assert counted | refused <= set(words())


def test_every_suite_direction_and_fact_of_a_run_has_a_word() -> None:
    suites = {f"suite.{path.stem}" for path in (ROOT / "expectations" / "suites").glob("*.yml")}
    with (ROOT / "ingest/lexicon/indicators.csv").open(encoding="utf-8", newline="") as stream:
        directions = {f"direction.{row['direction']}" for row in csv.DictReader(stream) if row["direction"]}
    run = yaml.safe_load((ROOT / "dbt/models/marts/dim_run.yml").read_text(encoding="utf-8"))
    facts = {f"run.{column['name']}" for column in run["models"][0]["columns"]}
    assert len(directions) > 1 and len(facts) > 4
    assert suites | directions | facts <= set(words())


def test_every_code_that_a_mart_allows_and_a_page_shows_has_a_word() -> None:
    missing: list[str] = []
    told: set[tuple[str, str]] = set()
    for path in (ROOT / "dbt/models/marts").glob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", ()):
            for column in model.get("columns", ()):
                group = SHOWN.get((model["name"], column["name"]))
                for test in column.get("data_tests", ()) if group else ():
                    allowed = test.get("accepted_values", {}) if isinstance(test, dict) else {}
                    codes = allowed.get("arguments", allowed).get("values", ())
                    missing += [f"{group}.{code}" for code in codes if f"{group}.{code}" not in words()]
                    told |= {(model["name"], column["name"])} if codes else set()
    assert missing == [] and len(told) > 3


def test_a_target_without_a_name_says_so() -> None:
    assert speech("zh").thing({"indicator_text": None, "subject": None}) == "未写明的事项"
    assert speech("en").thing({"indicator_text": None, "subject": "x"}) == "x"


def test_expectations_say_themselves_in_chinese_and_nowhere_else() -> None:
    suites = [load_suite(path.stem) for path in (ROOT / "expectations" / "suites").glob("*.yml")]
    expectations = [expectation for suite in suites for expectation in suite.expectations]
    assert [e.meaning for e in expectations if not CHINESE.search(e.zh)] == []
    # an expectation may share its words with a reason of a verdict, but no row says them again
    assert [e.meaning for e in expectations if reason_in_chinese(e.meaning) != e.meaning] == []


@pytest.mark.parametrize(
    ("table", "column", "group"),
    [("none_reasons", "reason", "reason"), ("quarantine_reasons", "reason", "refused"), ("kinds", "kind", "kind")],
)
def test_every_code_of_the_lexicon_has_a_word(table: str, column: str, group: str) -> None:
    with (ROOT / "ingest" / "lexicon" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        assert {f"{group}.{row[column]}" for row in csv.DictReader(stream) if row[column]} <= set(words())


def test_figures_for_people() -> None:
    assert [number(v) for v in (None, 5, 5.50, 1234567.0, 0.1 + 0.2, 1e-3)] == [
        "–",
        "5",
        "5.5",
        "1,234,567",
        "0.3",
        "0.001",
    ]
    assert [signed(v) for v in (0.8, -0.8, 0.0, None)] == ["+0.8", "−0.8", "±0", "–"]
    assert amount(-3.5, "万人") == "−3.5\u00a0万人"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"target_value": 5.5, "comparator": "ge", "unit": "%"}, "≥\u00a05.5\u00a0%"),
        ({"target_value": 5.0, "target_value_high": 6.0, "comparator": "range", "unit": "%"}, "5–6\u00a0%"),
        ({"target_value": None, "relation": "in_step", "reference": "经济增长"}, "in step with “经济增长”"),
    ],
)
def test_targets_in_short(row: dict[str, object], said: str) -> None:
    assert speech("en").target(row) == said


def test_only_two_languages_are_spoken() -> None:
    assert LANGUAGES == ("zh", "en")
    with pytest.raises(KeyError):
        speech("fr")


def test_no_address_outside_stands_in_the_pages() -> None:
    for path in [*PAGES.rglob("*.html"), *PAGES.rglob("*.js"), *PAGES.rglob("*.css")]:
        assert not re.search(r"https?://|//[a-z]+\.[a-z]", path.read_text(encoding="utf-8")), Path(path).name


def test_a_word_of_the_page_is_taken_for_its_code() -> None:
    assert speech("zh").code_of("verdict", speech("zh")("verdict.missed")) == "missed"
    assert speech("zh").code_of("verdict", "missed") == "missed"
    assert speech("zh").code_of("verdict", "也许") == "也许"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("以上 is a floor (no slack)", "“以上” is a floor (no slack)"),
        ("gives 1,256 万人 for 2024; 左右 is a floor", "gives 1,256 万人 for 2024; “左右” is a floor"),
        ("speaks of 新增“小巨人”企业, but it", "speaks of “新增“小巨人”企业”, but it"),
        ("after “二、工作安排”, against 2", "after “二、工作安排”, against 2"),
    ],
)
def test_words_of_a_report_stand_in_quotation_marks_in_an_english_ground(sentence: str, said: str) -> None:
    assert speech("en").ground(sentence) == said


def test_notes_name_their_field_in_the_language_of_the_page() -> None:
    notes = "report_year: 2030 after the record; office: the text does not name the speaker’s office"
    assert (
        speech("en").notes(notes) == "Year: 2030 after the record; Office: the text does not name the speaker’s office"
    )
    assert speech("zh").notes(notes) == "年份：按记录为2030；职务：文中没有说明报告人的职务"


@pytest.mark.parametrize("place", ["README.zh.md", "docs/zh.md", "orchestration/exports/superset.yml"])
def test_verdicts_have_the_same_chinese_names_everywhere(place: str) -> None:
    told = (ROOT / place).read_text(encoding="utf-8")
    assert [said["zh"] for key, said in words().items() if key.startswith("verdict.") and said["zh"] not in told] == []
