"""`duixian.toml`: what a person sets, in one file. docs/settings.md describes every key; a test holds the two together.

The file is the one that DUIXIAN_CONFIG names, else ``duixian.toml`` in the folder one works in, else that in the home.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Final, get_type_hints

from ingest.workers import Workers, processors
from orchestration.home import HOME_VARIABLE, Home, home_of
from orchestration.tongue import say
from orchestration.trouble import SettingsError

NAME: Final = "duixian.toml"
VARIABLE: Final = "DUIXIAN_CONFIG"
# megabytes: without a bound DuckDB keeps what it could put on the disk, and is hardly faster
ENOUGH: Final = 6_000
# how the catalogue of a DuckLake begins where PostgreSQL keeps it
POSTGRES: Final = "postgres:"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When everything runs by itself."""

    enabled: bool = True
    cron: str = "30 3 * * *"
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Inbox:
    """Whether and how often the inboxes are looked at."""

    enabled: bool = True
    seconds: int = 5


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a run works and what it may take: processes that read (0: one per processor), DuckDB's threads and memory.

    ``kind`` is local, or dask: then a cluster reads, whose scheduler has that address or wrote that file. An empty
    limit is ENOUGH, or four fifths of the memory where that is less.
    """

    kind: str = "local"
    scheduler: str = ""
    workers: int = 0
    threads: int = 2
    memory_limit: str = ""


@dataclass(frozen=True, slots=True)
class DuckLake:
    """Where a DuckLake has its catalogue (a file, or ``postgres:`` and how to connect) and its data."""

    catalogue: str = "ducklake/catalogue.sqlite"
    data: str = "ducklake/data"


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept."""

    versions: int = 5
    runs: int = 400


@dataclass(frozen=True, slots=True)
class Alerts:
    """Whom to tell: ``on`` is failure, or warn (also where input was damaged or set aside)."""

    on: str = "failure"
    webhook: str = ""
    email_to: str = ""
    email_from: str = "duixian@localhost"
    smtp: str = "localhost:25"


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it, with what holds where the file says nothing."""

    home: str = ""
    inboxes: tuple[str, ...] = ()
    warehouse: str = "duckdb"
    schedule: Schedule = field(default_factory=Schedule)
    inbox: Inbox = field(default_factory=Inbox)
    engine: Engine = field(default_factory=Engine)
    ducklake: DuckLake = field(default_factory=DuckLake)
    retention: Retention = field(default_factory=Retention)
    alerts: Alerts = field(default_factory=Alerts)


def settings_of(home: Home) -> Settings:
    """What holds in a home. Raises SettingsError where the file cannot be used."""
    path = _file(home)
    return read_settings(path) if path else Settings()


def engine_environment(home: Home) -> dict[str, str]:
    """How dbt's profile is told of the engine's settings."""
    engine = settings_of(home).engine
    four_fifths = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 4 // 5 // 1_000_000
    limit = engine.memory_limit or f"{min(ENOUGH, four_fifths)}MB"
    return {"DUIXIAN_ENGINE_THREADS": str(engine.threads), "DUIXIAN_ENGINE_MEMORY": limit}


def workers_of(home: Home) -> Workers:
    """How many processes read documents, or the cluster that does."""
    engine = settings_of(home).engine
    return engine.scheduler if engine.kind == "dask" else engine.workers or processors()


def inboxes_of(home: Home) -> list[Path]:
    """The folders that are watched: the home's own, and those that the settings name."""
    path = _file(home)
    base = path.parent if path else Path.cwd()
    return [home.inbox, *((base / Path(name).expanduser()).resolve() for name in settings_of(home).inboxes)]


def ducklake_of(home: Home) -> DuckLake | None:
    """The DuckLake that takes the marts, its paths whole; None where the published file is all."""
    settings = settings_of(home)
    if settings.warehouse != "ducklake":
        return None
    catalogue, data = settings.ducklake.catalogue, str(home.root / Path(settings.ducklake.data).expanduser())
    if catalogue.startswith(("postgres://", "postgresql://")):
        catalogue = POSTGRES + catalogue
    elif not catalogue.startswith(POSTGRES):
        catalogue = str(home.root / Path(catalogue).expanduser())
    return DuckLake(catalogue, data)


def chosen_home(folder: Path | None) -> Home:
    """The home that a command works in: ``folder``, else DUIXIAN_HOME, else what the settings say, else ``./data``."""
    path = _named() or (Path.cwd() / NAME if (Path.cwd() / NAME).is_file() else None)
    if path is not None:
        os.environ[VARIABLE] = str(path.resolve())  # the same file, wherever a part of it works
        told = read_settings(path).home
        if told and not folder and not os.environ.get(HOME_VARIABLE):
            return home_of(path.parent / Path(told).expanduser())
    return home_of(folder)


def read_settings(path: Path) -> Settings:
    """The settings in a file; SettingsError names what is wrong."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(say("set.unreadable", path=path, why=error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(say("set.broken", path=path, why=error)) from error
    settings: Settings = _filled(Settings, told, path, "")
    if settings.alerts.on not in ("failure", "warn"):
        raise SettingsError(say("set.alerts", path=path, value=settings.alerts.on))
    if settings.retention.versions < 1 or settings.inbox.seconds < 1 or settings.engine.threads < 1:
        raise SettingsError(say("set.at_least", path=path))
    if settings.engine.workers < 0:
        raise SettingsError(say("set.workers", path=path))
    if settings.engine.kind not in ("local", "dask"):
        raise SettingsError(say("set.engine", path=path, value=settings.engine.kind))
    if settings.warehouse not in ("duckdb", "ducklake"):
        raise SettingsError(say("set.warehouse", path=path, value=settings.warehouse))
    if settings.engine.kind == "dask" and not settings.engine.scheduler:
        raise SettingsError(say("set.scheduler", path=path))
    return settings


def _filled(kind: Any, told: Mapping[str, Any], path: Path, place: str) -> Any:
    known, hints = {one.name for one in fields(kind)}, get_type_hints(kind)
    for key in told:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            meant = say("set.near", near=place + near[0]) if near else say("set.known", known=", ".join(sorted(known)))
            raise SettingsError(say("set.no_key", path=path, key=place + key, meant=meant))
    return kind(**{key: _value(hints[key], value, path, f"{place}{key}") for key, value in told.items()})


def _value(kind: Any, value: Any, path: Path, key: str) -> Any:
    if is_dataclass(kind):
        if not isinstance(value, dict):
            raise SettingsError(say("set.section", path=path, key=key))
        return _filled(kind, value, path, f"{key}.")
    if kind == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise SettingsError(say("set.texts", path=path, key=key))
        return tuple(value)
    if type(value) is not kind:
        words = {bool: "set.bool", int: "set.int", str: "set.str"}
        raise SettingsError(say("set.kind", path=path, key=key, words=say(words[kind]), value=value))
    return value


def _named() -> Path | None:
    told = os.environ.get(VARIABLE)
    return Path(told).expanduser() if told else None


def _file(home: Home) -> Path | None:
    named = _named()
    if named is not None:
        return named
    return next((path for path in (Path.cwd() / NAME, home.root / NAME) if path.is_file()), None)
