"""How well mentions are read: scores against gold labels, and the errors by kind.

usage: accuracy.py [--gold ../shared/gold] [--reports ../shared/reports] [--set dev] [--errors 10] [--document NAME]

Reads every labelled document as `duixian extract` does, scores it with the scorer that lies beside the labels
(GOLD/score.py), and lists up to N errors of each kind: numbers missed (by the reason they were dropped for),
numbers read that measure nothing, and each attribute that was read wrongly.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, Any]


def main() -> int:
    """Print the scores, then the errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--reports", type=Path, default=ROOT.parent / "shared" / "reports")
    parser.add_argument("--set", default="dev")
    parser.add_argument("--errors", type=int, default=10, help="errors to list of each kind")
    parser.add_argument("--document", help="only this document")
    args = parser.parse_args()
    labels = args.gold / args.set
    if not labels.is_dir():
        print(f"{labels} is not here: gold labels are not part of the project", file=sys.stderr)
        return 2
    names = [args.document] if args.document else sorted(path.stem for path in labels.glob("*.jsonl"))
    predicted = _extract([args.reports / f"{name}.txt" for name in names])
    scorer = _load(args.gold / "score.py")
    errors: dict[str, list[str]] = defaultdict(list)
    totals = [0, 0, 0, 0]
    for name in names:
        text = (args.reports / f"{name}.txt").read_bytes().decode("utf-8")
        metrics = [row for row in predicted[name] if row["role"] != "none"]
        gold = scorer.load_gold(labels, name)
        hits, missed, spurious = scorer.score_document(gold, metrics)
        strict = sum(all(agreed.values()) for *_, agreed in hits)
        row = [len(hits), strict, len(gold), len(metrics)]
        totals = [total + count for total, count in zip(totals, row, strict=True)]
        _print_scores(scorer, name, row)
        for kind, line in _errors(text, predicted[name], hits, missed, spurious):
            errors[kind].append(f"{name}: {line}")
    _print_scores(scorer, "ALL", totals)
    for kind, lines in sorted(errors.items(), key=lambda item: -len(item[1])):
        print(f"\n{kind}: {len(lines)}")
        print("\n".join(f"   {line}" for line in lines[: args.errors]))
    return 0


def _extract(files: list[Path]) -> dict[str, list[Row]]:
    command = [str(Path(sys.executable).parent / "duixian"), "extract", "--format", "jsonl", *map(str, files)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in output.splitlines():
        row = json.loads(line)
        rows[Path(row["document"]).stem].append(row)
    return rows


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _print_scores(scorer: ModuleType, name: str, counts: list[int]) -> None:
    found, strict, gold, predicted = counts
    scores = f"detect {scorer.f1(found, gold, predicted):.3f}  strict {scorer.f1(strict, gold, predicted):.3f}"
    print(f"{name:24} {scores}  gold {gold:4}  predicted {predicted:4}")


def _errors(
    text: str, rows: list[Row], hits: list[Any], missed: list[Row], spurious: list[Row]
) -> Iterator[tuple[str, str]]:
    def context(start: int, end: int) -> str:
        return f"{text[max(0, start - 24) : start]}【{text[start:end]}】{text[end : end + 16]}".replace("\n", "⏎")

    for label in missed:
        start, end = label["span"]
        got = [row["reason"] or row["role"] for row in rows if row["value_start"] < end and start < row["value_end"]]
        yield f"missed ({got[0] if got else 'no candidate'})", f"{context(start, end)} {label['indicator']}"
    for row in spurious:
        yield "measures nothing", f"{context(row['value_start'], row['value_end'])} read as {row['indicator']}"
    for label, row, agreed in hits:
        for attribute in (name for name, right in agreed.items() if not right):
            said = label["cmp" if attribute == "comparator" else attribute]
            yield f"wrong {attribute}", f"{context(*label['span'])} {said!r} read as {row[attribute]!r}"


if __name__ == "__main__":
    sys.exit(main())
