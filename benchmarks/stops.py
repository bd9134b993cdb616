"""Runs that are stopped: killed, by Ctrl-C, by a disk that fills up; the next one makes everything good."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.homes import PROGRAM, ROOT, duixian, environ, left, marts, report, unsound

# after how many stops the marts are held against those of an undisturbed home
COMPARED: Final = 25
STEPS: Final = ("start", "raw files", "documents", "links", "mentions", "audit", "warehouse", "publish")
# how long a stop may come after a step was told; steps without a figure are over at once
LASTS: Final = {"start": 12.0, "warehouse": 12.0}
AT_ONCE: Final = 0.3
BALLAST: Final = "ballast"
DISK: Final = "256m"


@dataclass(frozen=True)
class Stop:
    """What is done to a run in the middle, and how it may end then: its exit code with words that it must say."""

    name: str
    strike: Callable[["subprocess.Popen[str]", Path], None]
    may_end: dict[int, str]


def _kill(run: "subprocess.Popen[str]", _: Path) -> None:
    run.kill()


def _interrupt(run: "subprocess.Popen[str]", _: Path) -> None:
    # a terminal sends it to all that it sees
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGINT)


def _fill(_: "subprocess.Popen[str]", home: Path) -> None:
    with (home.parent / BALLAST).open("ab", buffering=0) as ballast:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while ballast.write(bytes(size)) == size:
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


# a run that was done already, or needs no more room, ends well
KILL: Final = Stop("kills", _kill, {-signal.SIGKILL: "", 0: ""})
INTERRUPT: Final = Stop("interrupts", _interrupt, {130: "what is published stands", 0: ""})
FULL: Final = Stop("full disks", _fill, {1: "the disk is full", 0: ""})


def kills(work: Path, number: int, minutes: float, chance: random.Random) -> list[str]:
    """Kill runs at random moments."""
    return _stopped(KILL, work, number, minutes, chance, lambda _: chance.choice(STEPS))


def interrupts(work: Path, number: int, minutes: float, chance: random.Random) -> list[str]:
    """Press Ctrl-C at some moment of each step in turn."""
    return _stopped(INTERRUPT, work, number, minutes, chance, _in_turn)


def full_disks(work: Path, number: int, minutes: float, chance: random.Random) -> list[str]:
    """Fill the disk of the home at some moment of each step in turn; only root may mount one for that."""
    with _disk(work / "disk") as disk:
        if disk is None:
            print("full disks: not tried, no disk can be mounted here")
            return []
        return _stopped(FULL, disk, number, minutes, chance, _in_turn)


@contextmanager
def _disk(place: Path) -> Iterator[Path | None]:
    place.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(line, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _in_turn(tried: int) -> str:
    return STEPS[(tried - 1) % len(STEPS)]


def _stopped(
    stop: Stop, work: Path, number: int, minutes: float, chance: random.Random, step: Callable[[int], str]
) -> list[str]:
    home, reports, wrong, at = work / "home", work / "reports", [], Counter[str]()
    reports.mkdir()
    (reports / "0.txt").write_text(report(0), encoding="utf-8")
    duixian("run", "--home", home, "--reports", reports)
    end, tried = time.monotonic() + 60 * minutes, 0
    while tried < number and time.monotonic() < end:
        tried += 1
        (reports / f"{tried}.txt").write_text(report(tried), encoding="utf-8")
        place, told = _struck(stop, home, reports, step(tried), chance)
        at[place] += 1
        found = [f"at once: {words}" for words in [*told, *unsound(home, {tried, tried + 1})]]
        (work / BALLAST).unlink(missing_ok=True)
        done = duixian("run", "--home", home, "--reports", reports)
        if done.returncode:
            found.append(f"the next run failed: {(done.stdout + done.stderr)[-500:]}")
        found += [f"after the next run: {words}" for words in [*unsound(home, {tried + 1}), *left(home)]]
        if tried % COMPARED == 0 or tried == number:
            found += _differs(home, reports, work / "undisturbed")
        print(f"{stop.name} {tried} in {place}: {'; '.join(found) or 'sound'}", file=sys.stderr, flush=True)
        wrong += [f"{stop.name} {tried} in {place}: {words}" for words in found]
    if tried % COMPARED and tried != number:
        wrong += _differs(home, reports, work / "undisturbed")
    places = ", ".join(f"{name} {at[name]}" for name in STEPS if at[name])
    print(f"{stop.name}: {tried} ({places}), each followed by a run: {len(wrong)} faults", flush=True)
    return wrong


def _differs(home: Path, reports: Path, undisturbed: Path) -> list[str]:
    """The same reports in a new home, without any stop, must give the same marts."""
    shutil.rmtree(undisturbed, ignore_errors=True)
    duixian("run", "--home", undisturbed, "--reports", reports)
    mine, other = marts(home), marts(undisturbed)
    shutil.rmtree(undisturbed)
    differing = sorted(name for name in mine.keys() | other.keys() if mine.get(name) != other.get(name))
    return [f"{', '.join(differing)} differ from those of an undisturbed run"] if differing else []


def _struck(stop: Stop, home: Path, reports: Path, wanted: str, chance: random.Random) -> tuple[str, list[str]]:
    """Stop a run shortly after it came to a step; the step in which it was, and what was wrong with its end."""
    line = [str(PROGRAM), "run", "--home", str(home), "--reports", str(reports)]
    pipe, reached, words = subprocess.PIPE, "start", ""
    # the words on both streams, in one pipe that is always read
    run = subprocess.Popen(
        line, cwd=ROOT, env=environ(), stdout=pipe, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    assert run.stdout is not None
    if wanted != "start":
        for said in run.stdout:
            words += said
            reached = next((step for step in STEPS if f"s  {step}:" in said), reached)
            if reached == wanted:
                break
    time.sleep(chance.random() * LASTS.get(wanted, AT_ONCE))
    stop.strike(run, home)
    words += run.communicate()[0]
    told = " ".join(words.split())
    if run.returncode not in stop.may_end or stop.may_end[run.returncode] not in told or "Traceback" in told:
        shown = words[words.find("Traceback") :][:2000] if "Traceback" in words else words[-800:]
        return reached, [f"ended with {run.returncode}: {shown}"]
    return reached, []
