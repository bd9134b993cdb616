"""Values of spreadsheet cells as a person sees them: 0.065 that is shown as 6.5% is written 6.5%."""

import re
from datetime import date, datetime, time
from typing import Any, Final

HIDDEN: Final = re.compile(r"\[[^\]]*\]|[_*].")
DIGITS: Final = re.compile(r"[#0?](?:[#0?,]*[#0?])?(?:\.([#0?]*))?")
QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)')


def shown(value: Any, number_format: str) -> str:
    """The text of a cell. ``number_format`` is Excel's code; dates come as dates.

    >>> shown(0.065, "0.0%"), shown(1964.44, "General"), shown(5, '0"个"'), shown(12000.0, "#,##0")
    ('6.5%', '1964.44', '5个', '12000')
    """
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time | bool) or not isinstance(value, int | float):
        return str(value).strip()
    code = HIDDEN.sub("", number_format.split(";")[0])
    digits = DIGITS.search(QUOTED.sub(lambda one: " " * len(one[0]), code))
    if digits is None:
        return _plain(value)
    before, after = (QUOTED.sub(r"\1\2", part) for part in (code[: digits.start()], code[digits.end() :]))
    scaled = value * 100 if "%" in after else value
    rounded = f"{scaled:.{len(digits[1] or '')}f}"
    if "?" in digits[0] or "#" in (digits[1] or ""):
        rounded = rounded.rstrip("0").rstrip(".") if "." in rounded else rounded
    return f"{before}{rounded}{after}".strip()


def _plain(value: float) -> str:
    """A number in its shortest form; fifteen digits are all that Excel keeps."""
    return str(value) if isinstance(value, int) else f"{value:.15g}"
