"""Lines for the person who waits: what the pipeline is doing right now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from orchestration.tongue import say as worded
from orchestration.tongue import spoken

_listeners: list[Callable[[str], None]] = []


def say(key: str, /, **values: Any) -> None:
    """Tell every listener (the terminal of ``duixian run``) a sentence of messages.csv; silent where nobody listens."""
    hand_on(worded(key, **values))


def repeat(sentence: str) -> None:
    """Tell every listener what a room says that speaks English, in the language of the locale."""
    hand_on(spoken().reason(sentence))


def hand_on(text: str) -> None:
    """Tell every listener what is in their language already."""
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
