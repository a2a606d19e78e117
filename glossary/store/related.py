"""The terms around a term: shorter and longer ones, its abbreviations, its verbs, and what it may be short for.

Words are compared as normal forms and in every form that is attested, so that « bases aériennes avancées » is longer
than « base aérienne » whatever form either is shown in.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from glossary.forms import join_words, sort_key
from glossary.variants import parts, short_form

SHOWN = 12
_MOST_FORMS = 6  # forms of a term that are looked for in others
_LOOKED_AT = 60
_ARTICLE = re.compile(r"^(?:l|la|le|les|un|une) ")


@dataclass(frozen=True, slots=True)
class Related:
    """Keys of the terms around one, the closest first."""

    shorter: tuple[int, ...] = ()
    longer: tuple[int, ...] = ()
    abbreviations: tuple[int, ...] = ()  # terms that an article gives as an abbreviation of this one
    expansions: tuple[int, ...] = ()  # terms that an article gives as what this one abbreviates
    short_forms: tuple[int, ...] = ()  # perhaps the same term without a word: a suggestion for a person
    long_forms: tuple[int, ...] = ()
    derived: tuple[int, ...] = ()  # verbs made from this loanword
    derived_words: tuple[tuple[str, int], ...] = ()  # those that are no terms, and how often they occur
    derived_from: tuple[int, ...] = ()  # loanwords that this verb is made from


def read_related(conn: sqlite3.Connection, term_id: int, norm: str, kind: str) -> Related:
    """The terms around this one."""
    found = conn.execute("SELECT form FROM variants WHERE term_id = ? ORDER BY frequency DESC, form", [term_id])
    keys = list(dict.fromkeys(sort_key(form) for (form,) in found))
    initials = kind == "abbreviation"
    derived, words = _derived(conn, norm) if kind == "loanword" else ((), ())
    return Related(
        _shorter(conn, term_id, norm, keys),
        _longer(conn, term_id, keys[:_MOST_FORMS]),
        () if initials else _abbreviations(conn, term_id, keys[:_MOST_FORMS]),
        _expansions(conn, term_id),
        _short_forms(conn, norm),
        _long_forms(conn, norm),
        derived,
        words,
        _derived_from(conn, norm),
    )


def _shorter(conn: sqlite3.Connection, term_id: int, norm: str, keys: list[str]) -> tuple[int, ...]:
    """Terms that are a part of this one: « base aérienne » of « base aérienne avancée »."""
    inside = {" ".join(words) for key in keys[:1] for words in _runs(key.split())}
    norms = {join_words(words) for words in _runs(parts(norm))} | inside
    sql = (
        "SELECT id FROM terms WHERE id != ? AND status != 'rejected' AND "
        f"(sort_key IN ({_marks(inside)}) OR norm IN ({_marks(norms)}) "
        f"OR id IN (SELECT term_id FROM aliases WHERE norm IN ({_marks(norms)}))) "
        "ORDER BY length(term) DESC, id LIMIT ?"
    )
    values = [*sorted(inside), *sorted(norms), *sorted(norms)]
    return tuple(row[0] for row in conn.execute(sql, [term_id, *values, SHOWN]))


def _runs(words: list[str]) -> Iterable[list[str]]:
    """Every run of neighbouring words, but for all of them."""
    words = words[:12]
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start < len(words):
                yield words[start:end]


def _longer(conn: sqlite3.Connection, term_id: int, keys: list[str]) -> tuple[int, ...]:
    """Terms of which this one is a part, the most frequent first."""
    found = []
    for number, forms in _forms(conn, _matching(conn, "term variants", keys)).items():
        held = any(f" {key} " in f" {form} " and form != key for form in forms for key in keys)
        if number != term_id and held and not forms & set(keys):
            found.append(number)
    return tuple(found[:SHOWN])


def _matching(conn: sqlite3.Connection, columns: str, keys: list[str], kind: str = "") -> list[int]:
    """Terms, of one kind if it is given, with one of these phrases in the columns of the index."""
    phrases = " OR ".join(f'"{key}"' for key in keys if re.search(r"\w", key))
    if not phrases:
        return []
    ids = conn.execute(
        "SELECT t.id FROM terms_fts f JOIN terms t ON t.id = f.rowid WHERE terms_fts MATCH ? "
        "AND t.status != 'rejected' AND ? IN ('', t.kind) ORDER BY t.frequency DESC, t.id LIMIT ?",
        [f"{{{columns}}} : ({phrases})", kind, _LOOKED_AT],
    )
    return [number for (number,) in ids]


def _forms(conn: sqlite3.Connection, ids: list[int]) -> dict[int, set[str]]:
    """The attested forms of terms as they are compared; the terms in the order given."""
    forms: dict[int, set[str]] = {number: set() for number in ids}
    for number, form in conn.execute(f"SELECT term_id, form FROM variants WHERE term_id IN ({_marks(ids)})", ids):
        forms[number].add(sort_key(form))
    return forms


def _abbreviations(conn: sqlite3.Connection, term_id: int, keys: list[str]) -> tuple[int, ...]:
    """« EI » for « État islamique »: terms with an attested expansion that is a form of this one."""
    ids = [number for number in _matching(conn, "glosses", keys, "abbreviation") if number != term_id]
    # Distinct: a frequent abbreviation is expanded hundreds of times, and almost always alike.
    expansions = conn.execute(
        f"SELECT DISTINCT term_id, gloss FROM glosses WHERE term_id IN ({_marks(ids)}) "
        "AND kind = 'acronym' AND status != 'rejected'",
        ids,
    )
    expanded = {number for number, gloss in expansions if _bare(gloss) in keys}
    return tuple(number for number in ids if number in expanded)[:SHOWN]


def _expansions(conn: sqlite3.Connection, term_id: int) -> tuple[int, ...]:
    """The terms whose form is an attested expansion of this one."""
    glosses = conn.execute(
        "SELECT gloss FROM glosses WHERE term_id = ? AND kind = 'acronym' AND status != 'rejected' "
        "GROUP BY gloss ORDER BY count(*) DESC, gloss LIMIT ?",
        [term_id, _MOST_FORMS],
    )
    keys = list(dict.fromkeys(_bare(gloss) for (gloss,) in glosses))
    found = _forms(conn, _matching(conn, "term variants", keys)).items()
    return tuple(number for number, forms in found if number != term_id and forms & set(keys))[:SHOWN]


def _bare(gloss: str) -> str:
    """A gloss as it is compared: without the article before it."""
    return _ARTICLE.sub("", sort_key(gloss), count=1)


def _short_forms(conn: sqlite3.Connection, norm: str) -> tuple[int, ...]:
    found = conn.execute("SELECT id FROM terms WHERE norm = ? AND status != 'rejected'", [short_form(norm)])
    return tuple(row[0] for row in found)


def _long_forms(conn: sqlite3.Connection, norm: str) -> tuple[int, ...]:
    first, _, last = norm.partition(" ")
    if not last or " " in last:
        return ()
    found = conn.execute(
        "SELECT id, norm FROM terms WHERE norm > ? AND norm < ? AND status != 'rejected' ORDER BY frequency DESC, id",
        [first + " ", first + "!"],
    )
    return tuple(number for number, long in found if short_form(long) == norm)[:SHOWN]


def _derived(conn: sqlite3.Connection, root: str) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    found = conn.execute(_DERIVED, [root]).fetchall()
    # Of the counts of a candidate the first is its frequency.
    words = [(verb, int.from_bytes(counts[:4], "little")) for number, verb, counts in found if number is None]
    terms = tuple(number for number, *_ in found if number is not None)
    return terms, tuple(sorted(words, key=lambda word: (-word[1], word[0])))


def _derived_from(conn: sqlite3.Connection, verb: str) -> tuple[int, ...]:
    return tuple(row[0] for row in conn.execute(_DERIVED_FROM, [verb]))


_DERIVED = """
SELECT t.id, verb, counts FROM derived_verbs JOIN candidates c ON c.norm = verb
LEFT JOIN terms t ON t.norm = verb AND t.status != 'rejected' WHERE root = ? ORDER BY verb
"""
_DERIVED_FROM = """
SELECT t.id FROM derived_verbs JOIN terms t ON t.norm = root
WHERE verb = ? AND t.kind = 'loanword' AND t.language = 'en' AND t.status != 'rejected' ORDER BY root
"""


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
