"""What a line looks like, whatever it says: a paragraph or a headline."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")
_LONGEST_KEPT = 1_000  # characters: a hundred lines of five megabytes are not kept in memory


_INNER = re.compile(r"[^\W\d]{2}[.!?…][»”\"]? [A-ZÉÈÀÂÊÎÔÇ«“\"]")
_ENDED = re.compile(r"[^\W\d_]{2}[»”\")\s]*[.…][»”\")\s]*$|[.…!?] ?[»”\"]$")


def of_a_line(tell: Callable[[str], T]) -> Callable[[str], T]:
    """Remembers what was told of a line, for each is asked about several times while its article is read."""
    remembered = lru_cache(maxsize=4096)(tell)

    @wraps(tell)
    def told(line: str) -> T:
        return remembered(line) if len(line) <= _LONGEST_KEPT else tell(line)

    return told


@of_a_line
def is_prose(line: str) -> bool:
    """Whether a line reads as a paragraph: long, or ended like a sentence.

    A question is no evidence: headlines ask questions.
    """
    words = len(line.split())
    if words >= 30:
        return True
    return words >= 12 and bool(_INNER.search(line) or _ENDED.search(line))


def is_headline(line: str) -> bool:
    """Whether a line could be a headline or a teaser's title: no full stop, not too long."""
    return len(line.split()) <= 30 and len(line) <= 220 and not re.search(r"[^.][.;,:]$", line.strip())
