"""Parts, duplicates and versions: what belongs to one report, and whose figures count."""

import hashlib
import random
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.identity import Identity, Sidecar, identify, link, link_all
from ingest.identity.shingles import resemblance, sketch
from ingest.schemas import DOCUMENTS, LINKS, polars_schema


def _row(name: str, text: str, **given: Any) -> dict[str, Any]:
    found = identify(text, sidecar=given.pop("sidecar", None), hints=given.pop("hints", {}))
    assert isinstance(found, Identity), found
    row = dict.fromkeys(polars_schema(DOCUMENTS).names())
    row |= {field: getattr(found, field) for field in row if hasattr(found, field)}
    row |= {"document_id": name, "sha256": hashlib.sha256(text.encode()).hexdigest(), "file_name": f"{name}.txt"}
    named = {"repeat": "plan_repeat"}
    apart = [{"start": a, "end": b, "section": named.get(kind, kind)} for a, b, kind in found.furniture]
    row |= {"text": text, "sections": apart}
    return row | given


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(DOCUMENTS))


def _links(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = link(_frame(rows))
    assert found.schema == polars_schema(LINKS)
    assert found["document_id"].to_list() == sorted(row["document_id"] for row in rows)
    return {row["document_id"]: row for row in found.iter_rows(named=True)}


def _report(seed: int, place: str = "缙云县", year: int = 2024, sentences: int = 80) -> str:
    chance = random.Random(f"{seed}{place}{year}")
    nouns = [
        "产业",
        "项目",
        "学校",
        "医院",
        "道路",
        "农田",
        "企业",
        "园区",
        "平台",
        "景区",
        "水库",
        "社区",
        "车站",
        "机场",
        "码头",
        "岗位",
    ]
    verbs = ["建成", "新增", "完成", "改造", "引进", "培育", "提升", "开工", "投产", "整治", "实施", "推进"]

    def sentence() -> str:
        words = "".join(chance.choice(verbs) + chance.choice(nouns) for _ in range(3))
        return f"{words}{chance.randint(2, 9999)}个，增长{chance.randint(1, 300) / 10}%。"

    review = "\n".join(sentence() for _ in range(sentences))
    plan = "\n".join(sentence() for _ in range(sentences))
    return (
        f"{year}年{place}政府工作报告\n各位代表：\n现在，我代表{place}人民政府向大会报告工作，请予审议。\n"
        f"一、{year - 1}年工作回顾\n{review}\n二、{year}年工作安排\n{plan}\n各位代表！让我们为美好明天而努力奋斗！"
    )


def test_one_document_is_its_own_report() -> None:
    assert _links([_row("a", _report(1))])["a"] == {
        "document_id": "a",
        "report_id": "331122-2024-report",
        "part_no": 1,
        "is_primary": True,
        "duplicate_of": None,
        "superseded_by": None,
        "similarity": None,
    }


def test_other_years_and_places_are_other_reports() -> None:
    rows = [_row("a", _report(1)), _row("b", _report(1, year=2023)), _row("c", _report(1, place="青田县"))]
    found = _links(rows)
    assert len({one["report_id"] for one in found.values()}) == 3
    assert all(one["is_primary"] for one in found.values())


def test_same_report_from_two_sites() -> None:
    text = _report(1)
    page = f"首页\n打印\n{text.replace('，', ',')}\n（责任编辑：某某）"
    found = _links([_row("a", text[: text.rindex("二、") + 1000] + "努力奋斗！"), _row("b", page)])
    assert found["b"]["is_primary"]
    assert (found["a"]["is_primary"], found["a"]["duplicate_of"]) == (False, "b")
    assert found["a"]["report_id"] == found["b"]["report_id"]
    assert 0.5 < found["a"]["similarity"] < 1


def test_a_file_that_holds_the_report_twice_stands_back_behind_the_single_copy() -> None:
    text = _report(1)
    found = _links([_row("a", f"{text}\n\n{text}"), _row("b", f"{text}\n（责任编辑：某某）")])
    assert found["b"]["is_primary"]
    assert found["a"]["duplicate_of"] == "b"


def test_two_scans_of_one_report() -> None:
    chance = random.Random(3)
    text = _report(1)
    scan = "".join(c if chance.random() > 0.02 else "口" for c in text[60:])
    found = _links([_row("a", text), _row("b", text[:60] + scan)])
    assert [one["is_primary"] for one in found.values()].count(True) == 1


def test_copy_without_title_finds_its_report() -> None:
    text = _report(1)
    headless = "各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n" + text[text.index("一、") :].replace(
        "一、2023年", "一、过去一年"
    ).replace("二、2024年", "二、今年")
    row = _row("b", headless)
    assert (row["region_code"], row["report_year"]) == (None, None)
    found = _links([_row("a", text), row])
    assert found["b"]["duplicate_of"] == "a"
    assert found["b"]["report_id"] == "331122-2024-report"


def test_untold_copies_of_one_text_count_once() -> None:
    text = _report(1).split("\n", 1)[1].replace("缙云县", "县").replace("2023年", "过去一年").replace("2024年", "今年")
    found = _links([_row("b", text), _row("a", text + "\n（责任编辑：某某）")])
    assert sorted(one["is_primary"] for one in found.values()) == [False, True]


def test_wrongly_dated_copy_does_not_count_twice() -> None:
    text = _report(1)
    found = _links([_row("a", text), _row("b", text, report_year=2023)])
    assert (found["b"]["duplicate_of"], found["b"]["is_primary"]) == ("a", False)


def test_two_places_that_write_in_the_same_words_are_two() -> None:
    text = _report(1)
    found = _links([_row("a", text), _row("b", text.replace("缙云县", "青田县"))])
    assert [one["is_primary"] for one in found.values()] == [True, True]
    assert len({one["report_id"] for one in found.values()}) == 2


def test_a_copy_whose_place_was_told_from_elsewhere_is_one() -> None:
    text = _report(1)
    without = text.replace("缙云县", "县", 2)
    found = _links([_row("a", text), _row("b", without, region_code="331121", region_name="青田县")])
    assert (found["b"]["duplicate_of"], found["b"]["is_primary"]) == ("a", False)


def test_what_a_person_says_makes_the_stronger_copy() -> None:
    text = _report(1)
    rows = [_row("a", text), _row("b", text, sidecar=Sidecar(report_year=2023))]
    found = _links(rows)
    assert (found["a"]["duplicate_of"], found["b"]["report_id"]) == ("b", "331122-2023-report")


def _parts(text: str) -> list[str]:
    third = len(text) // 3
    cuts = [text.index("\n", third), text.index("\n", 2 * third)]
    return [
        text[: cuts[0]] + "\n（下转第二版）",
        "政府工作报告\n（上接第一版）" + text[cuts[0] : cuts[1]] + "\n全县上下齐努力。各位代表！（下转第三版）",
        "政府工作报告\n（上接第二版）" + text[cuts[1] :],
    ]


def test_parts_are_joined_in_the_order_of_the_paper() -> None:
    rows = [
        _row(name, part, region_code="331122", report_year=2024)
        for name, part in zip("cab", _parts(_report(1)), strict=True)
    ]
    found = _links(rows)
    assert {name: one["part_no"] for name, one in found.items()} == {"c": 1, "a": 2, "b": 3}
    assert {one["report_id"] for one in found.values()} == {"331122-2024-report"}
    assert all(one["is_primary"] for one in found.values())


def test_parts_stand_back_where_the_whole_is_there() -> None:
    text = _report(1)
    rows = [
        _row(name, part, region_code="331122", report_year=2024) for name, part in zip("cab", _parts(text), strict=True)
    ]
    found = _links([*rows, _row("whole", text)])
    assert [name for name, one in found.items() if one["is_primary"]] == ["whole"]
    assert {one["duplicate_of"] for name, one in found.items() if name != "whole"} == {"whole"}


def test_abstract_stands_back_behind_the_whole_but_counts_alone() -> None:
    text = _report(1)
    abstract = (
        "缙云县2024年政府工作报告（摘要）\n一、2023年工作回顾\n全县形势良好，增长5%。\n二、2024年工作安排\n增长6%。"
    )
    assert _links([_row("b", abstract)])["b"]["is_primary"]
    assert _links([_row("a", text), _row("b", abstract)])["b"]["duplicate_of"] == "a"


def test_other_kind_is_another_report() -> None:
    text = _report(1)
    found = _links([_row("a", text), _row("b", text, kind="responsibility_breakdown")])
    assert all(one["is_primary"] for one in found.values())


def test_two_different_whole_texts_of_one_identity_stay_apart() -> None:
    found = _links([_row("a", _report(1)), _row("b", _report(2))])
    assert all(one["is_primary"] for one in found.values())
    assert found["a"]["report_id"] != found["b"]["report_id"]


def test_corrected_text_supersedes() -> None:
    old = _report(1)
    new = "（更正）\n" + old.replace("增长", "上升", 1)
    found = _links([_row("a", old), _row("z", new)])
    assert found["z"]["is_primary"]
    assert (found["a"]["superseded_by"], found["a"]["duplicate_of"]) == ("z", None)


def test_sidecar_says_what_supersedes() -> None:
    old = _report(1)
    new = old.replace("增长", "上升", 1)[:-40]
    rows = [_row("a", old), _row("z", new, sidecar=Sidecar(supersedes="a.txt", completeness="full"))]
    found = _links(rows)
    assert (found["a"]["superseded_by"], found["z"]["is_primary"]) == ("z", True)


OLD, NEW = "发布时间：2024-02-01\n", "发布时间：2024年3月5日 来源：县政府\n"


def _edited(text: str) -> str:
    """The text with one figure put right."""
    at = text.index("增长") + 2
    return text[:at] + "9" + text[at:]


def test_later_edition_with_other_figures_supersedes() -> None:
    text = _report(1)
    found = _links([_row("a", OLD + text), _row("b", text), _row("z", NEW + _edited(text))])
    assert found["z"]["is_primary"]
    assert (found["a"]["superseded_by"], found["a"]["duplicate_of"]) == ("z", None)
    assert (found["b"]["superseded_by"], found["b"]["duplicate_of"]) == (None, "z")


def test_publication_day_of_the_record_counts() -> None:
    text = _report(1)
    rows = [
        _row("a", text, hints={"publish_date": "2024-03-05 10:00"}),
        _row("b", _edited(text) + "。", hints={"publish_date": "2024/2/1"}),
    ]
    assert _links(rows)["b"]["superseded_by"] == "a"


@pytest.mark.parametrize("why", ["same figures", "other site", "much shorter", "later copy of the old text"])
def test_what_is_no_later_edition(why: str) -> None:
    old, new = OLD + _report(1) + "\n谢谢大家！", NEW + _edited(_report(1))
    rows = {
        "same figures": [_row("a", old), _row("z", NEW + _report(1))],
        "other site": [_row("a", old, source_url="https://a.cn/1"), _row("z", new, source_url="https://b.cn/1")],
        "much shorter": [_row("a", old), _row("z", new[:-300] + "为美好明天而努力奋斗！")],
        "later copy of the old text": [
            _row("a", NEW + _edited(_report(1)) + "\n谢谢大家！"),
            _row("y", OLD + _report(1)),
            _row("z", NEW.replace("3月", "4月") + _report(1)),
        ],
    }[why]
    found = _links(rows)
    assert found["a"]["is_primary"]
    assert found["z"]["duplicate_of"] == "a" or why == "later copy of the old text"
    assert not found["z"]["is_primary"]


def test_order_and_batches_do_not_matter() -> None:
    text = _report(1)
    rows = [
        _row("a", text),
        _row("b", text + "\n（责任编辑：某某）"),
        _row("c", "（更正）\n" + text),
        _row("d", _report(2)),
        _row("e", _report(1, year=2023)),
        _row("f", text, report_year=2023),
        *(_row(n, p, region_code="331121", report_year=2024) for n, p in zip("ghi", _parts(_report(4)), strict=True)),
    ]
    first = link(_frame(rows))
    for seed in range(6):
        random.Random(seed).shuffle(rows)
        assert link(_frame(rows)).equals(first)
        assert link_all([_frame(rows[:4]), _frame(rows[4:])]).equals(first)


def test_no_documents() -> None:
    assert link(_frame([])).equals(pl.DataFrame(schema=polars_schema(LINKS)))


def test_real_parts(shared: Path) -> None:
    texts = {
        name: (shared / "reports" / f"{name}.txt").read_bytes().decode()
        for name in ("lishui-2025", "lishui-2025-part1", "lishui-2024", "siping-2023")
    }
    rows = [_row(name, text) for name, text in texts.items()]
    found = _links(rows)
    assert found["lishui-2025-part1"]["report_id"] == found["lishui-2025"]["report_id"] == "331100-2025-report"
    assert (found["lishui-2025-part1"]["part_no"], found["lishui-2025"]["part_no"]) == (1, 2)
    assert all(one["is_primary"] for one in found.values())


def test_real_report_from_two_sites(shared: Path) -> None:
    text = (shared / "reports" / "zhejiang-2026.txt").read_bytes().decode()
    rows = [_row("a", text), _row("b", text[74:].replace("，", ",").replace("\n", "\r\n\r\n"))]
    found = _links(rows)
    assert sum(one["is_primary"] for one in found.values()) == 1
    assert max(one["similarity"] or 0 for one in found.values()) > 0.95


@pytest.mark.parametrize(("kept", "expected"), [(1.0, 1.0), (0.5, 0.5), (0.25, 0.25)])
def test_estimates(kept: float, expected: float) -> None:
    text = _report(7, sentences=400)
    share, contained = resemblance(sketch(text), sketch(text[: int(len(text) * kept)]))
    assert abs(share - expected) < 0.08
    assert contained > 0.95
    assert resemblance(sketch(text), sketch(_report(8, sentences=400)))[0] < 0.1


def _many(count: int) -> pl.DataFrame:
    base = _row("x", _report(0))
    texts = [_report(i, sentences=10) for i in range(40)]
    rows = [
        base
        | {
            "document_id": f"{i:06d}",
            "text": texts[i % 40] + str(i),
            "region_code": f"{i % 40:06d}",
            "sections": [],
            "file_name": f"{i}.txt",
        }
        for i in range(count)
    ]
    return _frame(rows)


def _seconds(frame: pl.DataFrame) -> float:
    begin = time.process_time()
    link(frame)
    return time.process_time() - begin


def test_many_copies_take_linear_time() -> None:
    # 4,000 documents that are 40 texts: pairs within groups would be 200,000
    small, large = _many(500), _many(4000)
    _seconds(small)
    assert _seconds(large) < 20 * _seconds(small)
