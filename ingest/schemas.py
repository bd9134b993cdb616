"""The tables of the lake: the one place where their columns are named, typed and described.

Parquet files are written with these schemas, dbt's staging models read them,
and ``docs/tables.md`` is generated from them.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

# the ending of the name of a section whose passage stands twice in the document: plan_repeat
REPEAT: Final = "_repeat"
# the parts of a report whose figures count, and what a rule of lexicon/document_checks.csv found
PARTS: Final = ("opening", "review", "term_review", "plan", "term_plan")
SUSPICION: Final = pl.Struct({"rule": pl.String, "counted": pl.Int32, "among": pl.Int32})
SECTION: Final = pl.Struct({"start": pl.Int32, "end": pl.Int32, "section": pl.String})


@dataclass(frozen=True)
class Column:
    """One column: name, Polars type, meaning (with unit or closed set of values)."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str


DOCUMENTS: Final = (
    Column("document_id", pl.String, "first 16 hex digits of sha256, and -NNNNN for a record or member of a bulk file"),
    Column("sha256", pl.String, "sha256 of the raw file, its name in the raw store"),
    Column("file_name", pl.String, "name under which the file arrived; says nothing about its content"),
    Column("member", pl.String, "path within an archive and number of a record; null for a plain file"),
    Column("source_url", pl.String, "where the text was published; null where unknown"),
    Column("format", pl.String, "reader that read it: txt, html, docx, pdf, csv, jsonl, ..."),
    Column("encoding", pl.String, "character encoding of the raw bytes; null for binary formats"),
    Column("text", pl.String, "the whole text; every offset of the project points into it"),
    Column("text_sha256", pl.String, "sha256 of the text in UTF-8"),
    Column("n_chars", pl.Int32, "length of the text in characters"),
    Column("title", pl.String, "title as written; null where there is none"),
    Column(
        "region_code",
        pl.String,
        "code after GB/T 2260; of a place that has none, the code of the region it lies in, a hyphen and its name: "
        "330782-佛堂镇; null where it cannot be told",
    ),
    Column("region_name", pl.String, "official name of the region; of a place outside GB/T 2260 as written"),
    Column(
        "region_level",
        pl.String,
        "nation, province, prefecture, county, township, zone (a development zone or other place without a rank of its "
        "own)",
    ),
    Column(
        "report_year",
        pl.Int32,
        "year for which a report plans; of a bulletin the year of publication (its figures belong to the year before), "
        "of a five-year plan its first year",
    ),
    Column("delivered_on", pl.Date, "day of delivery; null where the text does not say"),
    Column("office", pl.String, "office of the speaker: 国务院总理, 省长, 市长, ..."),
    Column(
        "kind", pl.String, "kind of document, after lexicon/document_kinds.csv: report, responsibility_breakdown, ..."
    ),
    Column("completeness", pl.String, "full, part, abstract"),
    Column("part_label", pl.String, "how the text itself says that it is a part: 紧接第一版; null for a whole"),
    Column("identity_source", pl.String, "text, sidecar, reports.csv, record (a field of the bulk file), file name"),
    Column(
        "identity_notes",
        pl.String,
        "why a field of the identity is null, what contradicts it, or which edition it is; null when all is well",
    ),
    Column(
        "sections",
        pl.List(SECTION),
        "furniture, appendix, opening, review, term_review, plan, term_plan, and these with "
        "_repeat: stretches, in order",
    ),
    Column("n_candidates", pl.Int32, "number of candidates in the text"),
    Column("n_headings", pl.Int32, "number of headings found by their form"),
)

LINKS: Final = (
    Column("document_id", pl.String, "key; one row per document"),
    Column("report_id", pl.String, "the logical report: documents with the same report_id are its parts and versions"),
    Column("part_no", pl.Int32, "order of the part within its report, from 1"),
    Column("is_primary", pl.Boolean, "figures of this document count; false for duplicates and superseded versions"),
    Column("duplicate_of", pl.String, "document_id of the primary that has the same text or nearly so"),
    Column("superseded_by", pl.String, "document_id of the corrected text that replaces this one"),
    Column("similarity", pl.Float64, "share of common shingles with the primary, 0 to 1"),
)

# one thing that a wording names, analysed: ingest.canonical.wording.Part
PART: Final = pl.Struct(
    {
        "item": pl.Int32,
        "wording": pl.String,
        "indicator_id": pl.String,
        "core": pl.String,
        "core_key": pl.String,
        "head": pl.String,
        "is_whole": pl.Boolean,
        "is_joint": pl.Boolean,
        "sizes": pl.List(pl.String),
        "hard_scopes": pl.List(pl.String),
        "soft_scopes": pl.List(pl.String),
        "grams": pl.List(pl.String),
        "weights": pl.List(pl.Float64),
        "total_weight": pl.Float64,
    }
)

