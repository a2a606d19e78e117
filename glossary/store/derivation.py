"""The verbs that articles make from a loanword, and the loanwords that a verb is made from (see ``derived``).

A verb is hardly ever a term of its own: what is no entry is told with its frequency, so that the page of « like »
says that « liker » occurs too. It counts as a verb where the tags say so in half of its places, or where no English
word is written like it.
"""

from __future__ import annotations

import sqlite3
import struct

from glossary.derived import is_unmistakable, is_verb, participle, roots, verbs
from glossary.rank import COUNTS

_LOANWORD = "SELECT id FROM terms WHERE norm = ? AND kind = 'loanword' AND language = 'en' AND status != 'rejected'"
_TERM = "SELECT id FROM terms WHERE norm = ? AND status != 'rejected'"
_CANDIDATE = "SELECT counts FROM candidates WHERE norm = ?"
_ROW = struct.Struct(f"<{len(COUNTS)}i")
_VERBAL = [COUNTS.index("head_verb"), COUNTS.index("head_participle")]
_NOMINAL = [COUNTS.index("head_noun"), COUNTS.index("head_adjective")]


def load_dictionaries() -> None:
    """Have in memory what the first page of a loanword would wait for, longer than a page may read."""
    is_verb("xylographer", participle=is_unmistakable("xylographer"))


def derived_verbs(
    conn: sqlite3.Connection, norm: str, kind: str
) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    """Keys of the terms that are verbs made from a loanword, and the norms and frequencies of those that are none."""
    if kind != "loanword":
        return (), ()
    found = sorted({verb for verb in verbs(norm) if _is_attested(conn, verb)})
    entries = {verb: row[0] for verb in found if (row := conn.execute(_TERM, [verb]).fetchone())}
    others = [(verb, _counts(conn, verb)[0]) for verb in found if verb not in entries]
    return tuple(entries.values()), tuple(sorted(others, key=lambda other: (-other[1], other[0])))


def loanword_roots(conn: sqlite3.Connection, norm: str) -> tuple[int, ...]:
    """Keys of the loanwords that this verb is made from."""
    found = tuple(row[0] for root in roots(norm) if (row := conn.execute(_LOANWORD, [root]).fetchone()))
    return found if found and _is_attested(conn, norm) else ()


def _is_attested(conn: sqlite3.Connection, verb: str) -> bool:
    counts = _counts(conn, verb)
    tags = (*_VERBAL, *_NOMINAL) if is_unmistakable(verb) else _VERBAL
    tagged = sum(counts[place] for place in tags)
    return 2 * tagged > counts[0] and is_verb(verb, bool(_counts(conn, participle(verb))[0]))


def _counts(conn: sqlite3.Connection, norm: str) -> tuple[int, ...]:
    """The counts of a candidate, noughts where it is none."""
    row = conn.execute(_CANDIDATE, [norm]).fetchone()
    return _ROW.unpack_from(row[0]) if row else (0,) * len(COUNTS)
