"""Words of a wording that others stand for, one after the other, each in what those before it left of it.

Few of them stand in any one wording: one pass tells which word is the next, instead of a search for each.
"""

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick


class Replacements:
    """Words, each with what is written instead, in the order in which they are replaced.

    A word stays where less than ``shortest`` characters would be left of the text. No word may come twice.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], shortest: int = 0) -> None:
        self._pairs, self._shortest = tuple(pairs), shortest
        self._found = AhoCorasick([word for word, _ in self._pairs]).find_matches_as_indexes

    def made_in(self, text: str) -> str:
        """The text with the words replaced.

        >>> Replacements([("规上", "规模以上"), ("规模", "大小")]).made_in("规上工业")
        '大小以上工业'
        """
        done = -1
        while met := [number for number, _, _ in self._found(text, overlapping=True) if number > done]:
            done = min(met)
            changed = text.replace(*self._pairs[done])
            text = changed if len(changed) >= self._shortest else text
        return text
