"""What the name of a file and its folders say of region and year: for what text and record leave open."""

import re
from pathlib import PurePosixPath
from typing import Final

from ingest.identity.region import last_name
from ingest.identity.unlisted import LONGEST, bare_name

FILE: Final = "file"
"""The hint that holds a file's path within its folder, with the member or record in it."""

_YEAR: Final = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)(?![0-9A-Za-z])")
_TITLE: Final = re.compile("(?:(?:人民)?政府)?工作报告.*")
_ASIDE: Final = re.compile(r"(?:19|20)\d\d年度?|[^一-鿿/]+")


def named_year(path: str) -> str:
    """The one year that the name, else the nearest folder, holds: 2012 of 青田县/2012.md; "" where none or several.

    >>> named_year("青田县/2011年政府工作报告.txt"), named_year("2011-2015/青田县.txt"), named_year("fd2012ab.txt")
    ('2011', '', '')
    """
    for part in _parts(path):
        years = set(_YEAR.findall(part))
        if years:
            return years.pop() if len(years) == 1 else ""
    return ""


def named_region(path: str) -> str:
    """The folders and the name up to the last region that they name; "" where they name none.

    With a place of no table that stands behind it, in the same name or as a folder or file of its own.

    >>> named_region("丽水市/2012年青田县政府工作报告.txt"), named_region("义乌市/佛堂镇/2023.txt")
    ('丽水市青田县', '义乌市佛堂镇')
    """
    parts = [_ASIDE.sub("", part) for part in _parts(path)]
    place = ""
    for number, words in enumerate(parts):
        end = last_name(words)
        if end:
            return "".join(reversed(parts[number + 1 :])) + words[:end] + (_place_at_start(words[end:]) or place)
        place = place or bare_name(_TITLE.sub("", words)) or ""
    return ""


def _place_at_start(words: str) -> str:
    """The longest name of a place that the words begin with."""
    ends = range(min(len(words), LONGEST), 0, -1)
    return next((name for end in ends if (name := bare_name(words[:end]))), "")


def _parts(path: str) -> list[str]:
    """The stem of the file, then its folders from the nearest."""
    name = PurePosixPath(path.partition("#")[0])
    return [name.stem, *(folder for folder in reversed(name.parent.parts) if folder != ".")]
