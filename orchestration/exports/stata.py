"""A table as Stata reads it: short labels, the whole meaning in the notes of the data set and of each variable."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
from pandas.io.stata import StataWriterUTF8  # type: ignore[attr-defined]

from ingest.lake import replace_file
from orchestration.exports.labels import short
from orchestration.exports.tables import Exported, batches

FIXED_DAY: Final = dt.datetime(2000, 1, 1)
# longer texts are kept once each (strL): a column of fixed width would be as wide as its longest
TEXT: Final = 80
NAME: Final = 32
# what Stata has room for in the name of a variable or a characteristic
NAME_BYTES: Final = 129
# the name under which Stata keeps what belongs to the whole data set
DATA_SET: Final = "_dta"


class _Writer(StataWriterUTF8):  # type: ignore[misc]
    """Writes notes too, which pandas leaves out: a note is a characteristic, its number another."""

    notes: Mapping[str, str]

    def _write_characteristics(self) -> None:
        self._update_map("characteristics")
        self._write_bytes(self._tag(b"".join(map(_note, self.notes, self.notes.values())), "characteristics"))


def _note(variable: str, words: str) -> bytes:
    return _characteristic(variable, "note0", "1") + _characteristic(variable, "note1", words)


def _characteristic(variable: str, name: str, words: str) -> bytes:
    named = b"".join(part.encode().ljust(NAME_BYTES, b"\0") for part in (variable, name))
    body = named + words.encode() + b"\0"
    return b"<ch>" + len(body).to_bytes(4, "little") + body + b"</ch>"


def write_dta(warehouse: duckdb.DuckDBPyConnection, table: Exported, folder: Path) -> list[Path]:
    """Stata 14 and later, with a label on every column and what it means in full as its note."""
    path = folder / f"{table.name}.dta"

    def write(target: Path) -> None:
        frame = batches(warehouse, table).read_all().to_pandas()
        long_texts = []
        for column in table.columns:
            values = frame[column.name]
            if column.kind == "VARCHAR":
                frame[column.name] = values.fillna("").astype(object)
                if frame[column.name].map(lambda text: len(text.encode())).max() > TEXT:
                    long_texts.append(stata_name(column.name))
            elif column.kind in ("BOOLEAN", "INTEGER", "BIGINT"):
                frame[column.name] = values.astype("float64")
            elif column.kind == "DATE":
                frame[column.name] = values.astype("datetime64[ns]")
        names: dict[Any, str] = {column.name: stata_name(column.name) for column in table.columns}
        writer = _Writer(
            target,
            frame.rename(columns=names),
            version=118,
            byteorder="little",
            write_index=False,
            time_stamp=FIXED_DAY,
            data_label=short(table.name, table.meaning),
            variable_labels={names[column.name]: short(column.name, column.meaning) for column in table.columns},
            convert_strl=long_texts,
            convert_dates={names[column.name]: "td" for column in table.columns if column.kind == "DATE"},
        )
        meant = {DATA_SET: table.meaning, **{names[column.name]: column.meaning for column in table.columns}}
        writer.notes = {name: meaning for name, meaning in meant.items() if meaning}
        writer.write_file()

    replace_file(path, write)
    return [path]


def stata_name(name: str) -> str:
    """The name that Stata has room for: 32 letters. A longer one loses letters of its first word, never of its last."""
    first, _, rest = name.partition("_")
    return name if len(name) <= NAME else f"{first[: NAME - len(rest) - 1]}_{rest}"
