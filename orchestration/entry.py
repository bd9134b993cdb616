"""The program `duixian`: nothing is loaded before Ctrl-C is heard."""

import sys


def main() -> None:
    """The command line; who stops it while it loads reads a line instead of a traceback."""
    try:
        from orchestration.cli import main as command_line

        command_line()
    except KeyboardInterrupt:
        from orchestration.tongue import say

        print(say("ask.stopped"), file=sys.stderr)
        sys.exit(130)
