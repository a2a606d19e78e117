"""Sentences cut at what is marked in them: the term, its gloss, the words of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence, and what it is there: "" (plain), "term" or "gloss"."""

    text: str
    mark: str = ""


def mark(text: str, start: int, spans: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """Cut a sentence that begins at ``start`` of its article at the spans that fall into it."""
    return tuple(_pieces(text, sorted((max(0, a - start), min(len(text), b - start), name) for a, b, name in spans)))


def _pieces(text: str, spans: list[tuple[int, int, str]]) -> Iterator[Piece]:
    done = 0
    for start, end, name in spans:
        if start >= done and end > start:
            if start > done:
                yield Piece(text[done:start])
            yield Piece(text[start:end], name)
            done = end
    if done < len(text):
        yield Piece(text[done:])
