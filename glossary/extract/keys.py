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
    key: str
    rule: int

    @property
    def pattern(self) -> str:
        """Where it stands in a word."""
        return rf"{self.begins * '^'}{self.letters}{self.ends * '$'}"

    def stands(self, word: str) -> bool:
        """The same of one word, for which no expression need be compiled."""
        if self.begins:
            return word == self.letters if self.ends else word.startswith(self.letters)
        return word.endswith(self.letters) if self.ends else self.letters in word


class KeyIndex:
    """The rules by the words of their keys: a key stands in a text only if its longest word does.

    That word is whole where the key goes on with no letter on that side (« ou » of « , ou »); else it may be a part
    of a longer one (« appel »). A word is asked once for the rules that it may belong to.
    """

    def __init__(self, keys: Sequence[Sequence[str]]) -> None:
        self._always: list[tuple[str, int]] = []  # keys without a word
        self._parts: list[_Part] = []
        self._known: set[str] = set()
        self._asked: dict[str, list[tuple[str, int]]] = {}  # the words that are known and that rules ask for
        for number, of_rule in enumerate(keys):
            for key in of_rule:
                self._index(key, number)
        self._any = re.compile("|".join(sorted({part.pattern for part in self._parts})) or "(?!)")

    def _index(self, key: str, number: int) -> None:
        longest = max(_WORD.finditer(key), key=lambda word: len(word[0]), default=None)
        if longest is None:
            self._always.append((key, number))
            return
        self._parts.append(_Part(longest[0], longest.start() > 0, longest.end() < len(key), key, number))

    def rules_in(self, low: str) -> list[int]:
        """The numbers of the rules of which a key stands in the lower-cased text, in order."""
        if len(self._known) > _MOST:
            self._known.clear()
            self._asked.clear()
        words = set(_WORD.findall(low))
        for word in words - self._known:
            self._known.add(word)
            if self._any.search(word):
                self._asked[word] = self._keys_of(word)
        found = {number for key, number in self._always if key in low}
        for word in words & self._asked.keys():
            for key, number in self._asked[word]:
                if number not in found and key in low:
                    found.add(number)
        return sorted(found)

    def _keys_of(self, word: str) -> list[tuple[str, int]]:
        """The keys, each with its rule, of which the word may be a part."""
        return sorted({(part.key, part.rule) for part in self._parts if part.stands(word)})
