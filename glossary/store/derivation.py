"""The verbs that articles make from foreign words (see ``derived``), kept up to date from what changed.

Each candidate that is such a verb is stored with every word that it may be made from. Whether it is one follows from
dictionaries, from its own counts and from those of its participle alone: only the norms that an update touches are
looked at again, and a page needs no dictionary. It counts as a verb where the tags say so in half of its places, or
where no English word is written like it.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from glossary.derived import is_unmistakable, is_verb, may_be_verb, participle, roots, tells_of
from glossary.rank import COUNTS
from glossary.store.insert import insert

_ROW = struct.Struct(f"<{len(COUNTS)}i")
_VERBAL = [COUNTS.index("head_verb"), COUNTS.index("head_participle")]
_NOMINAL = [COUNTS.index("head_noun"), COUNTS.index("head_adjective")]
_COUNTS = (
    "SELECT norm, counts FROM json_each(?) asked CROSS JOIN candidates ON norm = asked.value WHERE length(counts) = ?"
)
_STORED = "SELECT derived_verbs.root, verb FROM json_each(?) asked CROSS JOIN derived_verbs ON verb = asked.value"
_ONE_WORD = "SELECT norm FROM candidates WHERE instr(norm, ' ') = 0"

Pair = tuple[str, str]  # root, verb
Counts = Mapping[str, tuple[int, ...]]


def save_verbs(db: sqlite3.Connection, changed: Iterable[str] | None) -> None:
    """Bring the verbs up to date after the counts of these norms have changed; of all candidates, where None."""
    verbs = _candidates(db) if changed is None else {verb for norm in changed for verb in tells_of(norm)}
    stored = {(root, verb) for root, verb in db.execute(_STORED, (json.dumps(sorted(verbs)),))}
    now = set(_pairs(db, verbs))
    db.executemany("DELETE FROM derived_verbs WHERE root = ? AND verb = ?", sorted(stored - now))
    insert(db, "derived_verbs", 2, list(chain.from_iterable(sorted(now - stored))))


def wrong_verbs(db: sqlite3.Connection) -> Iterator[Pair]:
    """The pairs of root and verb that are stored and should not be, or should be and are not."""
    stored = {(root, verb) for root, verb in db.execute("SELECT root, verb FROM derived_verbs")}
    yield from sorted(stored ^ set(_pairs(db, _candidates(db))))


def _candidates(db: sqlite3.Connection) -> set[str]:
    return {norm for (norm,) in db.execute(_ONE_WORD) if may_be_verb(norm)}


def _pairs(db: sqlite3.Connection, verbs: set[str]) -> Iterator[Pair]:
    """Those of these norms that are verbs, with each word that they may be made from."""
    asked = sorted(verbs | {participle(verb) for verb in verbs})
    known = {norm: _ROW.unpack(counts) for norm, counts in db.execute(_COUNTS, (json.dumps(asked), _ROW.size))}
    for verb in verbs & known.keys():
        if _is_attested(verb, known):
            yield from ((root, verb) for root in roots(verb))


def _is_attested(verb: str, known: Counts) -> bool:
    counts = known[verb]
    tags = (*_VERBAL, *_NOMINAL) if is_unmistakable(verb) else _VERBAL
    tagged = sum(counts[place] for place in tags)
    return 2 * tagged > counts[0] and is_verb(verb, any(known.get(participle(verb), ())[:1]))
