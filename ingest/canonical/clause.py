"""Facts of the clause around a figure: new or in all, which works, several years, campaigns, the place of a rank."""

from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

import polars as pl
from ahocorasick_rs import AhoCorasick

from ingest import lexicon

WORKS: Final = (
    *("new", "renewal", "upkeep", "start", "end", "carry_on", "sign", "clear", "buy", "trade", "allot"),
    *("train", "move", "prepare", "push", "net"),
)
_BEFORE: Final = "([^，,；;。！？!?：:\n]*)$"
_BEHIND: Final = "^([^，,；;。！？!?：:\n]*)"
_NO_WORDS: Final = r"[^\p{Han}]+"
_BEHIND_LAST_NUMBER: Final = "([^0-9]*)$"
_CAMPAIGN_LENGTH: Final = 4
_REMEMBERED: Final = 1 << 16


def _words(fact: str) -> list[str]:
    return lexicon.grouped("clause_words", "fact", "word")[fact]


def clause_facts(mentions: pl.DataFrame) -> pl.DataFrame:
    """The mentions with the facts of their clauses (columns of ingest.schemas.CLAUSE_FACTS)."""
    offset = pl.col("value_start") - pl.col("sentence_start")
    told = pl.col("sentence").str.slice(0, offset.clip(lower_bound=0))
    rest = pl.col("sentence").str.slice(pl.col("value_end") - pl.col("sentence_start"))
    texts = mentions.with_columns(words_before=told.str.extract(_BEFORE).fill_null("")).with_columns(
        own_words=pl.col("words_before").str.extract(_BEHIND_LAST_NUMBER).fill_null(""),
        clause=pl.concat_str("words_before", rest.str.extract(_BEHIND).fill_null(""), separator=" ")
        .str.replace_all(_NO_WORDS, " ")
        .str.strip_chars(),
    )
    # 增加到 tells the level, though 增加 tells what was added; 增加值 tells neither
    added = pl.col("words_before").str.replace_many([*_words("level"), *_words("no_flow")], [""])
    facts = {
        f"says_{fact}": (added if fact == "flow" else pl.col("words_before")).str.contains_any(_words(fact))
        for fact in ("flow", "stock", "level")
    }
    return (
        _with_works(texts)
        .with_columns(
            **facts,
            is_against_harm=pl.col("words_before").str.contains_any(_words("against_harm")),
            # a name tells no stretch of time: “三年行动”
            names_years=pl.col("sentence")
            .str.slice(0, pl.col("value_end") - pl.col("sentence_start"))
            .str.replace_all(lexicon.written("quoted_name"), "")
            .str.contains_any(_words("years"))
            # 较2016年增长35% of a figure of 2021
            | (
                pl.col("sentence").str.extract(lexicon.written("since_year")).cast(pl.Int32) < pl.col("year") - 1
            ).fill_null(False),
            campaigns=_campaigns("sentence"),
            counted_campaigns=_campaigns("indicator"),
            rank_area=pl.coalesce("reference", "words_before")
            .str.extract_all(lexicon.written("rank_area"))
            .list.last(),
            starts_change=pl.col("own_words").str.contains(lexicon.written("change_start_before"))
            & rest.str.contains(lexicon.written("change_start_behind")),
            # without the rise of prices: 扣除价格因素，增长5%
            says_real=_told_of_growth(told).str.contains(lexicon.written("real_growth")).fill_null(False),
            says_each=pl.col("own_words").str.contains(lexicon.written("for_each")),
            is_cut=pl.col("indicator").str.contains(lexicon.written("cut_before")).fill_null(False),
        )
        .drop("own_words")
    )


def _told_of_growth(told: pl.Expr) -> pl.Expr:
    """What is told before a growth, where it may tell that of prices: the others are not worth a dear look."""
    may_tell = told.str.contains(lexicon.written("real_growth_sign"))
    return pl.when((pl.col("measure") == "growth") & may_tell).then(told)


def _with_works(texts: pl.DataFrame) -> pl.DataFrame:
    """The kinds of works that the clause names: behind the number before, else in the whole clause.

    Kinds are told as the bits of one number, ``_works``, which takes a tenth of the time of lists of words. The words
    of all kinds are looked for in one pass over all clauses, a line each.
    """
    found_by, kinds = _work_words()
    clauses = texts["words_before"].to_list()
    # where each clause ends with its line, and where its own words begin
    ends = list(accumulate(map(len, clauses), lambda end, length: end + length + 1, initial=0))[1:]
    own_lengths = texts["own_words"].str.len_chars().to_list()
    own, whole = [0] * len(clauses), [0] * len(clauses)
    for number, start, _ in found_by.find_matches_as_indexes("\n".join(clauses), overlapping=True):
        clause = bisect_right(ends, start)
        whole[clause] |= kinds[number]
        if start >= ends[clause] - 1 - own_lengths[clause]:
            own[clause] |= kinds[number]
    return texts.with_columns(
        _works=pl.Series([of_own or of_all for of_own, of_all in zip(own, whole, strict=True)], dtype=pl.UInt16)
    )


@cache
def _work_words() -> tuple[AhoCorasick, tuple[int, ...]]:
    """What finds the words of works by their numbers, and for each the bit of its kind."""
    kinds = {word: 1 << place for place, work in enumerate(WORKS) for word in _words(f"work_{work}")}
    return AhoCorasick(kinds), tuple(kinds.values())


@cache
def works_of(bits: int) -> list[str]:
    """The kinds of works that the bits of a number stand for."""
    return [work for place, work in enumerate(WORKS) if bits >> place & 1]


def _campaigns(column: str) -> pl.Expr:
    """Names in quotation marks, by their first characters; slogans name no campaign."""
    slogans = [slogan[:_CAMPAIGN_LENGTH] for slogan in lexicon.column("slogans", "slogan")]
    names = pl.col(column).str.extract_all(lexicon.written("campaign_name"))
    short = names.list.eval(pl.element().str.slice(1, _CAMPAIGN_LENGTH).str.strip_chars_end("”"))
    return short.list.unique(maintain_order=True).list.set_difference(slogans)


@lru_cache(_REMEMBERED)
def promised_rank(reference: str) -> tuple[int | None, bool]:
    """The last place that still keeps a promise such as 全省前列, and whether a worse one breaks it."""
    met = [row for row in lexicon.rows("rank_terms") if row["term"] in reference]
    best = min(met, key=lambda row: (int(row["most_rank"]), row["term"]), default=None)
    return (int(best["most_rank"]), best["is_exact"] == "true") if best else (None, False)


@lru_cache(_REMEMBERED)
def better_by_words(indicator: str) -> str | None:
    """Whether less of it is wished for, as far as its words tell (失业率, 事故): more, less or None.

    The word that ends last says what is counted: 贫困人口人均收入 is an income.
    """
    found_by, better = _direction_cues()
    met = found_by.find_matches_as_indexes(indicator, overlapping=True)
    return max((end, end - start, better[number]) for number, start, end in met)[-1] if met else None


@cache
def _direction_cues() -> tuple[AhoCorasick, tuple[str, ...]]:
    """What finds the words that tell whether less is wished for, by their numbers, and what each tells."""
    cues = lexicon.mapping("direction_cues", "cue", "better")
    return AhoCorasick(cues), tuple(cues.values())
