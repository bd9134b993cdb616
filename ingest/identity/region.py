"""The region that reports, by weighing what title, session, speaker and opening say, and what the whole text names."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ingest.identity.kind import first_lines
from ingest.identity.lexicon import rows
from ingest.identity.page import Page
from ingest.identity.regions import NATION, Gazetteer, Region, gazetteer, in_force
from ingest.identity.unlisted import bare_name, below, is_unlisted, unlisted, without_organ
from ingest.identity.view import plain, squeeze

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

STRONG: Final = 6
"""Weight from which a cue of lexicon/region_cues.csv names the region that speaks, not only one that is near."""
ENOUGH: Final = 4
"""Namings of a region and its divisions from which a text without title can be about it."""
MANY: Final = 3
"""Divisions named from which a single naming of the region itself is enough."""
OFTEN: Final = 8
"""How many times more often than the region under the title the text names the one that it is about."""
NO_WORD: Final = "region outside the table"
NATION_SAID: Final = ("全国", "我国")
"""How a report of the nation names it; 中国特色 and the like stand in every report."""
NATION_WORDS: Final = frozenset({"全国", "中国", "我国"})

_WHOLE: Final = re.compile(
    "(?<!居|在|于|占|对)[全我](自治州|自治县|自治旗|地区|省|市|县|州(?!县)|旗|盟|区|镇|乡|街道|苏木)(?!域|面|局|第|前|首|领先|唯一|率先|最|排名|平均|一流|推广|先进|通报)"
    "|[::、,，](省|市|县|州|旗|盟|区)(?:发展?改|财政|教育局|人力|人社|民政|商务|科技局|住建|建设局|农业农村|政府办|府办)"
)
_LOCAL: Final = re.compile("[省市县区州旗盟]委")
_SPOKEN: Final = re.compile(
    "代表(?:本届|本级)?(省|市|县|区|州|旗|盟|自治区|自治州|自治县|自治旗|地区|行署|新区|特区|林区|镇|乡|街道|苏木|开发区)(?:第.{1,3}届)?(?:人民)?(?:政府|行署|行政公署|办事处|管|革)"
)
_FRONT: Final = re.compile("^.*(?:[年月日在于了的对由届从]|经(?!济|开|贸)|自(?!治|贸|由)|会上|会议上)")
_REGIMENT: Final = r"第.{1,3}师[一-鿿\d]{1,8}(?:团|农场)"
_PLACE: Final = re.compile(
    rf"[一-鿿]{{2,16}}(?:省|市|县|区|州|旗|盟|镇|乡|街道|苏木|兵团(?:第.{{1,3}}师)?|兵团{_REGIMENT}"
    rf"|(?:农垦|森工|森林工业|林业)(?:管理局|(?:管理)?总局(?:[一-鿿]{{2,8}}(?:局|农场))?))|{_REGIMENT}"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern of lexicon/region_cues.csv."""

    id: str
    where: str
    pattern: re.Pattern[str]
    weight: int


@dataclass(frozen=True, slots=True)
class Located:
    """The region, None where it cannot be told, and why or what contradicts.

    ``candidates`` are the regions between which the text leaves the choice, ``word`` is the kind of region (市, 县),
    ``bare`` the name of a place outside the table whose parent the text does not tell.
    """

    region: Region | None
    note: str | None
    candidates: tuple[Region, ...] = ()
    word: str | None = None
    bare: str | None = None


@cache
def cues() -> tuple[Cue, ...]:
    """The cues of lexicon/region_cues.csv."""
    return tuple(Cue(r["id"], r["where"], re.compile(r["pattern"]), int(r["weight"])) for r in rows("region_cues"))


