"""Datasette's own pages of the tables, each of one state of the glossary.

Our pages read in one transaction. A page of Datasette's counts, selects and facets in one query after the other, and
a build may come between two of them: for as long as such a page is made, its queries go to a connection that it has
for itself, in one transaction.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils import tilde_encode

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

IDLE = 8  # connections kept open for the next pages


class Snapshot:
    """A connection in one read transaction. The queries of a page wait for each other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._one_at_a_time = threading.Lock()

    def run(self, reader: Callable[[sqlite3.Connection], Any]) -> Any:
        """What a reader makes of the state that the first reader saw."""
        with self._one_at_a_time:
            if not self.connection.in_transaction:
                self.connection.execute("BEGIN")
            return reader(self.connection)

    def end(self) -> None:
        """Leave the transaction, once a query that still runs has ended: its page may have been given up."""
        with self._one_at_a_time:
            self.connection.rollback()


class SnapshotDatabase(Database):  # type: ignore[misc]
    """A database of Datasette's whose queries all see one state of it within ``one_state``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._snapshot: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)
        self._idle: list[sqlite3.Connection] = []

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run a reader in a thread, on the connection of the page that asks if it has one."""
        snapshot = self._snapshot.get()
        if snapshot is None:
            return await super().execute_fn(fn)
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, snapshot.run, fn)

    @asynccontextmanager
    async def one_state(self) -> AsyncIterator[None]:
        """All queries that are asked within see the state that the first of them sees."""
        snapshot = Snapshot(self._idle.pop() if self._idle else self._connect())
        token = self._snapshot.set(snapshot)
        try:
            yield
        finally:
            self._snapshot.reset(token)
            await asyncio.shield(asyncio.to_thread(self._give_back, snapshot))

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = self.connect()
        self.ds._prepare_connection(connection, self.name)
        return connection

    def _give_back(self, snapshot: Snapshot) -> None:
        snapshot.end()
        if len(self._idle) < IDLE:
            self._idle.append(snapshot.connection)
        else:
            self._all_file_connections.remove(snapshot.connection)
            snapshot.connection.close()


def watch_states(datasette: Datasette) -> None:
    """Put databases that can be read state by state in the place of those that may change while they are served."""
    for name, db in list(datasette.databases.items()):
        if db.path and db.is_mutable and not db.is_memory:
            datasette.remove_database(name)
            datasette.add_database(SnapshotDatabase(datasette, path=db.path, is_mutable=True), name=name)


def read_one_state(datasette: Datasette, app: App) -> App:
    """Make a page of a table from one state of its database."""

    async def at_once(scope: Message, receive: Receive, send: Send) -> None:
        db = _table_asked(datasette, scope)
        if isinstance(db, SnapshotDatabase) and datasette.executor is not None:
            async with db.one_state():
                await app(scope, receive, send)
        else:
            await app(scope, receive, send)

    return at_once


def _table_asked(datasette: Datasette, scope: Message) -> Database | None:
    """The database of whose tables a request asks; None when it asks for anything else."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    path = scope["path"].removeprefix(datasette.setting("base_url").rstrip("/"))
    first = path.split("/")[1].partition(".")[0] if path.startswith("/") else ""
    return next((db for name, db in datasette.databases.items() if tilde_encode(name) == first), None)
