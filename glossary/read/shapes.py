"""What a line looks like, whatever it says: a paragraph or a headline."""

from __future__ import annotations

import re


def is_prose(line: str) -> bool:
    """Whether a line reads as a paragraph: long, or ended like a sentence.

    A question is no evidence: headlines ask questions.
    """
    words = len(line.split())
    if words >= 30:
        return True
    inner = re.search(r"[^\W\d]{2}[.!?…][»”\"]? [A-ZÉÈÀÂÊÎÔÇ«“\"]", line)
    ended = re.search(r"[^\W\d_]{2}[»”\")\s]*[.…][»”\")\s]*$|[.…!?] ?[»”\"]$", line)
    return words >= 12 and bool(inner or ended)


def is_headline(line: str) -> bool:
    """Whether a line could be a headline or a teaser's title: no full stop, not too long."""
    return len(line.split()) <= 30 and len(line) <= 220 and not re.search(r"[^.][.;,:]$", line.strip())
