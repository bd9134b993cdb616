"""Words that say who owes a task -> units: 市渔业局、市海港局分别牵头，市商务局配合."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.tasks.names import NOBODY, Government, unit_name

LEAD: Final = "lead"
ASSISTING: Final = "assisting"
RESPONSIBLE: Final = "responsible"
_LONGEST: Final = 40
_SEPARATORS: Final = "、，；,; \n。"
_JOINTLY: Final = re.compile("会同")
_FIRST_LEADS: Final = lexicon.pattern("first_unit_leads")
# (列第一位为牵头单位，下同): says how to read the list, names nobody
_ASIDE: Final = re.compile(r"（(?:[^（）]|（[^（）]*）){0,60}(?:下同|第一位|首位)(?:[^（）]|（[^（）]*）){0,40}）")
_NOTE: Final = re.compile(r"（[^（）]*）")
_DEPARTMENT: Final = re.compile("[局厅委办]$")
_LEADS: Final = re.compile(r"（牵头(?:单位|部门)?）$")
_AND_MORE: Final = re.compile(r"等(?:有关|相关|其他|市级|省级)*(?:单位|部门|委办局)?$")
_AMONG: Final = re.compile(r"(?P<one>.{3,}?)等(?P<rest>.{2,}(?:单位|部门))$")
_PLACE: Final = re.compile("[市县区旗州盟]$")
_GOVERNMENT: Final = re.compile("(?:人民)?政府$")
_FRONT: Final = re.compile("^[由请]|^(?:以及|其中)")


@dataclass(frozen=True, slots=True)
class Unit:
    """Who owes a task: as written, its one name, ``role`` lead or assisting, and what tells that.

    ``told_by``: label (牵头单位), words (分别牵头), note (the document says that the first leads),
    only (one unit alone), order (the first, by custom). ``start``, ``end``: where it stands.
    """

    unit_text: str
    unit_name: str
    role: str
    told_by: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    behind: str


@cache
def verbs() -> dict[str, str]:
    """What a verb behind units says of them, the longest verb first."""
    table = lexicon.mapping("task_verbs", "verb", "role")
    return dict(sorted(table.items(), key=lambda row: -len(row[0])))


@cache
def endings() -> tuple[str, ...]:
    """What names of units end in."""
    return lexicon.column("unit_endings", "ending")


def says_first_leads(text: str) -> bool:
    """Whether the words say that the first unit of a list leads."""
    return bool(_FIRST_LEADS.search(text))


def is_unit(words: str) -> bool:
    """Whether the words can be the name of a unit."""
    bare = _NOTE.sub("", words)
    return 2 <= len(bare) <= _LONGEST and bare.endswith(endings())


def are_units(words: str) -> bool:
    """Whether the words are a list of units and nothing else, some of them departments: 市渔业局，市海港局、临港镇.

    >>> are_units("市渔业局（市海港局），临港镇"), are_units("临港镇、渔港镇"), are_units("含市渔业局大楼")
    (True, False, False)
    """
    pieces = [piece.text for piece in _pieces(words, 0) if piece.text]
    listed = pieces and all(is_unit(piece) and not _FRONT.match(piece) for piece in pieces)
    return bool(listed) and any(_DEPARTMENT.search(_NOTE.sub("", piece)) for piece in pieces)


def read_units(text: str, start: int, end: int, role: str, government: Government = NOBODY) -> list[Unit]:
    """The units that ``text[start:end]`` names, in order.

    ``role`` is what their label says (``task_labels.csv``); words behind them (分别牵头, 配合) are nearer and win.
    Units that neither tells apart are of role responsible, see :func:`ranked`.
    """
    units: list[Unit] = []
    pending: list[Unit] = []
    told = "label" if role in (LEAD, ASSISTING) else ""

    def settle(settled: str, by: str) -> None:
        units.extend(replace(unit, role=settled, told_by=by) for unit in pending)
        pending.clear()

    for piece in _pieces(_without_asides(text[start:end]), start):
        if says_first_leads(piece.text):
            # 市渔业局、市海港局，列第一位为牵头单位: names nobody
            continue
        words, verb = _cut_verb(piece.text)
        for words_of_unit, at in (_closed(*named) for named in _named(words, piece.start)):
            leads = _LEADS.search(words_of_unit)
            name = words_of_unit[: leads.start()] if leads else words_of_unit
            if not 2 <= len(name) <= _LONGEST:
                continue
            unit = Unit(
                name,
                unit_name(name, government),
                LEAD if leads else role,
                "words" if leads else told,
                at,
                at + len(name),
            )
            (units if leads else pending).append(unit)
        if verb:
            settle(verbs()[verb], "words")
        elif piece.behind == "会同":
            settle(LEAD, "words")
        elif piece.behind in "，；。":
            settle(role, told)
    settle(role, told)
    return _with_governments(units, government)


def ranked(units: list[Unit], first_leads: bool) -> list[Unit]:
    """Lead or assisting for each unit, the leading ones first, each name once.

    Where nothing else tells the units apart the first one leads: ``first_leads`` where the document says so itself.
    """
    once: dict[str, Unit] = {}
    for unit in units:
        known = once.get(unit.unit_name)
        if known is None or (unit.role == LEAD and known.role != LEAD):
            once[unit.unit_name] = unit
    found = list(once.values())
    if not any(unit.role == LEAD for unit in found):
        by = "only" if len(found) == 1 else "note" if first_leads else "order"
        first = next((number for number, unit in enumerate(found) if unit.role == RESPONSIBLE), None)
        found = [
            replace(unit, role=LEAD if number == first else ASSISTING, told_by=unit.told_by or by)
            for number, unit in enumerate(found)
        ]
    found = [replace(unit, role=ASSISTING) if unit.role == RESPONSIBLE else unit for unit in found]
    found = [replace(unit, told_by=unit.told_by or "words") for unit in found]
    return sorted(found, key=lambda unit: unit.role != LEAD)


def _without_asides(words: str) -> str:
    """The words with blanks instead of what only says how to read them."""
    return _ASIDE.sub(lambda aside: "\n" * len(aside[0]), words)


def _pieces(words: str, start: int) -> Iterator[_Piece]:
    """What stands between the separators outside brackets, and the separator behind it."""
    depth = begin = 0
    position = 0
    while position <= len(words):
        sign = words[position] if position < len(words) else "。"
        width = 1
        depth += (sign == "（") - (sign == "）" and depth > 0)
        jointly = _JOINTLY.match(words, position)
        if (depth == 0 and (sign in _SEPARATORS or jointly)) or position == len(words):
            width = 2 if jointly and position < len(words) else 1
            piece = words[begin:position]
            lead = len(piece) - len(piece.lstrip())
            yield _Piece(piece.strip(), start + begin + lead, "会同" if width == 2 else sign)
            begin = position + width
        position += width


def _cut_verb(words: str) -> tuple[str, str]:
    verb = next((verb for verb in verbs() if words.endswith(verb)), "")
    return words[: len(words) - len(verb)], verb


def _named(words: str, start: int) -> Iterator[tuple[str, int]]:
    """The one or two units of a piece, and where they stand: 渔业支队等安委会成员单位 names two."""
    front = _FRONT.match(words)
    if front:
        words, start = words[front.end() :], start + front.end()
    words = _AND_MORE.sub("", words)
    among = _AMONG.fullmatch(words)
    if among:
        yield among["one"], start
        yield among["rest"], start + among.start("rest")
    elif words:
        yield words, start


def _closed(words: str, start: int) -> tuple[str, int]:
    """A unit without the half of a pair of brackets whose other half stands outside of it: 市渔业局）."""
    if words.startswith("（") and words.count("（") > words.count("）"):
        words, start = words[1:], start + 1
    if words.endswith("）") and words.count("）") > words.count("（"):
        words = words[:-1]
    return words, start


def _with_governments(units: list[Unit], government: Government) -> list[Unit]:
    """莲州市、云州县政府 are two governments."""
    found: list[Unit] = []
    behind = False
    for unit in reversed(units):
        if behind and _PLACE.search(unit.unit_text) and not is_unit(unit.unit_text):
            unit = replace(unit, unit_name=unit_name(unit.unit_text + "政府", government))
        else:
            behind = bool(_GOVERNMENT.search(unit.unit_text))
        found.append(unit)
    return found[::-1]
