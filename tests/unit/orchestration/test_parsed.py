"""dbt's parse is made once for all homes, and each home gets it with its own places."""

import json
from pathlib import Path

import msgpack
import pytest

from orchestration import parsed
from orchestration.home import Home
from orchestration.parsed import MANIFEST, PARTIAL, STAND_IN, give_parse
from orchestration.user_cache import CACHE_VARIABLE


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


class Parser:
    """Stands for dbt: two files that name the places of the home they were made for."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, home: Home, folder: Path) -> None:
        self.made += 1
        facts = {"of": self.made, "lake": [f"read('{home.lake}/x')"], "deep": {"file": str(home.run_facts)}, "n": None}
        (folder / MANIFEST).write_text(json.dumps(facts), encoding="utf-8")
        (folder / PARTIAL).write_bytes(msgpack.packb(facts))


def _holds(home: Home) -> dict[str, object]:
    manifest: dict[str, object] = json.loads((home.dbt_target / MANIFEST).read_text(encoding="utf-8"))
    assert msgpack.unpackb((home.dbt_target / PARTIAL).read_bytes()) == manifest
    return manifest


def test_each_home_gets_one_parse_with_its_own_places(tmp_path: Path, cache: Path) -> None:
    parser, homes = Parser(), [Home(tmp_path / "a"), Home(tmp_path / "乙 b'\"")]
    for home in homes:
        give_parse(home, parser)
        kept = _holds(home)
        assert kept["lake"] == [f"read('{home.lake}/x')"]
        assert kept["deep"] == {"file": str(home.run_facts)}
        assert str(STAND_IN.root) not in str(kept)
    assert parser.made == 1


def test_another_project_is_parsed_anew(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parser, home = Parser(), Home(tmp_path / "home")
    give_parse(home, parser)
    monkeypatch.setattr(parsed, "dbt_code", lambda: "changed")
    give_parse(home, parser)
    assert _holds(home)["of"] == 2


@pytest.mark.parametrize("name", [MANIFEST, PARTIAL])
@pytest.mark.parametrize("damage", [b"", b"\x93 half", None])
def test_what_is_damaged_is_made_anew(tmp_path: Path, cache: Path, name: str, damage: bytes | None) -> None:
    parser, home = Parser(), Home(tmp_path / "home")
    give_parse(home, parser)
    kept = next(cache.glob("dbt-*/" + name))
    if damage is None:
        kept.unlink()
    else:
        kept.write_bytes(damage)
    give_parse(home, parser)
    assert _holds(home)["of"] == 2


def test_a_cache_that_others_may_write_is_not_used(tmp_path: Path, cache: Path) -> None:
    parser, home = Parser(), Home(tmp_path / "home")
    give_parse(home, parser)
    next(path for path in cache.glob("dbt-*") if path.is_dir()).chmod(0o777)
    give_parse(home, parser)
    assert _holds(home)["of"] == 2
    assert list(home.build.glob("dbt-*"))


def test_without_a_cache_the_home_keeps_it(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file where the folder would be", encoding="utf-8")
    parser, home = Parser(), Home(tmp_path / "home")
    for _ in range(2):
        give_parse(home, parser)
    assert (_holds(home)["of"], parser.made) == (1, 1)
