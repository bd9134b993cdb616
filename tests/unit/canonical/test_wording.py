"""Wordings reduced to what is measured, with what restricts it."""

import pytest

from ingest import lexicon
from ingest.canonical.wording import joint_items, named_growth, parts_of, references


@pytest.mark.parametrize(
    ("wording", "core"),
    [
        ("新增“邻里食堂”", "邻里食堂"),
        ("全市规上工业增加值", "规模以上工业增加值"),
        ("引进10亿元以上项目", "项目"),
        ("河道更新省级试点片区(项目)", "河道更新试点"),
        ("饮水安全问题", "饮水安全"),
        ("旧厂房改造任务", "旧厂房改造"),
        ("国内生产总值", "生产总值"),
        ("地区生产总值预期增长", "生产总值"),
        ("地区生产总值初步", "生产总值"),
        ("[2]生产总值", "生产总值"),
        ("城镇化水平", "城镇化率"),
        ("旅游综合收入", "旅游收入"),
        ("花卉总产值要求", "花卉总产值"),
        ("茶园机械化总水平", "茶园机械化"),
        ("茶园空气优良天数比率", "茶园空气质量优良天数"),
        ("提高企业退休渔民补贴", "企业退休渔民补贴"),
        ("市委提出今年茶园产值", "茶园产值"),
        ("《纲要》提出了“十一五”期间单位国内生产总值能源消耗", "单位生产总值能耗"),
        ("茶园综合改革试点", "茶园改革试点"),
        ("茶农基本养老金月人均", "茶农养老金标准"),
        ("茶园步道总长度", "茶园步道"),
        ("茶叶技术成交额", "茶叶技术交易额"),
        ("茶园公交覆盖面", "茶园公交覆盖率"),
    ],
)
def test_what_is_left_of_a_wording(wording: str, core: str) -> None:
    assert parts_of(wording)[0].core == core


def test_the_order_of_characters_makes_no_other_thing() -> None:
    assert parts_of("安全饮水问题")[0].core_key == parts_of("饮水安全")[0].core_key


def test_items_of_a_list_take_the_head_that_they_share() -> None:
    parts = parts_of("桥梁、隧道和码头投资增速")
    assert [part.core for part in parts if not part.is_whole] == ["桥梁投资", "隧道投资", "码头投资"]
    assert parts[0].is_whole


def test_a_class_is_named_behind_its_examples_too() -> None:
    assert "大型渔港" in [part.core for part in parts_of("甲湾、乙湾等大型渔港")]
    assert "大型渔港" not in [part.core for part in parts_of("甲湾、乙湾等大型渔港", joins_two=True)]


def test_two_things_that_share_a_number_are_looked_for_one_by_one() -> None:
    two = parts_of("花卉产业产值和茶叶销售收入", joins_two=True)
    assert [part.core for part in two if not part.is_whole] == ["花卉产业产值", "茶叶销售收入"]
    assert len(parts_of("花卉产业产值和茶叶销售收入")) == 1
    assert len(parts_of("花卉和茶叶产值", joins_two=True)) == 1


@pytest.mark.parametrize(
    ("wording", "scopes"),
    [
        ("花卉增加值占生产总值比重", ["sum:share"]),
        ("花卉增加值", ["sum:value_added"]),
    ],
)
def test_what_goes_without_saying_restricts_nothing(wording: str, scopes: list[str]) -> None:
    assert parts_of(wording)[0].hard_scopes == scopes


@pytest.mark.parametrize(
    ("wording", "size"),
    [
        ("超亿元项目", "1亿"),
        ("亿美元项目", "1亿美"),
        ("产值过五十亿元企业", "50亿"),
        ("百亿企业", "100亿"),
        ("5000万元及以上项目", "5000万"),
    ],
)
def test_a_class_of_size_in_other_words_is_the_same(wording: str, size: str) -> None:
    (part,) = parts_of(wording)
    assert (part.sizes, part.core) == ([size], wording[-2:])


def test_what_is_used_per_amount_is_no_class_of_size() -> None:
    assert parts_of("万元产值能耗")[0].sizes == []


def test_sizes_and_qualifiers_restrict_what_is_counted() -> None:
    sized = parts_of("5亿元以上产业项目")[0]
    assert sized.sizes == ["5亿"]
    assert parts_of("省级湿地公园")[0].soft_scopes == ["grade:province"]
    # 公办渔业学校 and 民办渔业学校 are two things, 渔业学校 may be either
    assert parts_of("公办渔业学校")[0].soft_scopes == parts_of("公立渔业学校")[0].soft_scopes == ["ownership:public"]
    assert parts_of("民办渔业学校")[0].soft_scopes == parts_of("私立渔业学校")[0].soft_scopes == ["ownership:private"]
    assert parts_of("出口")[0].hard_scopes == ["trade:export"]
    # by the levels of a region, since those of its own go without saying
    assert parts_of("市重点项目")[0].hard_scopes == ["project_list:prefecture"]


def test_a_wording_of_several_things_is_joint() -> None:
    assert [part.is_joint for part in parts_of("中小学、渔业学校")] == [True, False, False]
    assert parts_of("渔港和码头")[0].is_joint
    assert not any(parts_of(name)[0].is_joint for name in ("渔港码头", "新建和改造码头", "宜居和美渔村"))


def test_a_joint_subject_is_looked_for_item_by_item() -> None:
    assert [part.wording for part in joint_items("水利、能源等结构性投资指标")] == ["水利投资", "能源等结构性投资指标"]


def test_a_reference_stands_for_what_is_meant_by_it() -> None:
    assert [part.core for part in references("经济增长")] == ["生产总值"]
    assert len(references("城乡居民收入")) == 2


@pytest.mark.parametrize(
    ("wording", "meant"),
    [
        ("城乡常住居民人均可支配收入", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("多渠道实现城乡居民收入增长", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("农村居民家庭人均可支配收入增幅", ["农村居民人均可支配收入"]),
        ("经济增长基本", ["生产总值"]),
        ("工业投资", ["工业投资"]),
    ],
)
def test_a_reference_in_other_words_is_the_same(wording: str, meant: list[str]) -> None:
    assert [part.core for part in references(wording)] == meant
    assert [part.core for part in joint_items(wording)] == meant


@pytest.mark.parametrize(
    ("wording", "named"),
    [
        ("经济", "生产总值"),
        ("果树经济", "果树经济"),
        ("能源工业增加值", "能源工业"),
        ("能源工业产值", "能源工业产值"),
        ("增加值", "增加值"),
    ],
)
def test_what_grows_where_only_a_name_is_told(wording: str, named: str) -> None:
    assert named_growth(wording) == named


def test_a_signature_weighs_every_pair_of_characters() -> None:
    part = parts_of("邻里食堂")[0]
    assert part.grams == ["邻里", "里食", "食堂"]
    assert part.total_weight == pytest.approx(sum(part.weights), abs=1e-3)


def test_a_noise_word_stands_in_one_table() -> None:
    leads = {row["word"] for row in lexicon.rows("phrase_leads") if row["kind"] in ("act", "scope")}
    assert not leads & set(lexicon.column("wording_noise", "word"))
