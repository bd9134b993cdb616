"""What stands beside the tables of the open panel: what they hold, how they were made, how right they are."""

from typing import Final

import duckdb

from dashboard import accuracy
from orchestration.exports.tables import Exported, count

# what a reader opens first, also without a program that reads Parquet
AS_CSV: Final = ("panel_headline",)
README: Final = """\
# The open panel: headline targets and results of Chinese governments

{places:,} governments, {first} to {last}, {documents:,} work reports (政府工作报告): what each promised for a year in
its headline indicators, what it reported a year later, and whether the promise was kept. **No sentence of a report is
part of this folder**; figures, offsets, hashes, place, year, source address, verdict and certainty are.

Open `panel_headline.csv` first: one row per government and year, a group of columns per indicator. Everything else:

| table | rows | what it holds |
| --- | --- | --- |
{tables}

`codebook.md` and `codebook.html` say what every column means, `SHA256SUMS` holds the checksum of every file
(`sha256sum -c SHA256SUMS`), `CITATION.cff` says how to cite.

```sh
duixian dashboard --warehouse {folder}                    # web pages; sentences are absent, and said to be
duixian sql --warehouse {folder} "from marts.panel_headline limit 5"
duixian show 全国 2023 --warehouse {folder}
```

## How it was made

`duixian run` over public reports as their governments published them, then `duixian release --open-panel` (duixian
{version}). The tables of targets and results keep the rows of the {indicators} headline indicators; the summaries
`attainment_by_region_year` count every target of a report. Each figure leads back to its report: `document_id` and
`sha256` name the text, `start` and `end` the characters.

| level | governments | reports |
| --- | --- | --- |
{levels}

## How right it is

Measured against labels that people made without sight of what the program said.

| numbers read | labels | found, with their role | every field right |
| --- | --- | --- | --- |
{reading}

| verdicts | targets | verdict right | result right | false among decided |
| --- | --- | --- | --- | --- |
{verdicts}

*attained* and *missed* rest on what governments report of themselves, not on official statistics. *unreported* says
that nothing comparable was found, which is not the same as silence. Reports before about 1980 are read less well; a
government or year that is absent has no report at hand (`*_coverage` in the panel tells absence from missing reports).
"""


def readme(warehouse: duckdb.DuckDBPyConnection, tables: list[Exported], folder: str, version: str) -> str:
    """The words of README.md; ``folder`` is how a reader names the folder that holds it."""
    places, first, last, documents = _first(
        warehouse,
        "select count(distinct region_code), min(report_year), max(report_year), count(*) "
        "from marts.dim_document where is_primary and kind = 'report'",
    )
    (indicators,) = _first(warehouse, "select count(*) from marts.dim_indicator where is_headline")
    levels = warehouse.execute(
        "select region_level, count(distinct region_code), count(*) from marts.dim_document "
        "where is_primary and kind = 'report' and region_level is not null "
        "group by 1 "
        "order by list_position(['nation', 'province', 'prefecture', 'county', 'township', 'zone'], region_level)"
    ).fetchall()
    return README.format(
        places=places,
        first=first,
        last=last,
        documents=documents,
        indicators=indicators,
        version=version,
        folder=folder,
        tables=_table([(t.name, f"{count(warehouse, t):,}", t.meaning) for t in tables]),
        levels=_table([(level, f"{n:,}", f"{reports:,}") for level, n, reports in levels]),
        reading=_table([(r["set_en"], r["labels"], r["detect"], r["strict"]) for r in accuracy.reading()]),
        verdicts=_table(
            [
                (r["set_en"], r["targets"], r["verdict"], r["link"], f"{r['false']} of {r['decided']}")
                for r in accuracy.verdicts()
            ]
        ),
    )


def _first(warehouse: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return warehouse.execute(query).fetchall()[0]


def _table(rows: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
