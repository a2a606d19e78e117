"""XLSX: the view ``glossary`` as a sheet: evidence named, a link to each page, a frozen header and a filter."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, count, islice
from typing import TYPE_CHECKING, BinaryIO

from glossary.export.options import Options
from glossary.export.texts import xml_text
from glossary.model import GlossaryError

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Row = tuple[object, ...]

ROWS = 1_048_575  # a sheet's rows below the header
LINKS = 65_000  # Excel drops a sheet's links beyond 65,530; later rows keep the address as text
CELL = 32_767  # characters a cell may hold
WIDTHS = {"term": 28, "gloss": 60, "example": 80, "gloss_source": 24, "official_equivalent": 30, "url": 40}


def write_xlsx(columns: tuple[str, ...], rows: Iterable[Row], out: BinaryIO, options: Options) -> None:
    """A workbook in openpyxl's write-only mode, which keeps one row in memory; a full sheet is followed by another."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise GlossaryError("xlsx needs openpyxl: pip install openpyxl") from error
    workbook = Workbook(write_only=True)
    remaining = iter(rows)
    for number in count(1):
        sheet_rows = list(islice(remaining, 1))
        if number > 1 and not sheet_rows:
            break
        sheet = workbook.create_sheet("glossaire" if number == 1 else f"glossaire {number}")
        _write_sheet(sheet, (*columns, "evidence", "url"), chain(sheet_rows, islice(remaining, ROWS - 1)), options)
    with tempfile.TemporaryFile() as made:  # a zip is written with seeks, which standard output has not
        workbook.save(made)
        made.seek(0)
        while block := made.read(1 << 20):
            out.write(block)


def _write_sheet(sheet: WriteOnlyWorksheet, header: tuple[str, ...], rows: Iterator[Row], options: Options) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    for number, column in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column, 14)
    sheet.append([_text(sheet, column, Font(bold=True)) for column in header])
    slug, link = header.index("slug"), Font(color="0563C1", underline="single")
    written = 1
    for written, row in enumerate(rows, 2):
        url = options.page_url(str(row[slug]))
        cell = _text(sheet, url, link if written <= LINKS else None)
        if written <= LINKS:
            cell.hyperlink = url
        values = [_cell(sheet, value) if isinstance(value, str) else value for value in row]
        sheet.append([*values, evidence_of(dict(zip(header, row, strict=False))), cell])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{written}"


def _cell(sheet: WriteOnlyWorksheet, value: str) -> WriteOnlyCell | str:
    """A value that openpyxl takes for text by itself is given as it is: a cell of its own costs twice the time."""
    return _text(sheet, value) if value.startswith(("=", "#")) else xml_text(value)[:CELL]


def _text(sheet: WriteOnlyWorksheet, value: str, font: object = None) -> WriteOnlyCell:
    """A cell that is text whatever it says: openpyxl alone takes « =1+1 » for a formula and « #N/A » for an error."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, xml_text(value)[:CELL])
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def evidence_of(row: dict[str, object]) -> str:
    """Which kinds of evidence a row of the view has."""
    kinds = (
        ("curated", row.get("gloss_kind") == "curated"),
        ("attested", row.get("gloss") is not None and row.get("gloss_kind") != "curated"),
        ("official", row.get("official_equivalent") is not None),
        ("machine", row.get("machine_translation") is not None),
    )
    return ", ".join(kind for kind, present in kinds if present)
