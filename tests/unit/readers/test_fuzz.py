"""Whole files of every format, altered at random: whatever comes of them keeps what is promised of texts and mentions.

The long, coverage-guided search is ``benchmarks/fuzz.py``; this is the same check in little.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def _fuzz() -> ModuleType:
    place = Path(__file__).resolve().parents[3] / "benchmarks" / "fuzz.py"
    spec = importlib.util.spec_from_file_location("fuzz", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FUZZ = _fuzz()
SEEDS = FUZZ.seeds()
PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"\0" * 9, b"\xff" * 9, b"<div>" * 300, b"[" * 300, b"9" * 300, "亿".encode() * 50, b"\xed\xa0\x80"]
    ),
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), PIECES), max_size=4)


def altered(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Some bytes of a file exchanged, left out or added."""
    for place, length, piece in edits:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + length :]
    return data


def test_every_seed_is_read() -> None:
    for name, data in SEEDS.items():
        assert FUZZ.check(data, "x") >= 1, name


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.sampled_from(sorted(SEEDS)), edits=EDITS, name=st.sampled_from(FUZZ.NAMES))
def test_whatever_is_done_to_a_file_it_is_read_or_refused_with_a_word(
    seed: str, edits: list[tuple[float, int, bytes]], name: str
) -> None:
    FUZZ.check(altered(SEEDS[seed], edits), name)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(FUZZ.NAMES))
def test_bytes_without_any_sense_are_refused_with_a_word(data: bytes, name: str) -> None:
    FUZZ.check(data, name)