# all that matching needs of the language, one value per target or result: null for numbers that measure nothing
CANONICAL: Final = (
    Column("dimension", pl.String, "what the unit counts: money, area, things, percent, ...; bare without a unit"),
    Column("factor", pl.Float64, "from the unit as written to the base unit of its dimension: 10000 for 万亩"),
    Column("core", pl.String, "what is measured, without verbs, qualifiers, own region, in canonical words"),
    Column("parts", pl.List(PART), "things that the indicator names (the whole first), with qualifiers and signature"),
    Column("subject_parts", pl.List(PART), "for relations without a number: the things that are promised, by item"),
    Column("reference_parts", pl.List(PART), "for relations without a number: what they are held against"),
    Column("better_by_words", pl.String, "less or more, where its words say which is wished for"),
    Column("says_flow", pl.Boolean, "the clause says that it is new in the period: 新增, 净增"),
    Column("says_stock", pl.Boolean, "the clause says that it is the total: 累计, 保有量"),
    Column("says_level", pl.Boolean, "the clause says that a level is reached: 达到, 增至"),
    Column("says_real", pl.Boolean, "what grew is counted at the prices of before: 实际增长, 扣除价格因素"),
    Column("says_each", pl.Boolean, "the clause says that each of several things has the figure: 均, 各"),
    Column("is_against_harm", pl.Boolean, "what is done about a bad thing is counted: 整治, 化解"),
    Column("is_named", pl.Boolean, "the catalogue has its words, or its core, as a name, not only the head it ends in"),
    Column("is_cut", pl.Boolean, "the thing is to become less, said before it: 减少"),
    Column("names_years", pl.Boolean, "the sentence speaks of several years: 五年, 年均, 累计"),
    Column("starts_change", pl.Boolean, "the figure from which a change starts: 由120元提高到150元"),
    Column("works", pl.List(pl.String), "kinds of works in the clause: new, renewal, upkeep, start, end, sign, ..."),
    Column("campaigns", pl.List(pl.String), "names in quotation marks of the sentence, slogans left out"),
    Column("counted_campaigns", pl.List(pl.String), "those of the indicator itself"),
    Column("rank_area", pl.String, "area in which a place is promised or taken: 全省"),
    Column("promised_rank", pl.Int32, "the last place that keeps a promise such as 全省前列"),
    Column("rank_is_exact", pl.Boolean, "whether a worse place breaks it; false for 前列"),
    Column("clause", pl.String, "words of the clause around the number, without figures and marks"),
)

MENTIONS: Final = (
    Column("mention_id", pl.String, "document_id:value_start"),
    Column("document_id", pl.String, "document in which it stands"),
    Column("report_year", pl.Int32, "report year of that document (partition)"),
    Column("value_start", pl.Int32, "offset of the number's first character in the document's text"),
    Column("value_end", pl.Int32, "offset behind the number's last character"),
    Column("value_text", pl.String, "text[value_start:value_end]"),
    Column("role", pl.String, "target, result, none"),
    Column("reason", pl.String, "why it is none, from lexicon/none_reasons.csv; null for target and result"),
    Column("indicator", pl.String, "what is measured, in the text's own words, completed from context"),
    Column(
        "indicator_status",
        pl.String,
        "named (its own words), carried (completed from what was named before), untold (then indicator is empty)",
    ),
    Column("indicator_id", pl.String, "id of the catalogue (lexicon/indicators.csv); null where it knows none"),
    Column("measure", pl.String, "level, growth, change, rank, streak"),
    Column(
        "value",
        pl.Float64,
        "the number as written, in `unit`; null for a target set in relation to another figure",
    ),
    Column("unit", pl.String, "unit as written, multiplier included: 万亩, 亿元, %, 个百分点"),
    Column("comparator", pl.String, "eq, ge, le, approx, lo, hi"),
    Column("year", pl.Int32, "year the figure belongs to"),
    Column(
        "period", pl.String, "year, part_of_year (前三季度), multi_year (五年累计, 未来五年), annual_average (年均)"
    ),
    Column("region", pl.String, "sub-region as written; empty where it is the report's own"),
    Column("region_code", pl.String, "code of the sub-region; null where it is the report's own or cannot be told"),
    Column("commitment", pl.String, "must, plain, strive (targets); null for results"),
    Column(
        "relation",
        pl.String,
        "for targets without a number: in_step, faster, higher, task_done, keep_rank, ...; else null",
    ),
    Column("subject", pl.String, "what is held against the reference, for relations"),
    Column("reference", pl.String, "经济增长, 城镇居民, 省定任务, ...; for relations"),
    Column("section", pl.String, "section of the document in which it stands"),
    Column("sentence", pl.String, "the sentence around it, without line breaks at its ends"),
    Column("sentence_start", pl.Int32, "offset of the sentence in the document's text"),
    *CANONICAL,
)

