"""Words without what does not tell them apart."""

import re
from typing import Final

_SIGNS: Final = re.compile("[^\u4e00-\u9fffA-Za-z]+")


def bare(words: str) -> str:
    """The words without digits, marks and blanks.

    >>> bare("新增泊位3个，增长5%。")
    '新增泊位个增长'
    """
    return _SIGNS.sub("", words)
