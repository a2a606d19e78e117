"""CSV of all rows, streamed: read in one transaction of its own connection, so that a build cannot change it midway."""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import AsgiStream, Request

from glossary.publish.reading import glossary_database, read_choice
from glossary.store.searching import Choice, find_slugs

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette

ROWS = 500  # read and sent at a time
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV injection: what makes a spreadsheet run a cell


async def glossary(datasette: Datasette, request: Request) -> AsgiStream:
    """The whole view ``glossary``, in its order."""
    return _stream(datasette, request, "glossary", None)


async def terms(datasette: Datasette, request: Request) -> AsgiStream:
    """The rows of a list or a search, in the order of the page."""
    return _stream(datasette, request, "termes", read_choice(request))


def _stream(datasette: Datasette, request: Request, name: str, choice: Choice | None) -> AsgiStream:
    excel = request.args.get("excel") == "1"
    path = Path(glossary_database(datasette).path)

    async def write(writer: Any) -> None:
        chunks = _write_chunks(path, choice, excel)
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            await writer.write(chunk)

    headers = {"content-disposition": f'attachment; filename="{name}{"-excel" if excel else ""}.csv"'}
    return AsgiStream(write, headers=headers, content_type="text/csv; charset=utf-8")


def _write_chunks(path: Path, choice: Choice | None, excel: bool) -> Iterator[str]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    try:
        connection.execute("BEGIN")
        rows = connection.execute("SELECT * FROM glossary") if choice is None else _chosen_rows(connection, choice)
        columns = [column[0] for column in connection.execute("SELECT * FROM glossary LIMIT 0").description]
        yield ("\ufeff" if excel else "") + _write_csv([columns], excel)
        while batch := list(islice(rows, ROWS)):
            yield _write_csv(batch, excel)
    finally:
        connection.close()


def _chosen_rows(connection: sqlite3.Connection, choice: Choice) -> Iterator[tuple[Any, ...]]:
    slugs = find_slugs(connection, choice)
    while batch := list(islice(slugs, ROWS)):
        marks = ",".join("?" * len(batch))
        rows = connection.execute(f"SELECT * FROM glossary WHERE slug IN ({marks})", batch)
        found = {row[-1]: row for row in rows}
        yield from (found[slug] for slug in batch if slug in found)


def _write_csv(rows: Iterable[Iterable[Any]], excel: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerows([_neutral(cell) for cell in row] if excel else row for row in rows)
    return text.getvalue()


def _neutral(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
