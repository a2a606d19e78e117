"""What an update asks of the cache: articles, what was found in them, and what a norm alone says of itself."""

from __future__ import annotations

import functools
from collections.abc import Container, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glossary.forms import fold
from glossary.model import Findings
from glossary.rank import static_features
from glossary.rank.static import COLUMNS
from glossary.store.cache import Cache, Lost
from glossary.store.fingerprint import finding_fingerprint, program_fingerprint
from glossary.store.inputs import Inputs, Part, join_parts
from glossary.store.packing import Counted, Head

_folded = functools.lru_cache(maxsize=10_000)(fold)  # near-duplicates have most of their sentences in common
_BLOCK = 4096  # norms at a time


class Source:
    """Articles and their findings from the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def again(self) -> Source:
        """The same in a copy of the process, where a connection that the first one opened must not be used."""
        return Source(self._cache.again())

    def static(self, norms: Sequence[str]) -> NDArray[np.float64]:
        """``rank.static_features`` of the norms, which are dear, a column each.

        Taken from what ranking kept, whatever it was kept for.
        """
        kept = self._joined(self._cache.parts(program_fingerprint()), 0)
        known = {norm: place for place, norm in enumerate(kept.norms)} if kept else {}
        before = np.concatenate(kept.static, axis=1) if kept else np.empty((len(COLUMNS), 0))
        table = np.empty((len(COLUMNS), len(norms)))
        for start in range(0, len(norms), _BLOCK):
            block, part = norms[start : start + _BLOCK], table[:, start : start + _BLOCK]
            places = np.array([known.get(norm, -1) for norm in block], dtype=np.int64)
            old, new = np.flatnonzero(places >= 0), np.flatnonzero(places < 0)
            part[:, old] = before[:, places[old]]
            part[:, new] = static_features([block[place] for place in new.tolist()]).T
        return table

    def static_of_new(self, norms: Sequence[str]) -> NDArray[np.float64]:
        """The same of norms that no build has met."""
        return np.ascontiguousarray(static_features(norms).T)

    def inputs(self, stamp: str, room: int) -> Inputs | None:
        """What ranking kept with this stamp, with room for so many new candidates."""
        return self._joined(self._cache.parts(program_fingerprint(), stamp), room)

    def _joined(self, parts: list[tuple[Any, ...]], room: int) -> Inputs | None:
        try:
            return join_parts([Part(*part) for part in parts], room) if parts else None
        except ValueError:
            return None

    def keep_inputs(self, stamp: str, inputs: Inputs) -> None:
        self._cache.keep_part(program_fingerprint(), stamp, *inputs.part())

    def findings_about(self, digest: str, norms: Container[str], text: str = "") -> Findings:
        """What mentions of these norms are made of, in an article with this text; without it their forms are empty."""
        findings = self._cache.findings_about(digest, finding_fingerprint(), text, norms)
        if findings is None:
            raise Lost(digest)
        return findings

    def sentences(self, digest: str) -> list[str]:
        """The sentences of an article, folded."""
        places, text = self._cache.sentences(digest, finding_fingerprint()), self.text(digest)
        if places is None:
            raise Lost(digest)
        return [_folded(text[start:end]) for start, end in places]

    def counted(self, digest: str) -> Counted:
        """What counting needs of an article's findings."""
        counted = self._cache.counted(digest, finding_fingerprint())
        if counted is None:
            raise Lost(digest)
        return counted

    def head(self, digest: str) -> Head:
        """What is known of an article besides its text."""
        head = self._cache.head(digest)
        if head is None:
            raise Lost(digest)
        return head

    def text(self, digest: str) -> str:
        text = self._cache.text(digest)
        if text is None:
            raise Lost(digest)
        return text
