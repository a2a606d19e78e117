"""Near spellings: what a reader who found nothing may have meant.

Each unknown word is corrected on its own against the words of the index: first all words at one slip of the
fingers (Damerau 1964: a letter missing, too many, wrong, or two swapped), then words that begin alike and are
near as a whole. Looking up some 700 candidates in the index is faster than comparing with 200,000 terms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import product
from string import ascii_lowercase

from glossary.store.queries import Entry
from glossary.store.searching import Choice, find_terms, split_words

NEAR = 0.72  # ratio of matching letters under which a word is not offered
TRIED = 3  # corrections tried a word


def near_spellings(conn: sqlite3.Connection, query: str, size: int = 6) -> tuple[Entry, ...]:
    """Terms that the query may be a misspelling of, nearest first; none when nothing is near."""
    words = split_words(query)[:4]
    if not words:
        return ()
    conn.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, terms_fts, row)")
    corrected = [_corrections(conn, word) for word in words]
    found: dict[int, Entry] = {}
    for attempt in product(*(forms[:TRIED] for forms in corrected)):
        for entry in find_terms(conn, Choice(query=" ".join(attempt)), size=size):
            found.setdefault(entry.id, entry)
        if len(found) >= size:
            break
    return tuple(found.values())[:size]


def _corrections(conn: sqlite3.Connection, word: str) -> list[str]:
    if conn.execute("SELECT 1 FROM temp.words WHERE term = ?", [word]).fetchone():
        return [word]
    slips = sorted(set(_slips(word))) if len(word) <= 30 else []
    marks = ",".join("?" * len(slips))
    near = {row[0] for row in conn.execute(f"SELECT term FROM temp.words WHERE term IN ({marks})", slips)}
    for first, last in ((word[:3], word[:3] + "\U0010ffff"), (word[:2], word[:2] + "\U0010ffff")):
        if near:
            break
        alike = conn.execute(
            "SELECT term FROM temp.words WHERE term >= ? AND term < ? AND abs(length(term) - ?) <= 3 LIMIT 5000",
            [first, last, len(word)],
        )
        near |= {form for (form,) in alike if _nearness(word, form) >= NEAR}
    return sorted(near, key=lambda form: (-_nearness(word, form), form))


def _nearness(word: str, form: str) -> float:
    matcher = SequenceMatcher(None, word, form, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0


def _slips(word: str) -> Iterator[str]:
    for i in range(len(word) + 1):
        left, right = word[:i], word[i:]
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in ascii_lowercase:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]
