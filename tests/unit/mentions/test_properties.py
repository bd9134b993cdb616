"""What must hold for every text, however odd: real words in any order, torn numbers, blanks that cannot be seen."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.mentions import Context, Mention, read_document
from ingest.mentions.candidates import candidates
from ingest.normalise import normalise
from ingest.sections import Section, find_sections

SPECS = Path(__file__).resolve().parents[2] / "specs"
TEXTS = [
    json.loads(line)["text"] for path in sorted(SPECS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
]
DIGITS = "0123456789０５９〇零一二两三四五六七八九十百千万亿"
MARKS = "，。；：、！？…—–-～~－%％‰.．,·+/（）()“”《》〔〕「」"
BLANKS = " \n\t\u3000\u00a0\u200b\u200d\u2060\ufeff\r"
WORDS = (
    "增长下降达到提高由从至超不低于以上内左右约近力争确保分别均居全省第位前强"
    "连续年月日个家项元亩吨倍成番翻清归零破百点分之的和与及其中"
)
UNITS = [
    "亿元",
    "万亩",
    "个百分点",
    "万标箱",
    "吨标准煤/万元",
    "微克/立方米",
    "GWh",
    "套（间）",
    "翻一番",
    "清零",
    "零突破",
]
METRICS = {"level", "growth", "change", "rank", "streak"}
COMPARATORS = {"eq", "ge", "le", "approx", "lo", "hi"}
NUMERALS = set(
    "0123456789０１２３４５６７８９〇零一二两三四五六七八九十百千万亿清归翻倍减首榜半过双壹贰叁肆伍陆柒捌玖拾佰仟"
)

_torn = st.sampled_from(TEXTS).flatmap(
    lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda ends: text[min(ends) : max(ends)]
    )
)
_piece = st.one_of(
    _torn,
    st.sampled_from(TEXTS),
    st.sampled_from(UNITS),
    st.text(alphabet=DIGITS, min_size=1, max_size=6),
    st.text(alphabet=DIGITS + MARKS + BLANKS + WORDS, max_size=12),
)
TEXT = st.lists(_piece, max_size=7).map("".join)
ANYTHING = st.text(max_size=60)
SECTION = st.sampled_from(["plan", "review", "term_plan", "term_review", "opening", "closing"])
REGION = st.sampled_from([None, "331100", "330000", "000000"])


def read(text: str, section: str = "plan", region: str | None = None) -> list[Mention]:
    return read_document(text, [Section(0, len(text), section)], Context(2025, region))


def check(text: str, mentions: list[Mention]) -> None:
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 <= mention.sentence_start <= mention.start
        assert mention.end <= mention.sentence_end <= len(text)
        if mention.role == "none":
            assert mention.reason
        elif mention.relation is not None:
            assert mention.role == "target" and mention.value is None and mention.subject
        else:
            assert mention.measure in METRICS and mention.comparator in COMPARATORS
            assert mention.value is not None and mention.indicator is not None
        if mention.relation is None:
            assert NUMERALS & set(text[mention.start : mention.end]), text[mention.start : mention.end]
    for before, behind in pairwise(mentions):
        assert before.end <= behind.start


@settings(max_examples=400, deadline=None)
@given(TEXT, SECTION, REGION)
@example("1/0亿元", "plan", None)
@example("百分之", "review", None)
@example("第", "plan", None)
@example("１２，３４５．６％", "review", "331100")
@example("增长\n6.\n5\n%", "plan", None)
@example("零分之五，十分之零", "review", None)
def test_every_mention_stands_on_its_own_number(text: str, section: str, region: str | None) -> None:
    check(text, read(text, section, region))


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_text_of_any_script_is_read(text: str) -> None:
    check(text, read(text))


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_every_arabic_number_is_accounted_for(text: str) -> None:
    seen = normalise(text)
    spans = [(mention.start, mention.end) for mention in read(text) if mention.relation is None]
    for position, character in enumerate(seen):
        if character in "0123456789":
            assert any(start <= position < end for start, end in spans), text[max(0, position - 9) : position + 9]


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_candidates_are_in_order_and_apart(text: str) -> None:
    found = candidates(normalise(text))
    assert all(candidate.start < candidate.end for candidate in found)
    assert all(before.end <= behind.start for before, behind in pairwise(found))


def row(text: str, mention: Mention, by: int = 0) -> Mention:
    """A mention as it goes to its table, moved: with the words of its sentence, without the blanks around them."""
    sentence = text[mention.sentence_start : mention.sentence_end].strip()
    return replace(
        mention,
        start=mention.start + by,
        end=mention.end + by,
        sentence_start=mention.sentence_start + by,
        sentence_end=mention.sentence_start + by + len(sentence),
        section=f"{mention.section}: {sentence}",
    )


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, TEXT, SECTION, REGION)
@example("", "增长5%。", "", "plan", None)
@example("粮食产量增长3%", "增长5%，居全省第二", "到2030年翻一番", "plan", None)
@example("到2030年，", "达到80亿元", "", "plan", None)
@example("", "「产值增长百分之六点二", "”", "plan", None)
@example("《", "1994年产值达到9亿元", "", "plan", None)
def test_paragraphs_around_a_text_change_nothing(
    before: str, text: str, behind: str, section: str, region: str | None
) -> None:
    # one line each: what breaks lines may join them (tests/unit/reading)
    text, before, behind = (words.replace("\n", "") for words in (text, before, behind))
    paragraph, head = text + "。\n", before + "。\n"
    alone = [row(paragraph, mention, len(head)) for mention in read(paragraph, section, region)]
    whole = head + paragraph + behind
    inside = [row(whole, mention) for mention in read(whole, section, region)]
    first, last = len(head), len(head) + len(paragraph)
    assert [mention for mention in inside if first <= mention.start < last] == alone


@settings(max_examples=100, deadline=None)
@given(TEXT, SECTION)
def test_reading_twice_gives_the_same(text: str, section: str) -> None:
    assert read(text, section) == read(text, section)


@settings(max_examples=300, deadline=None)
@given(st.one_of(ANYTHING, TEXT))
def test_normalising_keeps_every_offset(text: str) -> None:
    seen = normalise(text)
    assert len(seen) == len(text)
    assert normalise(seen) == seen


@settings(max_examples=150, deadline=None)
@given(TEXT, st.sampled_from(["report", "responsibility_breakdown"]), st.data())
def test_sections_cover_the_text_without_gaps(text: str, kind: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    excluded = [(cuts[0], cuts[1], "furniture")] if cuts[0] < cuts[1] else []
    sections = find_sections(text, kind, 2025, excluded)
    assert "".join(text[section.start : section.end] for section in sections) == text
    assert all(before.end == behind.start for before, behind in pairwise(sections))
    if excluded:
        left_out = [text[one.start : one.end] for one in sections if one.section == "furniture"]
        assert "".join(left_out) == text[slice(*cuts)]
