"""What a candidate's words say where counts say little: read beside the other features in corpora of a few articles.

A word that dictionaries make many compounds of makes more of them (« base », « aérien »; not « effort », « annuel »):
productivity, after Baayen (2009), counted over ``rules/compounds.txt``. A demonym places a thing and names no kind of
it (« troupes russes »). A single word is an entry of a glossary as a noun alone: « téléphonique » is none.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from glossary.extract.terms import COUNTS
from glossary.rank.lexicon import count_parts, listed_stems, read_demonyms, read_stems
from glossary.rank.nesting import Column, Rows
from glossary.rank.static import small_words

FORM = ("first_begins", "last_inside", "part_low", "part_high", "last_begins", "demonym", "extends", "nominal")
_COUNT = {name: number for number, name in enumerate(COUNTS)}
_PLACES = {
    "noun": ("head_noun", "head_name"),
    "adjective": ("head_adjective",),
    "initials": ("initials",),
    "opened": ("left_article", "left_indefinite", "left_determiner", "left_de", "left_preposition"),
}


def form_features(terms: Sequence[str], counts: Rows) -> Column:
    """A row a name of ``FORM``, a column a term; ``counts`` has a row a name of ``COUNTS``."""
    table = np.empty((len(FORM), len(terms)))
    table[:-1] = np.array([_parts(term) for term in terms]).reshape(len(terms), len(FORM) - 1).T
    table[-1] = are_nominal(terms, counts)
    return table


def are_nominal(terms: Sequence[str], counts: Rows) -> NDArray[np.bool_]:
    """Which candidates have several words, or one that is used as a noun.

    A noun is mostly tagged as one, and does not only stand after another, as « étrangères » does in « affaires
    étrangères ». What is tagged an adjective is one where a determiner or preposition stands before it and no noun
    behind: « entre aéronefs ». Initials are nouns.
    """
    mostly = {name: 2 * _sum(counts, names) > counts[_COUNT["frequency"]] for name, names in _PLACES.items()}
    by_itself = counts[_COUNT["left_noun"]] < counts[_COUNT["frequency"]]
    placed = mostly["adjective"] & mostly["opened"] & (counts[_COUNT["right_noun"]] == 0)
    several = np.array([len(_content_words(term)[1]) > 1 for term in terms], dtype=np.bool_)
    return np.asarray(several | mostly["initials"] | placed | (mostly["noun"] & by_itself), dtype=np.bool_)


def _sum(counts: Rows, names: Sequence[str]) -> Rows:
    return np.asarray(counts[[_COUNT[name] for name in names]].sum(axis=0))


@functools.lru_cache(maxsize=30_000)
def _content_words(term: str) -> tuple[list[str], list[int]]:
    """The words of a form, articles apart (« d' »), and the places of those that carry its meaning."""
    pieces = term.replace("'", "' ").split() or [term]
    small = small_words()
    places = [place for place, piece in enumerate(pieces) if piece.rstrip("'") not in small]
    return pieces, places or [*range(len(pieces))]


@functools.lru_cache(maxsize=30_000)
def _parts(term: str) -> tuple[float, ...]:
    """How many listed compounds the first word begins and the last stands inside; of all words, the least and the
    most; how many the last begins; whether a word is a demonym, and whether the last one narrows a listed compound."""
    begins, inside = count_parts()
    pieces, places = _content_words(term)
    words = [" ".join(read_stems(pieces[place])) or pieces[place] for place in places]
    either = [begins[word] + inside[word] for word in words]
    counted = begins[words[0]], inside[words[-1]], min(either), max(either), begins[words[-1]]
    demonym = not read_demonyms().isdisjoint(words)
    shorter = pieces[: places[-2] + 1] if len(places) > 1 else []
    spaced = any(not piece.endswith("'") for piece in shorter[:-1])
    extends = spaced and tuple(chain.from_iterable(map(read_stems, shorter))) in listed_stems()
    return (*map(math.log1p, counted), float(demonym), float(extends))
