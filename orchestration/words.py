"""A log that nobody waits for: words that its disk does not take are let go."""

import io
from contextlib import suppress
from typing import TextIO


class Words(io.TextIOBase):
    """Writes to ``file``. A full disk is no trouble of the log: the step that needs the room tells of it."""

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, words: str) -> int:
        """The number of characters, whether or not they were taken."""
        with suppress(OSError):
            self.file.write(words)
        return len(words)

    def flush(self) -> None:
        """Hand on what waits, as far as it goes."""
        with suppress(OSError):
            self.file.flush()

    def close(self) -> None:
        """Close the file too."""
        super().close()
        with suppress(OSError):
            self.file.close()
