"""What the name of a file and its folders say of region and year: for what text and record leave open."""

import re
from pathlib import PurePosixPath
from typing import Final

from ingest.identity.region import last_name

FILE: Final = "file"
"""The hint that holds a file's path within its folder, with the member or record in it."""

_YEAR: Final = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)(?![0-9A-Za-z])")
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

    >>> named_region("丽水市/2012年青田县政府工作报告.txt")
    '丽水市青田县'
    """
    parts = list(_parts(path))
    for number, part in enumerate(parts):
        words = _ASIDE.sub("", part)
        end = last_name(words)
        if end:
            return _ASIDE.sub("", "".join(reversed(parts[number + 1 :]))) + words[:end]
    return ""


def _parts(path: str) -> list[str]:
    """The stem of the file, then its folders from the nearest."""
    name = PurePosixPath(path.partition("#")[0])
    return [name.stem, *(folder for folder in reversed(name.parent.parts) if folder != ".")]
