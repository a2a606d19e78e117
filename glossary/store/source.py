"""What an update asks of the cache: articles, what was found in them, and what a norm alone says of itself."""

from __future__ import annotations

import functools
from collections.abc import Container, Sequence

import numpy as np
from numpy.typing import NDArray

from glossary.model import Article, Findings
from glossary.rank import static_features
from glossary.rank.static import COLUMNS
from glossary.store.cache import Cache, Counted, Entry, Lost
from glossary.store.fingerprint import finding_fingerprint, program_fingerprint


class Source:
    """Articles and their findings from the cache; the last few are at hand, since each is asked for twice."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self.article = functools.lru_cache(maxsize=64)(self._article)
        self.findings = functools.lru_cache(maxsize=64)(self._findings)

    def static(self, norms: Sequence[str]) -> NDArray[np.float64]:
        """``rank.static_features`` of the norms, computed for each norm once: it is the dear part of ranking."""
        size = len(COLUMNS) * np.dtype(np.float64).itemsize
        kept = self._cache.statics(program_fingerprint())
        known = {norm: row for norm, row in kept.items() if len(row) == size}
        new = [norm for norm in norms if norm not in known]
        if new:
            rows = {norm: row.tobytes() for norm, row in zip(new, static_features(new), strict=True)}
            self._cache.keep_statics(program_fingerprint(), rows)
            known |= rows
        return np.frombuffer(b"".join([known[norm] for norm in norms]), np.float64).reshape(len(norms), -1)

    def findings_about(self, digest: str, norms: Container[str]) -> Findings:
        """What mentions of these norms are made of."""
        findings = self._cache.findings_about(digest, finding_fingerprint(), norms)
        if findings is None:
            raise Lost(digest)
        return findings

    def counted(self, digest: str) -> Counted:
        """What counting needs of an article's findings."""
        counted = self._cache.counted(digest, finding_fingerprint())
        if counted is None:
            raise Lost(digest)
        return counted

    def _article(self, key: str, digest: str) -> Article:
        article = self._cache.article(Entry(key, digest))
        if article is None:
            raise Lost(key)
        return article

    def _findings(self, digest: str) -> Findings:
        findings = self._cache.findings(digest, finding_fingerprint())
        if findings is None:
            raise Lost(digest)
        return findings
