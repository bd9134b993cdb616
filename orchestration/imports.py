"""Which sources a step really uses: its modules by their imports, the lexicon files they name, the libraries they need.

Nothing is imported or run: the sources are read. A package's ``__init__`` counts where something is taken from it, not
because a module lies beside it. What was found is kept for all homes as long as no source changes: reading takes a
second, of every run.
"""

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from orchestration.fingerprint import combined, files_fingerprint, recall, remember
from orchestration.home import PROJECT, home_of
from orchestration.user_cache import cache_folder, own_folder

ROOTS: Final = ("ingest", "expectations", "orchestration")
LEXICON: Final = PROJECT / "ingest" / "lexicon"
# what is imported under another name than it is installed by
DISTRIBUTIONS: Final = {"docx": "python-docx", "ahocorasick_rs": "ahocorasick-rs", "yaml": "pyyaml", "PIL": "pillow"}
# imported by name where they are installed
OPTIONAL: Final = frozenset({"rapidocr", "onnxruntime", "PIL"})
# the file in the user's cache, else in the home's build folder, and where in it stands what the answers belong to
KEPT: Final = "sources.json"
TREE: Final = "of"


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a step, and the distributions that its modules import."""

    files: frozenset[Path]
    distributions: frozenset[str]

    def __or__(self, other: "Sources") -> "Sources":
        return Sources(self.files | other.files, self.distributions | other.distributions)


@dataclass(frozen=True, slots=True)
class _Module:
    imports: frozenset[str]
    distributions: frozenset[str]
    lexicon: frozenset[Path]


def sources_of(entries: Iterable[str], without: Iterable[str] = ()) -> Sources:
    """Everything that the modules ``entries`` use, directly or not; what lies in ``without`` is not followed.

    Raises LookupError where an entry is no module of this project.
    """
    wanted, barred = sorted(entries), sorted(without)
    question = f"{' '.join(wanted)} without {' '.join(barred)}"
    kept = _kept()
    answer = kept.get(question)
    if isinstance(answer, dict):
        files = frozenset(PROJECT / name for name in answer["files"])
        return Sources(files, frozenset(answer["distributions"]))
    found = _followed(wanted, tuple(barred))
    kept[question] = {
        "files": sorted(path.relative_to(PROJECT).as_posix() for path in found.files),
        "distributions": sorted(found.distributions),
    }
    # importing the definitions makes no folder, and what cannot be kept is found again
    if home_of().build.is_dir():
        with suppress(OSError):
            remember(_place(), **kept)
    return found


def _kept() -> dict[str, object]:
    """What was found before in these very sources, by question."""
    facts = recall(_place()) if home_of().build.is_dir() else {}
    return facts if facts.get(TREE) == _tree() else {TREE: _tree()}


@cache
def _place() -> Path:
    cache = cache_folder()
    name = f"sources-{combined(str(PROJECT))[:16]}"
    return ((own_folder(cache, name) if cache else None) or home_of().build) / KEPT


@cache
def _tree() -> str:
    """Digest of all that the answers depend on: the sources of the project, and which tables there are."""
    modules = [path for root in ROOTS for path in (PROJECT / root).rglob("*.py")]
    names = "\n".join([*sorted(_tables()), sys.version])
    return files_fingerprint(modules, PROJECT) + hashlib.sha256(names.encode()).hexdigest()


def _followed(entries: list[str], barred: tuple[str, ...]) -> Sources:
    todo, modules = list(entries), set[str]()
    files, distributions = set[Path](), set[str]()
    while todo:
        name = todo.pop()
        if name in modules or any(name == one or name.startswith(f"{one}.") for one in barred):
            continue
        modules.add(name)
        path = _path(name)
        if path is None:
            raise LookupError(f"{name} is no module of this project")
        module = _read(path, name)
        files |= {path} | module.lexicon
        distributions |= module.distributions
        todo.extend(module.imports)
    return Sources(frozenset(files), frozenset(distributions))


@cache
def _path(name: str) -> Path | None:
    place = PROJECT.joinpath(*name.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            return path
    return None


@cache
def _read(path: Path, name: str) -> _Module:
    tree = ast.parse(path.read_bytes())
    imports, distributions, literals = set[str](), set[str](), set[str]()
    for node in _live(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.add(node.value)
        for target in _targets(node, name, path):
            root = target.partition(".")[0]
            if root in ROOTS:
                imports.add(target)
            elif root not in sys.stdlib_module_names:
                distributions.add(DISTRIBUTIONS.get(root, root))
    named = {word.partition(".")[0] for word in literals} & OPTIONAL
    distributions |= {DISTRIBUTIONS.get(word, word) for word in named}
    lexicon = frozenset(LEXICON / f"{word}.csv" for word in literals if f"{word}.csv" in _tables())
    return _Module(frozenset(imports), frozenset(distributions), lexicon)


def _live(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker sees, in no order."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, ast.Name | ast.Constant | ast.alias):
            todo += [child for child in ast.iter_child_nodes(node) if not _is_for_types(child)]


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _targets(node: ast.AST, name: str, path: Path) -> Iterator[str]:
    """The modules that an import statement takes something from."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parts = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
            base = ".".join([*parts[: len(parts) - node.level + 1], *([base] if base else [])])
        for alias in node.names:
            yield _origin(base, alias.name) if base.partition(".")[0] in ROOTS else base


def _origin(base: str, taken: str) -> str:
    """The module that something comes from: a package may hand on what one of its modules holds."""
    inner = f"{base}.{taken}"
    if _path(inner):
        return inner
    path = _path(base)
    if path is not None and path.name == "__init__.py":
        for module, name, known_as in _handed_on(path):
            if known_as == taken:
                return _origin(module, name)
    return base


@cache
def _handed_on(path: Path) -> tuple[tuple[str, str, str], ...]:
    """What a package takes from modules of this project: module, name there, name here."""
    found = [node for node in ast.parse(path.read_bytes()).body if isinstance(node, ast.ImportFrom)]
    return tuple(
        (node.module, alias.name, alias.asname or alias.name)
        for node in found
        if node.module and not node.level and node.module.partition(".")[0] in ROOTS
        for alias in node.names
    )


@cache
def _tables() -> frozenset[str]:
    return frozenset(path.name for path in LEXICON.glob("*.csv"))
