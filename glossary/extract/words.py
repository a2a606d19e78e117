"""The small words that the rules need, from ``rules/words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from glossary.model import GlossaryError

FILE = "words.toml"


@cache
def _lists() -> dict[str, str]:
    text = (files("glossary") / "rules" / FILE).read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GlossaryError(f"{FILE}: not valid TOML: {error}") from error


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the lists; GlossaryError if the file has no such list of words."""
    words = _lists().get(name)
    if not isinstance(words, str) or not words.split():
        raise GlossaryError(f"{FILE}: list {name!r} is missing or empty; write its words between quotation marks")
    return frozenset(words.split())
