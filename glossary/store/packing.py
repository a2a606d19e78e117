"""Articles and findings as the bytes that the cache keeps, and back.

Plain values by marshal, which is read five times faster than JSON and, other than pickle, runs nothing; zlib's checksum
keeps damaged bytes away from it. Lists are kept as columns, of which a reader makes only the rows that it needs.
"""

from __future__ import annotations

import marshal
import zlib
from array import array
from collections.abc import Callable, Container, Iterable
from dataclasses import fields
from itertools import compress
from operator import attrgetter, or_
from typing import Any, NamedTuple

from glossary.model import Abbreviation, Article, Counts, Findings, Gloss, Loanword, Sentence, Term
from glossary.store.duplicates import SKETCH, sketch
from glossary.store.mentions import anchored

LISTS: tuple[tuple[str, type], ...] = (
    ("sentences", Sentence),
    ("loanwords", Loanword),
    ("abbreviations", Abbreviation),
    ("glosses", Gloss),
    ("terms", Term),
)
# Raise it when anything is packed, or sketched, otherwise.
_FORMAT = 5
LAYOUT = zlib.crc32(repr((_FORMAT, SKETCH, [(n, [f.name for f in fields(k)]) for n, k in LISTS])).encode()) >> 1

_ROWS: dict[type, Callable[[Any], tuple[Any, ...]]] = {k: attrgetter(*(f.name for f in fields(k))) for _, k in LISTS}
_TERM = [f.name for f in fields(Term)].index("term")  # it begins with start and end
_LARGE = 2**16  # bytes: most rows are unpacked into one piece of memory
_WIDTHS = (("B", 2**8), ("H", 2**16), ("I", 2**32))


class Counted(NamedTuple):
    """An article's candidates with their counts, and the norms that it anchors."""

    norms: list[str]
    counts: array[int]  # row after row
    anchors: list[str]


class Packed(NamedTuple):
    """Findings, and apart from them their counts."""

    findings: bytes
    counted: bytes


class Head(NamedTuple):
    """What the table of articles shows of one, and the sketch by which its near-duplicates are found."""

    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    language: str | None
    words: int
    sketch: tuple[int, ...]


def pack_text(article: Article) -> bytes:
    return _pack(article.text)


def unpack_text(blob: bytes) -> str:
    text = _unpack(blob)
    if not isinstance(text, str):
        raise TypeError("not a text")
    return text


def pack_head(article: Article) -> bytes:
    shown = (article.title, article.publisher, article.author, article.published, article.url, article.language)
    return _pack((*shown, article.words, sketch(article.text)))


def unpack_head(blob: bytes) -> Head:
    return Head(*_unpack(blob))


def pack_found(_article: Article, findings: Findings) -> Packed:
    """What was found, and its counts, which are read without it."""
    return Packed(
        _pack({name: _columns(kind, getattr(findings, name)) for name, kind in LISTS}), _pack_counts(findings)
    )


def _columns(kind: type, found: Iterable[Any]) -> list[tuple[Any, ...]]:
    return list(zip(*map(_ROWS[kind], found), strict=True))


def unpack_findings(blob: bytes, about: Container[str] | None = None) -> Findings:
    """The findings but for their counts; of the candidates those ``about`` these norms, and those that are anchors."""
    found = _unpack(blob)
    terms = found["terms"]
    if about is not None:
        found["terms"] = ()
    lists: dict[str, Any] = {name: tuple(map(kind, *found[name])) if found[name] else () for name, kind in LISTS}
    if about is not None and terms:
        places = {(word.start, word.end) for word in lists["loanwords"]}
        places |= {(gloss.term_start, gloss.term_end) for gloss in lists["glosses"]}
        kept = list(map(about.__contains__, terms[_TERM]))
        if places:
            kept = list(map(or_, kept, map(places.__contains__, zip(terms[0], terms[1], strict=True))))
        lists["terms"] = tuple(map(Term, *(compress(column, kept) for column in terms)))
    return Findings(**lists)


def unpack_sentences(blob: bytes) -> list[tuple[int, int]]:
    """Where the sentences begin and end."""
    columns = _unpack(blob)["sentences"]
    return list(zip(*columns[:2], strict=True)) if columns else []


def _pack_counts(findings: Findings) -> bytes:
    import numpy as np  # what only reads the cache does without

    values = np.frombuffer(Counts.of(findings.counts).values_in_rows, dtype=np.int64)
    width = next(code for code, end in _WIDTHS if values.max(initial=0) < end)
    anchors = sorted({named.norm for named in anchored(findings)})
    return _pack((list(findings.counts), width, values.astype(width).tobytes(), anchors))


def unpack_counts(blob: bytes) -> Counted:
    norms, width, values, anchors = _unpack(blob)
    counts = array(width)
    counts.frombytes(values)
    if len(norms) and (not counts or len(counts) % len(norms)):
        raise ValueError("not a row of counts for each norm")
    return Counted(list(norms), counts, list(anchors))


def rows_of(counted: Counted) -> Counts:
    """The counts as ``Findings`` holds them."""
    return Counts(counted.norms, array("q", counted.counts))


def seal(text: str, *of: str) -> str:
    """The text with a checksum of it and of what it is kept for: other than a packed row it has none."""
    return f"{zlib.crc32(repr((text, *of)).encode()):08x}{text}"


def unseal(sealed: str, *of: str) -> str:
    if seal(sealed[8:], *of) != sealed:
        raise ValueError("damaged")
    return sealed[8:]


def _pack(rows: Any) -> bytes:
    return zlib.compress(marshal.dumps(rows, 4), 1)


def _unpack(blob: bytes) -> Any:
    return marshal.loads(zlib.decompress(blob, bufsize=_LARGE))
