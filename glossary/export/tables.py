"""CSV and TSV: the view ``glossary``, column for column and row for row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import BinaryIO

from glossary.export.options import Options
from glossary.export.texts import neutral_cell, utf8_lines

Row = tuple[object, ...]


def write_csv(columns: tuple[str, ...], rows: Iterable[Row], out: BinaryIO, options: Options) -> None:
    """The same bytes as the site's CSV; with ``excel``, what a French Excel opens at a double click.

    That is a byte-order mark, semicolons, and an apostrophe before whatever would be computed as a formula.
    """
    with utf8_lines(out, "utf-8-sig" if options.excel else "utf-8") as text:
        writer = csv.writer(text, delimiter=";" if options.excel else ",")
        writer.writerow(columns)
        writer.writerows(_neutral(row) for row in rows) if options.excel else writer.writerows(rows)


def write_tsv(columns: tuple[str, ...], rows: Iterable[Row], out: BinaryIO, options: Options) -> None:
    """Behind tabs; a value that holds a tab, a line end or a quote is quoted, so that nothing is lost."""
    with utf8_lines(out) as text:
        writer = csv.writer(text, delimiter="\t")
        writer.writerow(columns)
        writer.writerows(rows)


def _neutral(row: Row) -> Row:
    return tuple(neutral_cell(cell) if isinstance(cell, str) else cell for cell in row)
