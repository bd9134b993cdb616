"""What dbt does in every build for nobody: a third of its time on a small corpus.

It writes each of thousands of debug events out as a line, which its loggers then throw away by their level. It writes
the manifest twice, as it was written by the parse; the compiled queries lie in files of their own.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

# whoever else is asked for a manifest (`dbt parse`, `dbt docs`) writes it
BUILDING: Final = frozenset({"build", "run", "test", "seed"})


def spare(arguments: Sequence[str] | None = None) -> None:
    """Let the dbt of this process, called with ``arguments`` (default: those of the process), do without."""
    _spare_unheard_events()
    told = sys.argv[1:] if arguments is None else arguments
    if any(one in BUILDING for one in told) and "docs" not in told:
        _keep_manifest()


def _spare_unheard_events() -> None:
    from dbt.tracking import track_behavior_change_warn  # hears warnings alone
    from dbt_common.events.base_types import EventLevel
    from dbt_common.events.event_manager import EventManager

    low = (EventLevel.DEBUG, EventLevel.TEST)
    fire: Callable[..., None] = EventManager.fire_event

    def fire_heard(manager: Any, e: Any, level: Any = None, *others: Any, **named: Any) -> None:
        hear = [one for one in manager.callbacks if one is not track_behavior_change_warn]
        write = [one for one in manager.loggers if one.level in low]
        if hear or write or (level or e.level_tag()) not in low:
            fire(manager, e, level, *others, **named)

    EventManager.fire_event = fire_heard  # type: ignore[assignment,method-assign]


def _keep_manifest() -> None:
    from dbt.parser import manifest
    from dbt.task import runnable

    modules: tuple[Any, ...] = (manifest, runnable)
    for module in modules:
        module.write_manifest = lambda *_, **__: None
