"""Datasette's own pages of the tables, each of one state of the glossary.

Our pages read in one transaction. A page of Datasette's counts, selects and facets in one query after the other, and
a build may come between two of them: the page is then made again. It is held back until it is whole; the largest,
a table as CSV, is as large as the setting ``max_csv_mb`` allows, and waits on the disk.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_encode

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette
    from datasette.database import Database

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

TRIES = 5  # a build changes the database once; so many in the time of one page are none of ours
IN_MEMORY = 1_000_000  # bytes of a page that are not written to the disk


def settle(datasette: Datasette, app: App) -> App:
    """Make a page of a table again when the database changed while it was made."""
    clocks: dict[str, Clock] = {}

    async def settled(scope: Message, receive: Receive, send: Send) -> None:
        db = _table_asked(datasette, scope)
        if db is None or db.path is None or not db.is_mutable:
            await app(scope, receive, send)
            return
        clock = clocks.get(db.name) or clocks.setdefault(db.name, Clock(Path(db.path)))
        for attempt in range(TRIES):
            before = clock.read()
            with Held() as page:
                await app(scope, receive, page.hold)
                if clock.read() == before or attempt == TRIES - 1:
                    await page.pass_on(send)
                    return

    return settled


def _table_asked(datasette: Datasette, scope: Message) -> Database | None:
    """The database of whose tables a request asks; None when it asks for anything else."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    path = scope["path"].removeprefix(datasette.setting("base_url").rstrip("/"))
    first = path.split("/")[1].partition(".")[0] if path.startswith("/") else ""
    return next((db for name, db in datasette.databases.items() if tilde_encode(name) == first), None)


class Clock:
    """Tells whether a database has changed: SQLite counts what other connections commit."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def read(self) -> int:
        (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return int(version)


class Held:
    """A page that is kept until it is whole."""

    def __init__(self) -> None:
        self._messages: list[Message] = []
        self._body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by __exit__

    def __enter__(self) -> Held:
        return self

    def __exit__(self, *_: object) -> None:
        self._body.close()

    async def hold(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            self._body.write(message.get("body", b""))
        else:
            self._messages.append(message)

    async def pass_on(self, send: Send) -> None:
        for message in self._messages:
            await send(message)
        self._body.seek(0)
        while part := self._body.read(IN_MEMORY):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
