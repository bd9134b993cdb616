"""Texts for a terminal: signs that it would obey, or that turn the line round, are shown instead."""

from collections.abc import Mapping
from typing import Any, Final

_LINE_END, _TAB, _DELETE = 0x0A, 0x09, 0x7F
_UNSEEN: Final = "\ufffd"
# marks of direction
_TURNING: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
# one sign for one, so that offsets stay: U+2400 and on are pictures of the control characters
_SHOWN: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (_LINE_END, _TAB)},
    _DELETE: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), _UNSEEN),
    **dict.fromkeys(_TURNING, _UNSEEN),
}


def shown(text: str) -> str:
    """The text with a visible sign for each character that a terminal would act on; as long as before."""
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


def shown_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose texts are shown."""
    return {name: shown(value) if isinstance(value, str) else value for name, value in row.items()}
