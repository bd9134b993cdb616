"""`duixian doctor`: what needs a person, and what it all runs on."""

import importlib.metadata
import json
import platform
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape

from ingest import lexicon
from ingest.checks import Rule, rules
from ingest.documents import place
from ingest.identity.regions import gazetteer
from ingest.identity.sidecar import CATALOGUE
from ingest.identity.unlisted import HYPHEN, coded
from ingest.lake import Lake
from ingest.store.names import sidecar_names
from orchestration.corrections import check_corrections
from orchestration.home import Home
from orchestration.settings import ducklake_of
from orchestration.standing import Section, committed, published
from orchestration.summary import refusal, short
from orchestration.tongue import say, spoken

# what verdicts depend on, and a person may set
SETTABLE = ("region", "report_year", "kind", "completeness")
# what a person knows and the text does not say
TO_FILL_IN = "…"
# a place that needs its parent's name before its own
OUTSIDE = re.compile("region: “(.+?)” names no region")
IDENTITY = (
    "document_id",
    "file_name",
    "member",
    "region_code",
    "region_name",
    "report_year",
    "kind",
    "completeness",
    "identity_notes",
)
PACKAGES = ("duixian", "polars", "duckdb", "dbt-core", "dbt-duckdb", "dagster", "great-expectations")


def print_report(home: Home, mend: bool = False, as_json: bool = False) -> int:
    """Print what is damaged, documents without a full identity, suspicious ones, quarantine, corrections and versions.

    ``mend`` sets aside what the next run makes again. Returns 0; 1 where something is damaged that no run can make
    again, or ``mend`` found another run at work; 2 where the home is empty.
    """
    if not home.lake.exists():
        print(say("doc.no_lake", home=home.root), file=sys.stderr)
        return 2
    console = Console(file=sys.stderr if as_json else sys.stdout, highlight=False, soft_wrap=True)
    if mend and not _mend(console, home):
        return 1
    sections = dict(_sections(home))
    if as_json:
        told = {name: section.facts for name, section in sections.items()}
        print(json.dumps(told, ensure_ascii=False, default=str, indent=1))
    else:
        for section in sections.values():
            console.print(section.heading)
            for line in section.lines:
                console.print(line, markup=False)
    return 1 if sections["health"].facts["lost"] else 0


def _sections(home: Home) -> Iterator[tuple[str, Section]]:
    lake = Lake(home.lake)
    yield "health", _health(home)
    of_the_lake: dict[str, Callable[[Lake], Section]] = {
        "identity": _identity,
        "parts": _parts,
        "suspicious": _suspicious,
        "versions_of_a_report": _links,
        "quarantine": _quarantine,
    }
    for name, section in of_the_lake.items():
        try:
            yield name, section(lake)
        except (OSError, pl.exceptions.PolarsError) as error:
            yield name, Section(say("doc.untold", why=escape(str(error).splitlines()[0])))
    yield "corrections", _corrections(home)
    yield "published", published(home)
    if ducklake_of(home) is not None:
        yield "ducklake", committed(home)
    told = {package: importlib.metadata.version(package) for package in PACKAGES}
    lines = [f"  Python {platform.python_version()}", *(f"  {name} {version}" for name, version in told.items())]
    yield "versions", Section(say("doc.versions"), lines, {"python": platform.python_version(), **told})


def _mend(console: Console, home: Home) -> bool:
    from orchestration.damage import mend_home, mend_records
    from orchestration.resources import HomeIsBusyError, held

    console.print(say("doc.mended"))

    def tell(sentence: str) -> None:
        console.print(f"  {sentence}", markup=False)

    try:
        with held(home):
            for sentence in mend_records(home):
                tell(sentence)
            mend_home(home, tell)
    except HomeIsBusyError as error:
        tell(str(error))
        return False
    return True


def _health(home: Home) -> Section:
    """What is damaged, and what a person has to bring back."""
    from orchestration.damage import ailments, lost_input

    told, lost = list(ailments(home)), list(lost_input(home))
    heading = say("doc.damaged", n=len(told + lost)) if told + lost else say("doc.well")
    return Section(heading, [f"  {sentence}" for sentence in told + lost], {"damaged": told, "lost": lost})


