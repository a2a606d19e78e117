"""Which rules may have a cue in a paragraph: told by its words, most of which no rule asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_MOST = 50_000  # words that are remembered


class KeyIndex:
    """The rules by the words of their keys: a key stands in a text only if its longest word does.

    That word is whole where the key goes on with no letter on that side (« ou » of « , ou »); else it may be a part
    of a longer one (« appel »). A word is asked once for the rules that it may belong to.
    """

    def __init__(self, keys: Sequence[Sequence[str]]) -> None:
        self._keys = [tuple(of_rule) for of_rule in keys]
        self._always: set[int] = set()
        self._parts: list[tuple[re.Pattern[str], int]] = []
        self._whole: dict[str, set[int]] = {}
        self._known: dict[str, frozenset[int]] = {}
        for number, of_rule in enumerate(self._keys):
            for key in of_rule:
                self._index(key, number)

    def _index(self, key: str, number: int) -> None:
        longest = max(_WORD.finditer(key), key=lambda word: len(word[0]), default=None)
        if longest is None:
            self._always.add(number)
            return
        left, right = longest.start() > 0, longest.end() < len(key)
        if left and right:
            self._whole.setdefault(longest[0], set()).add(number)
        else:
            part = re.escape(longest[0])
            self._parts.append((re.compile(("^" if left else "") + part + ("$" if right else "")), number))

    def rules_in(self, low: str) -> list[int]:
        """The numbers of the rules of which a key stands in the lower-cased text, in order."""
        if len(self._known) > _MOST:
            self._known.clear()
        possible = set(self._always)
        for word in set(_WORD.findall(low)):
            rules = self._known.get(word)
            if rules is None:
                rules = self._known[word] = self._rules_of(word)
            if rules:
                possible |= rules
        return [number for number in sorted(possible) if any(key in low for key in self._keys[number])]

    def _rules_of(self, word: str) -> frozenset[int]:
        parts = {number for part, number in self._parts if part.search(word)}
        return frozenset(parts | self._whole.get(word, set()))
