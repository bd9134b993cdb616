"""Reports of a git repository: what matches, its newest state, and nothing that runs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.fetch import Policy, fetch_catalogue
from ingest.fetch.record import FetchOutcome

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

LOCAL = Policy(allow_hosts=frozenset({"file"}), revisit_after=0.0)


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "uploadpack.allowFilter=true")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "报告 reports"
    for name in ("报告/云溪县/2023.md", "报告/云溪县/2024.md", "说明/a.md", "README.md"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n", encoding="utf-8")
    (folder / "报告" / "passwords").symlink_to("/etc/passwd")
    git(folder, "init", "--quiet")
    git(folder, "config", "uploadpack.allowFilter", "true")
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "reports")


def fetch(tmp_path: Path, url: str, policy: Policy = LOCAL, files: str = "报告/") -> FetchOutcome:
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text(f"title,url,files\n报告,{url},{files}\n", encoding="utf-8")
    [outcome] = fetch_catalogue(catalogue, tmp_path / "inbox", tmp_path / "fetch.jsonl", policy)
    return outcome


def names(tmp_path: Path) -> list[str]:
    found = [path for path in (tmp_path / "inbox").rglob("*.md") if ".git" not in path.parts]
    return sorted(path.relative_to(tmp_path / "inbox").as_posix().split("/", 1)[1] for path in found)


def test_the_files_that_match_stand_in_the_inbox(repository: Path, tmp_path: Path) -> None:
    outcome = fetch(tmp_path, repository.as_uri())
    assert (outcome.outcome, outcome.reason) == ("fetched", None), outcome
    assert names(tmp_path) == ["报告/云溪县/2023.md", "报告/云溪县/2024.md"]
    assert not any(path.is_symlink() for path in (tmp_path / "inbox").rglob("*"))


def test_fetched_again_only_what_is_new_changes(repository: Path, tmp_path: Path) -> None:
    fetch(tmp_path, repository.as_uri())
    assert fetch(tmp_path, repository.as_uri()).outcome == "unchanged"
    assert fetch(tmp_path, repository.as_uri(), Policy(allow_hosts=frozenset({"file"}))).outcome == "fresh"
    (repository / "报告/云溪县/2023.md").unlink()
    (repository / "报告/云溪县/2025.md").write_text("2025\n")
    commit(repository)
    assert fetch(tmp_path, repository.as_uri()).outcome == "fetched"
    assert names(tmp_path) == ["报告/云溪县/2024.md", "报告/云溪县/2025.md"]


def test_what_must_not_be_asked_for_is_refused(repository: Path, tmp_path: Path) -> None:
    assert fetch(tmp_path, repository.as_uri(), Policy()).reason == "scheme"
    assert fetch(tmp_path, "ext::sh -c id").reason == "scheme"
    assert fetch(tmp_path, "https://127.0.0.1/a.git").reason == "private_address"
    assert fetch(tmp_path, "https://user:word@example.org/a.git").reason == "bad_url"


def test_what_fails_says_why(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetch(tmp_path, (tmp_path / "nowhere").as_uri()).reason == "git"
    assert fetch(tmp_path, repository.as_uri(), files="没有/").reason == "no_files"
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = fetch(tmp_path, repository.as_uri())
    assert outcome.reason == "needs_git" and "install it" in (outcome.detail or "")
