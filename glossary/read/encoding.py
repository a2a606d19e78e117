"""Bytes → text, right or refused."""

from __future__ import annotations

from glossary.model import GlossaryError


def decode(raw: bytes, encoding: str | None = None) -> str:
    """The text of ``raw``; GlossaryError where no encoding makes French of it."""
    if encoding:
        return raw.decode(encoding)
    for bom, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(bom):
            return raw.decode(name)
    if b"\0" in raw:
        raise GlossaryError("is not text")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252")
