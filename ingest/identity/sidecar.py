"""What a person says about a document, in ``name.meta.yml`` beside it or in a ``reports.csv`` of its folder.

Fields: ``region`` (code or name), ``report_year``, ``delivered_on`` (2026-02-03), ``office``, ``kind``,
``completeness``, ``part_label``, ``title``, ``source_url``, ``supersedes`` (name or sha256 of the text that this one
corrects). ``reports.csv`` has the columns ``file`` (path below its folder) and, for records of bulk files, ``member``;
a ``name.meta.yml`` has ``members`` (member to fields) instead. An empty field leaves the matter to the text.
"""

import csv
import difflib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ingest.identity.kind import kinds
from ingest.identity.regions import LEVELS, gazetteer
from ingest.identity.unlisted import HYPHEN, coded, unlisted

KINDS: Final = kinds()
COMPLETENESS: Final = ("full", "part", "abstract")
FIELDS: Final = (
    "region",
    "report_year",
    "delivered_on",
    "office",
    "kind",
    "completeness",
    "part_label",
    "title",
    "source_url",
    "supersedes",
)
ENDINGS: Final = (".meta.yml", ".meta.yaml")
CATALOGUE: Final = "reports.csv"
MOST_BYTES: Final = 16 << 20


class SidecarError(ValueError):
    """A sidecar that cannot be used; the message names file, field, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The fields that a person sets; None leaves a field to the text. ``source``: sidecar or reports.csv.

    ``members`` are the sidecars of single records or archive members of the file.
    """

    region_code: str | None = None
    report_year: int | None = None
    delivered_on: date | None = None
    office: str | None = None
    kind: str | None = None
    completeness: str | None = None
    part_label: str | None = None
    title: str | None = None
    source_url: str | None = None
    supersedes: str | None = None
    source: str = "sidecar"
    members: tuple[tuple[str, "Sidecar"], ...] = field(default=())

    def says_something(self) -> bool:
        """Whether any field of the identity is set."""
        ignored = ("source", "source_url", "members")
        return any(getattr(self, f.name) is not None for f in fields(self) if f.name not in ignored)

    def of(self, member: str | None) -> "Sidecar":
        """What is said of one member: its own fields, then those of the whole file."""
        own = dict(self.members).get(member or "")
        if own is None:
            return replace(self, members=())
        said = {f.name: getattr(own, f.name) for f in fields(own) if getattr(own, f.name) is not None}
        return replace(self, **{**said, "members": ()})


def load_sidecars(folder: Path) -> dict[str, Sidecar]:
    """All sidecars below a folder: path of the file they speak of, below the folder, to what they say.

    A ``name.meta.yml`` speaks of all files ``name.*`` beside it and wins over ``reports.csv``; ``name.txt.meta.yml``
    of ``name.txt`` only. Raises SidecarError.
    """
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    contents = [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in found
        if path.name.casefold() == CATALOGUE or path.name.casefold().endswith(ENDINGS)
    ]
    return match_sidecars([path.relative_to(folder).as_posix() for path in found], contents, _raise)


def match_sidecars(
    names: list[str], contents: list[tuple[str, bytes]], wrong: Callable[[str, SidecarError], None]
) -> dict[str, Sidecar]:
    """Of the files of those names the ones that the sidecars (path, bytes) speak of.

    ``wrong`` is told of sidecars that cannot be used, and of a reports.csv that names a file that is not there.
    """
    tables: dict[str, Sidecar] = {}
    beside: dict[str, Sidecar] = {}
    for path, data in contents:
        try:
            if PurePosixPath(path).name.casefold() == CATALOGUE:
                parent = PurePosixPath(path).parent
                told = {(parent / name).as_posix(): said for name, said in parse_catalogue(data, path).items()}
                tables |= told
                _check_targets(told, names, path, wrong)
            else:
                ending = next(ending for ending in ENDINGS if path.casefold().endswith(ending))
                beside[path[: -len(ending)]] = parse_sidecar(data, path)
        except SidecarError as error:
            wrong(path, error)
    result = {}
    for name in names:
        stem = name.removesuffix(PurePosixPath(name).suffix)
        speaks = beside.get(name) or beside.get(stem) or tables.get(name)
        if speaks is not None and not name.casefold().endswith((*ENDINGS, CATALOGUE)):
            result[name] = speaks
    return result


def _raise(_: str, error: SidecarError) -> None:
    raise error


def parse_sidecar(data: bytes, path: str) -> Sidecar:
    """The sidecar of a YAML file. Raises SidecarError."""
    if len(data) > MOST_BYTES:
        raise SidecarError(f"{path}: longer than {MOST_BYTES >> 20} MB; a sidecar holds a few lines")
    import yaml  # few texts have a sidecar

    try:
        content: Any = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise SidecarError(f"{path}: is not YAML ({' '.join(str(error).split())[:160]}); write field: value") from error
    if content is None:
        return Sidecar()
    if not isinstance(content, Mapping):
        raise SidecarError(f"{path}: write one line per field, as in\nregion: 丽水市\nreport_year: 2025")
    members = content.get("members") or {}
    if not isinstance(members, Mapping) or not all(isinstance(said, Mapping) for said in members.values()):
        raise SidecarError(f"{path}: members must map a member (“#00002”) to its fields")
    rest = {key: value for key, value in content.items() if key != "members"}
    inner = tuple(
        (str(name), _parse(said, f"{path}, member {name}", "sidecar")) for name, said in sorted(members.items())
    )
    return replace(_parse(rest, path, "sidecar"), members=inner)


