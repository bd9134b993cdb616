"""Documents to logical reports: parts are joined, the same report from two sites counts once, corrections replace.

Near-linear: documents are compared within their region, year and kind, and across them only where they share a band of
their sketches. The result does not depend on the order of the documents.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from ingest.identity.shingles import bands, resemblance
from ingest.identity.sketched import Key, Sketched, sketched
from ingest.schemas import LINKS, polars_schema

SAME: Final = 0.8
"""Share of common shingles from which two texts of different or unknown identity are the same report."""
SAME_REPORT: Final = 0.3
"""Share of common shingles from which two whole texts of one region, year and kind are the same report."""
CONTAINED: Final = 0.6
"""Share of the shorter text's shingles from which it is contained in the longer one."""
FOREIGN: Final = 0.2
"""Share of a part's shingles below which it is no part of the whole text of its region, year and kind."""
COMPLETE: Final = 0.99
"""Share of the longest text's length from which a later text with other figures is a correction, not a loss."""
WITHOUT_PAGE: Final = 0.7
"""Share of the longest copy's letters that a copy has at least, the longest one with all that stood around it."""
MOST_LEADERS: Final = 64
"""Different texts of one region, year and kind to which a further one is compared."""


@dataclass(slots=True)
class Link:
    """A row of LINKS in the making."""

    report_id: str
    part_no: int
    is_primary: bool = True
    duplicate_of: str | None = None
    superseded_by: str | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts that are the same but for editing; ``leader`` is the one that counts."""

    leader: Sketched
    others: list[Sketched]


def link(documents: pl.DataFrame) -> pl.DataFrame:
    """LINKS of a DOCUMENTS table, sorted by document_id."""
    return link_all([documents])


def link_all(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """LINKS of a DOCUMENTS table that is given in pieces, so that only one piece of its texts is in memory."""
    return link_sketched(one for frame in frames for one in sketched(frame))


def link_sketched(sketches: Iterable[Sketched]) -> pl.DataFrame:
    """LINKS of the documents of those sketches."""
    known = sorted(sketches, key=Sketched.strength)
    groups: dict[Key | str, list[Sketched]] = {}
    for one, key in zip(known, _keys(known), strict=True):
        groups.setdefault(key, []).append(one)
    links: dict[str, Link] = {}
    for key, group in groups.items():
        links |= _link_group(key, group)
    columns = ("report_id", "part_no", "is_primary", "duplicate_of", "superseded_by", "similarity")
    found = [(name, *(getattr(links[name], column) for column in columns)) for name in sorted(links)]
    return pl.DataFrame(found, schema=polars_schema(LINKS), orient="row")


def _keys(known: list[Sketched]) -> list[Key | str]:
    """The report of each document: its own identity, or that of a stronger document with the same text."""
    keys: list[Key | str] = [one.key or one.document_id for one in known]
    pairs = _alike(known)
    for strong, weak in (*pairs, *pairs):
        a, b = known[strong], known[weak]
        if a.kind != b.kind or keys[strong] == keys[weak] or a.is_another(b):
            continue
        share, contained = resemblance(a.sketch, b.sketch)
        if a.key is None and b.key is not None and share >= SAME:
            keys[strong] = keys[weak]
        elif share >= SAME or (b.key is None and contained >= SAME):
            keys[weak] = keys[strong]
    return keys


def _alike(known: list[Sketched]) -> list[tuple[int, int]]:
    """Pairs (stronger, weaker) of documents that share a band: each with the strongest document of the band."""
    found = [(number, place) for place, one in enumerate(known) for number in bands(one.sketch)]
    if not found:
        return []
    numbers = np.array([number for number, _ in found], dtype=np.uint64)
    places = np.array([place for _, place in found], dtype=np.int64)
    order = np.lexsort((places, numbers))
    numbers, places = numbers[order], places[order]
    begins = np.concatenate([[True], numbers[1:] != numbers[:-1]])
    leaders = places[begins][np.cumsum(begins) - 1]
    pairs = np.unique(np.stack([leaders, places], axis=1)[leaders != places], axis=0)
    return [(int(a), int(b)) for a, b in pairs]


def _link_group(key: Key | str, group: list[Sketched]) -> dict[str, Link]:
    """The links of the documents of one region, year and kind, given by strength."""
    whole = _clusters([one for one in group if one.completeness == "full"], SAME_REPORT)
    parts = _clusters([one for one in group if one.completeness == "part"], CONTAINED)
    abstracts = _clusters([one for one in group if one.completeness == "abstract"], SAME_REPORT)
    links: dict[str, Link] = {}
    for number, cluster in enumerate(whole):
        report_id = _report_id(key, cluster.leader, number)
        links |= _link_cluster(cluster, report_id, 1)
    if whole:
        first = whole[0].leader
        strays = [part for part in parts if resemblance(part.leader.sketch, first.sketch)[1] < FOREIGN]
        for cluster in [*(part for part in parts if part not in strays), *abstracts]:
            links |= _stand_back(cluster, first, links[first.document_id])
        for number, cluster in enumerate(strays, start=2):
            links |= _link_cluster(cluster, _report_id(key, first, 0), number)
        return links
    words = sum(part.leader.size for part in parts)
    if abstracts and abstracts[0].leader.size > 1.5 * words:
        kept, rest = abstracts[:1], [*abstracts[1:], *parts]
    else:
        kept, rest = sorted(parts, key=lambda part: (part.leader.rank, part.leader.strength())), abstracts
    first = kept[0].leader
    for number, cluster in enumerate(kept, start=1):
        links |= _link_cluster(cluster, _report_id(key, first, 0), number)
    for cluster in rest:
        links |= _stand_back(cluster, first, links[first.document_id])
    return links


def _clusters(group: list[Sketched], enough: float) -> list[Cluster]:
    """Texts that resemble each other, around the strongest of each; the strongest cluster first."""
    gathered: list[list[Sketched]] = []
    for one in group:
        for cluster in gathered[:MOST_LEADERS]:
            share, contained = resemblance(cluster[0].sketch, one.sketch)
            if share >= enough or contained >= CONTAINED:
                cluster.append(one)
                break
        else:
            gathered.append([one])
    return [_led(cluster) for cluster in gathered]


def _led(cluster: list[Sketched]) -> Cluster:
    """The cluster with its leader: what no other text of it corrects, corrected texts first, then the strongest."""
    replaced = {one.document_id for one in cluster for by in cluster if by is not one and _names(by, one)}
    eligible = [one for one in cluster if one.document_id not in replaced] or cluster
    longest = max(one.size for one in cluster)
    leader = next((one for one in eligible if one.is_corrected and 2 * one.size >= longest), None)
    leader = leader or _latest(eligible, longest)
    return Cluster(leader, [one for one in cluster if one is not leader])


def _latest(group: list[Sketched], longest: int) -> Sketched:
    """The strongest text, or the one that holds the figures that its site published last.

    Figures are as old as the first text that holds them: a copy of the old text that appears later corrects nothing.
    """
    strongest = most_faithful(group)
    dated = [one for one in group if one.published_on is not None and one.size >= COMPLETE * longest]
    first: dict[str, date] = {}
    for one in dated:
        if one.published_on is not None:
            first[one.figures] = min(first.get(one.figures, one.published_on), one.published_on)
    if strongest.figures not in first:
        return strongest
    newer = [one for one in dated if _same_site(one, strongest) and first[one.figures] > first[strongest.figures]]
    return max(newer, key=lambda one: first[one.figures], default=strongest)


def most_faithful(group: list[Sketched]) -> Sketched:
    """Of copies of one report, the strongest first, the one that suffered least of those that lack nothing.

    A longer one is none the better: what it has more may be the page around the report. What lacks figures lacks
    passages.
    """
    first = group[0]
    most = max(one.n_figures for one in group)
    longest = max(one.size for one in group)
    whole = [
        one
        for one in group
        if (one.is_told, one.completeness) == (first.is_told, first.completeness)
        and one.n_figures >= COMPLETE * most
        and one.size >= WITHOUT_PAGE * longest
    ]
    return min(whole, key=lambda one: (one.key is None, one.blemishes, one.strength()), default=first)


def _corrects(by: Sketched, one: Sketched) -> bool:
    """Whether a text is the later edition, with other figures, of a text of the same site."""
    if by.published_on is None or one.published_on is None or not _same_site(by, one):
        return False
    return by.published_on > one.published_on and by.figures != one.figures and by.size >= COMPLETE * one.size


def _same_site(a: Sketched, b: Sketched) -> bool:
    return a.site is None or b.site is None or a.site == b.site


def _names(by: Sketched, one: Sketched) -> bool:
    return by.supersedes is not None and any(
        name == by.supersedes or name.endswith("/" + by.supersedes) for name in one.names
    )


def _report_id(key: Key | str, leader: Sketched, number: int) -> str:
    if isinstance(key, str):
        return key
    identity = "-".join(str(part) for part in key)
    return identity if number == 0 else f"{identity}-{leader.document_id}"


def _link_cluster(cluster: Cluster, report_id: str, part_no: int) -> dict[str, Link]:
    leader = cluster.leader
    links = {leader.document_id: Link(report_id, part_no)}
    for one in cluster.others:
        replaced = (leader.is_corrected and not one.is_corrected) or _names(leader, one) or _corrects(leader, one)
        links[one.document_id] = Link(
            report_id,
            part_no,
            is_primary=False,
            duplicate_of=None if replaced else leader.document_id,
            superseded_by=leader.document_id if replaced else None,
            similarity=round(resemblance(leader.sketch, one.sketch)[0], 4),
        )
    return links


def _stand_back(cluster: Cluster, first: Sketched, of: Link) -> dict[str, Link]:
    """Parts and abstracts beside a more complete text of the same report."""
    return {
        one.document_id: Link(
            of.report_id,
            of.part_no,
            is_primary=False,
            duplicate_of=first.document_id,
            similarity=round(resemblance(first.sketch, one.sketch)[0], 4),
        )
        for one in (cluster.leader, *cluster.others)
    }
