"""Which rules may have a cue in a paragraph: told by its words, most of which no rule asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_MOST = 50_000  # words that are remembered


class _Part(NamedTuple):
    """The longest word of a key, and whether it begins or ends a word of the text."""

    letters: str
    begins: bool
    ends: bool
    rule: int

    def stands(self, word: str, place: int) -> bool:
        """Whether it stands at this place of a word."""
        if not word.startswith(self.letters, place) or (self.begins and place):
            return False
        return not self.ends or place + len(self.letters) == len(word)


class KeyIndex:
    """The rules by the words of their keys: a key stands in a text only if its longest word does.

    That word is whole where the key goes on with no letter on that side (« ou » of « , ou »); else it may be a part
    of a longer one (« appel »). A word is asked once for the rules that it may belong to.
    """

    def __init__(self, keys: Sequence[Sequence[str]]) -> None:
        self._keys = [tuple(of_rule) for of_rule in keys]
        self._always: set[int] = set()
        self._parts: dict[str, list[_Part]] = {}  # by their first two letters
        self._known: set[str] = set()
        self._asked: dict[str, frozenset[int]] = {}  # the words that are known and that rules ask for
        for number, of_rule in enumerate(self._keys):
            for key in of_rule:
                self._index(key, number)

    def _index(self, key: str, number: int) -> None:
        longest = max(_WORD.finditer(key), key=lambda word: len(word[0]), default=None)
        if longest is None:
            self._always.add(number)
            return
        part = _Part(longest[0], longest.start() > 0, longest.end() < len(key), number)
        self._parts.setdefault(part.letters[:2], []).append(part)

    def rules_in(self, low: str) -> list[int]:
        """The numbers of the rules of which a key stands in the lower-cased text, in order."""
        if len(self._known) > _MOST:
            self._known.clear()
            self._asked.clear()
        words = set(_WORD.findall(low))
        for word in words - self._known:
            self._known.add(word)
            if rules := self._rules_of(word):
                self._asked[word] = rules
        possible = self._always.union(*(self._asked[word] for word in words & self._asked.keys()))
        return [number for number in sorted(possible) if _is_in(low, self._keys[number])]

    def _rules_of(self, word: str) -> frozenset[int]:
        starts = ((place, word[place : place + size]) for place in range(len(word)) for size in (1, 2))
        return frozenset(
            part.rule for place, letters in starts for part in self._parts.get(letters, ()) if part.stands(word, place)
        )


def _is_in(low: str, keys: Sequence[str]) -> bool:
    """Whether one of the keys stands in the text."""
    for key in keys:  # any() would make a generator for each rule and paragraph  # noqa: SIM110
        if key in low:
            return True
    return False