@cache
def kinds() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Generic word (市) to the levels it can mean and the endings of such names, from lexicon/region_kinds.csv."""
    table = rows("region_kinds")
    return {r["word"]: (frozenset(r["levels"].split("|")), tuple(r["endings"].split("|"))) for r in table}


@cache
def _automaton() -> "AhoCorasick":
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(gazetteer().by_name, matchkind=MatchKind.LeftmostLongest)


def fits(region: Region, word: str | None) -> bool:
    """Whether a region can be the 市 (县, 州, ...) that a text speaks of."""
    if word is None or word not in kinds():
        return word != NO_WORD
    levels, endings = kinds()[word]
    return region.level in levels and region.name.endswith(endings)


def count_names(text: str) -> Counter[str]:
    """How often the text names each region; of names within names only the longest counts."""
    return Counter(_automaton().find_matches_as_strings(squeeze(text)))


def last_name(words: str) -> int:
    """Where the last region name in the words ends, 0 where there is none."""
    return max((end for _, _, end in _automaton().find_matches_as_indexes(words)), default=0)


@dataclass(slots=True)
class _Case:
    """What is known about the region of one page."""

    page: Page
    year: int | None
    gaz: Gazetteer
    names: Counter[str] | None = None

    def counts(self) -> Counter[str]:
        if self.names is None:
            self.names = count_names(self.page.text)
        return self.names

    def count(self, region: Region) -> int:
        return sum(self.counts()[name] for name in region.names() if len(name) >= 2)

    def context(self, region: Region) -> int:
        """How much of what surrounds a region (its parents, its divisions) the text names."""
        above = sum(min(self.count(parent), 5) for parent in self.gaz.ancestors(region))
        below = {r.code: min(self.count(r), 2) for r in in_force(self.gaz.children.get(region.code, []), self.year)}
        return above + sum(below.values())

    def below(self, region: Region) -> int:
        """How many divisions of the region the text names."""
        children = in_force(self.gaz.children.get(region.code, []), self.year)
        return len({child.code for child in children if self.count(child)})


def locate(page: Page, year: int | None) -> Located:
    """The region of a page, under the name that it had in the report year."""
    case = _Case(page, year, gazetteer())
    word = generic(page)
    votes: dict[Region, int] = {}
    best: dict[tuple[str, str], int] = {}
    unknown: list[str] = []
    for weight, cue, regions, words in _votes(page, case.gaz, year):
        usable = [r for r in in_force(regions, year) if r.level == "nation" or cue == "congress" or fits(r, word)]
        if not regions and weight >= STRONG and words:
            unknown.append(words)
            usable = unlisted(words, year)
        for region in usable:
            if best.get((region.code, cue), 0) < weight:
                votes[region] = votes.get(region, 0) + weight - best.get((region.code, cue), 0)
                best[region.code, cue] = weight
    votes = _weighed(votes, best, case.gaz)
    if votes and (max(votes.values()) >= STRONG or not unknown):
        return _decide(votes, case, word)
    return _infer(case, word, unknown)


def _weighed(votes: dict[Region, int], best: dict[tuple[str, str], int], gaz: Gazetteer) -> dict[Region, int]:
    """The votes for places outside the table, where the strong ones of the table are only those that these lie in.

    Else the votes for regions of the table: what stands before a title is no place where another region speaks.
    """
    listed = {region: votes[region] for region in votes if not is_unlisted(region)}
    strong = [region for region in listed if listed[region] >= STRONG]

    def plainest(region: Region) -> int:
        return max(weight for (code, _), weight in best.items() if code == region.code)

    places = {
        place: votes[place]
        for place in votes.keys() - listed.keys()
        if all(region in gaz.ancestors(place) and plainest(place) >= plainest(region) for region in strong)
    }
    return places or listed


def generic(page: Page) -> str | None:
    """What kind of region speaks: the 市 of 我代表市人民政府, else of 全市, 我市 where it clearly prevails."""
    spoken = _SPOKEN.search(page.formula)
    if spoken:
        return str(spoken[1])
    if "国务院" in page.formula or "政务院" in page.formula:
        return None
    counted = Counter(whole or office for whole, office in _WHOLE.findall(plain(page.text)))
    ranked = counted.most_common(2)
    if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1]):
        return str(ranked[0][0])
    return None


def _votes(page: Page, gaz: Gazetteer, year: int | None) -> Iterator[tuple[int, str, list[Region], str]]:
    places = {
        "head": (page.before_opening,),
        "opening": (page.formula[:80],),
        "title": (*(page.titles or first_lines(page)), squeeze(page.page_title or "")),
        "speaker": (page.before_opening,),
        "page": (page.before_opening, page.tail[-600:]),
    }
    for cue in cues():
        for zone in places[cue.where]:
            for match in cue.pattern.finditer(zone):
                groups = match.groupdict()
                if groups.get("nation"):
                    yield cue.weight, cue.id, gaz.by_code[NATION], match.group()
                    continue
                words = _trim(groups["place"])
                name, found = gaz.ending(words) if words not in kinds() else ("", [])
                if name in NATION_WORDS:
                    continue
                if not found and "sure" in groups and not groups["sure"] and match.start():
                    # in running text any words can stand before 市十届人大
                    continue
                if not found:
                    words = _FRONT.sub("", words)
                    yield cue.weight, cue.id, [], words if _PLACE.fullmatch(words) and words not in kinds() else ""
                    continue
                narrowed = _narrow(groups["place"], name, in_force(found, year), gaz)
                yield cue.weight, cue.id, narrowed, match.group()


def _trim(place: str) -> str:
    return without_organ(place).removesuffix("国务院")


def _narrow(place: str, name: str, regions: list[Region], gaz: Gazetteer) -> list[Region]:
    """Of several regions of one name those whose parent stands before the name (北京市朝阳区)."""
    if len({region.code for region in regions}) < 2:
        return regions
    front = _trim(place)[: -len(name)]
    named = [r for r in regions if any(n in front for parent in gaz.ancestors(r) for n in parent.names())]
    return named or regions


def _decide(votes: dict[Region, int], case: _Case, word: str | None) -> Located:
    top = max(votes.values())
    leaders = [region for region in votes if votes[region] == top]
    codes = {region.code for region in leaders}
    if len(codes) > 1:
        ranked = sorted(leaders, key=lambda r: (-case.context(r), -case.count(r), r.code))
        first, second = ranked[0], next(r for r in ranked if r.code != ranked[0].code)
        if (case.context(first), case.count(first)) == (case.context(second), case.count(second)):
            names = ", ".join(f"{r.name} ({r.code})" for r in sorted(leaders, key=lambda r: r.code)[:5])
            note = f"region: {names} all fit, and the text does not say which"
            return Located(None, note, tuple(ranked), word)
        leaders = [first]
    chosen = _borne_out(leaders[0], votes, case)
    others = [r for r in votes if r.code != chosen.code and votes[r] >= 6 and votes[r] * 2 >= top]
    others = [r for r in others if r not in case.gaz.ancestors(chosen) and r.name != chosen.name]
    if others:
        return Located(chosen, f"region: {chosen.name}, though the text also points to {others[0].name}")
    return Located(chosen, None)


def _borne_out(leader: Region, votes: dict[Region, int], case: _Case) -> Region:
    """The leader, or a region as plainly named that the text speaks of all over, where it hardly names the leader."""
    rivals = [region for region in votes if votes[region] >= STRONG and not _related(region, leader, case.gaz)]
    if not rivals:
        return leader
    rival = max(rivals, key=lambda region: (case.count(region), region.code))
    return rival if case.count(rival) >= OFTEN * max(1, case.count(leader)) and case.count(leader) <= 2 else leader


def _related(one: Region, other: Region, gaz: Gazetteer) -> bool:
    """Whether two regions are the same, of one name, or one within the other."""
    return one.name == other.name or other in gaz.ancestors(one) or one in gaz.ancestors(other)


def _infer(case: _Case, word: str | None, unknown: list[str]) -> Located:
    """The region that the whole text is about, where neither title nor speaker names it."""
    if unknown:
        return _outside(case, unknown)
    found = {r for name in case.counts() for r in case.gaz.by_name[name]}
    nation = case.gaz.by_code[NATION]
    told = sum(case.counts()[name] for name in NATION_SAID)
    local = len(_WHOLE.findall(case.page.text)) * 5 + len(_LOCAL.findall(case.page.text)) * 3
    if local > told or told < ENOUGH:
        found -= set(nation)
    fitting = [r for r in in_force(list(found), case.year) if r.in_force(case.year) and fits(r, word)]
    scores: dict[Region, float] = {}
    for region in fitting:
        own, parts = case.count(region), case.below(region)
        near = any(case.count(parent) for parent in case.gaz.ancestors(region))
        if (own >= 2 and (parts >= 2 or case.counts()[region.name] or near)) or (own and parts >= MANY):
            scores[region] = own + 3 * parts
    ranked = sorted(scores, key=lambda r: (-scores[r], r.code))
    if ranked and scores[ranked[0]] >= ENOUGH and _clearly_first(ranked, scores, case):
        return Located(ranked[0], None)
    names = f"; it names {', '.join(region.name for region in ranked[:3])}" if ranked else ""
    return Located(
        None,
        f"region: neither title, session nor speaker say which {word or 'region'} reports{names}",
        tuple(ranked),
        word,
    )


def _outside(case: _Case, unknown: list[str]) -> Located:
    """A place of no table that is named without its parent: below the one region before whose name the text has it."""
    bare = next(filter(None, map(bare_name, unknown)), None)
    text = squeeze(case.page.text) if bare else ""
    parents: set[str] = set()
    for match in re.finditer(re.escape(bare or ""), text):
        front = text[max(0, match.start() - 2 * case.gaz.longest) : match.start()]
        name, found = case.gaz.ending(front)
        named = [r for r in in_force(found, case.year) if name == r.name and r.code != NATION]
        parents |= {region.code for region in _narrow(front + name, name, named, case.gaz)}
    within = {up.code for code in parents for region in case.gaz.by_code[code] for up in case.gaz.ancestors(region)}
    nearest = case.gaz.coded((parents - within).pop(), case.year) if len(parents - within) == 1 else None
    if bare and nearest:
        return Located(below(bare, nearest), None)
    note = (
        f"region: “{unknown[0][:30]}” names no region of lexicon/regions.csv, nor does the text say in which one it "
        "lies: its name is kept where it stands behind that region’s (义乌市佛堂镇)"
    )
    return Located(None, note, word=NO_WORD, bare=bare)


def _clearly_first(ranked: list[Region], scores: dict[Region, float], case: _Case) -> bool:
    """Whether the first region stands out: in score, or in how often its own name is said."""
    if len(ranked) == 1:
        return True
    first, second = ranked[:2]
    return scores[first] >= 1.5 * scores[second] + 1 or case.count(first) >= max(10, 2.5 * case.count(second))
