"""Importing a library without parts of it that nothing here uses, each up to a second of every start."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType


class _Nothing(ModuleType):
    """A module from which whatever is taken is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


@contextmanager
def left_out(unused: Iterable[str] = (), absent: Iterable[str] = ()) -> Iterator[None]:
    """What is imported in here gets nothing from the modules ``unused``, and cannot import those that are ``absent``.

    What was imported before is used as it is; afterwards each can be imported by whoever needs it.
    """
    # what stands as None cannot be imported
    stand_ins: dict[str, ModuleType | None] = dict.fromkeys(absent) | {name: _Nothing(name) for name in unused}
    put = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(put)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in put:
            del sys.modules[name]