STATEMENTS: Final = (
    Column("document_id", pl.String, "document in which it stands"),
    Column("report_year", pl.Int32, "report year of that document (partition)"),
    Column("statement_start", pl.Int32, "offset of the clause in the text"),
    Column("words", pl.String, "the clause: 农村公路建设圆满完成年度任务"),
    Column("assessment", pl.String, "completed, exceeded, partly, below (what was aimed at), not_reached"),
    Column("aim_of", pl.String, "whose aim it was, where the clause says so: year (年初, 年度), plan (规划, “十二五”)"),
    Column("decides_task", pl.Boolean, "whether it says of a task set from above that it was done"),
)

# who owes a task: ingest.tasks.units.Unit
TASK_UNIT: Final = pl.Struct(
    {
        "position": pl.Int32,
        "unit_text": pl.String,
        "unit_name": pl.String,
        "role": pl.String,
        "told_by": pl.String,
        "unit_start": pl.Int32,
        "unit_end": pl.Int32,
    }
)

TASKS: Final = (
    Column("task_id", pl.String, "document_id:t and the offset of the task"),
    Column("document_id", pl.String, "document in which it stands"),
    Column("report_year", pl.Int32, "report year of that document (partition)"),
    Column("task_no", pl.Int32, "order of the task within its document, from 1"),
    Column("item", pl.String, "its number as written: 12; null where only its units mark it as a task"),
    Column("section_path", pl.String, "headings above it, the outer one first, parted by ›"),
    Column("sentence", pl.String, "what is to be done, without number and units"),
    Column("task_start", pl.Int32, "offset of the task's first word in the document's text"),
    Column("task_end", pl.Int32, "offset behind its last word"),
    Column("item_end", pl.Int32, "offset behind all that belongs to it, its units included"),
    Column("due_year", pl.Int32, "year in which it is due: said in it, else that of the document"),
    Column("due_month", pl.Int32, "month by whose end it is due, where it says so: 6 for 上半年; else null"),
    Column("due_text", pl.String, "the words that say so: 6月底前; null where none do"),
    Column("words", pl.String, "its bare words, for comparison with what a later report says"),
    Column("units", pl.List(TASK_UNIT), "who owes it, the leading ones first"),
)

PASSAGES: Final = (
    Column("document_id", pl.String, "report in which it stands"),
    Column("report_year", pl.Int32, "report year of that document (partition)"),
    Column("passage_start", pl.Int32, "offset of the sentence in the text"),
    Column("passage_end", pl.Int32, "offset behind it"),
    Column("sentence", pl.String, "a sentence of the review of the year"),
    Column("words", pl.String, "its bare words, without marks, digits and blanks"),
)

CHECKS: Final = (
    Column("document_id", pl.String, "key; one row per document"),
    Column("report_year", pl.Int32, "report year of that document (partition)"),
    *(
        Column(f"n_{part}_{role}s", pl.Int32, f"number of {role}s with a number in the part {part}")
        for part in PARTS
        for role in ("target", "result")
    ),
    Column("share_without_year", pl.Float64, "share of metrics whose year is unknown, 0 to 1; null without metrics"),
    Column("share_without_indicator_id", pl.Float64, "share of metrics that the catalogue of indicators does not know"),
    Column("share_unnamed", pl.Float64, "share of metrics whose indicator is a fragment (a unit, a period) or empty"),
    Column(
        "suspicions",
        pl.List(SUSPICION),
        "what is suspicious about the document: rule of lexicon/document_checks.csv, how many of how many",
    ),
)

QUARANTINE: Final = (
    Column("sha256", pl.String, "sha256 of the raw bytes; null where the file vanished before it was read"),
    Column("file_name", pl.String, "name under which it arrived"),
    Column("member", pl.String, "path within an archive and number of a record; null for a whole file"),
    Column("reason", pl.String, "closed set: empty, binary, unknown_encoding, not_a_report, vanished, too_large, ..."),
    Column("detail", pl.String, "one sentence for a person: what is wrong and what to do"),
)


# what is read of a number, in the order in which people see it
READ_OF_A_NUMBER: Final = (
    *("role", "reason", "indicator", "indicator_id", "measure"),
    *("value", "unit", "comparator", "year"),
)


def polars_schema(columns: tuple[Column, ...]) -> pl.Schema:
    """The Polars schema of a table, in column order."""
    return pl.Schema({column.name: column.dtype for column in columns})


# the tables of the lake: what a row is, and its columns
TABLES: Final[dict[str, tuple[str, tuple[Column, ...]]]] = {
    "documents": ("One row per text.", DOCUMENTS),
    "links": ("Parts, duplicates and versions.", LINKS),
    "mentions": ("One row per number, and per target without a number.", MENTIONS),
    "statements": ("One row per clause of a review that says in words how something went.", STATEMENTS),
    "tasks": ("One row per task of a breakdown or numbered item of a plan, with the units that owe it.", TASKS),
    "passages": ("One row per sentence of the review of a report.", PASSAGES),
    "document_checks": ("What was read of each document, and what is suspicious.", CHECKS),
    "quarantine": ("What did not become a document, and why.", QUARANTINE),
}
