"""What is published: the Datasette plugin. Its hooks are here, its pages in ``pages``, its looks in templates/."""

from __future__ import annotations

import gc
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup

from glossary.publish import checking, downloads, feeds, pages
from glossary.publish.formatting import shorten, shorten_left, show, web_address
from glossary.publish.guard import add_headers, explain_failure
from glossary.publish.rendering import render, template_vars
from glossary.publish.snapshots import read_one_state, watch_states
from glossary.store.connect import upgrade
from glossary.store.queries import tune
from glossary.store.searching import match_terms

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette


# Bytes of a database from which on Datasette suggests no facets, for which it asks three questions of each column: a
# quarter of a second a page on a million contexts. Those of metadata.yml, and of an address, stay.
LARGE = 20_000_000


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    """The addresses of the glossary; Datasette's own stay beneath them."""
    return [
        (r"^/$", pages.home),
        (r"^/search$", pages.search),
        (r"^/suggest$", pages.suggestions),
        (r"^/terme/(?P<slug>[^/]+?)(?P<format>\.json)?$", pages.term),
        (r"^/article/(?P<slug>[^/]+)$", pages.article),
        (r"^/termes$", pages.terms),
        (r"^/check$", checking.check),
        (r"^/changes$", pages.changes),
        (r"^/about$", pages.about),
        (r"^/langue/(?P<language>fr|en)$", pages.choose),
        (r"^/export$", downloads.page),
        (r"^/export/terms\.csv$", downloads.terms),
        (r"^/export/adoption\.csv$", downloads.adoption),
        (r"^/export/glossary\.(?P<name>[a-z]+)$", downloads.glossary),
        (r"^/terms\.atom$", feeds.terms),
        (r"^/changes\.atom$", feeds.changes),
        (r"^/robots\.txt$", pages.robots),
        (r"^/-/databases(\.json)?$", pages.databases),
    ]


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Datasette, request: Request | None) -> dict[str, Any]:
    """The language and the helpers of every page, Datasette's own included."""
    return template_vars(datasette, request)


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Datasette's own connections are as quick as ours, and its searches fold and quote what is typed."""
    tune(conn)
    conn.create_function("escape_fts", 1, lambda query: match_terms(str(query)), deterministic=True)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """No page prints a control or direction character of an article."""
    env.finalize = show
    env.globals |= template_vars(datasette, None)  # for a template that Datasette renders without our variables
    env.filters |= {"shorten": shorten, "shorten_left": shorten_left, "web_address": web_address}


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: object, column: str, table: str | None, datasette: Datasette) -> Markup | None:
    """In Datasette's tables a slug leads to the page of its term or article."""
    pages = {"terms": "terme", "glossary": "terme", "articles": "article"}
    if column != "slug" or table not in pages or not isinstance(value, str):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/{pages[table]}/{value}"), value)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Datasette) -> Any:
    """Headers that keep a page to itself: no script but ours, no frame, no third party; and no page of two states."""
    return lambda app: add_headers(read_one_state(datasette, app))


@hookimpl  # type: ignore[untyped-decorator]
def startup(datasette: Datasette) -> None:
    """A glossary of an earlier version is brought up to date before its first page.

    What is loaded by now lives until the end: to look through it for circles again and again takes a tenth of a page.
    Datasette runs every handler of a failure and keeps the first answer: leave ours alone, since its own
    prints a page of local variables for each address that does not exist.
    """
    from datasette.plugins import pm

    for db in datasette.databases.values():
        if db.path and db.is_mutable:
            upgrade(Path(db.path))
    watch_states(datasette)
    if any((db.size or 0) > LARGE for db in datasette.databases.values()):
        datasette._settings["suggest_facets"] = False
    gc.freeze()
    if pm.has_plugin("datasette.handle_exception"):
        pm.unregister(name="datasette.handle_exception")


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """Every failure is a page in the reader's language, without a word of SQLite's."""

    async def page() -> Response:
        return await explain_failure(datasette, request, exception)

    return page


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def forbidden(datasette: Datasette, request: Request, message: str) -> Any:
    """The page of what is not public."""

    async def page() -> Response:
        return await render(datasette, request, "failure.html", {"name": "forbidden", "detail": ""}, status=403)

    return page