def _identity(lake: Lake) -> Section:
    told = lake.scan("documents").select(IDENTITY).collect()
    told = told.with_columns(pl.col("identity_notes").map_elements(_to_be_looked_at, return_dtype=pl.String))
    doubtful = told.filter(pl.col("identity_notes").is_not_null()).sort("file_name", "member")
    facts = [{**row, "write": _to_write(row)} for row in doubtful.to_dicts()]
    lines = []
    for row in facts:
        notes = spoken().notes(row["identity_notes"])
        lines.append(f"  {place(row['file_name'], row['member'])} ({_report(row)}): {notes}")
        lines.append(say("doc.fill_in" if TO_FILL_IN in row["write"]["line"] else "doc.write", **row["write"]))
    for row in _placed_closer(told):
        facts.append(row)
        lines.append(say("doc.namesake", name=place(row["file_name"], row["member"]), **row))
        lines.append(say("doc.write_if", **row["write"]))
    n_doubtful = len({row["document_id"] for row in facts})
    return Section(say("doc.identity", n=n_doubtful, all=told.height), lines, facts)


def _placed_closer(told: pl.DataFrame) -> list[dict[str, Any]]:
    """Documents of a place outside the table that others place more closely: 浙江省青禾县 beside 丽水市青禾县.

    As long as no person says that both are one they are two, for neither text says so.
    """
    places = {code: coded(code, None) for code in told["region_code"].drop_nulls().unique() if HYPHEN in code}
    closer: dict[str, list[str]] = {}
    for code in places:
        parent, _, name = code.partition(HYPHEN)
        for other, region in places.items():
            above = {up.code for up in gazetteer().ancestors(region)} if region else set()
            if other != code and other.endswith(HYPHEN + name) and parent in above:
                closer.setdefault(code, []).append(other)
    rows = told.filter(pl.col("region_code").is_in(list(closer))).sort("file_name", "member").to_dicts()
    alone = [row for row in rows if len(closer[row["region_code"]]) == 1]
    return [
        {**row, "other": other, "write": _to_place(row, other)} for row in alone for other in closer[row["region_code"]]
    ]


def _to_place(row: dict[str, Any], code: str) -> dict[str, str]:
    """The line that puts a document into the region of ``code``."""
    return _to_write({**row, "region_code": code, "identity_notes": "region: "})


def _to_write(row: dict[str, Any]) -> dict[str, str]:
    """The line that a person writes where the notes are right to doubt, and into which file; … is to be filled in."""
    doubted = [field for field in SETTABLE if f"{field}: " in f"; {row['identity_notes']}"]
    outside = OUTSIDE.search(row["identity_notes"])
    # the name of a place outside the table says nothing without the region it lies in
    region = row["region_code"] if HYPHEN in (row["region_code"] or "") else row["region_name"]
    read = {**row, "region": region or (f"{TO_FILL_IN}{outside[1]}" if outside else None), "completeness": "full"}
    values = {field: str(read[field] or TO_FILL_IN) for field in doubted}
    if row["member"]:
        lines = [["file", "member", *values], [row["file_name"], row["member"], *values.values()]]
        return {"where": CATALOGUE, "line": " / ".join(",".join(cells) for cells in lines)}
    line = ", ".join(f"{field}: {value}" for field, value in values.items())
    return {"where": sidecar_names(row["file_name"])[0], "line": f"{{{line}}}"}


def _report(row: dict[str, Any]) -> str:
    region, year = row["region_name"] or say("doc.region_unknown"), row["report_year"] or say("doc.year_unknown")
    return f"{region} {year}"


def _parts(lake: Lake) -> Section:
    """Parts and abstracts: what they are joined with, and which reports lack the rest."""
    columns = ["document_id", "file_name", "member", "region_name", "report_year", "completeness", "part_label"]
    told = lake.scan("documents").select(columns).collect()
    links = lake.read("links").select("document_id", "report_id", "part_no", "is_primary")
    primary = links.filter("is_primary").group_by("report_id").agg(pl.col("part_no").n_unique().alias("parts"))
    incomplete = (
        told.filter(pl.col("completeness") != "full")
        .join(links, on="document_id", how="left")
        .join(primary, on="report_id", how="left")
        .sort("file_name", "member")
    )
    facts = incomplete.to_dicts()
    return Section(say("doc.parts", n=incomplete.height), [_part(row) for row in facts], facts)


def _part(row: dict[str, Any]) -> str:
    label = f" ({row['part_label']})" if row["part_label"] else ""
    completeness = spoken().value_of("completeness", row["completeness"])
    return f"  {place(row['file_name'], row['member'])}: {completeness}{label}{_joined(row)}"


