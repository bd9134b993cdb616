"""Names that name nothing, row by row, and how naming completes them or says that it cannot."""

import pytest

from ingest import lexicon
from ingest.mentions import Context, fragments, read_document
from ingest.mentions.fragments import fragment_kind, tidied, trimmed, without_grade
from ingest.sections import Section

ROWS = list(lexicon.rows("fragments"))


def test_each_row_makes_a_fragment_and_without_it_there_is_none() -> None:
    assert ROWS
    wrong = [f"{row['place']}-{row['word']}" for row in ROWS if fragment_kind(row["example"]) != row["kind"]]
    assert wrong == []
    idle = []
    for row in ROWS:
        words = {place: dict(fragments._words(place)) for place in ("whole", "opening", "ending", "inside")}
        del words[row["place"]][row["word"]]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fragments, "_words", words.__getitem__)
            patch.setattr(fragments, "_loose", lambda place, kept=words: tuple(kept[place]))
            patch.setattr(fragments, "_openings", fragments._openings.__wrapped__)
            if fragment_kind.__wrapped__(row["example"]) == row["kind"]:
                idle.append(f"{row['place']}-{row['word']}")
    assert idle == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "empty"),
        ("（14", "empty"),
        ("5亿元", "unit"),
        ("“十一五”时期", "base"),
        ("二〇〇五年", "base"),
        ("省级龙头企业", ""),
        ("粮食", ""),
        ("再就业人数", ""),
        ("高新技术产业占比", ""),
    ],
)
def test_what_names_nothing(name: str, kind: str) -> None:
    assert fragment_kind(name) == kind


def test_marks_and_words_of_the_sentence_are_taken_off() -> None:
    assert tidied("用电量（以下简称“电量”）") == "用电量"
    assert tidied("“双千亿产业") == "双千亿产业"
    assert trimmed("和青禾提案在") == "青禾提案"
    assert without_grade("国家级龙头企业") == "龙头企业"


def read(text: str) -> list[tuple[str | None, str | None]]:
    found = read_document(text, [Section(0, len(text), "review")], Context(2025, "330000"))
    return [(mention.indicator, mention.indicator_status) for mention in found if mention.role != "none"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("龙头企业达到90家，其中国家级8家。", ("国家级龙头企业", "carried")),
        ("去年引进的88个项目，年内要全部开工。", ("引进项目", "carried")),
        ("云岭机械厂产值为“六五”期间的3倍。", ("云岭机械厂产值", "named")),
        ("青禾茶叶产量增长5%，是“六五”期间的3倍。", ("青禾茶叶产量", "carried")),
        ("增加到30亿元。", ("", "untold")),
    ],
)
def test_a_fragment_is_completed_or_said_to_be_untold(text: str, last: tuple[str, str]) -> None:
    assert read(text)[-1] == last
