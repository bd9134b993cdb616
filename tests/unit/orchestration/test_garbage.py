"""What is dropped in circles is found, but not looked for at every turn."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from orchestration.garbage import NEW_OBJECTS, collect_rarely


class Circle:
    """Refers to itself: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_python_has_it() -> Iterator[None]:
    # a test before may have left it off
    before, was_on = gc.get_threshold(), gc.isenabled()
    gc.set_threshold(700, 10, 10)
    gc.enable()
    yield
    gc.set_threshold(*before)
    if not was_on:
        gc.disable()


def _looks(new: int) -> int:
    """How often the collector looks, at the new alone or at older ones too, while objects are made and kept."""
    before = sum(one["collections"] for one in gc.get_stats())
    kept = [[] for _ in range(new)]
    assert kept
    return int(sum(one["collections"] for one in gc.get_stats()) - before)


def test_it_looks_rarely_and_still_frees_what_nobody_reaches() -> None:
    often = _looks(2 * NEW_OBJECTS)
    collect_rarely()
    assert 1 <= _looks(2 * NEW_OBJECTS) < often / 10
    lost = weakref.ref(Circle())
    _looks(2 * NEW_OBJECTS)
    assert lost() is None and gc.isenabled()
