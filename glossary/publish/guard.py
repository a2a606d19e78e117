"""What protects the reader and the server: response headers, and failures that explain themselves."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasette.utils.asgi import Base400, Request, Response

from glossary.model import GlossaryError
from glossary.publish.rendering import render

if TYPE_CHECKING:  # Datasette is still being imported when it loads its plugins
    from datasette.app import Datasette

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]
Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]


def add_headers(app: App) -> App:
    """Wrap the whole of Datasette: every answer carries the policy, and no byte of a path is a surprise."""

    async def guarded(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
            await send(message)

        raw = scope.get("raw_path")
        if raw and not raw.isascii():  # Datasette decodes it as ASCII
            scope = {**scope, "raw_path": quote(raw, safe="/?%&=+~:@!$'()*,;").encode()}
        await app(scope, receive, send_guarded)

    return guarded


# What a stock page of Datasette raises for a value in its address that it cannot read.
_WRONG_VALUES = (sqlite3.Error, ValueError, OverflowError, KeyError, IndexError, AssertionError)


async def explain_failure(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """The page, or the JSON, of a failure: what can be done, never what SQLite or Python said."""
    status, name = _judge(exception)
    if status == 500:
        traceback.print_exception(exception, file=sys.stderr)
    if request.path.split("?")[0].endswith(".json") or "/-/" in request.path:
        return Response.json({"ok": False, "status": status, "error": name}, status=status)
    return await render(datasette, request, "failure.html", {"name": name, "status": status}, status=status)


def _judge(exception: Exception) -> tuple[int, str]:
    from datasette.database import QueryInterrupted
    from datasette.views.base import DatasetteError

    if isinstance(exception, QueryInterrupted) or exception.args[:1] == ("interrupted",):
        return 400, "too-slow"
    if isinstance(exception, Base400 | DatasetteError):
        status = exception.status
        if "time limit" in str(exception) or "Interrupted" in str(getattr(exception, "title", "")):
            return 400, "too-slow"
        # Datasette says 500 where a column in the address does not exist.
        return (404, "not-found") if status == 404 else (min(status, 400) if status >= 500 else status, "bad-request")
    if isinstance(exception, GlossaryError | ImportError):  # a format whose library is not installed
        return 404, "unavailable"
    if isinstance(exception, _WRONG_VALUES):
        return 400, "bad-request"
    return 500, "failed"
