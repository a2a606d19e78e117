"""The pages: each reads what it shows in one transaction and hands plain values to its template."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from datasette.utils.asgi import Request, Response

from glossary.publish.adopted import lay_out
from glossary.publish.formatting import plot_months
from glossary.publish.language import COOKIE
from glossary.publish.reading import read, read_choice, read_number, read_slug
from glossary.publish.rendering import render
from glossary.store.addresses import present_slug
from glossary.store.adoption import read_adoption
from glossary.store.concordance import MOST_SORTED, SORTS, read_article_record, read_concordance
from glossary.store.concordance import PAGE as LINES
from glossary.store.listing import read_builds, read_overview, read_sources
from glossary.store.queries import read_term
from glossary.store.searching import (
    MOST_COUNTED,
    MOST_RANKED,
    PAGE,
    count_terms,
    find_contexts,
    find_terms,
    read_initials,
    search_terms,
)
from glossary.store.spelling import near_spellings
from glossary.store.suggesting import suggest

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette

Values = dict[str, Any]
PASSAGES = 8  # below the terms of a search; all are on pages of their own


async def home(datasette: Datasette, request: Request) -> Response:
    """The search box, what there is, what is new."""

    def reader(conn: sqlite3.Connection) -> Values:
        builds = read_builds(conn, limit=1)
        return {"overview": read_overview(conn), "build": builds[0] if builds else None}

    return await render(datasette, request, "home.html", await read(datasette, reader))


async def search(datasette: Datasette, request: Request) -> Response:
    """Terms first, then the passages of articles; near spellings when there is neither."""
    choice, page = read_choice(request), read_number(request, "page")
    contexts_only = request.args.get("view") == "contexts"

    def reader(conn: sqlite3.Connection) -> Values:
        values: Values = {"sources": read_sources(conn), "terms": (), "counts": {}, "contexts": (), "passages": 0}
        if not choice.query:
            return values
        if not contexts_only:
            values["terms"], values["counts"] = search_terms(conn, choice, page)
        if page == 1 or contexts_only:
            values["contexts"], values["passages"] = find_contexts(
                conn, choice, page, PAGE if contexts_only else PASSAGES
            )
        if not (values["terms"] or values["passages"] or choice.narrowed):
            values["near"] = near_spellings(conn, choice.query)
        return values

    values = await read(datasette, reader)
    total = values["passages"] if contexts_only else sum(values["counts"].values())
    values |= {"choice": choice, "page": page, "last": _last(total, PAGE), "most": MOST_COUNTED}
    values["cut"] = not contexts_only and total >= MOST_RANKED
    return await render(datasette, request, "search.html", values | {"contexts_only": contexts_only})


async def suggestions(datasette: Datasette, request: Request) -> Response:
    """What the search box offers while one types, as JSON."""
    query = (request.args.get("q") or "")[:100]
    entries = await read(datasette, lambda conn: suggest(conn, query))
    offered = [
        {
            "term": entry.term,
            "language": entry.language,
            "kind": entry.kind,
            "gloss": entry.gloss or entry.official,
            "url": datasette.urls.path(f"/terme/{entry.slug}"),
        }
        for entry in entries
    ]
    return Response.json({"query": query, "suggestions": offered})


async def term(datasette: Datasette, request: Request) -> Response:
    """Everything that is known of one term; as JSON behind ``.json``."""
    slug, page, sort = read_slug(request), read_number(request, "page"), request.args.get("sort") or "date"

    def reader(conn: sqlite3.Connection) -> Values:
        record = read_term(conn, slug)
        if record is None:
            return {"moved": present_slug(conn, slug), "near": near_spellings(conn, slug.replace("-", " "))}
        uses = read_adoption(conn, record.entry.slug) if record.equivalents else ()
        return {
            "record": record,
            "concordance": read_concordance(conn, record.entry.id, sort, page),
            "adoption": lay_out(uses),
        }

    values = await read(datasette, reader)
    record = values.get("record")
    as_json = bool(request.url_vars.get("format"))
    now = record.entry.slug if record else values["moved"]
    if now and now != slug:
        return _redirect(datasette, request, f"/terme/{now}{'.json' if as_json else ''}")
    if record is None:
        return await _no_term(datasette, request, values, as_json)
    address = datasette.absolute_url(request, datasette.urls.path(f"/terme/{record.entry.slug}"))
    if as_json:
        plain = {**asdict(record), "permalink": address, "contexts": asdict(values["concordance"])}
        return Response.json(plain)
    around = {
        "plot": plot_months(record.months),
        "address": address,
        "today": datetime.now(UTC).date().isoformat(),
        "sorts": tuple(SORTS),
        "sort": sort if sort in SORTS else "date",
        "page": page,
        "most": MOST_SORTED,
        "last": _last(min(values["concordance"].total, MOST_SORTED), LINES),
    }
    return await render(datasette, request, "term.html", values | around)


async def _no_term(datasette: Datasette, request: Request, values: Values, as_json: bool) -> Response:
    if as_json:
        return Response.json({"ok": False, "status": 404, "error": "not-found"}, status=404)
    return await render(datasette, request, "failure.html", values | {"name": "not-found", "what": "term"}, 404)


def _redirect(datasette: Datasette, request: Request, path: str) -> Response:
    """To the same page at another address; for now, since a decision can be undone."""
    wishes = quote(request.query_string, safe="/?&=%+~-._,;:@!$'()*")
    return Response.redirect(str(datasette.urls.path(path)) + (f"?{wishes}" if wishes else ""))


async def article(datasette: Datasette, request: Request) -> Response:
    """An article's source, terms and contexts; never its text."""
    slug, page = read_slug(request), read_number(request, "page")
    record = await read(datasette, lambda conn: read_article_record(conn, slug, page))
    if record is None:
        return await render(datasette, request, "failure.html", {"name": "not-found", "what": "article"}, 404)
    values = {"record": record, "page": page, "last": _last(record.total, LINES * 2)}
    return await render(datasette, request, "article.html", values)


