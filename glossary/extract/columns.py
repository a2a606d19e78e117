"""The words of an article as columns of numbers: all that the rules read of its Docs.

A Python object a token is what costs: of each Doc one table is taken, after which it may go, and a spelling with
its tag is looked at once and has a number from then on.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glossary.extract.tags import BOUNDARY, Word, describe

Span = tuple[int, int]
Numbers = NDArray[np.int64]

_MOST = 100_000  # spellings that are remembered, and a fourth as many runs of them: memory must not grow with a corpus
# Spelling, tag and features in one number; that two of them share it is as likely as that two spellings share a
# hash of spaCy's.
_TAG, _FEATURES = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@functools.cache
def _attributes() -> list[int]:
    from spacy.attrs import IDX, LENGTH, MORPH, ORTH, POS, SENT_START

    return [ORTH, POS, MORPH, IDX, LENGTH, SENT_START]


class Lexicon:
    """What is known of each spelling with a tag, by its number; 0 is the boundary between paragraphs."""

    def __init__(self) -> None:
        self.forms = [""]
        self.lower = [""]
        self.pos = [""]
        self.tags = [""]  # the part of speech; PART for a participle
        self.normals = [""]
        self.spaces: set[int] = set()
        self.table = np.zeros((1_024, len(BOUNDARY) - 2), dtype=np.int16)  # a Word's numbers
        self.letters = np.zeros(1_024, dtype=np.uint8)
        self.hyphens = np.zeros(1_024, dtype=np.bool_)
        self.alphabetic = np.zeros(1_024, dtype=np.bool_)
        self.joined: dict[bytes, str] = {}  # the normal forms of runs of numbers
        self._known: dict[int, int] = {}
        self._compounds: dict[Span, int] = {}
        self._set(0, BOUNDARY)

    def number(self, table: NDArray[np.uint64], strings: Any) -> Numbers:
        """The number of each row (spelling, tag, features)."""
        keys = (table[:, 0] + table[:, 1] * _TAG + table[:, 2] * _FEATURES).tolist()
        found = list(map(self._known.get, keys))
        if None in found:
            for place, number in enumerate(found):
                if number is None:
                    found[place] = self._learn(keys[place], table[place, :3].tolist(), strings)
        return np.array(found, dtype=np.int64)

    def join(self, left: int, right: int) -> int:
        """The number of the word of two parts with a hyphen between, tagged as the first."""
        if (left, right) not in self._compounds:
            self._compounds[left, right] = self._add(f"{self.forms[left]}-{self.forms[right]}", self.pos[left], "")
        return self._compounds[left, right]

    def _learn(self, key: int, row: list[int], strings: Any) -> int:
        if key not in self._known:
            form, pos, morph = (strings[value] if value else "" for value in row)
            self._known[key] = self._add(form, pos, morph)
        return self._known[key]

    def _add(self, form: str, pos: str, morph: str) -> int:
        number = len(self.forms)
        word = describe(form, pos, morph)
        self.forms.append(form)
        self.lower.append(form.lower())
        self.pos.append(pos)
        self.tags.append("PART" if pos == "VERB" and "VerbForm=Part" in morph else pos)
        self.normals.append(word.normal)
        if form.isspace():
            self.spaces.add(number)
        self._set(number, word)
        return number

    def _set(self, number: int, word: Word) -> None:
        if number == len(self.letters):
            for name in ("table", "letters", "hyphens", "alphabetic"):
                column = getattr(self, name)
                setattr(self, name, np.concatenate([column, np.zeros_like(column)]))
        self.table[number] = word[2:]
        self.letters[number] = ord(word.letter)
        self.hyphens[number] = self.forms[number] == "-"
        self.alphabetic[number] = self.forms[number].isalpha()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, straightened: its place in the article, its words and its sentences (first, after the last)."""

    start: int
    text: str
    words: Span
    sentences: Span


@dataclass(frozen=True, slots=True)
class Columns:
    """The words of an article: their numbers in the lexicon and their places in the article."""

    lexicon: Lexicon
    lines: tuple[Line, ...]
    numbers: Numbers
    starts: Numbers
    ends: Numbers
    sentences: list[Span]  # by their places in the article


_lexicon = Lexicon()


def read_columns(docs: Iterable[Any] | Columns) -> Columns:
    """The columns of the Docs of an article; those that are read already are given back."""
    global _lexicon
    if isinstance(docs, Columns):
        return docs
    if len(_lexicon.forms) > _MOST:
        _lexicon = Lexicon()
    if len(_lexicon.joined) > _MOST // 4:
        _lexicon.joined.clear()
    tables, texts, offsets, strings = [np.zeros((0, 6), dtype=np.uint64)], [], [], None
    for doc in docs:
        tables.append(doc.to_array(_attributes()))
        texts.append(doc.user_data["text"])
        offsets.append(doc.user_data["start"])
        strings = doc.vocab.strings
    table = np.concatenate(tables)
    sizes = np.array([len(part) for part in tables[1:]], dtype=np.int64)
    lasts = np.cumsum(sizes)
    starts = table[:, 3].astype(np.int64) + np.repeat(np.array(offsets, dtype=np.int64), sizes)
    ends = starts + table[:, 4].astype(np.int64)
    opening = table[:, 5] == 1
    opening[(lasts - sizes)[sizes > 0]] = True
    openings = np.flatnonzero(opening)
    closings = np.append(openings[1:], len(table)) - 1 if len(openings) else openings
    bounds = np.searchsorted(openings, np.append(0, lasts)).tolist()
    places = [0, *lasts.tolist()]
    lines = [
        Line(offset, text, (places[n], places[n + 1]), (bounds[n], bounds[n + 1]))
        for n, (offset, text) in enumerate(zip(offsets, texts, strict=True))
    ]
    sentences = list(zip(starts[openings].tolist(), ends[closings].tolist(), strict=True))
    return Columns(_lexicon, tuple(lines), _lexicon.number(table, strings), starts, ends, sentences)
