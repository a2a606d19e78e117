"""Candidates for domain terms: spans whose tags match a pattern, and what their contexts say, as counts.

The candidates are those of Daille (1994) and Justeson and Katz (1995), part-of-speech patterns, and terms
inside terms are candidates too; the counts are the context features of NC-value (Frantzi et al. 2000) and of
HAMLET (Rigouts Terryn et al. 2021), kept as integers that add up over articles.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glossary.extract.columns import Columns, Lexicon, Numbers, read_columns
from glossary.extract.locutions import find_locutions
from glossary.extract.patterns import candidates_in
from glossary.extract.tags import BOUNDARY, LEFT, RIGHT
from glossary.forms import join_words
from glossary.model import Counts, Gloss, Terms

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
_COMPOUNDED = np.isin(np.arange(128), [ord(letter) for letter in "NAX"])  # what a hyphen may join to the next word
_ARTICLE = re.compile(r"(?:(?:les?|la|une?|des|du)\s+|l['’]\s*)?", re.IGNORECASE)


def find_terms(text: str, docs: Iterable[Any] | Columns, glosses: Sequence[Gloss]) -> tuple[Terms, Counts]:
    """Every candidate in text order, and each normal form's counts in the order of ``COUNTS``."""
    columns = read_columns(docs)
    lexicon = columns.lexicon
    words, starts, ends = _whole_words(columns)
    tags = lexicon.letters[words]
    tags[find_locutions(lexicon, words)] = ord(".")
    letters = tags.tobytes().decode("ascii")
    firsts, lasts, patterns = _candidates(letters)
    if not patterns:
        return Terms(), Counts()
    begin, end = starts[firsts].tolist(), ends[lasts - 1].tolist()
    normals = _normal_forms(lexicon, words, firsts, lasts)
    terms = Terms((begin, end, [text[a:b] for a, b in zip(begin, end, strict=True)], normals, patterns))
    names = sorted(set(normals))
    numbers = {name: number for number, name in enumerate(names)}
    forms = np.array([numbers[normal] for normal in normals], dtype=np.int64)
    glossed = _glossed(starts[firsts], ends[lasts - 1], glosses)
    table = _count(lexicon.table[words], np.array([firsts, lasts, forms]), len(names), glossed)
    counts = array("q")
    counts.frombytes(table.data.cast("B"))
    return terms, Counts(names, counts)


def _candidates(letters: str) -> tuple[Numbers, Numbers, Sequence[str]]:
    """The first word of each candidate, the word after its last, and its tags."""
    runs, sizes = [], []
    found: list[tuple[int, int, str]] = []
    for run in _RUN.finditer(letters):
        if candidates := candidates_in(run[0]):
            runs.append(run.start())
            sizes.append(len(candidates))
            found += candidates
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), ()
    within, lengths, patterns = zip(*found, strict=True)
    firsts = np.repeat(runs, sizes) + np.array(within, dtype=np.int64)
    return firsts, firsts + np.array(lengths, dtype=np.int64), patterns


def _whole_words(columns: Columns) -> tuple[Numbers, Numbers, Numbers]:
    """The words of an article with their places (start, end), a boundary after each paragraph.

    What the tokenizer cuts at a hyphen is one word again: « plate-forme », « gauche-droite ».
    """
    lexicon = columns.lexicon
    breaks = [line.words[1] for line in columns.lines]
    words = np.insert(columns.numbers, breaks, 0)
    starts, ends = np.insert(columns.starts, breaks, -1), np.insert(columns.ends, breaks, -1)
    inner = np.flatnonzero(lexicon.hyphens[words][1:-1]) + 1
    inner = inner[(ends[inner - 1] == starts[inner]) & (ends[inner] == starts[inner + 1])]
    inner = inner[_COMPOUNDED[lexicon.letters[words[inner - 1]]] & lexicon.alphabetic[words[inner + 1]]]
    kept = np.ones(len(words), dtype=np.bool_)
    last = -3
    for left in (inner - 1).tolist():
        if left - last >= 3:
            words[left] = lexicon.join(int(words[left]), int(words[left + 2]))
            ends[left] = ends[left + 2]
            kept[left + 1 : left + 3] = False
            last = left
    return (words, starts, ends) if last < 0 else (words[kept], starts[kept], ends[kept])


def _normal_forms(lexicon: Lexicon, words: Numbers, firsts: Numbers, lasts: Numbers) -> list[str]:
    """The normal form of each candidate; that of a run of words is made once."""
    normals, joined = lexicon.normals, lexicon.joined
    size = words.itemsize
    keys = words.tobytes()
    runs = [keys[first:last] for first, last in zip((firsts * size).tolist(), (lasts * size).tolist(), strict=True)]
    for place in [place for place, run in enumerate(runs) if run not in joined]:
        first, last = firsts[place], lasts[place]
        parts = [normals[number] for number in words[first:last].tolist()]
        joined[runs[place]] = join_words(parts) if len(parts) > 1 else parts[0]
    return list(map(joined.__getitem__, runs))


def _glossed(starts: Numbers, ends: Numbers, glosses: Sequence[Gloss]) -> NDArray[np.bool_]:
    """Two rows: which occurrences a gloss explains or translates, and which stand in an explanation."""
    spans = {(gloss.term_start, gloss.term_end) for gloss in glosses}
    # The French side of a translation is a term too: « forward operating base » (base aérienne avancée).
    translations = [gloss for gloss in glosses if gloss.gloss_lang == "fr" and gloss.kind in ("translation", "acronym")]
    spans |= {(gloss.gloss_start + _article(gloss.gloss), gloss.gloss_end) for gloss in translations}
    glossed, inside = np.zeros((2, len(starts)), dtype=np.bool_)
    for start, end in spans:
        first, last = np.searchsorted(starts, (start, start + 1))  # the terms come in text order
        glossed[first:last] |= ends[first:last] == end
    for gloss in glosses:
        first, last = np.searchsorted(starts, (gloss.gloss_start, gloss.gloss_end))
        inside[first:last] |= ends[first:last] <= gloss.gloss_end
    return np.array([glossed, inside & ~glossed])


def _article(text: str) -> int:
    """How many characters the article takes that a text begins with."""
    found = _ARTICLE.match(text)
    return len(found[0]) if found else 0


def _count(words: NDArray[np.int16], rows: Numbers, size: int, glossed: NDArray[np.bool_]) -> Numbers:
    """The table of counts: a row a normal form, a column a name of ``COUNTS``."""
    firsts, lasts, numbers = rows
    table = np.concatenate([np.array([BOUNDARY[2:]]), words])  # row 0 is before the first word
    left, right = table[firsts, 0], table[lasts + 1, 1]
    tag, capital, plural = table[firsts + 1, 2:5].T
    all_initials, articles, names = np.cumsum(table[:, 5:8], axis=0).T  # up to each word
    flags = {
        "frequency": np.ones(len(firsts), dtype=np.bool_),
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


def _inside_longer(firsts: Numbers, lasts: Numbers) -> NDArray[np.bool_]:
    """Whether a longer candidate covers each: rows come by first word, longest first."""
    reach = np.maximum.accumulate(lasts)
    before = np.concatenate([[0], reach[:-1]])
    return lasts <= before