async def terms(datasette: Datasette, request: Request) -> Response:
    """A list: A to Z, by frequency or newness, all or some."""
    choice, page = read_choice(request), read_number(request, "page")

    def reader(conn: sqlite3.Connection) -> Values:
        return {
            "terms": find_terms(conn, choice, page, 60),
            "counts": count_terms(conn, choice),
            "letters": () if choice.source or choice.year else read_initials(conn, choice),
            "sources": read_sources(conn),
        }

    values = await read(datasette, reader)
    values |= {"choice": choice, "page": page, "last": _last(sum(values["counts"].values()), 60)}
    return await render(datasette, request, "terms.html", values)


async def changes(datasette: Datasette, request: Request) -> Response:
    """What each build added, changed and removed."""
    builds = await read(datasette, lambda conn: read_builds(conn, limit=20))
    return await render(datasette, request, "changes.html", {"builds": builds})


async def about(datasette: Datasette, request: Request) -> Response:
    """What the glossary is, how it is made, how to use and cite it."""
    overview = await read(datasette, read_overview)
    return await render(
        datasette, request, "about.html", {"overview": overview, "licence": datasette.metadata("license")}
    )


async def choose(datasette: Datasette, request: Request) -> Response:
    """Keep the language that the reader chose, and go back to where they were, on this site only."""
    back = request.args.get("back") or "/"
    safe = back.startswith("/") and not back.startswith(("//", "/\\", "/langue")) and back.isprintable()
    target = quote(unquote(back, errors="replace"), safe="/?&=%+~-._,;:@!$'()*") if not back.isascii() else back
    response = Response.redirect(str(datasette.urls.path(target if safe else "/")))
    response.set_cookie(COOKIE, request.url_vars["language"], max_age=31_536_000, samesite="lax", httponly=True)
    return response


async def robots(datasette: Datasette, request: Request) -> Response:
    """Terms and articles are for search engines, endless combinations of filters are not."""
    return Response.text(
        "User-agent: *\nDisallow: /search\nDisallow: /suggest\nDisallow: /export/\nDisallow: /langue/\n"
    )


async def databases(datasette: Datasette, request: Request) -> Response:
    """Datasette's list of its databases, without the paths of the machine."""
    named = [(name, db) for name, db in datasette.databases.items() if not name.startswith("_")]
    return Response.json([{"name": name, "size": db.size, "is_mutable": db.is_mutable} for name, db in named])


def _last(total: int, size: int) -> int:
    return max(1, -(-total // size))
