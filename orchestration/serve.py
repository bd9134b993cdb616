"""`duixian serve`: Dagster's web server and its daemon (schedule, sensor), until interrupted."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from orchestration.home import PROJECT, Home
from orchestration.tongue import say

PATIENCE = 10.0


def serve_forever(home: Home, host: str, port: int) -> int:
    """Start both, wait, and end both when one ends or a signal comes; 0 after a signal, 1 where one of them failed."""
    home.prepare()
    _mend_records(home)
    _make_records()
    folder = Path(sys.executable).parent
    target = ["-m", "orchestration.definitions", "-d", str(PROJECT)]
    commands = [
        [str(folder / "dagster-webserver"), "-h", host, "-p", str(port), *target],
        [str(folder / "dagster-daemon"), "run", *target],
    ]
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    print(say("ask.dagster", home=home.root, host=host, port=port), flush=True)
    # groups of their own: a signal to this process is passed on once, in order, to all that they started
    children = [subprocess.Popen(line, cwd=PROJECT, start_new_session=True, env=os.environ.copy()) for line in commands]
    try:
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        for child in children:
            _end(child)
    return 0 if stopping else 1


def _mend_records(home: Home) -> None:
    """Before Dagster opens them; where a run is at work they are good enough."""
    from orchestration.damage import mend_records
    from orchestration.resources import HomeIsBusyError, held

    try:
        with held(home):
            for sentence in mend_records(home):
                print(sentence, file=sys.stderr)
    except HomeIsBusyError:
        return
    home.prepare()


def _make_records() -> None:
    """Dagster's tables, before two processes make them at once: one would find them there and end."""
    from dagster import DagsterInstance

    with DagsterInstance.get() as instance:
        instance.get_runs_count()
        instance.all_instigator_state()
        instance.all_asset_keys()


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it started; the group's number stays theirs while one of them lives."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + PATIENCE
        try:
            os.killpg(child.pid, number)
            while time.monotonic() < deadline:
                child.poll()
                os.killpg(child.pid, 0)
                time.sleep(0.1)
        except ProcessLookupError:
            return
