"""Atom feeds (RFC 4287): new terms, and what each build changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response

from glossary.publish.reading import read
from glossary.publish.rendering import fill
from glossary.store.listing import read_builds
from glossary.store.searching import Choice, find_terms

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette


async def terms(datasette: Datasette, request: Request) -> Response:
    """The newest terms, by the date of the first article that has them."""
    entries, builds = await read(
        datasette, lambda conn: (find_terms(conn, Choice(order="newest"), size=50), read_builds(conn, limit=1))
    )
    updated = builds[0].finished if builds else "1970-01-01T00:00:00+00:00"
    return await _feed(datasette, request, {"entries": entries, "updated": updated})


async def changes(datasette: Datasette, request: Request) -> Response:
    """One entry a build."""
    builds = await read(datasette, lambda conn: read_builds(conn, limit=30))
    updated = builds[0].finished if builds else "1970-01-01T00:00:00+00:00"
    return await _feed(datasette, request, {"builds": builds, "updated": updated})


async def _feed(datasette: Datasette, request: Request, values: dict[str, object]) -> Response:
    root = datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
    body = fill(datasette, request, "feed.xml", values | {"root": root})
    return Response(body, content_type="application/atom+xml; charset=utf-8")
