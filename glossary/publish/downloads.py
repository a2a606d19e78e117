"""Downloads of all rows, streamed: read in one transaction of their own, so that a build cannot change them midway.

The writers of ``glossary.export`` write to a file; here the file is a short queue between the thread that
writes and the connection that sends, so that a million rows need no more memory than a thousand.
"""

from __future__ import annotations

import asyncio
import io
import queue
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from datasette.utils.asgi import AsgiStream, NotFound, Request, Response

from glossary.export import FORMATS, write_export
from glossary.export.options import Options
from glossary.export.tables import write_csv
from glossary.model import KINDS, GlossaryError
from glossary.publish.reading import glossary_database, read_choice
from glossary.publish.rendering import render
from glossary.store.adoption import Use, read_adoption
from glossary.store.searching import Choice, find_slugs
from glossary.store.stream import Filters, open_database

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette
ROWS = 500  # read at a time
WAITING = 8  # chunks that may wait to be sent
PATIENCE = 60.0  # seconds that a reader may take over them

Writer = Callable[[sqlite3.Connection, BinaryIO], None]


async def page(datasette: Datasette, request: Request) -> Response:
    """The formats, and the choices that an export takes."""
    return await render(datasette, request, "export.html", {"formats": FORMATS})


async def glossary(datasette: Datasette, request: Request) -> AsgiStream:
    """The glossary in a format, with the filters of ``glossary export``."""
    name = request.url_vars["name"]
    if name not in FORMATS:
        raise NotFound("no such format")
    root = datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
    options = Options(base_url=root, excel=request.args.get("excel") == "1")
    filters = read_filters(request)
    format_ = FORMATS[name]

    def write(connection: sqlite3.Connection, out: BinaryIO) -> None:
        write_export(connection, name, filters, options, out)

    excel = "-excel" if options.excel else ""
    return await _stream(datasette, f"glossary{excel}.{format_.suffix}", format_.media_type, write)


async def terms(datasette: Datasette, request: Request) -> AsgiStream:
    """The rows of a list or a search as CSV, in the order of the page."""
    choice = read_choice(request)
    options = Options(excel=request.args.get("excel") == "1")

    def write(connection: sqlite3.Connection, out: BinaryIO) -> None:
        columns = tuple(column[0] for column in connection.execute("SELECT * FROM glossary LIMIT 0").description)
        write_csv(columns, _chosen_rows(connection, choice, columns.index("slug")), out, options)

    excel = "-excel" if options.excel else ""
    return await _stream(datasette, f"termes{excel}.csv", FORMATS["csv"].media_type, write)


async def adoption(datasette: Datasette, request: Request) -> AsgiStream:
    """How many articles use loanwords and their official equivalents: of one term, or of all."""
    slug = (request.args.get("term") or "")[:300] or None
    options = Options(excel=request.args.get("excel") == "1")

    def write(connection: sqlite3.Connection, out: BinaryIO) -> None:
        columns = tuple(field.name for field in fields(Use))
        rows = (tuple(getattr(use, name) for name in columns) for use in read_adoption(connection, slug))
        write_csv(columns, rows, out, options)

    return await _stream(datasette, "adoption.csv", FORMATS["csv"].media_type, write)


def read_filters(request: Request) -> Filters:
    """The filters of an export; what means nothing is left out."""

    def matching(name: str, allowed: str) -> str | None:
        value = request.args.get(name) or ""
        return value if re.fullmatch(allowed, value) else None

    kind, status = matching("kind", "|".join(KINDS)), matching("status", "proposed|accepted")
    confidence = matching("confidence", r"0?\.\d{1,3}|[01]|1\.0")
    return Filters(
        (kind,) if kind else (),
        (status,) if status else (),
        matching("since", r"\d{4}(-\d\d(-\d\d)?)?"),
        float(confidence) if confidence else None,
        request.args.get("gloss") == "with",
    )


def _chosen_rows(connection: sqlite3.Connection, choice: Choice, slug: int) -> Iterator[tuple[Any, ...]]:
    slugs = find_slugs(connection, choice)
    while batch := list(islice(slugs, ROWS)):
        marks = ",".join("?" * len(batch))
        rows = connection.execute(f"SELECT * FROM glossary WHERE slug IN ({marks})", batch)
        found = {row[slug]: row for row in rows}
        yield from (found[name] for name in batch if name in found)


class _Pipe(io.RawIOBase):
    """A file whose bytes go to whoever takes them from the queue; it breaks when nobody does."""

    def __init__(self) -> None:
        super().__init__()
        self.chunks: queue.Queue[bytes | BaseException | None] = queue.Queue(WAITING)
        self.abandoned = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.send(bytes(data))
        return len(data)

    def send(self, chunk: bytes | BaseException | None) -> None:
        if self.abandoned:
            raise BrokenPipeError("the reader has gone")
        try:
            self.chunks.put(chunk, timeout=PATIENCE)
        except queue.Full:
            raise BrokenPipeError("the reader has stopped reading") from None


async def _stream(datasette: Datasette, filename: str, media_type: str, write: Writer) -> AsgiStream:
    pipe = _Pipe()
    threading.Thread(target=_fill, args=(pipe, Path(glossary_database(datasette).path), write), daemon=True).start()
    first = await asyncio.to_thread(pipe.chunks.get)  # a failure at the start is still a page
    if isinstance(first, BaseException):
        raise first

    async def send(writer: Any) -> None:
        chunk: bytes | BaseException | None = first
        try:
            while chunk is not None:
                if isinstance(chunk, BaseException):
                    raise chunk  # too late for a page: the connection breaks, and no half file looks whole
                await writer.send({"type": "http.response.body", "body": chunk, "more_body": True})
                chunk = await asyncio.to_thread(pipe.chunks.get)
        finally:
            pipe.abandoned = True
            while not pipe.chunks.empty():
                pipe.chunks.get_nowait()

    headers = {"content-disposition": f'attachment; filename="{filename}"'}
    return AsgiStream(send, headers=headers, content_type=media_type)


def _fill(pipe: _Pipe, path: Path, write: Writer) -> None:
    try:
        connection = open_database(path)
        try:
            buffered = io.BufferedWriter(pipe, 65_536)
            write(connection, cast("BinaryIO", buffered))
            buffered.flush()
            pipe.send(None)
        finally:
            connection.close()
    except BrokenPipeError:
        pipe.abandoned = True  # the reader closed the page: nothing to tell, nobody to tell it to
    except (GlossaryError, sqlite3.Error, ImportError) as error:
        pipe.send(error)
