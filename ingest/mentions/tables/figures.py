"""Cells that say how much, and leave to their row or column of what."""

import re
from typing import Final

from ingest.mentions.cues import read_before
from ingest.mentions.phrases import only_leads

_FIGURE: Final = re.compile(r"(?P<verb>[\u4e00-\u9fff]{0,6}?)[<>≤≥—−+-]?\d[\d.,～—-]*(?!\d|年|月)[^\d，；。、]{0,6}")


def is_figure(words: str) -> bool:
    """Whether a cell says how much and not of what: 130公里, 增长6.5%左右, 8; no year and no date.

    >>> is_figure("新增130公里"), is_figure("增长6.5%左右"), is_figure("新增渔港3个"), is_figure("2024年目标")
    (True, True, False, False)
    """
    found = _FIGURE.fullmatch(words.replace(" ", ""))
    return bool(found and only_leads(read_before(found["verb"]).rest))
