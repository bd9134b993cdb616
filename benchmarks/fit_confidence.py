"""Fit the confidence of a verdict on verdicts read by hand, and say how reliable it is.

usage: python benchmarks/fit_confidence.py [--write] WAREHOUSE=TRUTH.jsonl [WAREHOUSE=TRUTH.jsonl ...]

TRUTH: one JSON object per line with the target's document and offsets and the true verdict, in either of two forms:
target_document, target_start, target_end (number_start and number_end where it is no target), verdict; or target_path,
target_start, target_end, verdict. WAREHOUSE is a build file that still has its intermediate schema, built with
``least_confidence: 0`` and ``least_confidence_of_a_miss: 0`` in dbt/dbt_project.yml: from what is doubted and decides
nothing nobody learns.

A logistic regression with a ridge over features that a person would look at (int_confidence). Printed: the weights, and
per band of confidence how many verdicts fell into it and how many of them were right, each judged by weights fitted
without its own fifth of the documents. ``--write`` puts the weights into dbt/seeds/confidence_weights.csv.
"""

import argparse
import csv
import json
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
from numpy.typing import NDArray

SEED: Final = Path(__file__).resolve().parents[1] / "dbt" / "seeds" / "confidence_weights.csv"
BANDS: Final = (0.0, 0.65, 0.8, 0.9, 0.95, 0.98, 1.01)
RIDGE: Final = 0.5
FOLDS: Final = 5
DECIDED: Final = ("attained", "missed")
Numbers = NDArray[np.float64]


def examples(warehouse: str, truth: str) -> list[tuple[dict[str, float], bool, str]]:
    """Features of every decided verdict that was read by hand, whether it is right, and its document."""
    query = (
        "select target_document, target_start, target_end, verdict, features from marts.fct_attainment "
        "inner join intermediate.int_confidence using (target_id, result_id, verdict)"
    )
    given: dict[str, list[tuple[Any, ...]]] = {}
    with duckdb.connect(warehouse, read_only=True) as connection:
        for row in connection.execute(query).fetchall():
            given.setdefault(row[0], []).append(row)
    found = []
    for line in Path(truth).read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if str(label.get("note") or "").startswith("arguable") or not label.get("sure", True):
            continue
        document = label.get("target_document") or label.get("target_path")
        start = label.get("target_start") if label["verdict"] != "none" else label.get("number_start")
        end = label.get("target_end") if label["verdict"] != "none" else label.get("number_end")
        if start is None:
            continue
        hit = next((row for row in given.get(document, []) if row[1] < end and start < row[2]), None)
        if hit:
            found.append((hit[4], hit[3] == label["verdict"], document))
    return found


def fit(features: Numbers, right: Numbers) -> Numbers:
    """Weights of a logistic regression by Newton's method; the first column (intercept) bears no ridge."""
    weights = np.zeros(features.shape[1])
    ridge = np.diag([0.0, *[RIDGE] * (features.shape[1] - 1)])
    for _ in range(60):
        sure = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - sure) - ridge @ weights
        curve = (features.T * (sure * (1 - sure))) @ features + ridge + 1e-9 * np.eye(len(weights))
        weights = weights + np.clip(np.linalg.solve(curve, slope), -2, 2)
    return weights


def main() -> None:
    """Fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("read", nargs="+", metavar="WAREHOUSE=TRUTH")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rows = [row for pair in args.read for row in examples(*pair.split("=", 1))]
    names = list(rows[0][0])
    features = np.array([[float(row[0][name] or 0) for name in names] for row in rows])
    right = np.array([float(row[1]) for row in rows])
    folds = np.array([zlib.crc32(row[2].encode()) % FOLDS for row in rows])
    sure = np.zeros(len(rows))
    for fold in range(FOLDS):
        weights = fit(features[folds != fold], right[folds != fold])
        sure[folds == fold] = 1 / (1 + np.exp(-features[folds == fold] @ weights))
    print(f"{len(rows)} decided verdicts read by hand, {int(right.sum())} right")
    for low, high in pairwise(BANDS):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            n_right = int(right[inside].sum())
            print(f"| {low:.2f} to {min(high, 1):.2f} | {inside.sum()} | {n_right} | {n_right / inside.sum():.3f} |")
    weights = fit(features, right).round(3)
    for name, weight in zip(names, weights, strict=True):
        print(f"{name:20} {weight:+.3f}")
    if args.write:
        with SEED.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["feature", "weight"])
            writer.writerows(zip(names, weights.tolist(), strict=True))


if __name__ == "__main__":
    main()
