"""Between Datasette and the pages: the request's wishes, and one transaction a page."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound, Request

from glossary.model import KINDS
from glossary.store.searching import ORDERS, Choice

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette
    from datasette.database import Database

T = TypeVar("T")
LONGEST_QUERY = 300


def glossary_database(datasette: Datasette) -> Database:
    """The database that holds the glossary: the one of that name, or the only one."""
    databases = {name: db for name, db in datasette.databases.items() if not name.startswith("_")}
    if not databases:
        raise NotFound("no database")
    return databases.get("glossary") or next(iter(databases.values()))


async def read(datasette: Datasette, reader: Callable[[sqlite3.Connection], T]) -> T:
    """Run a reader in one transaction: all that it sees is one state of the glossary."""

    def in_transaction(conn: sqlite3.Connection) -> T:
        conn.execute("SAVEPOINT page")  # within a transaction too: a database may be named as a page of ours is
        try:
            with sqlite_timelimit(conn, datasette.setting("sql_time_limit_ms")):
                return reader(conn)
        finally:
            conn.execute("RELEASE page")

    return await glossary_database(datasette).execute_fn(in_transaction)  # type: ignore[no-any-return]


def read_slug(request: Request) -> str:
    """The slug in the address."""
    return unquote(request.url_vars["slug"], errors="replace")[:300]


def read_number(request: Request, name: str) -> int:
    """A page number; 1 when it is none."""
    value = request.args.get(name) or ""
    return max(1, int(value)) if re.fullmatch(r"[0-9]{1,6}", value) else 1


def read_choice(request: Request) -> Choice:
    """The terms that an address asks for; a value that means nothing is as if it were not there."""

    def one(name: str, allowed: str) -> str:
        value = request.args.get(name) or ""
        return value if re.fullmatch(allowed, value) else ""

    return Choice(
        query=(request.args.get("q") or "")[:LONGEST_QUERY].strip(),
        kind=one("kind", "|".join(KINDS)),
        status=one("status", "proposed|accepted|rejected"),
        language=one("language", "[a-z]{2,3}"),
        source=(request.args.get("source") or "")[:LONGEST_QUERY],
        year=one("year", "[0-9]{4}"),
        gloss=one("gloss", "with|without"),
        letter=one("letter", "[a-z0]"),
        order=one("order", "|".join(ORDERS)),
    )
