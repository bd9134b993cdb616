"""The suites: which table is guarded, by which expectations, in words a person understands.

A suite is one YAML file below ``suites/``. ``source`` is the SQL that selects the guarded rows, ``key`` the column
that names a row in samples. In every SQL text ``{lake}`` stands for the folder of the Parquet tables and ``{batch}``
for the guarded rows. An expectation is any of Great Expectations' own, by its type and arguments; its ``severity`` is
``error`` (nothing is published where it does not hold) unless it says ``warn`` (it is told, and stops nothing).
One that is ``whole: true`` looks at all rows together (shares, unique ids); the others hold for the whole where they
hold for each report year of the lake, so that years in which nothing changed need not be looked at again.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent / "suites"
SEVERITIES: Final = ("error", "warn")
NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


class SuiteError(ValueError):
    """A suite file that cannot be used, with what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One rule: a name, what it means (``zh``: in Chinese), and Great Expectations' type with its arguments.

    ``is_whole``: it looks at all rows together.
    """

    name: str
    meaning: str
    zh: str
    type: str
    kwargs: dict[str, Any]
    severity: str = "error"
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Suite:
    """All rules for one table."""

    name: str
    meaning: str
    zh: str
    source: str
    key: str
    expectations: tuple[Expectation, ...]


def load_suite(name: str, folder: Path = FOLDER) -> Suite:
    """Read ``suites/NAME.yml``; SuiteError where a field is missing or a name is used twice."""
    path = folder / f"{name}.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        rules = tuple(
            Expectation(
                rule["name"],
                rule["meaning"],
                rule.get("zh", rule["meaning"]),
                rule["type"],
                dict(rule.get("kwargs", {})),
                rule.get("severity", "error"),
                bool(rule.get("whole", False)),
            )
            for rule in data["expectations"]
        )
        chinese = data.get("zh", data["meaning"])
        suite = Suite(name, data["meaning"], chinese, data["source"].strip(), data["key"], rules)
    except (KeyError, TypeError, AttributeError) as error:
        raise SuiteError(f"{path.name}: {error} is missing or misplaced") from error
    names = [rule.name for rule in rules]
    wrong = [rule for rule in names if names.count(rule) > 1 or not NAME.fullmatch(rule)]
    if wrong or not rules:
        raise SuiteError(f"{path.name}: names must be unique, lower case words: {', '.join(wrong) or 'no expectation'}")
    severe = [rule.severity for rule in rules if rule.severity not in SEVERITIES]
    if severe:
        raise SuiteError(f"{path.name}: severity is error or warn, not {severe[0]}")
    return suite
