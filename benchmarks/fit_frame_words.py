"""Learns how much each word of ingest/lexicon/frame_words.csv speaks for what is to come, from reports themselves.

usage: fit_frame_words.py FOLDER [--write] [--sentences 200000]      (needs scikit-learn, installed by hand)

No label is needed: in a report whose headings say plainly which chapter looks back (回顾, with the year before) and
which looks ahead (安排, 任务, 目标, with the report's year), every sentence of these chapters is an example. A
logistic regression over the words that a sentence holds gives each a weight (a logit, positive for what is to come);
the places of every fifth folder are kept aside, and the share of their sentences that the weights tell rightly is
printed. ``--write`` puts the weights into the table; words that serve nothing (under 0.3, or in fewer than 60
sentences) are named.
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ingest.documents import document_rows
from ingest.frame.words import find_words
from ingest.lexicon import FOLDER, rows
from ingest.reading import reading_of
from ingest.store import Entry

BACK = re.compile("回顾|回眸|总结|完成情况|取得的成|成就")
AHEAD = re.compile("安排|任务|目标|重点|要求|建议|部署|打算|思路")
SENTENCE = re.compile(r"[^。；！\n]+[。；！]?")
SHORTEST = 8
LEAST_WEIGHT, FEWEST = 0.3, 60
ASIDE = 5


def main() -> int:
    """Print the weights, the accuracy on the places kept aside, and what could go."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=200_000)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    from sklearn.linear_model import LogisticRegression

    words = [row["word"] for row in rows("frame_words") if row["kind"] == "stance" and row["weight"]]
    column = {word: number for number, word in enumerate(words)}
    examples = list(_examples(args.folder, column))
    chosen = np.random.default_rng(1).permutation(len(examples))[: args.sentences]
    seen = np.zeros((len(chosen), len(words)), dtype=np.float32)
    ahead = np.array([examples[number][0] for number in chosen])
    aside = np.array([examples[number][1] % ASIDE == 0 for number in chosen])
    for line, number in enumerate(chosen):
        seen[line, examples[number][2]] = 1.0
    model = LogisticRegression(C=0.3, max_iter=300, class_weight="balanced").fit(seen[~aside], ahead[~aside])
    right = model.score(seen[aside], ahead[aside])
    print(f"{len(examples):,} sentences; of those of places kept aside {right:.3f} right")
    weights = dict(zip(words, model.coef_[0].round(2), strict=True))
    count = dict(zip(words, seen.sum(axis=0).astype(int), strict=True))
    for word, weight in sorted(weights.items(), key=lambda item: item[1]):
        idle = "   serves nothing" if abs(weight) < LEAST_WEIGHT or count[word] < FEWEST else ""
        print(f"{weight:6.2f} {count[word]:7,} {word}{idle}")
    if args.write:
        _write({word: f"{weight:.2f}" for word, weight in weights.items()})
    return 0


def _examples(folder: Path, column: dict[str, int]) -> Iterator[tuple[bool, int, list[int]]]:
    """Sentences of plain chapters: whether they look ahead, the number of their folder, the words that they hold."""
    folders: dict[Path, int] = {}
    for path in sorted(folder.rglob("*.md")):
        place = folders.setdefault(path.parent, len(folders))
        for row in document_rows(path, Entry("0" * 64, path.name, None, path.stat().st_size, "document")):
            if row.get("report_year"):
                for ahead, sentence in _chapters(row["text"], row["report_year"]):
                    held = {column[hit.word.text] for hit in find_words(sentence) if hit.word.text in column}
                    yield ahead, place, sorted(held)


def _chapters(text: str, year: int) -> Iterator[tuple[bool, str]]:
    """The sentences of a report's chapters whose headings tell; nothing where not both are there."""
    reading = reading_of(text)
    way: bool | None = None
    found: list[tuple[bool, str]] = []
    for block in reading.blocks:
        words = reading.text[block.start : block.end]
        if block.kind == "heading" and block.level < 2:
            back, ahead = BACK.search(words), AHEAD.search(words)
            if back and not ahead and re.search(f"{year - 1}|[一五]年|去年", words):
                way = False
            elif ahead and not back and re.search(f"{year}|今年", words):
                way = True
            elif block.level == 1 and not way:
                way = None
        elif way is not None:
            found += [(way, match[0]) for match in SENTENCE.finditer(words) if len(match[0]) > SHORTEST]
    if len({ahead for ahead, _ in found}) == 2:
        yield from found


def _write(weights: dict[str, str]) -> None:
    table = list(rows("frame_words"))
    for row in table:
        row["weight"] = weights.get(row["word"], row["weight"])
    with (FOLDER / "frame_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


if __name__ == "__main__":
    sys.exit(main())
