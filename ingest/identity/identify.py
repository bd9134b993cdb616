"""From a text to its identity: region, year, kind, completeness and the stretches that are not the report."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from ingest.identity.completeness import tell_completeness
from ingest.identity.furniture import find_furniture, merge
from ingest.identity.kind import OTHER, tell_kind
from ingest.identity.model import Identity, NotAReport, Stretch
from ingest.identity.named_file import FILE, named_region, named_year
from ingest.identity.office import tell_office
from ingest.identity.page import Page, heading_role, look
from ingest.identity.published import note_of_record
from ingest.identity.region import Located, fits, locate
from ingest.identity.regions import Region, gazetteer
from ingest.identity.repeats import repeats_of_report
from ingest.identity.sidecar import Sidecar
from ingest.identity.unlisted import below, coded, is_unlisted, unlisted
from ingest.identity.year import FIRST, LAST, date_report

OF_FILE: Final = "file name"
"""The source of what only the name of a file or its folders tell."""
NO_HINTS: Final[Mapping[str, str]] = {}
_HINT_YEAR: Final = re.compile(r"^\s*((?:19|20)\d\d)(?:\.0)?\s*年?(?:度)?\s*$")


def identify(
    text: str,
    *,
    title: str | None = None,
    hints: Mapping[str, str] = NO_HINTS,
    sidecar: Sidecar | None = None,
    any_text: bool = False,
) -> Identity | NotAReport:
    """Who reports what, when, from all evidence of the text.

    ``title`` is that of the page or record the text came from. ``hints`` (fields of a bulk record: ``year``,
    ``region``; the path of the ``file``) fill only what the text does not tell, in that order; a record that
    contradicts the text gives a note. ``furniture_from`` among them is where a reader put running heads and page
    numbers, behind the body, ``notes_from`` where it put notes. A ``sidecar`` wins over everything. ``any_text``
    identifies a text of no known kind all the same, as kind ``other``. What cannot be told is None, and
    ``identity_notes`` says why: ``field: reason``, joined by ``; ``.
    """
    if not text.strip():
        return NotAReport("empty", "The text is empty.", "empty")
    given = sidecar or Sidecar()
    heads = _set_apart(hints, len(text))
    body_end = heads[0][0] if heads else len(text)
    page = look(text[:body_end], given.title or title)
    kind = given.kind or tell_kind(page)
    notes: list[str] = []
    if isinstance(kind, NotAReport):
        if not any_text:
            return kind
        notes.append(f"kind: {kind.detail}")
        kind = OTHER
    sources: list[str] = [given.source] if given.says_something() else []

    dated = date_report(page)
    year = _year(given, dated.year, dated.note, hints, notes, sources)
    delivered_on = given.delivered_on or (dated.delivered_on if year == dated.year else None)
    region = _region(given, locate(page, year), hints, year, notes, sources)
    if region is not None and is_unlisted(region):
        notes.append(_outside(region, year))
    office = given.office or tell_office(page)
    furniture = find_furniture(page)
    complete = tell_completeness(page, kind, furniture)
    completeness = given.completeness or complete.value
    if complete.note and not given.completeness:
        notes.append(complete.note)
    if given.supersedes:
        notes.append(f"version: supersedes {given.supersedes} after {given.source}")
    published = note_of_record(hints)
    if published:
        notes.append(published)
    if kind == "report":
        notes.extend(_untold(delivered_on, office))
    return Identity(
        title=given.title or page.title,
        region_code=region.code if region else None,
        region_name=region.name if region else None,
        region_level=region.level if region else None,
        report_year=year,
        delivered_on=delivered_on,
        office=office,
        kind=kind,
        completeness=completeness,
        part_label=given.part_label or (complete.label if completeness != "full" else None),
        identity_source=sources[0] if sources else "text",
        identity_notes="; ".join(notes) or None,
        furniture=merge(text, [*furniture, *_repeats(page, kind), *heads]),
    )


def _outside(region: Region, year: int | None) -> str:
    parent = coded(region.parent_code, year)
    where = parent.name if parent else region.parent_code
    return f"place: {region.name} is not in lexicon/regions.csv, kept within {where} as {region.code}"


def _untold(delivered_on: date | None, office: str | None) -> list[str]:
    notes = []
    if delivered_on is None:
        notes.append("delivered_on: the text names no day of delivery")
    if office is None:
        notes.append("office: the text does not name the speaker’s office")
    return notes


def _set_apart(hints: Mapping[str, str], length: int) -> list[Stretch]:
    """What a reader put behind the body: notes, then running heads."""
    heads = int(hints.get("furniture_from") or length)
    notes = int(hints.get("notes_from") or heads)
    found: list[Stretch] = [(notes, heads, "appendix"), (heads, length, "furniture")]
    return [stretch for stretch in found if stretch[0] < stretch[1]]


def _repeats(page: Page, kind: str) -> list[Stretch]:
    turn = next((h.start for h in page.headings if heading_role(h.text) == "plan"), None) if kind == "report" else None
    return [(start, end, "repeat") for start, end in repeats_of_report(page.text, turn)]


def _year(
    given: Sidecar, told: int | None, note: str | None, hints: Mapping[str, str], notes: list[str], sources: list[str]
) -> int | None:
    if given.report_year is not None:
        if told is not None and told != given.report_year:
            notes.append(f"report_year: {given.report_year} after {given.source}, though the text says {told}")
        return given.report_year
    hinted, named = _as_year(hints.get("year")), _as_year(named_year(hints.get(FILE, "")))
    for source, year in (("record", hinted), (OF_FILE, named)):
        if told is None and year is not None:
            sources.append(source)
            notes.append(f"report_year: {year} after the {source}; {(note or '').removeprefix('report_year: ')}")
            return year
    if note:
        notes.append(note)
    if told is not None and hinted is not None and hinted != told:
        notes.append(f"report_year: {told} after the text, though the record says {hinted}")
    return told


def _region(
    given: Sidecar, located: Located, hints: Mapping[str, str], year: int | None, notes: list[str], sources: list[str]
) -> Region | None:
    told, note = located.region, located.note
    if given.region_code is not None:
        said = coded(given.region_code, year)
        # 浙江省青禾县 that a person placed within 丽水市 contradicts nothing
        is_closer = bool(told and said and is_unlisted(told) and told.name == said.name)
        if told is not None and told.code != given.region_code and not is_closer:
            notes.append(f"region: {given.region_code} after {given.source}, though the text says {told.name}")
        return said
    hinted = _as_regions(hints.get("region"), year)
    named = _as_regions(named_region(hints.get(FILE, "")), year) if told is None else []
    for source, regions in (("record", hinted), (OF_FILE, named)):
        if told is None and (chosen := _filled(located, regions)):
            sources.append(source)
            notes.append(f"region: {chosen.name} after the {source}; {(note or '').removeprefix('region: ')}")
            return chosen
    if note:
        notes.append(note)
    if told is not None and hinted and not _agree(told, hinted):
        notes.append(f"region: {told.name} after the text, though the record says {hinted[0].name}")
    return told


def _filled(located: Located, hinted: list[Region]) -> Region | None:
    """The region of a record, where the text leaves the choice: one of its candidates, or one of the kind it names."""
    codes = {region.code for region in hinted}
    if len(codes) == 1 and is_unlisted(hinted[0]):
        return hinted[0] if located.bare in (None, hinted[0].name) else None
    if len(codes) == 1 and located.bare and hinted[0].level != "nation":
        return below(located.bare, hinted[0])
    within = {
        region.code: region
        for region in located.candidates
        if codes & {region.code, *(parent.code for parent in gazetteer().ancestors(region))}
    }
    if len(within) == 1:
        return next(iter(within.values()))
    if len(codes) == 1 and (located.word is None or fits(hinted[0], located.word)):
        return hinted[0]
    return None


def _agree(told: Region, hinted: list[Region]) -> bool:
    """Whether a record names the region itself or one above it."""
    return bool({region.code for region in hinted} & {told.code, *(p.code for p in gazetteer().ancestors(told))})


def _as_year(said: str | None) -> int | None:
    match = _HINT_YEAR.match(str(said or ""))
    year = int(match[1]) if match else None
    return year if year is not None and FIRST <= year <= LAST else None


def _as_regions(said: str | None, year: int | None) -> list[Region]:
    place = "".join(str(said or "").split())
    if not place:
        return []
    by_code = coded(place, year)
    if by_code:
        return [by_code]
    name, regions = gazetteer().ending(place)
    if not regions:
        return unlisted(place, year)
    regions = [region for region in regions if region.in_force(year)] or regions
    front = place.removesuffix(name)
    narrowed = [r for r in regions if any(n in front for parent in gazetteer().ancestors(r) for n in parent.names())]
    return narrowed or regions
