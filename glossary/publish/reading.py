"""Between Datasette and the pages: the request's wishes, one transaction a page, and what every template knows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlencode

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound, Request, Response

from glossary.model import KINDS
from glossary.publish.language import COOKIE, Voice, choose_language
from glossary.store.searching import ORDERS, Choice

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette
    from datasette.database import Database

T = TypeVar("T")
# What the addresses of our pages may carry; anything else is left out of the links we make.
ARGUMENTS = ("q", "kind", "status", "language", "source", "year", "gloss", "letter", "order", "sort", "view", "page")
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
        conn.execute("BEGIN")
        try:
            with sqlite_timelimit(conn, datasette.setting("sql_time_limit_ms")):
                return reader(conn)
        finally:
            conn.execute("ROLLBACK")

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


def request_language(request: Request | None) -> str:
    """The language in which to answer."""
    if request is None:
        return "fr"
    headers = dict(request.scope.get("headers") or [])
    accepted = headers.get(b"accept-language", b"").decode("latin-1")
    asked = request.args.get("lang") if "lang" in request.args else None
    return choose_language(asked, request.cookies.get(COOKIE), accepted)


def make_address(path: str, request: Request, **changes: object) -> str:
    """The address of this page with some of its wishes changed; a change to "" or None takes it away."""
    kept = {name: (request.args.get(name) or "")[:LONGEST_QUERY] for name in ARGUMENTS if name in request.args}
    kept |= {name: "" if value is None else str(value) for name, value in changes.items()}
    if "page" not in changes:
        kept.pop("page", None)
    wishes = urlencode([(name, value) for name, value in kept.items() if value], errors="replace")
    return f"{path}?{wishes}" if wishes else path


def template_vars(datasette: Datasette, request: Request | None) -> dict[str, Any]:
    """What every template knows beside its own values."""
    language = request_language(request)
    voice = Voice(language)
    path = request.path if request else "/"
    other = "en" if language == "fr" else "fr"
    database = next((name for name in datasette.databases if not name.startswith("_")), "")

    def here(**changes: object) -> str:
        return make_address(datasette.urls.path(path), request, **changes) if request else path

    def at(target: str, **wishes: object) -> str:
        chosen = urlencode([(k, str(v)) for k, v in wishes.items() if v], errors="replace")
        return str(datasette.urls.path(target)) + (f"?{chosen}" if chosen else "")

    back = path + (f"?{request.query_string}" if request and request.query_string else "")
    return {
        "voice": voice,
        "say": voice.say,
        "lang": language,
        "here": here,
        "at": at,
        "switch_address": at(f"/langue/{other}", back=back[:2000]),
        "other_language": other,
        "site_title": datasette.metadata("title") or voice.say("site"),
        "data_address": datasette.urls.database(database) if database else "",
        "table_titles": {name: told.get("title") for name, told in _tables_told(datasette, database).items()},
        "canonical": datasette.absolute_url(request, datasette.urls.path(path)) if request else "",
        "asked": (request.args.get("q") or "")[:LONGEST_QUERY] if request else "",
    }


def _tables_told(datasette: Datasette, database: str) -> dict[str, dict[str, Any]]:
    """What metadata.yml says of each table."""
    return dict(datasette.metadata("tables", database=database, fallback=False) or {})


async def render(
    datasette: Datasette, request: Request, template: str, values: dict[str, Any], status: int = 200
) -> Response:
    """A page of ours."""
    body = await datasette.render_template(template, values, request=request)
    return Response.html(body, status=status, headers={"vary": "Accept-Language"})
