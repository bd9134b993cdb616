"""`duixian dashboard`: the web pages over the published warehouse, on this machine alone."""

import socket
import sys
from functools import partial
from pathlib import Path

from dashboard.corrections import Correction, RefusedError
from orchestration.home import Home
from orchestration.query import published
from orchestration.tongue import say


def show_dashboard(home: Home, warehouse: Path | None, port: int, review: bool, open_browser: bool) -> int:
    """Serve the pages until interrupted; 2 where there is no warehouse or the port is taken.

    ``warehouse`` names a published file of another place, or the folder of a release; it stands without texts,
    audit results and corrections.
    """
    path = published(home, warehouse)
    if path is None:
        return 2
    if _taken(port):
        print(say("ask.port", port=port, next=port + 1), file=sys.stderr)
        return 2
    from dashboard.app import build_app, serve

    known_home = home.root if warehouse is None or warehouse.resolve() == home.warehouse.resolve() else None
    app = build_app(path, known_home, partial(keep, home) if review and known_home else None)
    print(say("ask.serving", path=path, port=port), flush=True)
    serve(app, port, open_browser)
    return 0


def keep(home: Home, one: Correction) -> None:
    """Write a correction through the checks of `duixian correct`; raises RefusedError where they do not hold."""
    from orchestration.corrections import CorrectionError, correct

    try:
        correct(home, one.mention_id, one.result_id, one.field, one.new_value, one.reason)
    except CorrectionError as error:
        raise RefusedError(str(error)) from error


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