def _joined(row: dict[str, Any]) -> str:
    if not row["is_primary"]:
        return say("doc.other_counts", report=_report(row))
    if row["parts"] == 1:
        return say("doc.rest_missing", report=_report(row))
    return say("doc.part_of", part=row["part_no"], parts=row["parts"], report=_report(row))


def _suspicious(lake: Lake) -> Section:
    """Documents that were read in a way that is hardly right: by which rule, with its numbers, and what to do."""
    documents = lake.scan("documents").select("document_id", "file_name", "member").collect()
    checks = lake.scan("document_checks").select("document_id", "suspicions").collect()
    found = checks.explode("suspicions").drop_nulls("suspicions").unnest("suspicions").join(documents, on="document_id")
    count = found["document_id"].n_unique()
    lines, facts = [], []
    for rule in rules():
        rows = found.filter(pl.col("rule") == rule.id).sort("file_name", "member", nulls_last=False).to_dicts()
        lines += [f"  {place(row['file_name'], row['member'])}: {_suspicion(rule, row)}" for row in rows]
        facts += rows
        if rows:
            lines.append(say("doc.remedy", rule=rule.id, remedy=spoken().reason(rule.remedy)))
    return Section(say("doc.suspicious", n=count, all=documents.height), lines, facts)


def _suspicion(rule: Rule, row: dict[str, Any]) -> str:
    """A rule with its numbers: promises_in_review, a review that is mostly promises (review_targets 12 of 15 …)."""
    words = spoken()
    counted, among = (words.value_of("counted", column) for column in (rule.counts, rule.among))
    limit = say("doc.over" if rule.comparison == "over" else "doc.not_over", share=rule.threshold)
    meaning = rule.zh if words.language == "zh" else rule.meaning
    told = {"counted": counted, "n": row["counted"], "among": among, "all": row["among"]}
    return say("doc.suspicion", rule=rule.id, meaning=meaning, limit=limit, **told)


def _to_be_looked_at(notes: str) -> str | None:
    """The notes that are about what a person may have to set: not the edition, the day, the office."""
    return "; ".join(note for note in notes.split("; ") if note.startswith(SETTABLE)) or None


def _links(lake: Lake) -> Section:
    repeated = lake.read("links").filter(~pl.col("is_primary")).sort("document_id")
    documents = lake.scan("documents").select("document_id", "file_name", "member").collect()
    names = {row[0]: place(row[1], row[2]) for row in documents.iter_rows()}
    facts = repeated.select("document_id", "duplicate_of", "superseded_by").to_dicts()
    lines = []
    for row in facts:
        other = row["duplicate_of"] or row["superseded_by"]
        how = "doc.same" if row["duplicate_of"] else "doc.replaced"
        lines.append(say(how, name=names.get(row["document_id"]), other=names.get(other, other)))
    return Section(say("doc.links", n=repeated.height), lines, facts)


def _quarantine(lake: Lake) -> Section:
    """What was not read, by its reason, and what to do about each."""
    quarantine = lake.read("quarantine")
    remedies = lexicon.mapping("quarantine_reasons", "reason", "remedy")
    words, lines = spoken(), []
    for (reason,), rows in quarantine.group_by("reason", maintain_order=True):
        told = rows.to_dicts()
        lines += [f"  {place(row['file_name'], row['member'])}: {refusal(row)}" for row in told]
        remedy = words.reason(remedies.get(str(reason), ""))
        lines.append(say("doc.remedy", rule=words.value_of("refused", reason), remedy=remedy))
    return Section(say("doc.quarantine", n=quarantine.height), lines, quarantine.to_dicts())


def _corrections(home: Home) -> Section:
    if not home.corrections.exists():
        return Section(say("doc.no_corrections", path=short(home.corrections)), [], {"wrong": [], "rows": []})
    wrong = check_corrections(home)
    if wrong:
        told = "\n".join(say("doc.corrections_wrong", why=escape(sentence)) for sentence in wrong)
        return Section(told, [], {"wrong": wrong, "rows": []})
    corrections = pl.read_csv(home.corrections, infer_schema=False)
    lines = ["  " + ", ".join("" if value is None else value for value in row) for row in corrections.iter_rows()]
    heading = say("doc.corrections", n=corrections.height, path=short(home.corrections))
    return Section(heading, lines, {"wrong": [], "rows": corrections.to_dicts()})
