"""A correction is taken only where the next run will take it."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.corrections import Correction, RefusedError, add_correction, check, read
from dashboard.pages.review import agreement

GOOD = Correction("d:1", "", "value", "5.5", "6.5", "misread")


def test_a_good_one_passes() -> None:
    check(GOOD, "5.5")


@pytest.mark.parametrize(
    ("correction", "why"),
    [
        (replace(GOOD, field="sentence"), "review.no_field"),
        (replace(GOOD, reason="  "), "review.no_reason"),
        (replace(GOOD, expected="5.4"), "review.moved_on"),
        (replace(GOOD, new_value="5.5"), "review.no_change"),
        (replace(GOOD, new_value="many"), "review.not_allowed"),
        (replace(GOOD, field="year", new_value="2030.5"), "review.not_allowed"),
        (replace(GOOD, field="verdict", new_value="kept"), "review.not_allowed"),
    ],
)
def test_what_the_next_run_would_not_take_is_refused(correction: Correction, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        check(correction, "5.5")


def test_a_file_by_hand_is_kept_and_a_second_correction_of_one_field_refused(tmp_path: Path) -> None:
    place = tmp_path / "corrections.csv"
    by_hand = "mention_id,result_id,field,expected,new_value,reason\nd:9,,unit,人,万人,by hand"
    place.write_text(by_hand, encoding="utf-8")
    add_correction(place, GOOD)
    assert place.read_text(encoding="utf-8").startswith(by_hand + "\n")
    assert [row["mention_id"] for row in read(place)] == ["d:9", "d:1"]
    with pytest.raises(RefusedError, match="known"):
        add_correction(place, replace(GOOD, new_value="7"))


def test_agreement_says_how_sure_it_is() -> None:
    told = agreement(["accept"] * 9 + ["reject"])
    assert (told["n"], told["kept"], told["share"]) == (10, 9, 0.9)
    assert told["low"] == pytest.approx(0.5958, abs=1e-3)
    assert told["high"] == pytest.approx(0.9821, abs=1e-3)
    assert agreement([])["share"] is None
