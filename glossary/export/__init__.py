"""The glossary in other programs' formats: one module a format, all fed by the same stream of concepts."""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from glossary.export.options import Options
from glossary.store.stream import Filters, read_concepts, read_rows


@dataclass(frozen=True, slots=True)
class Format:
    """A format's file suffix and media type, what it is for, and where its writer is.

    ``reads`` says what the writer takes: the rows of the view, or concepts in its order, or concepts A–Z.
    """

    suffix: str
    media_type: str
    purpose: str
    writer: str
    reads: str = "concepts"  # rows | concepts | alphabetical


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", "the view « glossary », row for row", "tables:write_csv", "rows"),
    "tsv": Format(
        "tsv", "text/tab-separated-values; charset=utf-8", "the same behind tabs", "tables:write_tsv", "rows"
    ),
    "jsonl": Format("jsonl", "application/jsonl", "one concept a line with all its evidence", "jsonl:write_jsonl"),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "a spreadsheet with links to the sources",
        "xlsx:write_xlsx",
        "rows",
    ),
    "tbx": Format("tbx", "application/x-tbx+xml", "TBX-Basic, ISO 30042:2019 (or --tbx-version 2)", "tbx:write_tbx"),
}


def write_export(connection: sqlite3.Connection, name: str, filters: Filters, options: Options, out: BinaryIO) -> None:
    """Write the glossary to ``out`` in the format called ``name``, streaming."""
    chosen = FORMATS[name]
    module, function = chosen.writer.split(":")
    write: Callable[..., None] = getattr(importlib.import_module(f"glossary.export.{module}"), function)
    if chosen.reads == "rows":
        columns, rows = read_rows(connection, filters)
        write(columns, rows if options.machine else _without_machine(columns, rows), out, options)
    else:
        write(read_concepts(connection, filters, alphabetical=chosen.reads == "alphabetical"), out, options)


def _without_machine(columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    place = columns.index("machine_translation")
    for row in rows:
        yield (*row[:place], None, *row[place + 1 :])
