"""Passages that stand twice in one text: found in linear time, whole clauses, figures unchanged."""

import itertools
import random
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.identity import Identity, find_repeats, identify
from ingest.identity.repeats import repeats_of_report

PASSAGE = (
    "完成项目评估5个以上，优先提升生态信用贷、生态抵押贷等金融产品，力争绿色信贷增长30%以上，新增气候融资余额100亿元。"
)
OTHER = "推进山区基本公共服务一体化，改造提升单村水站3051个，惠及47万群众，建成农村道路800公里。"


def _words(text: str) -> list[str]:
    return [text[start:end] for start, end in find_repeats(text)]


def test_later_copy() -> None:
    text = f"{PASSAGE}\n{OTHER}\n{PASSAGE}"
    assert find_repeats(text) == [(len(text) - len(PASSAGE), len(text))]


def test_loop() -> None:
    text = OTHER + "\n" + PASSAGE * 4
    begin = len(OTHER) + 1 + len(PASSAGE)
    assert find_repeats(text) == [(begin, len(text))]


def test_nearly_verbatim_copy() -> None:
    scanned = PASSAGE.replace("优先提升", "优 先 提升").replace("抵押", "低押").replace("，", ",")
    text = f"{PASSAGE}\n{OTHER}\n{scanned}"
    assert _words(text) == [scanned]


def test_other_figures_make_no_copy() -> None:
    review = "城乡居民人均可支配收入分别增长6%和7.4%，城镇调查失业率控制在5%以内，"
    plan = "城乡居民人均可支配收入分别增长7%左右和8%左右，城镇调查失业率控制在5%以内，"
    assert _words(f"{review}主要指标位居前列。\n今年目标是{plan}物价涨幅2%左右。") == []


def test_a_figure_is_never_cut() -> None:
    text = f"{PASSAGE[:-1]}0台阶。\n{OTHER}\n{PASSAGE[:-3]}0万元。"
    for copy in _words(text):
        assert not copy.endswith(("10", "1", "100"))


def test_formulas_without_figures_do_not_matter() -> None:
    formula = "更加紧密地团结在以习近平同志为核心的党中央周围，全面贯彻习近平新时代中国特色社会主义思想，"
    assert find_repeats(f"{formula}{OTHER}{formula}奋斗。") == []


def test_short_repetition_is_style() -> None:
    assert find_repeats("居民收入增长8%。粮食产量稳定。居民收入增长8%。") == []


REPORT = """2024年缙云县政府工作报告
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、2023年工作回顾
全县生产总值增长5%。{review}
二、2024年工作安排
全县生产总值增长6%。{plan}
各位代表！努力奋斗！"""


def _repeats(text: str) -> list[tuple[int, int]]:
    found = identify(text)
    assert isinstance(found, Identity)
    return [(start, end) for start, end, kind in found.furniture if kind == "repeat"]


def test_a_plan_that_strayed_into_the_review_counts_where_it_belongs() -> None:
    plan = (
        "全年计划投资5000万元以上项目220个，加快推进141个续建项目，"
        "力争全年招商引资到位资金增长30%以上，谋划储备亿元以上项目300个。"
    )
    text = REPORT.format(review=plan, plan=plan)
    assert _repeats(text) == [(text.index(plan), text.index(plan) + len(plan))]


def test_a_figure_reached_and_set_again_counts_twice() -> None:
    both = "粮食播种面积稳定在110.4万亩以上、总产量稳定在8.26亿斤以上，"
    assert _repeats(REPORT.format(review=both, plan=both)) == []


def test_real_loops(shared: Path) -> None:
    siping = (shared / "reports" / "siping-2023.txt").read_bytes().decode()
    (start, end), *_ = find_repeats(siping)
    assert siping[start:end].startswith("中联重科大型农业装备")
    assert siping[start:end] in siping[: start - 1000]
    lishui = (shared / "reports" / "lishui-2025.txt").read_bytes().decode()
    assert [lishui[a:b].rstrip() for a, b in find_repeats(lishui)] == [
        "完成VEP项目评估5个以上。优先提升生态信用贷、生态抵押贷等金融产品,力争绿色信贷增长30%以上。"
        "深化气候适应型城市建设试点,新增气候融资余额100亿元。"
    ]


def test_clean_reports_repeat_nothing(shared: Path) -> None:
    for name in ("zhejiang-2026", "national-1994", "tibet-2026", "lishui-2023-tasks"):
        assert find_repeats((shared / "reports" / f"{name}.txt").read_bytes().decode()) == []


def _seconds(text: str) -> float:
    begin = time.process_time()
    find_repeats(text)
    return time.process_time() - begin


def test_time_grows_with_the_text_only() -> None:
    chance = random.Random(1)
    hostile = [PASSAGE, "增长1%，" * 20, "".join(chance.choices("增长百分之五亿元", k=60))]
    for piece in hostile:
        small, large = piece * 400, piece * 6400
        assert _seconds(large) < 60 * max(_seconds(small), 0.002)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="增长5%，。\n全县就业30人", max_size=400))
def test_stretches_lie_within_the_text_in_order(text: str) -> None:
    spans = find_repeats(text + PASSAGE + text + PASSAGE)
    assert all(0 <= a < b <= 2 * len(text) + 2 * len(PASSAGE) for a, b in spans)
    assert all(x[1] <= y[0] for x, y in itertools.pairwise(spans))


def test_a_report_that_stands_twice_is_read_once() -> None:
    numbers = itertools.count(11)
    review = "\n".join(
        f"加快建设第{next(numbers)}批产业园区，着力推进工业投资增长{next(numbers)}%。" for _ in range(40)
    )
    plan = "\n".join(f"力争新建公园{next(numbers)}个，确保财政收入增长{next(numbers)}%。" for _ in range(40))
    report = (
        "2024年缙云县政府工作报告\n各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n"
        f"一、2023年工作回顾\n{review}\n二、2024年工作安排\n{plan}\n各位代表！让我们为美好明天而努力奋斗！\n"
    )
    found = identify(f"{report}\n打印本页\n{report}")
    assert isinstance(found, Identity)
    again = [(start, end) for start, end, kind in found.furniture if kind == "repeat"]
    # not a passage of the first reading, though it speaks of what is to be done
    assert all(start >= len(report) for start, _ in again)
    assert sum(end - start for start, end in again) > 0.95 * len(report)
    once = identify(report)
    assert isinstance(once, Identity)
    assert [kind for _, _, kind in once.furniture] == []


def test_a_sentence_said_many_times_in_a_row_is_no_second_report() -> None:
    done, ahead = (
        "过去一年，新建学校3所，新增就业2000人，城乡面貌改善。",
        "今年，力争新增就业2500人，新建学校4所，改造小区。",
    )
    text = f"一、工作回顾\n{done * 12}\n二、工作安排\n{ahead * 12}\n"
    spans = repeats_of_report(text, text.index("二、"))
    left = "".join(c for at, c in enumerate(text) if not any(a <= at < b for a, b in spans))
    assert left == f"一、工作回顾\n{done}\n二、工作安排\n{ahead}\n"
