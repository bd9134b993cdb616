"""One function per format; each writes a table so that the same rows give the same bytes."""

import csv
import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.lake import file_digest, replace_file
from orchestration.exports.stata import write_dta
from orchestration.exports.tables import Column, Exported, batches, count, key_of, references_of

FIXED_DAY: Final = dt.datetime(2000, 1, 1)
SHEET_ROWS: Final = 1_048_575
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
Writer = Callable[[duckdb.DuckDBPyConnection, Exported, Path], list[Path]]


def write_parquet(warehouse: duckdb.DuckDBPyConnection, table: Exported, folder: Path) -> list[Path]:
    """Parquet with what table and columns mean in its metadata."""
    path = folder / f"{table.name}.parquet"

    def write(target: Path) -> None:
        reader = batches(warehouse, table)
        meanings = {column.name: column.meaning for column in table.columns}
        fields = [field.with_metadata({"description": meanings[field.name]}) for field in reader.schema]
        schema = pa.schema(fields, {"description": table.meaning})
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(batch.cast(schema))

    replace_file(path, write)
    return [path]


def write_csv(warehouse: duckdb.DuckDBPyConnection, table: Exported, folder: Path) -> list[Path]:
    """CSV in UTF-8 with a byte order mark, which Excel needs; text that a spreadsheet would run is made inert."""
    path = folder / f"{table.name}.csv"

    def write(target: Path) -> None:
        with target.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow([column.name for column in table.columns])
            for batch in batches(warehouse, table):
                columns = [_plain(column.to_pylist()) for column in batch.columns]
                writer.writerows(zip(*columns, strict=True))

    replace_file(path, write)
    return [path]


def _plain(values: Sequence[Any]) -> list[Any]:
    if not any(isinstance(value, str | bool | float) for value in values):
        return list(values)
    return [_cell(value) for value in values]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return inert(value)


def inert(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def write_xlsx(warehouse: duckdb.DuckDBPyConnection, table: Exported, folder: Path) -> list[Path]:
    """A workbook with a note on every heading; more rows than a sheet holds go on in the next sheet."""
    import xlsxwriter

    path = folder / f"{table.name}.xlsx"

    def write(target: Path) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(target), options) as book:
            book.set_properties({"created": FIXED_DAY, "title": table.name, "comments": table.meaning})
            bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
            sheet, row = _sheet(book, table, bold, 1), 0
            sheets = 1
            for batch in batches(warehouse, table):
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    if row == SHEET_ROWS:
                        sheets, row = sheets + 1, 0
                        sheet = _sheet(book, table, bold, sheets)
                    row += 1
                    for place, value in enumerate(values):
                        _write_cell(sheet, row, place, value, day)

    replace_file(path, write)
    return [path]


def _sheet(book: Any, table: Exported, bold: Any, number: int) -> Any:
    sheet = book.add_worksheet(table.name[:28] + (f"-{number}" if number > 1 else ""))
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, 14)
        sheet.write_string(0, place, column.name, bold)
        if column.meaning:
            sheet.write_comment(0, place, column.meaning, {"author": "duixian"})
    return sheet


def _write_cell(sheet: Any, row: int, place: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, dt.datetime(value.year, value.month, value.day), day)
    else:
        sheet.write_string(row, place, str(value)[:32_767])


def write_datapackage(warehouse: duckdb.DuckDBPyConnection, table: Exported, folder: Path) -> list[Path]:
    """A resource of a Frictionless data package: the CSV, to be described by ``describe_package``."""
    return write_csv(warehouse, table, folder)


def describe_package(
    warehouse: duckdb.DuckDBPyConnection, tables: Sequence[Exported], folder: Path, version: str
) -> Path:
    """``datapackage.json``: every table with its columns, keys and references."""
    names = {table.name for table in tables}
    resources = [
        {
            "name": table.name,
            "path": f"{table.name}.csv",
            "description": table.meaning,
            "format": "csv",
            "encoding": "utf-8-sig",
            "rows": count(warehouse, table),
            "hash": f"sha256:{file_digest(folder / f'{table.name}.csv')}",
            "schema": _schema(table, names),
        }
        for table in tables
    ]
    package = {
        "name": "duixian",
        "title": "Government targets and whether they were kept",
        "version": version,
        "licenses": [{"name": "Apache-2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"}],
        "resources": resources,
    }
    path = folder / "datapackage.json"
    words = json.dumps(package, ensure_ascii=False, indent=2) + "\n"

    def write(target: Path) -> None:
        target.write_text(words, encoding="utf-8", newline="\n")

    replace_file(path, write)
    return path


def _schema(table: Exported, names: set[str]) -> dict[str, Any]:
    key = key_of(table.name, table.names)
    references = [
        {"fields": name, "reference": {"resource": goal, "fields": field}}
        for name, (goal, field) in references_of(table.name, table.names, names).items()
    ]
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if key:
        schema["primaryKey"] = key[0] if len(key) == 1 else list(key)
    if references:
        schema["foreignKeys"] = references
    return schema


def _field(column: Column) -> dict[str, str]:
    kinds = {"BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean", "DATE": "date"}
    return {"name": column.name, "type": kinds.get(column.kind, "string"), "description": column.meaning}


WRITERS: Final[dict[str, Writer]] = {
    "parquet": write_parquet,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "dta": write_dta,
    "datapackage": write_datapackage,
}
