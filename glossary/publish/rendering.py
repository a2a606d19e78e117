"""From values to a page: what every template knows, and how our templates are made into a body."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from jinja2 import Environment

from glossary.publish.formatting import without_hidden
from glossary.publish.language import COOKIE, Voice, choose_language
from glossary.publish.reading import LONGEST_QUERY

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette
# What the addresses of our pages may carry; anything else is left out of the links we make.
ARGUMENTS = ("q", "kind", "status", "language", "source", "year", "gloss", "letter", "order", "sort", "view", "page")


def request_language(request: Request | None) -> str:
    """The language in which to answer."""
    if request is None:
        return "fr"
    headers = dict(request.scope.get("headers") or [])
    accepted = headers.get(b"accept-language", b"").decode("latin-1")
    asked = request.args.get("lang") if "lang" in request.args else None
    return choose_language(asked, request.cookies.get(COOKIE), accepted)


def read_wishes(request: Request) -> dict[str, str]:
    """What an address asks for, of what the addresses of our pages may carry."""
    asked = request.args
    return {name: (asked.get(name) or "")[:LONGEST_QUERY] for name in ARGUMENTS if name in asked}


def make_address(path: str, wishes: Mapping[str, object]) -> str:
    """An address with what is wished there; a wish that is "" or None is none.

    >>> make_address("/termes", {"letter": 0, "kind": "", "page": None})
    '/termes?letter=0'
    """
    chosen = urlencode([(name, str(wish)) for name, wish in wishes.items() if wish not in ("", None)], errors="replace")
    return f"{path}?{chosen}" if chosen else path


def template_vars(datasette: Datasette, request: Request | None) -> dict[str, Any]:
    """What every template knows beside its own values."""
    language = request_language(request)
    voice = Voice(language)
    path = request.path if request else "/"
    other = "en" if language == "fr" else "fr"
    database = next((name for name in datasette.databases if not name.startswith("_")), "")

    wishes = read_wishes(request) if request else {}

    def here(**changes: object) -> str:
        """The address of this page with some of its wishes changed: its first page, unless another is wished."""
        return make_address(datasette.urls.path(path), {**wishes, "page": None, **changes}) if request else path

    def at(target: str, **wishes: object) -> str:
        return make_address(str(datasette.urls.path(target)), wishes)

    back = path + (f"?{request.query_string}" if request and request.query_string else "")
    return {
        "voice": voice,
        "say": voice.say,
        "lang": language,
        "base_url": datasette.setting("base_url"),  # as in Datasette's own templates
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


@lru_cache(maxsize=4)
def _ours(datasettes: Environment) -> Environment:
    """Datasette's templates without coroutines, which make every call in a template three times as slow.

    What is printed is not looked at piece by piece either: the whole page is, once.
    """
    return datasettes.overlay(enable_async=False, finalize=None)


def fill(datasette: Datasette, request: Request, template: str, values: dict[str, Any]) -> str:
    """The text of a page of ours, without a control or direction character of an article."""
    around = {"request": request, "urls": datasette.urls, "csrftoken": request.scope.get("csrftoken")}
    known = around | values | template_vars(datasette, request)
    return without_hidden(_ours(datasette.jinja_env).get_template(template).render(known))


async def render(
    datasette: Datasette, request: Request, template: str, values: dict[str, Any], status: int = 200
) -> Response:
    """A page of ours."""
    body = fill(datasette, request, template, values)
    return Response.html(body, status=status, headers={"vary": "Accept-Language"})
