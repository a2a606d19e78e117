"""Initialisms and other short forms: « EI », « ONG », « R&D »."""

from __future__ import annotations

import re
from typing import Any

from glossary.model import Abbreviation

_SHORT = re.compile(r"(?<![\w.-])(?=[^\W\d_]*[A-Z])[A-Z](?:[A-Za-z&]?[A-Z]){1,6}s?(?![\w-])")


def find_abbreviations(text: str, docs: list[Any]) -> list[Abbreviation]:
    """Every initialism of 2 to 7 letters, outside lines that are all capitals."""
    return [
        Abbreviation(match.start(), match.end(), match[0])
        for match in _SHORT.finditer(text)
        if not _line_around(text, match.start()).isupper()
    ]


def _line_around(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]
