"""Who owes a task: wordings of lists, their roles, and one name for each department."""

import pytest

from ingest import lexicon
from ingest.tasks.due import due_of
from ingest.tasks.names import Government, unit_name
from ingest.tasks.units import LEAD, RESPONSIBLE, is_unit, ranked, read_units, verbs

HAIZHOU = Government(("海州市", "海州"))


def owed(words: str, role: str = RESPONSIBLE, *, first_leads: bool = False) -> list[tuple[str, str, str]]:
    found = ranked(read_units(words, 0, len(words), role, HAIZHOU), first_leads)
    assert all(words[unit.start : unit.end] == unit.unit_text for unit in found)
    return [(unit.unit_text, unit.role, unit.told_by) for unit in found]


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("市渔业局", [("市渔业局", "lead", "only")]),
        ("市渔业局、市海港局，", [("市渔业局", "lead", "order"), ("市海港局", "assisting", "order")]),
        (
            "市渔业局、市海港局分别牵头，市船检处",
            [("市渔业局", "lead", "words"), ("市海港局", "lead", "words"), ("市船检处", "assisting", "words")],
        ),
        (
            "渔业部牵头，海港部、船检部等按职责分工负责",
            [("渔业部", "lead", "words"), ("海港部", "assisting", "words"), ("船检部", "assisting", "words")],
        ),
        ("由市渔业局会同市海港局负责", [("市渔业局", "lead", "words"), ("市海港局", "assisting", "words")]),
        ("市海港局、市渔业局（牵头）", [("市渔业局", "lead", "words"), ("市海港局", "assisting", "words")]),
        ("市渔业局、市渔业局", [("市渔业局", "lead", "only")]),
        (
            "市渔业局，市救捞队等安全委成员单位",
            [
                ("市渔业局", "lead", "order"),
                ("市救捞队", "assisting", "order"),
                ("安全委成员单位", "assisting", "order"),
            ],
        ),
        ("市委统战部（市侨办）", [("市委统战部（市侨办）", "lead", "only")]),
        ("各县（市、区）政府", [("各县（市、区）政府", "lead", "only")]),
        ("市渔业局（列首位的为牵头单位，下同）", [("市渔业局", "lead", "only")]),
    ],
)
def test_a_list_of_units(words: str, units: list[tuple[str, str, str]]) -> None:
    assert owed(words) == units


def test_a_label_says_the_role_and_the_document_that_the_first_leads() -> None:
    assert owed("市渔业局、市海港局", LEAD) == [("市渔业局", "lead", "label"), ("市海港局", "lead", "label")]
    assert owed("市渔业局、市海港局", first_leads=True)[0] == ("市渔业局", "lead", "note")


@pytest.mark.parametrize("note", ["列第一位为牵头单位", "排第一的单位为牵头单位"])
def test_how_to_read_the_list_is_none_of_its_units(note: str) -> None:
    assert [unit for unit, *_ in owed(f"市渔业局、市财政局，{note}")] == ["市渔业局", "市财政局"]


def test_governments_share_their_last_word() -> None:
    words = "青港县、白港县政府"
    assert [unit.unit_name for unit in read_units(words, 0, len(words), RESPONSIBLE)] == ["青港县政府", "白港县政府"]


@pytest.mark.parametrize("row", list(lexicon.rows("departments")), ids=lambda row: row["name"])
def test_every_wording_of_a_department_is_one_name(row: dict[str, str]) -> None:
    for written in (row["name"], row["example"], *filter(None, row["written"].split("|"))):
        assert unit_name(written) == row["name"]
    for rank in ("provincial", "national"):
        assert unit_name(row[rank] or row["name"], Government(rank=rank)) == (row[rank] or row["name"])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("海州市渔业局", "渔业局"),
        ("海州市发展和改革委员会", "发展改革委"),
        ("市“双招双引”办", "招商办"),
        ("市直有关单位", "市直有关单位"),
        ("市场发展公司", "市场发展公司"),
        ("市海港集团有限公司", "海港集团公司"),
    ],
)
def test_level_and_own_name_go(written: str, name: str) -> None:
    assert unit_name(written, HAIZHOU) == name


@pytest.mark.parametrize("row", list(lexicon.rows("unit_endings")), ids=lambda row: row["ending"])
def test_what_a_unit_ends_in(row: dict[str, str]) -> None:
    assert is_unit(row["example"])
    assert row["example"].endswith(row["ending"])


def test_a_thing_is_no_unit() -> None:
    assert not is_unit("新增泊位")


@pytest.mark.parametrize("row", list(lexicon.rows("task_verbs")), ids=lambda row: row["verb"])
def test_a_verb_says_the_role(row: dict[str, str]) -> None:
    words = row["example"]
    assert words.endswith(next(verb for verb in verbs() if words.endswith(verb)))
    assert next(verb for verb in verbs() if words.endswith(verb)) == row["verb"]
    assert {unit.role for unit in read_units(words, 0, len(words), "responsible")} == {row["role"]}


@pytest.mark.parametrize("row", list(lexicon.rows("task_due")), ids=lambda row: row["example"])
def test_a_date(row: dict[str, str]) -> None:
    due = due_of(f"{row['example']}开工")
    assert due.text == row["example"]
    assert due.month == int(row["month"] or row["example"].split("月")[0])


def test_the_latest_date_and_its_year_count() -> None:
    assert due_of("3月底前开工，2031年6月底前建成") == (2031, 6, "2031年6月底前")
    assert due_of("建成渔港") == (None, None, None)
