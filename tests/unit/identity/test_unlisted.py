"""Places outside the table of regions: their name, parent, level and code, and what founds none."""

import pytest

from ingest.identity import Identity, Sidecar, identify
from ingest.identity.regions import LEVELS, gazetteer
from ingest.identity.sidecar import SidecarError, parse_sidecar
from ingest.identity.unlisted import bare_name, coded, unlisted
from ingest.mentions.regions import split_region

BODY = """
各位代表：
现在，我代表{organ}向大会报告工作，请予审议。
一、{past}年工作回顾
财政收入增长6%。
二、{year}年工作安排
财政收入增长6.5%。努力奋斗！
"""


def told(title: str, organ: str, year: int = 2024, **given: object) -> Identity:
    found = identify(title.format(year=year) + BODY.format(organ=organ, past=year - 1, year=year), **given)  # type: ignore[arg-type]
    assert isinstance(found, Identity), found
    return found


@pytest.mark.parametrize(
    ("title", "organ", "code", "name", "level"),
    [
        ("浙江省青禾县政府工作报告", "县人民政府", "330000-青禾县", "青禾县", "county"),
        ("浙江省丽水市青禾县人民政府工作报告", "县人民政府", "331100-青禾县", "青禾县", "county"),
        ("义乌市佛堂镇{year}年政府工作报告", "镇人民政府", "330782-佛堂镇", "佛堂镇", "township"),
        ("鄂尔多斯市乌审旗嘎鲁图苏木政府工作报告", "苏木人民政府", "150626-嘎鲁图苏木", "嘎鲁图苏木", "township"),
        ("杭州市西湖区北山街道办事处{year}年工作报告", "街道办事处", "330106-北山街道", "北山街道", "township"),
        (
            "新疆生产建设兵团第八师{year}年政府工作报告",
            "师",
            "650000-新疆生产建设兵团第八师",
            "新疆生产建设兵团第八师",
            "prefecture",
        ),
        (
            "新疆生产建设兵团第一师十二团{year}年工作报告",
            "团",
            "650000-新疆生产建设兵团第一师十二团",
            "新疆生产建设兵团第一师十二团",
            "township",
        ),
        ("黑龙江省农垦总局{year}年政府工作报告", "总局", "230000-黑龙江农垦总局", "黑龙江农垦总局", "prefecture"),
        (
            "{year}年黑龙江省森林工业总局工作报告",
            "总局",
            "230000-黑龙江森林工业总局",
            "黑龙江森林工业总局",
            "prefecture",
        ),
        (
            "黑龙江省农垦总局青禾管理局{year}年工作报告",
            "管理局",
            "230000-黑龙江农垦总局青禾管理局",
            "黑龙江农垦总局青禾管理局",
            "county",
        ),
        ("黑龙江省青禾林业管理局{year}年工作报告", "管理局", "230000-青禾林业管理局", "青禾林业管理局", "county"),
        ("昆山经济技术开发区{year}年工作报告", "管委会", "320583-昆山经济技术开发区", "昆山经济技术开发区", "zone"),
        ("昆山市经济技术开发区{year}年工作报告", "管委会", "320583-昆山经济技术开发区", "昆山经济技术开发区", "zone"),
    ],
)
def test_a_place_outside_the_table_keeps_name_parent_and_level(
    title: str, organ: str, code: str, name: str, level: str
) -> None:
    found = told(title, organ)
    assert (found.region_code, found.region_name, found.region_level) == (code, name, level)
    assert level in LEVELS
    assert f"place: {name} is not in lexicon/regions.csv, kept within " in (found.identity_notes or "")
    # the next year's report has the same code, and no region of the table has it
    assert told(title, organ, 2025).region_code == code
    assert code not in gazetteer().by_code


@pytest.mark.parametrize(
    ("session", "speaker", "represents", "code"),
    [
        ("新疆生产建设兵团第八师党委全会上", "新疆生产建设兵团第八师师长", "第八师", "650000-新疆生产建设兵团第八师"),
        ("杭州市西湖区北山街道议事会上", "杭州市西湖区北山街道办事处主任", "街道", "330106-北山街道"),
        ("居民议事会上", "主任", "杭州市西湖区北山街道办事处", "330106-北山街道"),
    ],
)
def test_session_speaker_and_opening_name_such_a_place(session: str, speaker: str, represents: str, code: str) -> None:
    text = f"政府工作报告\n——2024年1月17日在{session}\n{speaker} 王某某\n"
    assert told(text, represents).region_code == code


def test_places_of_one_name_in_two_regions_are_two() -> None:
    towns = {told(f"{county}城关镇政府工作报告", "镇人民政府").region_code for county in ("歙县", "义乌市", "青田县")}
    assert towns == {"341021-城关镇", "330782-城关镇", "331121-城关镇"}


