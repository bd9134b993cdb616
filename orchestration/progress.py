"""Lines for the person who waits: what the pipeline is doing right now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[str], None]] = []


def say(text: str) -> None:
    """Tell every listener (the terminal of ``duixian run``); silent where nobody listens."""
    for listener in _listeners:
        listener(text)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """Hear what is said within this block."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
