"""How often Python looks for what nobody refers to any more: a sixth of a short run, for next to nothing found."""

import gc
from typing import Final

# new objects before a look; Python's 700 suit programs that hold little: libraries and dbt's project stay to the end
NEW_OBJECTS: Final = 20_000


def collect_rarely() -> None:
    """For a process that loads much, works and ends; what it drops in circles is still found, so memory stays flat."""
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


def look_no_more() -> None:
    """For a process that is about to end: Python would look through all that was loaded before it lets go of it."""
    gc.freeze()
