"""What a result was made from: digests of code, rules and data, so that a rerun does only what changed."""

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

# folders of products, which are no source
PRODUCTS: Final = {"__pycache__", "target", "logs", "dbt_packages"}
SOURCE_SUFFIXES: Final = {".py", ".csv", ".sql", ".yml", ".yaml", ".json", ".md", ".txt", ".bin", ".npz"}


def code_fingerprint(folders: Iterable[Path], packages: Iterable[str] = ()) -> str:
    """Digest of the sources in ``folders`` (paths and bytes) and of the versions of ``packages``."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if (
                path.suffix in SOURCE_SUFFIXES
                and PRODUCTS.isdisjoint(path.relative_to(folder).parts)
                and path.is_file()
            ):
                digest.update(f"{path.relative_to(folder)}:".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for package in packages:
        digest.update(f"{package}=={_version(package)}\n".encode())
    return digest.hexdigest()


def files_fingerprint(paths: Iterable[Path], root: Path) -> str:
    """Digest of files: their paths below ``root`` and their bytes."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(root).as_posix()}:".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _version(package: str) -> str:
    """The installed version; an optional package that is not installed is a state like any other."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def combined(*parts: str) -> str:
    """One digest of several."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def remember(path: Path, **facts: object) -> None:
    """Keep facts as JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(path)


def recall(path: Path) -> dict[str, object]:
    """The facts kept at ``path``; empty where there are none that can be read."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}
