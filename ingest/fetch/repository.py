"""Reports of a public git repository: the files named, in their newest state, in a folder of the inbox."""

import hashlib
import os
import shutil
import socket
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from ingest.fetch.catalogue import Row
from ingest.fetch.files import UNSAFE
from ingest.fetch.policy import Policy
from ingest.fetch.record import FetchOutcome, age
from ingest.fetch.safety import RefusedError, check_url, is_public

LOCAL: Final = "file"
"""The scheme of a repository on this machine; allowed where it is named among ``allow_hosts``."""
# a foreign repository runs nothing here, asks for nothing, leads nowhere and holds no links
SETTINGS: Final = (
    "core.hooksPath=/dev/null",
    "core.symlinks=false",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "http.followRedirects=false",
    "protocol.allow=never",
    "submodule.recurse=false",
    "filter.lfs.smudge=",
    "filter.lfs.required=false",
)
MISSING: Final = (
    "git is not installed: install it and fetch again, or download the repository as zip and give that to duixian run"
)


class _GitError(Exception):
    """What git said when it failed."""


@dataclass(frozen=True, slots=True)
class _Git:
    """git in one folder, under the settings above."""

    program: str
    folder: Path
    scheme: str
    seconds: float

    def __call__(self, *arguments: str) -> str:
        settings = [part for setting in (*SETTINGS, f"protocol.{self.scheme}.allow=always") for part in ("-c", setting)]
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_LFS_SKIP_SMUDGE": "1", "LC_ALL": "C"}
        try:
            done = subprocess.run(
                [self.program, *settings, *arguments],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _GitError(f"git was not done after {self.seconds:g} seconds (repository_seconds)") from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise _GitError(said[-1][:300] if said else f"git {arguments[0]} failed")
        return done.stdout.decode("utf-8", "replace").strip()


def fetch_repository(row: Row, inbox: Path, policy: Policy, known: FetchOutcome | None) -> FetchOutcome:
    """The newest files of a row's repository in ``inbox``, in a folder of its name; only what matches ``row.files``.

    Fetched again, only what is new comes over the line. Raises nothing for what servers do.
    """
    name = _folder_name(row)
    folder = inbox / name
    if known is not None and (folder / ".git").is_dir() and age(known) < policy.revisit_after:
        return replace(known, outcome="fresh", reason=None, detail=None)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    base = FetchOutcome(row.key, "failed", fetched_at=now, attempts=1, file_name=name)
    program = shutil.which("git")
    if program is None:
        return replace(base, reason="needs_git", detail=MISSING, attempts=0)
    try:
        _check(row.url, policy)
        folder.mkdir(parents=True, exist_ok=True)
        git = _Git(program, folder, urlsplit(row.url).scheme, policy.repository_seconds)
        commit = _brought_up_to_date(git, row)
    except RefusedError as error:
        return replace(base, outcome="refused", reason=error.reason, detail=str(error))
    except (_GitError, OSError) as error:
        return replace(base, reason="git", detail=str(error))
    count = sum(path.is_file() for path in folder.rglob("*") if ".git" not in path.relative_to(folder).parts)
    if not count:
        return replace(base, reason="no_files", detail=f"no file of the repository matches {row.files}")
    is_same = known is not None and known.sha256 == commit
    detail = f"{count:,} files of commit {commit[:10]}"
    return replace(base, outcome="unchanged" if is_same else "fetched", sha256=commit, final_url=row.url, detail=detail)


def _brought_up_to_date(git: _Git, row: Row) -> str:
    """Makes the folder hold the newest state; the commit's name."""
    if not (git.folder / ".git").is_dir():
        git("init", "--quiet")
        git("remote", "add", "origin", row.url)
        git("sparse-checkout", "set", "--no-cone", f"/{(row.files or '').lstrip('/')}")
    git("fetch", "--quiet", "--depth=1", "--filter=blob:none", "--no-tags", "origin", "HEAD")
    git("checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")
    return git("rev-parse", "HEAD")


def _check(url: str, policy: Policy) -> None:
    """Raises RefusedError for a repository that must not be asked for."""
    parts = urlsplit(url)
    if parts.scheme == LOCAL:
        if LOCAL not in policy.allow_hosts:
            raise RefusedError("scheme", "a repository on this machine is fetched only with --allow-host file")
        return
    check_url(url)
    host = parts.hostname or ""
    if not {host, parts.netloc} & policy.allow_hosts:
        try:
            found = {str(one[4][0]) for one in socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)}
        except OSError as error:
            raise _GitError(f"{host} is not known: {error}") from error
        if not all(map(is_public, found)):
            raise RefusedError("private_address", f"{host} has an address that is not public")


def _folder_name(row: Row) -> str:
    """The folder of a row: the repository's name, and a digest, so that two rows of one repository do not mix."""
    stem = PurePosixPath(urlsplit(row.url).path).name.removesuffix(".git") or "repository"
    return f"{UNSAFE.sub('_', stem)}-{hashlib.sha256(row.key.encode()).hexdigest()[:10]}"
