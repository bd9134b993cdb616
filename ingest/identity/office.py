"""The speaker's office, after lexicon/offices.csv."""

import re
from functools import cache
from typing import Final

from ingest.identity.lexicon import rows
from ingest.identity.page import Page

_NOT_A_SPEAKER: Final = r"(?!信箱|热线|专线|电话|之窗|致辞|办公|质量奖|接待|负责|牵头|会议|令)"


@cache
def _offices() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(f"(?:{row['pattern']}){_NOT_A_SPEAKER}"), row["office"]) for row in rows("offices"))


def tell_office(page: Page) -> str | None:
    """The office named nearest to the opening formula, None where the lines before it name none."""
    found: tuple[int, int, str] | None = None
    place = page.before_opening if page.opening is not None else page.before_opening[:300]
    for pattern, office in _offices():
        for match in pattern.finditer(place):
            key = (match.end(), match.end() - match.start(), office)
            if found is None or key > found:
                found = key
    return found[2] if found else None
