"""What a table's file must hold: the digest of the bytes that were written, so that damage on the disk is noticed."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = ".digests"
ENDING: Final = ".sha256"


@dataclass(frozen=True, slots=True)
class Ledger:
    """One small file per table file below ``root``, written before the table is put in its place."""

    root: Path

    def expect(self, path: Path, digest: str, before: str | None) -> None:
        """The file may hold these bytes, or still those that stood before: a crash may come between."""
        place = self._place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{place.name}.{os.getpid()}")
        beside.write_text("\n".join(dict.fromkeys(one for one in (digest, before) if one)), encoding="ascii")
        beside.replace(place)

    def allows(self, path: Path, digest: str) -> bool:
        """Whether these are bytes that were written; also where nothing was ever noted (an earlier release)."""
        try:
            return digest in self._place(path).read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return True

    def knows(self, path: Path) -> bool:
        """Whether the file's bytes were ever noted."""
        return self._place(path).exists()

    def paths(self) -> list[Path]:
        """The files that should be there."""
        return sorted(
            self.root.joinpath(*note.name.removesuffix(ENDING).split("__"))
            for note in (self.root / FOLDER).glob(f"[!.]*{ENDING}")
        )

    def forget(self, path: Path) -> None:
        """The file is gone."""
        self._place(path).unlink(missing_ok=True)

    def _place(self, path: Path) -> Path:
        return self.root / FOLDER / f"{'__'.join(path.relative_to(self.root).parts)}{ENDING}"
