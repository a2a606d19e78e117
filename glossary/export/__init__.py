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


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"
_TABS = "text/tab-separated-values; charset=utf-8"

FORMATS = {
    "csv": Format("csv", _CSV, "the view « glossary », row for row (--excel for Excel)", "tables:write_csv", "rows"),
    "tsv": Format("tsv", _TABS, "the same behind tabs", "tables:write_tsv", "rows"),
    "jsonl": Format("jsonl", "application/jsonl", "one concept a line with all its evidence", "jsonl:write_jsonl"),
    "xlsx": Format("xlsx", _SHEET, "a spreadsheet with links to the pages", "xlsx:write_xlsx", "rows"),
    "markdown": Format("md", "text/markdown; charset=utf-8", "A to Z", "markdown:write_markdown", "alphabetical"),
    "html": Format("html", "text/html; charset=utf-8", "A to Z, to print", "html:write_html", "alphabetical"),
    "tbx": Format("tbx", "application/x-tbx+xml", "TBX-Basic, ISO 30042:2019 (or --tbx-version 2)", "tbx:write_tbx"),
    "omegat": Format("txt", _TABS, "OmegaT's glossary folder", "omegat:write_omegat"),
    "weblate": Format("csv", _CSV, "a glossary of Weblate", "weblate:write_weblate"),
    "deepl": Format("csv", _CSV, "a glossary of DeepL, without machine translations", "deepl:write_deepl"),
    "memoq": Format("csv", _CSV, "a term base of memoQ", "memoq:write_memoq"),
    "phrase": Format("csv", _CSV, "a term base of Phrase Strings", "phrase:write_phrase"),
    "skos": Format("ttl", "text/turtle; charset=utf-8", "SKOS as Turtle", "skos:write_turtle"),
    "jsonld": Format("jsonld", "application/ld+json", "SKOS as JSON-LD", "skos:write_jsonld"),
    "anki": Format("txt", _TABS, "flash cards, as text to import in Anki", "anki:write_anki"),
    "apkg": Format("apkg", "application/octet-stream", "the same as a package (needs genanki)", "anki:write_apkg"),
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
