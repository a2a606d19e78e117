"""Articles and findings as the bytes that the cache keeps, and back.

Plain values by marshal, which is read five times faster than JSON and, other than pickle, runs nothing; zlib's checksum
keeps damaged bytes away from it. Lists are kept as columns, of which a reader makes only the rows that it needs. The
normal forms of the candidates, of which there are hundreds in an article, are kept once: counts and places name them by
number, and a form is what the text has in its place.
"""

from __future__ import annotations

import marshal
import zlib
from array import array
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter, sub
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.model import Abbreviation, Article, Counts, Findings, Gloss, Loanword, Sentence, Term, Terms
from glossary.store.duplicates import SKETCH, sketch
from glossary.store.mentions import anchored

if TYPE_CHECKING:  # not at the top: what only asks whether something is kept does without NumPy
    import numpy as np
    from numpy.typing import NDArray

LISTS: tuple[tuple[str, type], ...] = (
    ("sentences", Sentence),
    ("loanwords", Loanword),
    ("abbreviations", Abbreviation),
    ("glosses", Gloss),
    ("terms", Term),
)
# Raise it when anything is packed, or sketched, otherwise.
_FORMAT = 6
LAYOUT = zlib.crc32(repr((_FORMAT, SKETCH, [(n, [f.name for f in fields(k)]) for n, k in LISTS])).encode()) >> 1

_ROWS: dict[type, Callable[[Any], tuple[Any, ...]]] = {k: attrgetter(*(f.name for f in fields(k))) for _, k in LISTS}
_NORM = [f.name for f in fields(Term)].index("term")
_LARGE = 2**16  # bytes: most rows are unpacked into one piece of memory
_WIDTHS = (("B", 2**8), ("H", 2**16), ("I", 2**32))


class Counted(NamedTuple):
    """An article's candidates with their counts, and the norms that it anchors.

    Nine counts of ten are 0: of the others there are the places, in the table with a row a candidate, and the values.
    """

    norms: list[str]
    width: int  # of the table
    places: NDArray[np.int32]
    values: NDArray[np.unsignedinteger[Any]]
    anchors: list[str]


class Packed(NamedTuple):
    """Findings, and apart from them the norms and the counts of their candidates."""

    names: bytes
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
    """What was found, and apart from it what is read without it."""
    # The norms of the candidates: those that are counted, in their order, come first.
    names = list(dict.fromkeys((*findings.counts, *Terms.of(findings.terms).columns[_NORM])))
    return Packed(_pack("\0".join((*names, ""))), _pack_findings(findings, names), _pack_counts(findings))


def unpack_names(blob: bytes) -> list[str]:
    names: list[str] = _unpack(blob).split("\0")
    return names[:-1]


def _pack_findings(findings: Findings, names: list[str]) -> bytes:
    columns = {name: list(zip(*map(_ROWS[kind], getattr(findings, name)), strict=True)) for name, kind in LISTS[:-1]}
    columns["terms"] = _pack_terms(Terms.of(findings.terms).columns, names) if findings.terms else []
    return _pack(columns)


def _pack_terms(columns: Sequence[Sequence[Any]], names: list[str]) -> list[Any]:
    """The places of candidates, the numbers of their norms, and those of their patterns."""
    starts, ends, _, norms, patterns = columns
    numbers, known = {name: number for number, name in enumerate(names)}, sorted(set(patterns))
    rows = starts, map(sub, ends, starts), map(numbers.__getitem__, norms), map(known.index, patterns)
    return [known, *(_pack_numbers(list(row)) for row in rows)]


def unpack_findings(blob: bytes, names: list[str], text: str, about: Container[str] | None = None) -> Findings:
    """The findings but for their counts; of the candidates those ``about`` these norms, and those that are anchors."""
    found = _unpack(blob)
    terms = found.pop("terms")
    lists: dict[str, Any] = {
        name: tuple(map(kind, *columns)) if (columns := found[name]) else () for name, kind in LISTS[:-1]
    }
    if terms:
        places = {(word.start, word.end) for word in lists["loanwords"]}
        places |= {(gloss.term_start, gloss.term_end) for gloss in lists["glosses"]}
        lists["terms"] = tuple(_terms(terms, names, text, about, places))
    return Findings(**lists)


def _terms(
    packed: list[Any], names: list[str], text: str, about: Container[str] | None, places: set[tuple[int, int]]
) -> Iterator[Term]:
    import numpy as np

    known, *rest = packed
    starts, lengths, norms, patterns = map(_unpack_numbers, rest)
    if about is not None:
        kept = np.fromiter(map(about.__contains__, names), np.bool_, len(names))[norms]
        for start, end in places:
            kept |= (starts == start) & (lengths == end - start)
        starts, lengths, norms, patterns = starts[kept], lengths[kept], norms[kept], patterns[kept]
    columns = (column.tolist() for column in (starts, lengths, norms, patterns))
    for start, length, norm, pattern in zip(*columns, strict=True):
        yield Term(start, start + length, text[start : start + length], names[norm], known[pattern])


def unpack_sentences(blob: bytes) -> list[tuple[int, int]]:
    """Where the sentences begin and end."""
    columns = _unpack(blob)["sentences"]
    return list(zip(*columns[:2], strict=True)) if columns else []


def _pack_counts(findings: Findings) -> bytes:
    import numpy as np

    counts = Counts.of(findings.counts)
    table = np.frombuffer(counts.values_in_rows, dtype=np.int64)
    places = np.flatnonzero(table)
    anchors = sorted({named.norm for named in anchored(findings)})
    rows = _pack_numbers(np.diff(places, prepend=0)), _pack_numbers(table[places])
    return _pack((len(counts), len(table) // len(counts) if counts else 0, *rows, anchors))


def unpack_counts(blob: bytes, names: list[str]) -> Counted:
    import numpy as np

    size, width, steps, values, anchors = _unpack(blob)
    places, values = np.cumsum(_unpack_numbers(steps), dtype=np.int32), _unpack_numbers(values)
    if not 0 <= size <= len(names) or len(places) != len(values) or (len(places) and places[-1] >= size * width):
        raise ValueError("not counts of these norms")
    return Counted(names[:size], width, places, values, list(anchors))


def rows_of(counted: Counted) -> Counts:
    """The counts as ``Findings`` holds them."""
    import numpy as np

    table = np.zeros(len(counted.norms) * counted.width, dtype=np.int64)
    table[counted.places] = counted.values
    values = array("q")
    values.frombytes(table.data.cast("B"))
    return Counts(counted.norms, values)


def _pack_numbers(numbers: Sequence[int] | NDArray[np.int64]) -> tuple[str, bytes]:
    """As few bytes each as the largest takes."""
    import numpy as np

    values = np.asarray(numbers, dtype=np.int64)
    code = next(code for code, end in _WIDTHS if values.max(initial=0) < end)
    return code, values.astype(code).tobytes()


def _unpack_numbers(packed: tuple[str, bytes]) -> NDArray[np.unsignedinteger[Any]]:
    import numpy as np

    code, numbers = packed
    if code not in dict(_WIDTHS):
        raise ValueError("no numbers")
    return np.frombuffer(numbers, code)


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