def parse_catalogue(data: bytes, path: str) -> dict[str, Sidecar]:
    """The rows of a reports.csv: file to what they say. Raises SidecarError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise SidecarError(f"{path}: is neither UTF-8 nor GB18030; save it as CSV UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if "file" not in (reader.fieldnames or ()):
        raise SidecarError(f"{path}: has no column “file”; its first line must name the columns: file, region, …")
    whole: dict[str, Sidecar] = {}
    members: dict[str, dict[str, Sidecar]] = {}
    for row in reader:
        where = f"{path}, line {reader.line_num}"
        if None in row:
            raise SidecarError(f"{where}: has more fields than the first line; put commas within “quotes”")
        name, member = (row.pop("file") or "").strip(), (row.pop("member", "") or "").strip()
        if not name:
            raise SidecarError(f"{where}: names no file")
        said = _parse({key: value for key, value in row.items() if key and value and value.strip()}, where, CATALOGUE)
        known = members.setdefault(name, {}) if member else whole
        if (member or name) in known:
            raise SidecarError(f"{where}: {name} {member} is named twice; keep one line".replace("  ", " "))
        known[member or name] = said
    return {
        name: replace(whole.get(name, Sidecar(source=CATALOGUE)), members=tuple(sorted(members.get(name, {}).items())))
        for name in {**whole, **members}
    }


def _parse(content: Mapping[Any, Any], where: str, source: str) -> Sidecar:
    aliases = {"region_code": "region", "year": "report_year", "date": "delivered_on"}
    values: dict[str, Any] = {}
    for key, value in content.items():
        name = aliases.get(str(key).strip(), str(key).strip())
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, 1)
            advice = f"did you mean “{near[0]}”?" if near else f"fields are {', '.join(FIELDS)}"
            raise SidecarError(f"{where}: unknown field “{key}”; {advice}")
        if value is not None and str(value).strip():
            values[name] = value
    plain = ("office", "part_label", "title", "source_url", "supersedes")
    said: dict[str, Any] = {name: str(values[name]).strip() for name in plain if name in values}
    for name, allowed in (("kind", KINDS), ("completeness", COMPLETENESS)):
        if name in values:
            said[name] = _one_of(str(values[name]).strip(), allowed, f"{where}: {name}")
    year = _year(values["report_year"], where) if "report_year" in values else None
    day = _day(values["delivered_on"], where) if "delivered_on" in values else None
    region = _region(str(values["region"]).strip(), year, where) if "region" in values else None
    return Sidecar(region_code=region, report_year=year, delivered_on=day, source=source, **said)


def _one_of(value: str, allowed: tuple[str, ...], where: str) -> str:
    if value not in allowed:
        raise SidecarError(f"{where} “{value}” is unknown; write {' or '.join(allowed)}")
    return value


def _year(value: Any, where: str) -> int:
    written = str(value).strip().removesuffix("年")
    if not (written.isascii() and written.isdigit() and 1949 <= int(written) <= 2100):
        raise SidecarError(f"{where}: report_year “{value}” is no year from 1949 to 2100; write it as 2025")
    return int(written)


def _day(value: Any, where: str) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise SidecarError(f"{where}: delivered_on “{value}” is no day; write it as 2025-02-24") from None


def _region(value: str, year: int | None, where: str) -> str:
    if value.zfill(6) in gazetteer().by_code:
        return value.zfill(6)
    if HYPHEN in value and (place := coded(value, year)):
        return place.code
    found = gazetteer().named(value, year) or unlisted(value, year)
    codes = sorted({region.code for region in found})
    if len(codes) == 1:
        return codes[0]
    if codes:
        some = ", ".join(f"{region.code} {region.name} ({region.level})" for region in _by_level(found))
        raise SidecarError(f"{where}: region “{value}” can be {some}; write the code")
    raise SidecarError(
        f"{where}: region “{value}” is not in lexicon/regions.csv; write its code after GB/T 2260, or, for a place "
        "that has none, its name behind that of the region it lies in (浙江省义乌市佛堂镇), or the code of that region "
        "and the name (330782-佛堂镇)"
    )


def _by_level(regions: list[Any]) -> Iterator[Any]:
    yield from sorted(regions, key=lambda region: (LEVELS.index(region.level), region.code))


def _check_targets(
    told: Iterable[str], names: list[str], path: str, wrong: Callable[[str, SidecarError], None]
) -> None:
    known = set(names)
    for name in sorted(name for name in told if name not in known):
        near = difflib.get_close_matches(name, names, 1)
        advice = f"did you mean {near[0]}?" if near else "remove the line or put the file there"
        wrong(path, SidecarError(f"{path}: {name} does not exist; {advice}"))
