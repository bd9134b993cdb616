"""Short names of columns: a row of the table, or whole words of what the column means."""

from orchestration.exports.labels import LENGTH, label_of, short


def test_a_column_of_the_panel_is_named_by_its_indicator_and_its_field() -> None:
    assert label_of("urban_income_coverage") == "城镇居民收入增长：覆盖情况"
    assert label_of("urban_income_coverage", "en") == "urban disposable income: decided, or why it is not"
    assert label_of("no_such_column") is None


def test_what_is_short_stays_and_what_is_long_ends_with_a_word() -> None:
    assert short("report_year", "year") == "year"
    assert short("report_year", "year " * 30).startswith("year for which a report plans;")
    told = short("of_a_newer_version", "what a later version says, in many words " * 4)
    assert len(told) <= LENGTH and told.endswith(("words…", "many…", "later…", "version…"))
