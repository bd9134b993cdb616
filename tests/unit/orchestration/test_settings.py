"""duixian.toml: every key is described, and an unknown one is refused with the nearest that is known."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from ingest.workers import processors
from orchestration.home import PROJECT, Home
from orchestration.settings import (
    ENOUGH,
    Settings,
    SettingsError,
    chosen_home,
    engine_environment,
    inboxes_of,
    read_settings,
    settings_of,
    workers_of,
)


def written(folder: Path, text: str) -> Path:
    path = folder / "duixian.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_file_says_holds_and_the_rest_stays(tmp_path: Path) -> None:
    path = written(
        tmp_path, 'inboxes = ["收件", "/srv/in"]\n[schedule]\ncron = "0 5 * * *"\n[retention]\nversions = 9\n'
    )
    settings = read_settings(path)
    assert settings.schedule.cron == "0 5 * * *"
    assert settings.schedule.enabled
    assert settings.retention.versions == 9
    assert settings.inbox == Settings().inbox


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("inboxs = []", "no key inboxs; did you mean inboxes?"),
        ("[schedule]\nchron = '1'", "no key schedule.chron; did you mean schedule.cron?"),
        ("[whatever]\nx = 1", "no key whatever; known are"),
        ("[inbox]\nseconds = 'ten'", "inbox.seconds is a whole number, not 'ten'"),
        ("[inbox]\nenabled = 1", "inbox.enabled is true or false"),
        ("inboxes = 'one'", "inboxes is a list of texts"),
        ("schedule = 3", r"schedule is a section: \[schedule\]"),
        ("[alerts]\non = 'always'", "alerts.on is failure or warn"),
        ("[retention]\nversions = 0", "are 1 or more"),
        ("[engine]\nworkers = -1", "engine.workers is 0"),
        ("[engine]\nkind = 'spark'", "engine.kind is local or dask, not 'spark'"),
        ("[engine]\nkind = 'dask'", "engine.scheduler names its scheduler"),
        ("home = ", "duixian.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        read_settings(written(tmp_path, text))


def test_the_home_and_inboxes_are_told_from_the_folder_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUIXIAN_HOME", raising=False)
    monkeypatch.setenv("DUIXIAN_CONFIG", "")
    written(tmp_path, 'home = "家"\ninboxes = ["收件"]\n')
    home = chosen_home(None)
    assert home.root == tmp_path / "家"
    assert chosen_home(tmp_path / "other").root == tmp_path / "other"
    monkeypatch.chdir(PROJECT)
    assert inboxes_of(home) == [home.inbox, tmp_path / "收件"]


def test_a_file_in_the_home_holds_too(tmp_path: Path) -> None:
    written(tmp_path, "[engine]\nthreads = 1\n")
    assert settings_of(Home(tmp_path)).engine.threads == 1
    assert settings_of(Home(tmp_path / "none")) == Settings()


@pytest.mark.parametrize(
    ("text", "memory", "processes"),
    [
        ("", None, processors()),
        ("[engine]\nworkers = 5\nmemory_limit = '3GB'\n", "3GB", 5),
    ],
)
def test_what_a_run_may_take(tmp_path: Path, text: str, memory: str | None, processes: int) -> None:
    written(tmp_path, text)
    told = engine_environment(Home(tmp_path))["DUIXIAN_ENGINE_MEMORY"]
    assert told == memory if memory else 0 < int(told.removesuffix("MB")) <= ENOUGH
    assert workers_of(Home(tmp_path)) == processes


def test_a_cluster_reads_where_it_is_named(tmp_path: Path) -> None:
    written(tmp_path, "[engine]\nkind = 'dask'\nscheduler = 'tcp://127.0.0.1:8786'\nworkers = 3\n")
    assert workers_of(Home(tmp_path)) == "tcp://127.0.0.1:8786"


def test_every_key_is_described() -> None:
    page = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([\w.]+)` \|", page, re.MULTILINE))
    keys = set()
    for one in fields(Settings):
        value = getattr(Settings(), one.name)
        keys |= {f"{one.name}.{inner.name}" for inner in fields(value)} if is_dataclass(value) else {one.name}
    assert told == keys


def test_the_bundled_example_can_be_read() -> None:
    assert read_settings(PROJECT / "deploy" / "duixian.toml")
