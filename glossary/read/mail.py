"""An e-mail → the text its sender wrote, without quotations and signature."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import Any

from glossary.model import GlossaryError
from glossary.read.encoding import decode
from glossary.read.known import Known
from glossary.read.markup import parse_html, visible_lines

_PREFIX = re.compile(r"^\s*(?:(?:re|tr|fw|fwd|ref)\s*:\s*)+", re.IGNORECASE)
_QUOTED = re.compile(
    r"^\s*>|^(?:Le|On) .{5,120}(?:a écrit|wrote)\s*:\s*$|^-{3,}\s*(?:Message|Original|Forwarded).*-{3,}$"
)


def read_mail(raw: bytes) -> tuple[str, Known]:
    """The body and the headers; the date is the day the message was sent, as its sender's clock had it."""
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or not (message["From"] or message["Subject"] or message["Date"]):
        raise GlossaryError("is called .eml but has no e-mail headers (From, Subject, Date)")
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise GlossaryError("is an e-mail without a text: only attachments")
    text = _text_of(body)
    if body.get_content_type() == "text/html":
        text = "\n\n".join(visible_lines(parse_html(text)))
    return _own_words(text), _headers(message)


def page_of_mhtml(raw: bytes) -> bytes:
    """The page in a web archive (.mhtml, RFC 2557) as browsers save it."""
    message = message_from_bytes(raw, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise GlossaryError("is a web archive (.mhtml) without a page in it")


def _text_of(body: MIMEPart[Any, Any]) -> str:
    raw = body.get_payload(decode=True)
    if not isinstance(raw, bytes):
        raise GlossaryError("is an e-mail whose text is damaged")
    try:
        return raw.decode(body.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(raw)[0]


def _own_words(text: str) -> str:
    """Without what the mail quotes and without the signature behind « -- »."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.rstrip("\r") in ("-- ", "--"):
            break
        if not _QUOTED.match(line):
            lines.append(line)
    return "\n".join(lines)


def _headers(message: EmailMessage) -> Known:
    try:
        subject = _PREFIX.sub("", str(message["Subject"] or "")).strip()
        name, _ = parseaddr(str(message["From"] or ""))
        sent = getattr(message["Date"], "datetime", None)
    except (ValueError, TypeError, IndexError, AttributeError):
        return Known()  # the text is worth more than damaged headers
    return Known(
        title=" ".join(subject.split()) or None,
        author=name or None,
        published=sent.date().isoformat() if sent else None,
        notes=("date : celle de l'envoi du courriel",) if sent else (),
    )
