"""Candidates for domain terms: spans whose tags match a pattern, and what their contexts say, as counts.

The candidates are those of Daille (1994) and Justeson and Katz (1995), part-of-speech patterns, and terms
inside terms are candidates too; the counts are the context features of NC-value (Frantzi et al. 2000) and of
HAMLET (Rigouts Terryn et al. 2021), kept as integers that add up over articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glossary.extract.patterns import longest_pattern, matches, spaced
from glossary.extract.tags import BOUNDARY, LEFT, RIGHT, Reader, Word
from glossary.forms import join_words
from glossary.model import Gloss, Term

TAGS = ("noun", "adjective", "participle", "verb", "name", "other")
# One integer a candidate and article, in this order; they add up over articles.
COUNTS = (
    "frequency",
    "nested",  # inside a longer candidate
    "glossed",  # the text says what it means
    "explaining",  # inside what the text says of another term
    "early",  # among the first 100 words of the article
    "initial",  # first of its sentence or paragraph
    "capital",  # written with a capital elsewhere: « Parlement européen »
    "name_inside",  # a word after the first has a capital: « chef du Pentagone »
    "initials",  # all its words in capitals: « OTAN »
    "plural",
    "article_inside",  # « réglage de la vitesse »
    *(f"left_{name}" for name in LEFT),
    *(f"right_{name}" for name in RIGHT),
    *(f"head_{name}" for name in TAGS),
    *(f"tail_{name}" for name in TAGS),
)
_COLUMN = {name: number for number, name in enumerate(COUNTS)}
_EARLY = 100
_RUN = re.compile(r"[^.]+")
_ARTICLE = re.compile(r"(?:(?:les?|la|une?|des|du)\s+|l['’]\s*)?", re.IGNORECASE)
_reader = Reader()


def find_terms(text: str, docs: list[Any], glosses: Sequence[Gloss]) -> tuple[list[Term], dict[str, tuple[int, ...]]]:
    """Every candidate in text order, and each normal form's counts in the order of ``COUNTS``."""
    words, starts, ends = _reader.read(docs)
    letters = "".join([word.letter for word in words])
    normals = [word.normal for word in words]
    numbers: dict[str, int] = {}
    terms: list[Term] = []
    rows: list[tuple[int, int, int]] = []  # first word, word after the last, number of the normal form
    for first, window in _windows(letters, longest_pattern()):
        for length in matches(window):
            last = first + length
            normal = normals[first] if length == 1 else join_words(normals[first:last])
            start, end = starts[first], ends[last - 1]
            terms.append(Term(start, end, text[start:end], normal, spaced(letters[first:last])))
            rows.append((first, last, numbers.setdefault(normal, len(numbers))))
    if not rows:
        return [], {}
    table = _count(words, np.array(rows, dtype=np.int64), len(numbers), _glossed(terms, glosses))
    counts = dict(zip(numbers, map(tuple, table.tolist()), strict=True))
    return terms, dict(sorted(counts.items()))


def _windows(letters: str, longest: int) -> Iterator[tuple[int, str]]:
    """Each place where a term may begin, with the letters that it may take: up to what no term may hold."""
    for run in _RUN.finditer(letters):
        stop = run.end()
        for first in range(run.start(), stop):
            if letters[first] not in "PDCR":
                yield first, letters[first : min(first + longest, stop)]


def _glossed(terms: list[Term], glosses: Sequence[Gloss]) -> NDArray[np.bool_]:
    """Two rows: which occurrences a gloss explains or translates, and which stand in an explanation."""
    spans = {(gloss.term_start, gloss.term_end) for gloss in glosses}
    # The French side of a translation is a term too: « forward operating base » (base aérienne avancée).
    translations = [gloss for gloss in glosses if gloss.gloss_lang == "fr" and gloss.kind in ("translation", "acronym")]
    spans |= {(gloss.gloss_start + _article(gloss.gloss), gloss.gloss_end) for gloss in translations}
    places = [(term.start, term.end) for term in terms]
    glossed = np.array([place in spans for place in places], dtype=np.bool_)
    starts, ends = np.array(places, dtype=np.int64).T
    inside = np.zeros(len(terms), dtype=np.bool_)
    for gloss in glosses:
        first, last = np.searchsorted(starts, (gloss.gloss_start, gloss.gloss_end))  # the terms come in text order
        inside[first:last] |= ends[first:last] <= gloss.gloss_end
    return np.array([glossed, inside & ~glossed])


def _article(text: str) -> int:
    """How many characters the article takes that a text begins with."""
    found = _ARTICLE.match(text)
    return len(found[0]) if found else 0


def _count(words: list[Word], rows: NDArray[np.int64], size: int, glossed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The table of counts: a row a normal form, a column a name of ``COUNTS``."""
    firsts, lasts, numbers = rows.T
    table = np.array([BOUNDARY[2:], *(word[2:] for word in words)], dtype=np.int64)  # row 0 is before the first word
    left, right = table[firsts, 0], table[lasts + 1, 1]
    tag, capital, plural = table[firsts + 1, 2:5].T
    all_initials, articles, names = np.cumsum(table[:, 5:8], axis=0).T  # up to each word
    flags = {
        "frequency": np.ones(len(rows), dtype=np.bool_),
        "nested": _inside_longer(firsts, lasts),
        "glossed": glossed[0],
        "explaining": glossed[1],
        "early": firsts < _EARLY,
        "initial": left == 0,
        "capital": (capital == 1) & (left != 0),
        "name_inside": names[lasts] > names[firsts + 1],
        "initials": all_initials[lasts] - all_initials[firsts] == lasts - firsts,
        "plural": plural == 1,
        "article_inside": articles[lasts] > articles[firsts],
    }
    width = len(COUNTS)
    cells = [numbers[flag] * width + _COLUMN[name] for name, flag in flags.items()]
    cells.append(numbers * width + _COLUMN["left_start"] + left)
    cells.append(numbers * width + _COLUMN["right_end"] + right)
    cells.append(numbers * width + _COLUMN["head_noun"] + tag)
    cells.append(numbers * width + _COLUMN["tail_noun"] + table[lasts, 2])
    return np.bincount(np.concatenate(cells), minlength=size * width).reshape(size, width)


def _inside_longer(firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a longer candidate covers each: rows come by first word, longest first."""
    reach = np.maximum.accumulate(lasts)
    before = np.concatenate([[0], reach[:-1]])
    return lasts <= before
