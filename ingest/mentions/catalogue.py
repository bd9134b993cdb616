"""The indicator catalogue: from the words of a report to the id of an indicator."""

import re
from functools import cache
from typing import Final

from ingest import lexicon

# marks, blanks and 的 make no difference to what is meant
_IDLE: Final = re.compile(r"[“”‘’《》 \u200b（）()、·的]")
_SCOPES: Final = lexicon.word_list("catalogue_scopes")
_ENDINGS: Final = lexicon.word_list("catalogue_endings")


@cache
def _wordings() -> dict[str, str]:
    known = {row["name_zh"]: row["indicator_id"] for row in lexicon.rows("indicators")}
    known |= {row["wording"]: row["indicator_id"] for row in lexicon.rows("indicator_wordings")}
    return {_clean(wording): indicator_id for wording, indicator_id in known.items()}


@cache
def _as_written() -> frozenset[str]:
    names = {row["name_zh"] for row in lexicon.rows("indicators")}
    return frozenset(names | {row["wording"] for row in lexicon.rows("indicator_wordings")})


def is_known(phrase: str) -> bool:
    """Whether the catalogue has the phrase word for word: what it knows is not taken apart any further."""
    return phrase in _as_written()


def _clean(phrase: str) -> str:
    return _IDLE.sub("", phrase)


def indicator_id(phrase: str) -> str | None:
    """The catalogue's id for an indicator as a report words it; None where the catalogue does not know it.

    >>> indicator_id("规模以上工业增加值") == indicator_id("规上工业增加值")
    True
    """
    wordings = _wordings()
    cleaned = _clean(phrase)
    if found := wordings.get(cleaned):
        return found
    if cleaned.startswith(_SCOPES):
        for scope in _SCOPES:
            if cleaned.startswith(scope) and (found := wordings.get(cleaned[len(scope) :])):
                return found
    if cleaned.endswith(_ENDINGS):
        for ending in _ENDINGS:
            if cleaned.endswith(ending) and (found := wordings.get(cleaned[: -len(ending)])):
                return found
    return None
