"""The page that checks a draft: what is pasted is read, answered and forgotten."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response

from glossary.export.options import Options
from glossary.publish.reading import glossary_database
from glossary.publish.rendering import render
from glossary.store.marking import Piece, mark
from glossary.store.stream import open_database

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette

    from glossary.check import Remark
LONGEST = 20_000  # characters: a long article; beyond it there is glossary check
_ONE_AT_A_TIME = threading.Lock()  # a draft takes the model and a core: readers of pages come first


async def check(datasette: Datasette, request: Request) -> Response:
    """The form, or the remarks on what was sent; only POST carries a draft, so that no log or history keeps it."""
    if request.method != "POST":
        return await render(datasette, request, "check.html", {"longest": LONGEST})
    draft = (await request.post_vars()).get("draft", "").replace("\r\n", "\n")
    values = {"draft": draft[:LONGEST], "longest": LONGEST, "cut": len(draft) > LONGEST}
    root = datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
    path = Path(glossary_database(datasette).path)
    remarks = await asyncio.to_thread(_check, path, draft[:LONGEST], root)
    pieces = mark_remarks(draft[:LONGEST], remarks)
    response = await render(datasette, request, "check.html", values | {"remarks": remarks, "pieces": pieces})
    response.headers["cache-control"] = "no-store"
    return response


def _check(path: Path, draft: str, root: str) -> list[Remark]:
    from glossary.check import check_draft  # loads the model of French at the first draft

    connection = open_database(path)
    try:
        with _ONE_AT_A_TIME:
            return check_draft(draft, connection, Options(base_url=root))
    finally:
        connection.close()


def mark_remarks(draft: str, remarks: list[Remark]) -> tuple[Piece, ...]:
    """The draft cut at the first mention of each remark, marked with its kind."""
    return mark(draft, 0, [(remark.start, remark.end, remark.kind) for remark in remarks])
