"""The program `duixian`: Ctrl-C is heard before anything is loaded, and where Python would let it drop."""

import signal
import sys
import threading
from _thread import interrupt_main
from typing import TYPE_CHECKING

from orchestration.garbage import look_no_more

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def main() -> None:
    """The command line; who stops it while it loads reads a line instead of a traceback."""
    sys.unraisablehook = _again
    try:
        from orchestration.cli import main as command_line

        command_line()
    except KeyboardInterrupt:
        from orchestration.tongue import say

        print(say("ask.stopped"), file=sys.stderr)
        sys.exit(130)
    finally:
        # all is done and said: who presses Ctrl-C while Python puts its things away stops nothing any more
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        look_no_more()


def _again(lost: "UnraisableHookArgs") -> None:
    """Nothing can be raised while an object is cleared away: Ctrl-C in that moment comes once more a little later."""
    if lost.exc_type is not None and issubclass(lost.exc_type, KeyboardInterrupt):
        later = threading.Timer(0.05, interrupt_main)
        later.daemon = True
        later.start()
    else:
        sys.__unraisablehook__(lost)