def test_the_parent_may_stand_elsewhere_in_the_text() -> None:
    assert told("佛堂镇政府工作报告\n（来源：义乌市佛堂镇）", "镇人民政府").region_code == "330782-佛堂镇"
    twice = told("城关镇政府工作报告\n歙县城关镇与青田县城关镇结对", "镇人民政府")
    assert twice.region_code is None


def test_a_regiment_without_its_corps_is_not_told_and_the_note_says_how_to_keep_it() -> None:
    found = told("第八师一四三团2024年工作报告", "团")
    assert found.region_code is None
    assert "“第八师一四三团” names no region" in (found.identity_notes or "")


def test_a_place_without_parent_is_not_told_and_the_note_says_how_to_keep_it() -> None:
    found = told("城关镇政府工作报告", "镇人民政府")
    assert found.region_code is None
    assert "region: “城关镇” names no region" in (found.identity_notes or "")
    assert "its name is kept where it stands behind that region’s" in (found.identity_notes or "")


@pytest.mark.parametrize(
    ("hints", "code"),
    [
        ({"region": "义乌市"}, "330782-佛堂镇"),
        ({"region": "义乌市佛堂镇"}, "330782-佛堂镇"),
        ({"region": "330782-佛堂镇"}, "330782-佛堂镇"),
        ({"region": "义乌市城西街道"}, None),
        ({"file": "义乌市/佛堂镇/2024.txt"}, "330782-佛堂镇"),
        ({"file": "义乌市佛堂镇2024年政府工作报告.txt"}, "330782-佛堂镇"),
        ({"file": "佛堂镇/2024.txt"}, None),
    ],
)
def test_record_and_folder_tell_the_parent(hints: dict[str, str], code: str | None) -> None:
    assert told("佛堂镇政府工作报告", "镇人民政府", hints=hints).region_code == code


def test_the_folder_of_a_town_does_not_make_its_report_one_of_the_city() -> None:
    hints = {"file": "义乌市/佛堂镇/2024.txt"}
    assert told("政府工作报告", "人民政府", hints=hints).region_code == "330782-佛堂镇"


def test_a_region_of_the_table_wins_over_words_before_a_title() -> None:
    text = "全面推进浙江省现代化先行示范区政府工作报告\n——在缙云县第十七届人民代表大会第三次会议上"
    assert told(text, "县人民政府").region_code == "331122"


@pytest.mark.parametrize(
    "place", ["佛堂镇", "浙江省", "浙江省的重点镇", "义乌市各镇乡", "义乌市镇", "天津新村街道", "中国某某新区"]
)
def test_what_is_no_place_behind_its_parent_founds_none(place: str) -> None:
    assert unlisted(place, 2024) == []


def test_a_word_for_what_a_place_is_is_no_name() -> None:
    assert bare_name("经济技术开发区") is None
    assert bare_name("佛堂镇人民政府") == "佛堂镇"


def test_codes_are_read_back() -> None:
    place = coded("330782-佛堂镇", 2024)
    assert place is not None
    assert (place.name, place.level, place.parent_code) == ("佛堂镇", "township", "330782")
    assert coded("330782-", 2024) is None
    assert coded("999999-佛堂镇", 2024) is None


@pytest.mark.parametrize("region", ["义乌市佛堂镇", "浙江省义乌市佛堂镇", "330782-佛堂镇"])
def test_a_person_may_name_a_place_outside_the_table(region: str) -> None:
    said = parse_sidecar(f"region: {region}\n".encode(), "a.meta.yml")
    assert said.region_code == "330782-佛堂镇"
    found = told("政府工作报告", "人民政府", sidecar=Sidecar(region_code=said.region_code))
    assert (found.region_name, found.region_level) == ("佛堂镇", "township")


def test_a_person_may_place_it_more_closely_and_contradicts_nothing() -> None:
    found = told("浙江省青禾县政府工作报告", "县人民政府", sidecar=Sidecar(region_code="331100-青禾县"))
    assert found.region_code == "331100-青禾县"
    assert "though the text says" not in (found.identity_notes or "")
    other = told("浙江省青禾县政府工作报告", "县人民政府", sidecar=Sidecar(region_code="331100-白禾县"))
    assert "region: 331100-白禾县 after sidecar, though the text says 青禾县" in (other.identity_notes or "")


def test_a_sidecar_without_the_parent_is_told_how_to_write_it() -> None:
    with pytest.raises(SidecarError, match="its name behind that of the region it lies in"):
        parse_sidecar("region: 佛堂镇\n".encode(), "a.meta.yml")


def test_its_own_name_is_no_part_of_what_its_report_measures() -> None:
    assert split_region("佛堂镇工业总产值", "330782-佛堂镇") == ("", "工业总产值")
